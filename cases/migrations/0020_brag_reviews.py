"""BRAG reviews are made here: what was written, and what asks for one."""

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_squashed_0019_needs'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BragAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], max_length=10)),
                ('former', models.CharField(blank=True, choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], help_text='In force when it was sent. Blank: there was none.', max_length=10)),
                ('dynamic_factors', models.CharField(max_length=4000, verbose_name='Dynamic factors')),
                ('likelihood', models.CharField(max_length=4000, verbose_name='Likelihood')),
                ('impact', models.CharField(max_length=4000, verbose_name='Impact')),
                ('timescale', models.CharField(max_length=4000, verbose_name='Timescale')),
                ('disengagement', models.CharField(max_length=4000, verbose_name='Potential for disengagement')),
                ('protective_factors', models.CharField(max_length=4000, verbose_name='Protective factors')),
                ('what_changed', models.CharField(max_length=4000, verbose_name='What changed')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for agreement'), ('sent_back', 'Sent back'), ('agreed', 'Agreed'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('reviewed_at', base.db.LocalDateTimeField(help_text='When it was sent last.')),
                ('decided_at', base.db.LocalDateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', help_text='Why it was sent back, the last time.', max_length=500)),
                ('decided_by', models.ForeignKey(help_text='Who agreed it, sent it back or withdrew it. None: it waits, or needed no agreement.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cases.bragreview')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brag_assessments', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'BRAG assessment',
                'verbose_name_plural': 'BRAG assessments',
                'ordering': ['-reviewed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BragAssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], max_length=10)),
                ('former', models.CharField(blank=True, choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], help_text='In force when it was sent. Blank: there was none.', max_length=10)),
                ('dynamic_factors', models.CharField(max_length=4000, verbose_name='Dynamic factors')),
                ('likelihood', models.CharField(max_length=4000, verbose_name='Likelihood')),
                ('impact', models.CharField(max_length=4000, verbose_name='Impact')),
                ('timescale', models.CharField(max_length=4000, verbose_name='Timescale')),
                ('disengagement', models.CharField(max_length=4000, verbose_name='Potential for disengagement')),
                ('protective_factors', models.CharField(max_length=4000, verbose_name='Protective factors')),
                ('what_changed', models.CharField(max_length=4000, verbose_name='What changed')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for agreement'), ('sent_back', 'Sent back'), ('agreed', 'Agreed'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('reviewed_at', base.db.LocalDateTimeField(help_text='When it was sent last.')),
                ('decided_at', base.db.LocalDateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', help_text='Why it was sent back, the last time.', max_length=500)),
                ('decided_by', models.ForeignKey(db_constraint=False, help_text='Who agreed it, sent it back or withdrew it. None: it waits, or needed no agreement.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.bragassessment')),
                ('review', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.bragreview')),
                ('reviewed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BragOccasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('arrest', 'New arrest'), ('breach', 'Breach'), ('safeguarding', 'Safeguarding concern')], max_length=12)),
                ('happened_on', models.DateField()),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brag_occasions', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'occasion for a BRAG review',
                'verbose_name_plural': 'occasions for a BRAG review',
                'ordering': ['-happened_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BragOccasionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('arrest', 'New arrest'), ('breach', 'Breach'), ('safeguarding', 'Safeguarding concern')], max_length=12)),
                ('happened_on', models.DateField()),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.bragoccasion')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['red', 'red_amber', 'amber', 'green', 'blue'])), name='brag_assessment_status_known'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('former__in', ['', 'red', 'red_amber', 'amber', 'green', 'blue'])), name='brag_assessment_former_known'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent_back', 'agreed', 'withdrawn'])), name='brag_assessment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'sent_back'))), fields=('service_user',), name='brag_assessment_one_open'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('dynamic_factors', ''), ('likelihood', ''), ('impact', ''), ('timescale', ''), ('disengagement', ''), ('protective_factors', ''), ('what_changed', ''), _connector='OR', _negated=True), name='brag_assessment_has_words'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', False), ('state', 'agreed')), models.Q(models.Q(('state', 'agreed'), _negated=True), ('review', None)), _connector='OR'), name='brag_assessment_agreed_has_review'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ['waiting', 'agreed'])), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='brag_assessment_decided'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('state', 'sent_back'), _negated=True), name='brag_assessment_sent_back_why'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('former', 'red'), ('status__in', ['red_amber', 'amber', 'green', 'blue'])), models.Q(('former', 'red_amber'), ('status__in', ['amber', 'green', 'blue'])), models.Q(('former', 'amber'), ('status__in', ['green', 'blue'])), models.Q(('former', 'green'), ('status__in', ['blue'])), models.Q(('former', 'blue'), ('status__in', [])), _connector='OR'), ('decided_by', None), ('state', 'agreed'), _negated=True), name='brag_assessment_lower_agreed'),
        ),
        migrations.AddConstraint(
            model_name='bragassessment',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('reviewed_by')), ('state__in', ['agreed', 'sent_back']), _negated=True), name='brag_assessment_not_own'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragassessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragassessmentevent" ("decided_at", "decided_by_id", "disengagement", "dynamic_factors", "former", "id", "impact", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protective_factors", "reason", "review_id", "reviewed_at", "reviewed_by_id", "service_user_id", "state", "status", "timescale", "what_changed") SELECT old_values."decided_at", old_values."decided_by_id", old_values."disengagement", old_values."dynamic_factors", old_values."former", old_values."id", old_values."impact", old_values."likelihood", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."protective_factors", old_values."reason", old_values."review_id", old_values."reviewed_at", old_values."reviewed_by_id", old_values."service_user_id", old_values."state", old_values."status", old_values."timescale", old_values."what_changed" FROM ( SELECT "id", "service_user_id", "status", "former", "dynamic_factors", "likelihood", "impact", "timescale", "disengagement", "protective_factors", "what_changed", "state", "reviewed_by_id", "reviewed_at", "decided_by_id", "decided_at", "reason", "review_id" FROM old_values EXCEPT SELECT "id", "service_user_id", "status", "former", "dynamic_factors", "likelihood", "impact", "timescale", "disengagement", "protective_factors", "what_changed", "state", "reviewed_by_id", "reviewed_at", "decided_by_id", "decided_at", "reason", "review_id" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d0914980ad2f1c75af4a209723954e0410e6940f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9574c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_bragassessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragassessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragassessmentevent" ("decided_at", "decided_by_id", "disengagement", "dynamic_factors", "former", "id", "impact", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protective_factors", "reason", "review_id", "reviewed_at", "reviewed_by_id", "service_user_id", "state", "status", "timescale", "what_changed") SELECT old_values."decided_at", old_values."decided_by_id", old_values."disengagement", old_values."dynamic_factors", old_values."former", old_values."id", old_values."impact", old_values."likelihood", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."protective_factors", old_values."reason", old_values."review_id", old_values."reviewed_at", old_values."reviewed_by_id", old_values."service_user_id", old_values."state", old_values."status", old_values."timescale", old_values."what_changed" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='96d5d6a76ec9352ac2934d905e9022dfdb7ad48a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_95eaa', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_bragassessment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='bragoccasion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['arrest', 'breach', 'safeguarding'])), name='brag_occasion_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='bragoccasion',
            constraint=models.UniqueConstraint(fields=('service_user', 'kind', 'happened_on'), name='brag_occasion_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='bragoccasion',
            constraint=models.CheckConstraint(condition=models.Q(('happened_on__lte', django.db.models.functions.comparison.Cast('recorded_at', models.DateField()))), name='brag_occasion_happened'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragoccasion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragoccasionevent" ("happened_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_user_id") SELECT old_values."happened_on", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."service_user_id" FROM ( SELECT "id", "service_user_id", "kind", "happened_on", "recorded_by_id", "recorded_at" FROM old_values EXCEPT SELECT "id", "service_user_id", "kind", "happened_on", "recorded_by_id", "recorded_at" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='67676c49a9775d4849fe78b6b704b12522d64e46', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a67ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_bragoccasion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragoccasion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragoccasionevent" ("happened_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "service_user_id") SELECT old_values."happened_on", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."service_user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='80abfa6cbfc81e85e9d72b6ea5f1c9b3a16fe099', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_78312', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_bragoccasion', when='AFTER')),
        ),
    ]
