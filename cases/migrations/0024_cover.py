"""Who covers a colleague's cases."""

import django.contrib.postgres.constraints
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0023_referrals'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('all_cases', models.BooleanField()),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('covered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cover',
                'verbose_name_plural': 'cover',
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CoveredCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='cases.cover')),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'covered case',
                'verbose_name_plural': 'covered cases',
            },
        ),
        migrations.CreateModel(
            name='CoveredCaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('cover', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.cover')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.coveredcase')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CoverEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('all_cases', models.BooleanField()),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('covered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.cover')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='cover_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.CheckConstraint(condition=models.Q(('covered_by', models.F('officer')), _negated=True), name='cover_by_another'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('all_cases', True)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('officer'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='cover_of_all_never_overlaps'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cover',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_coverevent" ("all_cases", "covered_by_id", "ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."all_cases", old_values."covered_by_id", old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT "id", "officer_id", "covered_by_id", "starts_on", "ends_on", "all_cases", "recorded_by_id", "recorded_at" FROM old_values EXCEPT SELECT "id", "officer_id", "covered_by_id", "starts_on", "ends_on", "all_cases", "recorded_by_id", "recorded_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='297f3492c449fa99cb408539d55fe30e3f61bf71', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5fd43', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_cover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cover',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_coverevent" ("all_cases", "covered_by_id", "ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_on") SELECT old_values."all_cases", old_values."covered_by_id", old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='af4d83fdcc5ddaf3907062c6df97bb5f03cd2fd3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e696e', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_cover', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='coveredcase',
            constraint=models.UniqueConstraint(fields=('cover', 'service_user'), name='covered_case_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveredcase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_coveredcaseevent" ("cover_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id") SELECT old_values."cover_id", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."service_user_id" FROM ( SELECT "id", "cover_id", "service_user_id" FROM old_values EXCEPT SELECT "id", "cover_id", "service_user_id" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e3e4c22250e8b8610a91f55450051259c22921ef', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0ec61', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_coveredcase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coveredcase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_coveredcaseevent" ("cover_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id") SELECT old_values."cover_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."service_user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='639c964fd991f4ced449796a73003735597b5728', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e6aa8', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_coveredcase', when='AFTER')),
        ),
    ]
