"""Contact standards in full, and the number of each business day, which is filled in after each migration."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models

import contacts.models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0021_history_by_statement'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendarday',
            name='business_days',
            field=models.PositiveIntegerField(db_index=True, default=0, help_text='How many there are up to the day, and with it: the nth after it has n more.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='contactstandard',
            name='contacts',
            field=models.PositiveSmallIntegerField(default=1, help_text='How many there must be in the time below. Enter 0 if none need to be planned.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='contacts'),
        ),
        migrations.AddField(
            model_name='contactstandard',
            name='first_after_release',
            field=models.PositiveSmallIntegerField(default=1, help_text='Business days after a release from custody.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='first contact after a release within'),
        ),
        migrations.AddField(
            model_name='contactstandard',
            name='first_within',
            field=models.PositiveSmallIntegerField(default=5, help_text='Business days after supervision starts.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='first contact within'),
        ),
        migrations.AddField(
            model_name='contactstandard',
            name='types',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=contacts.models.minimum_contact_types, help_text='Their codes, separated by commas. They do not change what counts towards the month.', size=None, verbose_name='contact types that count here'),
        ),
        migrations.AddField(
            model_name='contactstandard',
            name='unit',
            field=models.CharField(choices=[('days', 'Days'), ('months', 'Calendar months')], default='days', max_length=6, verbose_name='days or months'),
        ),
        migrations.AlterField(
            model_name='contactstandard',
            name='contact_every',
            field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='in how many days or months'),
        ),
        migrations.AddConstraint(
            model_name='contactstandard',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'months'])), name='contact_standard_unit_known'),
        ),
        migrations.AddConstraint(
            model_name='contactstandard',
            constraint=models.CheckConstraint(condition=models.Q(('contacts__lte', 100)), name='contact_standard_contacts_few'),
        ),
        migrations.AddConstraint(
            model_name='contactstandard',
            constraint=models.CheckConstraint(condition=models.Q(('first_after_release__range', (1, 60)), ('first_within__range', (1, 60))), name='contact_standard_first_within_known_days'),
        ),
        migrations.AddConstraint(
            model_name='contactstandard',
            constraint=models.CheckConstraint(condition=models.Q(('types__len__gt', 0)), name='contact_standard_has_types'),
        ),
    ]
