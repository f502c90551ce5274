"""Workload reviews with their checklist, plans and escalations; the first version of the checklist."""

import csv
from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db

FILE = Path(__file__).parent.parent / "reference" / "review_checklist.csv"


def load(apps, schema_editor):
    first = apps.get_model("workload", "ReviewTemplate").objects.create(source="Workload Indicator guidance, April 2019, 2.2")
    item = apps.get_model("workload", "ChecklistItem")
    with FILE.open(newline="", encoding="utf-8") as lines:
        item.objects.bulk_create(
            item(template=first, place=place, **row) for place, row in enumerate(csv.DictReader(lines), start=1)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('workload', '0008_snapshots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('question', models.CharField(max_length=300)),
                ('answered_from', models.CharField(blank=True, choices=[('brag', 'BRAG reviews'), ('contacts', 'Contact levels by the standard'), ('orders', 'Orders past their end date'), ('single', 'Single requirements'), ('hub', 'Amber cases and the community hub'), ('iom', 'IOM cases'), ('revocation', 'Early revocation'), ('rar', 'RAR days and their rationale'), ('measure', 'Minimum contact this month')], max_length=10)),
            ],
            options={
                'verbose_name': 'item of a checklist',
                'verbose_name_plural': 'items of checklists',
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='PlanAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('reallocate', 'Give cases to colleagues'), ('no_new_cases', 'No new cases for a time'), ('oversight', 'Temporary measures about contact'), ('revocation', 'Early revocation or termination of orders'), ('other_work', 'Less work that is no case'), ('support', 'Support or training'), ('more_hours', 'More staff or hours'), ('other', 'Another measure')], max_length=12)),
                ('what', models.CharField(max_length=500)),
                ('due_on', models.DateField()),
                ('added_at', base.db.LocalDateTimeField()),
                ('state', models.CharField(choices=[('open', 'To do'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=7)),
                ('closed_at', base.db.LocalDateTimeField(null=True)),
                ('closed_because', models.CharField(blank=True, max_length=500)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'action of a plan',
                'verbose_name_plural': 'actions of plans',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.CharField(blank=True, max_length=500)),
                ('confirmation', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('not_confirmed', 'Not confirmed')], max_length=13)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workload.checklistitem')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['item__place'],
            },
        ),
        migrations.CreateModel(
            name='ReviewTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('made_at', base.db.LocalDateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'checklist',
                'verbose_name_plural': 'checklists',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
            },
        ),
        migrations.AddField(
            model_name='checklistitem',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='workload.reviewtemplate'),
        ),
        migrations.CreateModel(
            name='WorkloadPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_review_on', models.DateField(null=True)),
                ('resolved_at', base.db.LocalDateTimeField(null=True)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'workload plan',
                'verbose_name_plural': 'workload plans',
            },
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cases', models.PositiveIntegerField(null=True)),
                ('points', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('threshold_parts', models.DecimalField(decimal_places=0, max_digits=60, null=True)),
                ('threshold_whole', models.DecimalField(decimal_places=0, max_digits=60, null=True)),
                ('held_at', base.db.LocalDateTimeField()),
                ('progress', models.CharField(max_length=2000)),
                ('follows', models.CharField(choices=[('go_on', 'The plan goes on'), ('resolved', 'The workload is resolved'), ('escalated', 'The plan is escalated')], max_length=9)),
                ('next_review_on', models.DateField(null=True)),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='workload.workloadplan')),
            ],
            options={
                'verbose_name': 'review of a plan',
                'verbose_name_plural': 'reviews of plans',
                'ordering': ['held_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PlanActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('measure', models.CharField(choices=[('reallocate', 'Give cases to colleagues'), ('no_new_cases', 'No new cases for a time'), ('oversight', 'Temporary measures about contact'), ('revocation', 'Early revocation or termination of orders'), ('other_work', 'Less work that is no case'), ('support', 'Support or training'), ('more_hours', 'More staff or hours'), ('other', 'Another measure')], max_length=12)),
                ('what', models.CharField(max_length=500)),
                ('due_on', models.DateField()),
                ('added_at', base.db.LocalDateTimeField()),
                ('state', models.CharField(choices=[('open', 'To do'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=7)),
                ('closed_at', base.db.LocalDateTimeField(null=True)),
                ('closed_because', models.CharField(blank=True, max_length=500)),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.planaction')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workload.workloadplan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='planaction',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='workload.workloadplan'),
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('ldu_head', 'LDU head'), ('chief_officer', 'Chief officer')], max_length=20)),
                ('reason', models.CharField(max_length=2000)),
                ('escalated_at', base.db.LocalDateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('measures', 'Further measures'), ('go_on', 'Go on with the plan as it is'), ('resolved', 'Close the plan: the workload is resolved'), ('escalate', 'Escalate to the chief officer')], max_length=9)),
                ('decision_reason', models.CharField(blank=True, max_length=2000)),
                ('decided_at', base.db.LocalDateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('escalated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='workload.workloadplan')),
            ],
            options={
                'verbose_name': 'escalation',
                'verbose_name_plural': 'escalations',
                'ordering': ['escalated_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkloadReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cases', models.PositiveIntegerField(null=True)),
                ('points', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('threshold_parts', models.DecimalField(decimal_places=0, max_digits=60, null=True)),
                ('threshold_whole', models.DecimalField(decimal_places=0, max_digits=60, null=True)),
                ('opened_for', models.CharField(choices=[('asked', 'Asked for'), ('supervision', 'Opened for supervision')], max_length=11)),
                ('opened_at', base.db.LocalDateTimeField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('outcome', models.CharField(blank=True, choices=[('reasonable', 'The workload is reasonable'), ('adjusted', 'The threshold is adjusted'), ('excessive', 'The workload is excessive')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=2000)),
                ('held_at', base.db.LocalDateTimeField(null=True)),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workload_reviews', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='workload.reviewtemplate')),
            ],
            options={
                'verbose_name': 'workload review',
                'verbose_name_plural': 'workload reviews',
                'ordering': ['-opened_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='WorkloadPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('next_review_on', models.DateField(null=True)),
                ('resolved_at', base.db.LocalDateTimeField(null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.workloadplan')),
                ('resolved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workload.workloadreview')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='workloadplan',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='workload.workloadreview'),
        ),
        migrations.CreateModel(
            name='ReviewAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('comment', models.CharField(blank=True, max_length=500)),
                ('confirmation', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('not_confirmed', 'Not confirmed')], max_length=13)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workload.checklistitem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workload.reviewanswer')),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workload.workloadreview')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='workload.workloadreview'),
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=2000)),
                ('raised_at', base.db.LocalDateTimeField()),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='workload.workloadreview')),
            ],
            options={
                'verbose_name': 'concern',
                'verbose_name_plural': 'concerns',
                'ordering': ['raised_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('brag_due', 'BRAG review overdue'), ('contact_overdue', 'Next contact overdue'), ('not_seen', 'Not seen for six weeks'), ('order_overdue', 'Order past its end date'), ('single', 'Single requirement only'), ('not_at_hub', 'Amber, and booked elsewhere than at the hub'), ('iom_low', 'IOM, and below Red/Amber'), ('revocation', 'Early revocation to consider'), ('rar_not_planned', 'RAR requirement without RAR days and rationale'), ('not_met', 'Minimum contact not met this month'), ('still_possible', 'Minimum contact still possible this month'), ('nothing_booked', 'Nothing booked that can count this month')], max_length=20)),
                ('number', models.PositiveIntegerField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='workload.reviewanswer')),
            ],
            options={
                'verbose_name': 'count of a review',
                'verbose_name_plural': 'counts of reviews',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['brag_due', 'contact_overdue', 'not_seen', 'order_overdue', 'single', 'not_at_hub', 'iom_low', 'revocation', 'rar_not_planned', 'not_met', 'still_possible', 'nothing_booked'])), name='review_count_kind_known'), models.UniqueConstraint(fields=('answer', 'kind'), name='review_count_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcount',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7f7d7c974c0a0e27af3d7a2925a1a157a07a4ad9', operation='UPDATE OR DELETE', pgid='pgtrigger_held_stays_6fca0', table='workload_reviewcount', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewtemplate',
            constraint=models.UniqueConstraint(fields=('starts_on',), name='review_template_starts_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewtemplate',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='48aa6d819e80facd6a87436e19a08ddf2cf10c50', operation='UPDATE', pgid='pgtrigger_never_changed_79911', table='workload_reviewtemplate', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.CheckConstraint(condition=models.Q(('answered_from__in', ['', 'brag', 'contacts', 'orders', 'single', 'hub', 'iom', 'revocation', 'rar', 'measure'])), name='checklist_item_answered_from_known'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.CheckConstraint(condition=models.Q(('place__range', (1, 26))), name='checklist_item_has_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='checklist_item_asks'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.UniqueConstraint(fields=('template', 'place'), name='checklist_item_one_in_a_place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checklistitem',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9707d1f95a27b02ae37dc975722b9284032a7ec1', operation='UPDATE', pgid='pgtrigger_never_changed_bfd72', table='workload_checklistitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(('follows__in', ['go_on', 'resolved', 'escalated'])), name='plan_review_follows_known'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress', ''), _negated=True), ('cases__isnull', False), ('points__gte', 0), ('threshold_parts__gte', 0), ('threshold_whole__gt', 0)), name='plan_review_says_how_it_stands'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('follows', 'resolved'), ('next_review_on', None)), models.Q(models.Q(('follows', 'resolved'), _negated=True), ('next_review_on__isnull', False)), _connector='OR'), name='plan_review_has_a_next_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planreview',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6899ff6efffaea7a048d527f4513ce8e109264f6', operation='UPDATE OR DELETE', pgid='pgtrigger_kept_ace44', table='workload_planreview', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('measure__in', ['reallocate', 'no_new_cases', 'oversight', 'revocation', 'other_work', 'support', 'more_hours', 'other'])), name='plan_action_measure_known'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='plan_action_state_known'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='plan_action_says_what'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_because', ''), ('closed_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='plan_action_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('closed_because', ''), ('state', 'dropped'), _negated=True), name='plan_action_dropped_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_planactionevent" ("added_at", "added_by_id", "closed_at", "closed_because", "closed_by_id", "due_on", "id", "measure", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "state", "what") SELECT old_values."added_at", old_values."added_by_id", old_values."closed_at", old_values."closed_because", old_values."closed_by_id", old_values."due_on", old_values."id", old_values."measure", old_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."plan_id", old_values."state", old_values."what" FROM ( SELECT "id", "plan_id", "measure", "what", "owner_id", "due_on", "added_by_id", "added_at", "state", "closed_by_id", "closed_at", "closed_because" FROM old_values EXCEPT SELECT "id", "plan_id", "measure", "what", "owner_id", "due_on", "added_by_id", "added_at", "state", "closed_by_id", "closed_at", "closed_because" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='28bf93701dba3af32bc1836f14b2410d909ff41c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7e53e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_planaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planaction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_planactionevent" ("added_at", "added_by_id", "closed_at", "closed_because", "closed_by_id", "due_on", "id", "measure", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "state", "what") SELECT old_values."added_at", old_values."added_by_id", old_values."closed_at", old_values."closed_because", old_values."closed_by_id", old_values."due_on", old_values."id", old_values."measure", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."state", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e2365499537f10b6a696fa78e274a605a1d3cb0b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_98810', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_planaction', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['ldu_head', 'chief_officer'])), name='escalation_level_known'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'measures', 'go_on', 'resolved', 'escalate'])), name='escalation_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='escalation_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', ''), ('decision_reason', '')), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('decision_reason', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='escalation_decided_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('escalated_by')), _negated=True), name='escalation_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('plan',), name='escalation_one_waits'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='escalation',
            trigger=pgtrigger.compiler.Trigger(name='decided_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eba91402a6e80d39d42d5fa679f9a5b659ff40c0', operation='UPDATE OR DELETE', pgid='pgtrigger_decided_stays_c72c3', table='workload_escalation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='workloadreview',
            constraint=models.CheckConstraint(condition=models.Q(('opened_for__in', ['asked', 'supervision'])), name='workload_review_opened_for_known'),
        ),
        migrations.AddConstraint(
            model_name='workloadreview',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'reasonable', 'adjusted', 'excessive'])), name='workload_review_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='workloadreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cases', None), ('held_at', None), ('held_by', None), ('outcome', ''), ('reason', '')), models.Q(models.Q(('cases__isnull', False), ('points__gte', 0), ('threshold_parts__gte', 0), ('threshold_whole__gt', 0)), models.Q(('outcome', ''), _negated=True), models.Q(('reason', ''), _negated=True), ('held_at__isnull', False), ('held_by__isnull', False)), _connector='OR'), name='workload_review_held_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='workloadreview',
            constraint=models.CheckConstraint(condition=models.Q(('held_by', models.F('officer')), _negated=True), name='workload_review_nobody_holds_their_own'),
        ),
        migrations.AddConstraint(
            model_name='workloadreview',
            constraint=models.UniqueConstraint(condition=models.Q(('held_at', None)), fields=('officer',), name='workload_review_open_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workloadreview',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."held_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b438edf4d3f0575cbeb6f4146ad8442264b873ef', operation='UPDATE OR DELETE', pgid='pgtrigger_held_stays_c893d', table='workload_workloadreview', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='workloadplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_review_on__isnull', False), ('resolved_at', None), ('resolved_by', None)), models.Q(('next_review_on', None), ('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='workload_plan_reviewed_until_resolved'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workloadplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_workloadplanevent" ("id", "next_review_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "resolved_by_id", "review_id") SELECT old_values."id", old_values."next_review_on", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."resolved_at", old_values."resolved_by_id", old_values."review_id" FROM ( SELECT "id", "review_id", "next_review_on", "resolved_by_id", "resolved_at" FROM old_values EXCEPT SELECT "id", "review_id", "next_review_on", "resolved_by_id", "resolved_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d5ec527e983dc3cb2bd0720faeb6f5c2ade8d166', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ff645', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_workloadplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workloadplan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_workloadplanevent" ("id", "next_review_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "resolved_by_id", "review_id") SELECT old_values."id", old_values."next_review_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resolved_at", old_values."resolved_by_id", old_values."review_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='16ee0e257bee4a6833a832ae9a536d759f751f6d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7921a', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_workloadplan', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=models.Q(('confirmation__in', ['', 'confirmed', 'not_confirmed'])), name='review_answer_confirmation_known'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=models.Q(('confirmation', 'not_confirmed'), ('note', ''), _negated=True), name='review_answer_not_confirmed_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.UniqueConstraint(fields=('review', 'item'), name='review_answer_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='held_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM workload_workloadreview WHERE id = OLD.review_id AND held_at IS NOT NULL) THEN\n        RAISE EXCEPTION 'The review was held: what was answered stays.';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='8a651883d2406265a9c64ea21d612dac5e098b61', operation='UPDATE OR DELETE', pgid='pgtrigger_held_stays_fcd56', table='workload_reviewanswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_reviewanswerevent" ("comment", "confirmation", "id", "item_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id") SELECT old_values."comment", old_values."confirmation", old_values."id", old_values."item_id", old_values."note", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."review_id" FROM ( SELECT "id", "review_id", "item_id", "comment", "confirmation", "note" FROM old_values EXCEPT SELECT "id", "review_id", "item_id", "comment", "confirmation", "note" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f4362f451c2e8f2929cd58dc66b7b0ffaf477d03', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7c0cd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='workload_reviewanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workload_reviewanswerevent" ("comment", "confirmation", "id", "item_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id") SELECT old_values."comment", old_values."confirmation", old_values."id", old_values."item_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."review_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3f96e35495450e2b2c41d5ac429b3b89936b7509', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0041e', referencing='REFERENCING OLD TABLE AS old_values ', table='workload_reviewanswer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='concern_has_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concern',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c350e94438d4b762beadc0275589030a0589b42', operation='UPDATE OR DELETE', pgid='pgtrigger_kept_2c7cd', table='workload_concern', when='BEFORE')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
