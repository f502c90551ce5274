"""Referrals, what came of them, and the kinds that are offered from the start."""

import csv
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db

FILE = Path(__file__).parent.parent / "reference" / "referral_kinds.csv"


def load(apps, schema_editor):
    kind = apps.get_model("cases", "ReferralKind")
    with FILE.open(newline="", encoding="utf-8") as lines:
        kind.objects.bulk_create(kind(**row) for row in csv.DictReader(lines))


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_allocation_decisions'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('referred_on', models.DateField()),
                ('provider', models.CharField(max_length=200)),
                ('note', models.CharField(blank=True, max_length=2000)),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('taken_out_at', base.db.LocalDateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=500)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='referrals', to='cases.order')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.serviceuser')),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'referral',
                'verbose_name_plural': 'referrals',
                'ordering': ['-referred_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReferralKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('group', models.CharField(choices=[('rar', 'RAR group'), ('programme', 'Accredited programme'), ('partner', 'Partner or provider')], max_length=9, verbose_name='sort')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always been offered.', null=True, verbose_name='offered from')),
                ('retired_on', models.DateField(blank=True, help_text='Referrals that have it keep it.', null=True, verbose_name='not offered from')),
            ],
            options={
                'verbose_name': 'kind of referral',
                'verbose_name_plural': 'kinds of referral',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('group__in', ['rar', 'programme', 'partner'])), name='referral_kind_group_known'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('retired_on', None), ('retired_on__gte', models.F('starts_on')), _connector='OR'), name='referral_kind_retired_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('referred_on', models.DateField()),
                ('provider', models.CharField(max_length=200)),
                ('note', models.CharField(blank=True, max_length=2000)),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('taken_out_at', base.db.LocalDateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=500)),
                ('order', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.order')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.referral')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
                ('taken_out_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.referralkind')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='referral',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.referralkind'),
        ),
        migrations.CreateModel(
            name='ReferralStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('made', 'Made'), ('accepted', 'Accepted'), ('started', 'Started'), ('completed', 'Completed'), ('declined', 'Not accepted'), ('withdrawn', 'Did not finish')], max_length=9)),
                ('happened_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('taken_out_at', base.db.LocalDateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=500)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.referral')),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step of a referral',
                'verbose_name_plural': 'steps of referrals',
                'ordering': ['happened_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReferralStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('made', 'Made'), ('accepted', 'Accepted'), ('started', 'Started'), ('completed', 'Completed'), ('declined', 'Not accepted'), ('withdrawn', 'Did not finish')], max_length=9)),
                ('happened_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('taken_out_at', base.db.LocalDateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=500)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.referralstep')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.referral')),
                ('taken_out_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('provider', ''), _negated=True), name='referral_has_a_provider'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('referred_on', None), ('referred_on__lte', django.db.models.functions.comparison.Cast('recorded_at', models.DateField())), _connector='OR'), name='referral_happened'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_out_at', None), ('taken_out_because', ''), ('taken_out_by', None)), models.Q(('taken_out_at__isnull', False), ('taken_out_by__isnull', False), models.Q(('taken_out_because', ''), _negated=True)), _connector='OR'), name='referral_taken_out_by_whom_and_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_referralevent" ("id", "kind_id", "note", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "referred_on", "service_user_id", "taken_out_at", "taken_out_because", "taken_out_by_id") SELECT old_values."id", old_values."kind_id", old_values."note", old_values."order_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."provider", old_values."recorded_at", old_values."recorded_by_id", old_values."referred_on", old_values."service_user_id", old_values."taken_out_at", old_values."taken_out_because", old_values."taken_out_by_id" FROM ( SELECT "id", "service_user_id", "order_id", "kind_id", "referred_on", "provider", "note", "recorded_by_id", "recorded_at", "taken_out_by_id", "taken_out_at", "taken_out_because" FROM old_values EXCEPT SELECT "id", "service_user_id", "order_id", "kind_id", "referred_on", "provider", "note", "recorded_by_id", "recorded_at", "taken_out_by_id", "taken_out_at", "taken_out_because" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fde1774ca1f93d01769afbbf45c05de26a77e4cf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_18505', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_referralevent" ("id", "kind_id", "note", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "referred_on", "service_user_id", "taken_out_at", "taken_out_because", "taken_out_by_id") SELECT old_values."id", old_values."kind_id", old_values."note", old_values."order_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."provider", old_values."recorded_at", old_values."recorded_by_id", old_values."referred_on", old_values."service_user_id", old_values."taken_out_at", old_values."taken_out_because", old_values."taken_out_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c9f4ec5d8c638824ca652959c461ca1c546725af', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_33b55', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_referral', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'started', 'completed', 'declined', 'withdrawn'])), name='referral_step_state_known'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('state__in', ['declined', 'withdrawn']), _negated=True), name='referral_step_ended_why'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_out_at', None)), fields=('referral', 'state'), name='referral_step_once'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['completed', 'declined', 'withdrawn']), ('taken_out_at', None)), fields=('referral',), name='referral_step_one_ending'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(('happened_on', None), ('happened_on__lte', django.db.models.functions.comparison.Cast('recorded_at', models.DateField())), _connector='OR'), name='referral_step_happened'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_out_at', None), ('taken_out_because', ''), ('taken_out_by', None)), models.Q(('taken_out_at__isnull', False), ('taken_out_by__isnull', False), models.Q(('taken_out_because', ''), _negated=True)), _connector='OR'), name='referral_step_taken_out_by_whom_and_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralstep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_referralstepevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "referral_id", "state", "taken_out_at", "taken_out_because", "taken_out_by_id") SELECT old_values."happened_on", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."referral_id", old_values."state", old_values."taken_out_at", old_values."taken_out_because", old_values."taken_out_by_id" FROM ( SELECT "id", "referral_id", "state", "happened_on", "reason", "recorded_by_id", "recorded_at", "taken_out_by_id", "taken_out_at", "taken_out_because" FROM old_values EXCEPT SELECT "id", "referral_id", "state", "happened_on", "reason", "recorded_by_id", "recorded_at", "taken_out_by_id", "taken_out_at", "taken_out_because" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b73701ff79c552c941ca42c65336e8344007b55c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c68f6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_referralstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralstep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_referralstepevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "referral_id", "state", "taken_out_at", "taken_out_because", "taken_out_by_id") SELECT old_values."happened_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."referral_id", old_values."state", old_values."taken_out_at", old_values."taken_out_because", old_values."taken_out_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3adbf96e141e2e5c71005ef95ed7b4ee296e193f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2e5b8', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_referralstep', when='AFTER')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
