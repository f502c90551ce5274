"""The wording of the appointment slip, dated."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0022_contact_standards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2, verbose_name='language')),
                ('kind', models.CharField(choices=[('office', 'The service user comes to the appointment'), ('visit', 'We visit the service user')], max_length=10, verbose_name='kind of appointment')),
                ('starts_on', models.DateField(help_text='Notices dated this day or later say it.', null=True, verbose_name='applies from')),
                ('opening', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='opening')),
                ('to_bring', models.TextField(help_text='One thing on each line.', verbose_name='what to bring or have ready')),
                ('cannot_come', models.TextField(help_text='Whom to ring: it must have {phone}. A blank line starts a new paragraph.', verbose_name='if they cannot come')),
                ('if_missed', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='if they do not come')),
                ('help', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='if they need help')),
            ],
            options={
                'verbose_name': 'slip wording',
                'verbose_name_plural': 'slip wordings',
                'ordering': ['kind', 'language', models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'starts_on'), name='wording_once_a_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='wording_language_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['office', 'visit'])), name='wording_kind_known'), models.CheckConstraint(condition=models.Q(('cannot_come__contains', '{phone}')), name='wording_says_whom_to_ring')],
            },
        ),
    ]
