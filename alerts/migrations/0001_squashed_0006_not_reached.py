"""What a scan found to do, and what was put off."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('alerts', '0001_initial'),
        ('alerts', '0002_kinds_are_declared'),
        ('alerts', '0003_file_conflict'),
        ('alerts', '0004_to_cancel_and_to_rebook'),
        ('alerts', '0005_snooze'),
        ('alerts', '0006_not_reached'),
    ]

    dependencies = [
        ('cases', '0001_squashed_0019_needs'),
        ('contacts', '0001_squashed_0030_why_not_at_the_hub'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='Of `alerts.findings.FINDINGS`.', max_length=20)),
                ('due_on', models.DateField(help_text='The day by which it must be mended, or since when it stands.', null=True)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='contacts.contact')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cases.order')),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cases.serviceuser')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('due_on'), nulls_last=True), 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('kind', 'service_user', 'contact', 'order'), name='alert_open_once_for_one_thing', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('kind__in', ['brag_review_due', 'file_conflict', 'follow_up_due', 'follow_up_missed', 'in_custody', 'iom_status', 'not_reached', 'not_seen', 'nothing_booked', 'notice_missing', 'order_over', 'order_overdue', 'outcome_missing', 'to_rebook'])), name='alert_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_due', models.DateField(help_text='The day on which the next contact is due.', null=True)),
                ('made_on', models.DateField()),
                ('until', models.DateField(help_text='The day on which it is back.')),
                ('reason', models.CharField(max_length=500)),
                ('alert', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snooze', to='alerts.alert')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='cases.serviceuser')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service_user', 'contact_due'), name='snooze_once_for_one_next_contact'), models.CheckConstraint(condition=models.Q(models.Q(('alert', None), ('contact_due__isnull', False)), models.Q(('alert__isnull', False), ('contact_due', None)), _connector='OR'), name='snooze_of_an_alert_or_a_next_contact'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_on')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('made_on'), '+', models.Value(datetime.timedelta(days=28))))), name='snooze_for_four_weeks_at_most'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='snooze_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='SnoozeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('contact_due', models.DateField(help_text='The day on which the next contact is due.', null=True)),
                ('made_on', models.DateField()),
                ('until', models.DateField(help_text='The day on which it is back.')),
                ('reason', models.CharField(max_length=500)),
                ('alert', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alerts.alert')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='alerts.snooze')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snooze',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_snoozeevent" ("alert_id", "contact_due", "id", "made_by_id", "made_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "service_user_id", "until") SELECT old_values."alert_id", old_values."contact_due", old_values."id", old_values."made_by_id", old_values."made_on", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."service_user_id", old_values."until" FROM ( SELECT "id", "service_user_id", "alert_id", "contact_due", "made_on", "until", "reason", "made_by_id" FROM old_values EXCEPT SELECT "id", "service_user_id", "alert_id", "contact_due", "made_on", "until", "reason", "made_by_id" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='be491502f7b6aea3378d597304cee6cf53d043c1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_62cea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='alerts_snooze', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snooze',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "alerts_snoozeevent" ("alert_id", "contact_due", "id", "made_by_id", "made_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "service_user_id", "until") SELECT old_values."alert_id", old_values."contact_due", old_values."id", old_values."made_by_id", old_values."made_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."service_user_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5ecfbca1a880de7af67854af868a2afa92a960bc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_73800', referencing='REFERENCING OLD TABLE AS old_values ', table='alerts_snooze', when='AFTER')),
        ),
    ]
