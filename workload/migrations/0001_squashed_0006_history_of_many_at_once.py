"""Weightings and adjustments, with the default weighting: its figures are the fields' defaults."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def load(apps, schema_editor):
    apps.get_model("workload", "WorkloadModel").objects.create()

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('workload', '0001_initial'),
        ('workload', '0002_default_model'),
        ('workload', '0003_words'),
        ('workload', '0004_file_values'),
        ('workload', '0005_history_by_statement'),
        ('workload', '0006_history_of_many_at_once'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='percentage off the threshold')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to=settings.AUTH_USER_MODEL, verbose_name='case manager')),
            ],
            options={
                'verbose_name': 'adjustment',
                'verbose_name_plural': 'adjustments',
                'ordering': ['officer', 'starts_on', 'reason'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='adjustment_ends_after_start'), models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='adjustment_is_percent'), models.UniqueConstraint(fields=('officer', 'reason', 'starts_on'), name='adjustment_starts_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkloadModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank for the initial values, which apply until later ones start.', null=True, unique=True, verbose_name='from')),
                ('red', models.DecimalField(decimal_places=2, default=Decimal('5.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Red')),
                ('red_amber', models.DecimalField(decimal_places=2, default=Decimal('3.5'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Red/Amber')),
                ('amber', models.DecimalField(decimal_places=2, default=Decimal('2.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Amber')),
                ('green', models.DecimalField(decimal_places=2, default=Decimal('1.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Green')),
                ('blue', models.DecimalField(decimal_places=2, default=Decimal('0.5'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Blue')),
                ('single_requirement', models.DecimalField(decimal_places=2, default=Decimal('0.3'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='single requirement')),
                ('weekdays', models.PositiveSmallIntegerField(default=260, help_text='Days a year.', verbose_name='weekdays')),
                ('bank_holidays', models.PositiveSmallIntegerField(default=8, help_text='Days a year.', verbose_name='bank holidays')),
                ('leave', models.PositiveSmallIntegerField(default=28, help_text='Days a year.', verbose_name='leave')),
                ('sickness', models.PositiveSmallIntegerField(default=10, help_text='Days a year.', verbose_name='sickness')),
                ('training', models.PositiveSmallIntegerField(default=5, help_text='Days a year.', verbose_name='training')),
                ('hours_a_day', models.DecimalField(decimal_places=2, default=Decimal('7.4'), max_digits=4, verbose_name='hours a day')),
                ('full_time_week', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, verbose_name='full-time hours a week')),
                ('non_direct', models.DecimalField(decimal_places=2, default=Decimal('20'), help_text='The percentage of time not spent on cases.', max_digits=5, verbose_name='non-direct time')),
                ('near_from', models.DecimalField(decimal_places=2, default=Decimal('90'), help_text='An indicator, as a percentage.', max_digits=5, verbose_name='near threshold from')),
                ('over_above', models.DecimalField(decimal_places=2, default=Decimal('100'), help_text='An indicator, as a percentage.', max_digits=5, verbose_name='over threshold above')),
                ('well_over_above', models.DecimalField(decimal_places=2, default=Decimal('110'), help_text='An indicator, as a percentage.', max_digits=5, verbose_name='well over threshold above')),
            ],
            options={
                'verbose_name': 'workload model',
                'verbose_name_plural': 'workload models',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.UniqueConstraint(fields=('starts_on',), name='workload_model_one_default', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('weekdays__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('bank_holidays'), '+', models.F('leave')), '+', models.F('sickness')), '+', models.F('training'))), ('full_time_week__gt', 0), ('hours_a_day__gt', 0), ('non_direct__gte', 0), ('non_direct__lt', 100)), name='workload_model_leaves_direct_hours'), models.CheckConstraint(condition=models.Q(('near_from__lte', models.F('over_above')), ('over_above__lte', models.F('well_over_above'))), name='workload_model_bands_in_order')],
            },
        ),
        migrations.CreateModel(
            name='AdjustmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='percentage off the threshold')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='case manager')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.adjustment')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='add94f741d688166a7e7fea5a912dcbcfa02ca8c', operation='UPDATE', pgid='pgtrigger_remember_files_16d4e', table='workload_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_adjustmentevent" ("ends_on", "id", "officer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."officer_id", old_values."percent", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."starts_on" FROM ( SELECT "id", "officer_id", "reason", "percent", "starts_on", "ends_on" FROM old_values EXCEPT SELECT "id", "officer_id", "reason", "percent", "starts_on", "ends_on" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4ce6ead6307433850080860715fd58ee6700437d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_55d13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_adjustmentevent" ("ends_on", "id", "officer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."officer_id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bca007f5eaf742420169f4cb611cef4d1f9aee35', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_38221', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_adjustment', when='AFTER')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
