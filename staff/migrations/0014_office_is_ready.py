"""What an office needs before appointments can be booked there, said beside its fields."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0013_calendar_feeds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='office',
            name='address',
            field=models.CharField(blank=True, db_default='', help_text='On one line, with the postcode at the end. Printed on the notice, which must say where to come. No appointment can be booked at an office without it.', max_length=300, verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='office',
            name='phone',
            field=models.CharField(blank=True, db_default='', help_text='Printed on the notice for people who cannot attend. No appointment can be booked at an office without it.', max_length=50, verbose_name='telephone'),
        ),
    ]
