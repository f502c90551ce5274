"""Workload models are drafted and agreed; adjustments say who agreed them; reasons to choose from; allowances."""

import csv
from decimal import Decimal
from pathlib import Path

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db

FILE = Path(__file__).parent.parent / "reference" / "adjustment_reasons.csv"
CATEGORIES = {
    "Personal Circumstances": "personal",
    "Community Justice Learning": "learning",
    "Work Circumstances": "work",
}


def load(apps, schema_editor):
    reason = apps.get_model("workload", "AdjustmentReason")
    with FILE.open(newline="", encoding="utf-8") as lines:
        reason.objects.bulk_create(
            reason(
                reason=row["reason"],
                category=CATEGORIES[row["category"]],
                **{
                    name: row[name] or None
                    for name in ("allowance_percent", "max_allowance_percent", "months_to_expiry")
                },
            )
            for row in csv.DictReader(lines)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('workload', '0001_squashed_0006_history_of_many_at_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AdjustmentReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, unique=True, verbose_name='reason')),
                ('category', models.CharField(choices=[('personal', 'Personal circumstances'), ('learning', 'Learning'), ('work', 'Work circumstances')], max_length=10, verbose_name='category')),
                ('allowance_percent', models.DecimalField(blank=True, decimal_places=2, help_text='What it takes off the threshold unless somebody enters another percentage.', max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='usual percentage')),
                ('max_allowance_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='highest percentage')),
                ('months_to_expiry', models.PositiveSmallIntegerField(blank=True, help_text='Months. Leave blank if there is no limit.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='longest time')),
                ('retired_on', models.DateField(blank=True, help_text='Adjustments that have it keep it.', null=True, verbose_name='not offered from')),
            ],
            options={
                'verbose_name': 'reason for an adjustment',
                'verbose_name_plural': 'reasons for adjustments',
                'ordering': ['category', 'reason'],
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('court_report', 'Court report'), ('programme', 'Programme tutoring'), ('induction', 'Induction group'), ('marac', 'MARAC')], max_length=20)),
                ('points', models.DecimalField(decimal_places=2, max_digits=5)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('recorded_at', base.db.LocalDateTimeField()),
            ],
            options={
                'verbose_name': 'allowance',
                'verbose_name_plural': 'allowances',
                'ordering': ['officer', 'starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AllowanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('court_report', 'Court report'), ('programme', 'Programme tutoring'), ('induction', 'Induction group'), ('marac', 'MARAC')], max_length=20)),
                ('points', models.DecimalField(decimal_places=2, max_digits=5)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('recorded_at', base.db.LocalDateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkloadModelEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed')], default='draft', max_length=10, verbose_name='state')),
                ('starts_on', models.DateField(blank=True, help_text='The initial values have no first day.', null=True, verbose_name='from')),
                ('source', models.CharField(blank=True, db_default='', help_text='The decision or document that these values come from. Everybody sees it.', max_length=200, verbose_name='source')),
                ('red', models.DecimalField(decimal_places=2, default=Decimal('5.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Red')),
                ('red_amber', models.DecimalField(decimal_places=2, default=Decimal('3.5'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Red/Amber')),
                ('amber', models.DecimalField(decimal_places=2, default=Decimal('2.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Amber')),
                ('green', models.DecimalField(decimal_places=2, default=Decimal('1.0'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Green')),
                ('blue', models.DecimalField(decimal_places=2, default=Decimal('0.5'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Blue')),
                ('single_requirement', models.DecimalField(decimal_places=2, default=Decimal('0.3'), help_text='Hours a month for each case.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='single requirement')),
                ('weekdays', models.PositiveSmallIntegerField(default=260, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='weekdays')),
                ('bank_holidays', models.PositiveSmallIntegerField(default=8, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='bank holidays')),
                ('leave', models.PositiveSmallIntegerField(default=28, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='leave')),
                ('sickness', models.PositiveSmallIntegerField(default=10, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='sickness')),
                ('training', models.PositiveSmallIntegerField(default=5, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='training')),
                ('hours_a_day', models.DecimalField(decimal_places=2, default=Decimal('7.4'), max_digits=4, verbose_name='hours a day')),
                ('full_time_week', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, verbose_name='full-time hours a week')),
                ('non_direct', models.DecimalField(decimal_places=2, default=Decimal('20'), help_text='The percentage of time not spent on cases.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='non-direct time')),
                ('near_from', models.DecimalField(decimal_places=2, default=Decimal('90'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='near threshold from')),
                ('over_above', models.DecimalField(decimal_places=2, default=Decimal('100'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='over threshold above')),
                ('well_over_above', models.DecimalField(decimal_places=2, default=Decimal('110'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='well over threshold above')),
                ('agreed_at', base.db.LocalDateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='adjustment',
            name='remember_files',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='adjustment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='adjustment',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='workloadmodel',
            name='workload_model_one_default',
        ),
        migrations.AddField(
            model_name='adjustment',
            name='agreed_with',
            field=models.CharField(blank=True, db_default='', help_text='Who agreed it. Blank: an import brought it, and may take it back.', max_length=200),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='recorded_at',
            field=base.db.LocalDateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='agreed_with',
            field=models.CharField(blank=True, db_default='', help_text='Who agreed it. Blank: an import brought it, and may take it back.', max_length=200),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='recorded_at',
            field=base.db.LocalDateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='recorded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodel',
            name='agreed_at',
            field=base.db.LocalDateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='workloadmodel',
            name='agreed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodel',
            name='drafted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodel',
            name='source',
            field=models.CharField(blank=True, db_default='', help_text='The decision or document that these values come from. Everybody sees it.', max_length=200, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='workloadmodel',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed')], default='agreed', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='bank_holidays',
            field=models.PositiveSmallIntegerField(default=8, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='bank holidays'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='leave',
            field=models.PositiveSmallIntegerField(default=28, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='leave'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='near_from',
            field=models.DecimalField(decimal_places=2, default=Decimal('90'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='near threshold from'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='non_direct',
            field=models.DecimalField(decimal_places=2, default=Decimal('20'), help_text='The percentage of time not spent on cases.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='non-direct time'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='over_above',
            field=models.DecimalField(decimal_places=2, default=Decimal('100'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='over threshold above'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='sickness',
            field=models.PositiveSmallIntegerField(default=10, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='sickness'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='starts_on',
            field=models.DateField(blank=True, help_text='The initial values have no first day.', null=True, verbose_name='from'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='training',
            field=models.PositiveSmallIntegerField(default=5, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='training'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='weekdays',
            field=models.PositiveSmallIntegerField(default=260, help_text='Days a year.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='weekdays'),
        ),
        migrations.AlterField(
            model_name='workloadmodel',
            name='well_over_above',
            field=models.DecimalField(decimal_places=2, default=Decimal('110'), help_text='An indicator, as a percentage.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='well over threshold above'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."percent" IS DISTINCT FROM (NEW."percent") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{agreed_with,recorded_by_id,recorded_at}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='9ff122c5399795121781531e6d0217b6c4371861', operation='UPDATE', pgid='pgtrigger_remember_files_16d4e', table='workload_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_adjustmentevent" ("agreed_with", "ends_on", "id", "officer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."agreed_with", old_values."ends_on", old_values."id", old_values."officer_id", old_values."percent", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT "id", "officer_id", "reason", "percent", "starts_on", "ends_on", "agreed_with", "recorded_by_id", "recorded_at" FROM old_values EXCEPT SELECT "id", "officer_id", "reason", "percent", "starts_on", "ends_on", "agreed_with", "recorded_by_id", "recorded_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a91876d0186287fcefaa5ff7bc8bcedca31bd8dd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_55d13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_adjustmentevent" ("agreed_with", "ends_on", "id", "officer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."agreed_with", old_values."ends_on", old_values."id", old_values."officer_id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2a2c015c08d839b592d3d953cc46fdbff4510230', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_38221', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workloadmodel',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_workloadmodelevent" ("agreed_at", "agreed_by_id", "amber", "bank_holidays", "blue", "drafted_by_id", "full_time_week", "green", "hours_a_day", "id", "leave", "near_from", "non_direct", "over_above", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red", "red_amber", "sickness", "single_requirement", "source", "starts_on", "state", "training", "weekdays", "well_over_above") SELECT old_values."agreed_at", old_values."agreed_by_id", old_values."amber", old_values."bank_holidays", old_values."blue", old_values."drafted_by_id", old_values."full_time_week", old_values."green", old_values."hours_a_day", old_values."id", old_values."leave", old_values."near_from", old_values."non_direct", old_values."over_above", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."red", old_values."red_amber", old_values."sickness", old_values."single_requirement", old_values."source", old_values."starts_on", old_values."state", old_values."training", old_values."weekdays", old_values."well_over_above" FROM ( SELECT "id", "state", "starts_on", "source", "red", "red_amber", "amber", "green", "blue", "single_requirement", "weekdays", "bank_holidays", "leave", "sickness", "training", "hours_a_day", "full_time_week", "non_direct", "near_from", "over_above", "well_over_above", "drafted_by_id", "agreed_by_id", "agreed_at" FROM old_values EXCEPT SELECT "id", "state", "starts_on", "source", "red", "red_amber", "amber", "green", "blue", "single_requirement", "weekdays", "bank_holidays", "leave", "sickness", "training", "hours_a_day", "full_time_week", "non_direct", "near_from", "over_above", "well_over_above", "drafted_by_id", "agreed_by_id", "agreed_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='816bf0369d069d75a7c08ac8b8fb52ac6873adf7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_34ace', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_workloadmodel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workloadmodel',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_workloadmodelevent" ("agreed_at", "agreed_by_id", "amber", "bank_holidays", "blue", "drafted_by_id", "full_time_week", "green", "hours_a_day", "id", "leave", "near_from", "non_direct", "over_above", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "red", "red_amber", "sickness", "single_requirement", "source", "starts_on", "state", "training", "weekdays", "well_over_above") SELECT old_values."agreed_at", old_values."agreed_by_id", old_values."amber", old_values."bank_holidays", old_values."blue", old_values."drafted_by_id", old_values."full_time_week", old_values."green", old_values."hours_a_day", old_values."id", old_values."leave", old_values."near_from", old_values."non_direct", old_values."over_above", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."red", old_values."red_amber", old_values."sickness", old_values."single_requirement", old_values."source", old_values."starts_on", old_values."state", old_values."training", old_values."weekdays", old_values."well_over_above" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ce6d6efec1829f7abd950683cd29bb4e5e7e9b93', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ab3d5', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_workloadmodel', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='workloadmodel',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'agreed')), fields=('starts_on',), name='workload_model_one_default', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='workloadmodel',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'agreed'])), name='workload_model_state_known'),
        ),
        migrations.AddConstraint(
            model_name='workloadmodel',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'agreed'), models.Q(('agreed_by', None), ('starts_on__isnull', False)), _connector='OR'), name='workload_model_draft_is_not_agreed'),
        ),
        migrations.AddConstraint(
            model_name='workloadmodel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_by', None)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='workload_model_agreed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentreason',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['personal', 'learning', 'work'])), name='adjustment_reason_category_known'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentreason',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('allowance_percent', None), ('allowance_percent__range', (0, 100)), _connector='OR'), models.Q(('max_allowance_percent', None), ('max_allowance_percent__range', (0, 100)), _connector='OR')), name='adjustment_reason_has_percents'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='officer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allowance',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allowanceevent',
            name='officer',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allowanceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='allowanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.allowance'),
        ),
        migrations.AddField(
            model_name='allowanceevent',
            name='recorded_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodelevent',
            name='agreed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodelevent',
            name='drafted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workloadmodelevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='workloadmodelevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.workloadmodel'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='allowance_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['court_report', 'programme', 'induction', 'marac'])), name='allowance_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='allowance_has_points'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allowance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_allowanceevent" ("ends_on", "id", "kind", "note", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."kind", old_values."note", old_values."officer_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."points", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT "id", "officer_id", "kind", "points", "starts_on", "ends_on", "note", "recorded_by_id", "recorded_at" FROM old_values EXCEPT SELECT "id", "officer_id", "kind", "points", "starts_on", "ends_on", "note", "recorded_by_id", "recorded_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='040ddcc07dae3a6b8bae0101425d2d017d502328', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5dd86', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_allowance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allowance',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_allowanceevent" ("ends_on", "id", "kind", "note", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."kind", old_values."note", old_values."officer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."points", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ff32ffa7fc928d27043c23714c9a9769366d43d8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cbb9f', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_allowance', when='AFTER')),
        ),
        # What is there already is in force. From now on a model begins as a draft.
        migrations.AlterField(
            model_name='workloadmodel',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
