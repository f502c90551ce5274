"""The start of a contact as one value, which the database makes of date and time."""

import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import base.db


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0007_indexes_for_the_scan'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='contact',
            options={'ordering': ['starts_at', 'contact_ref']},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contact',
            name='update_update',
        ),
        migrations.AddField(
            model_name='contact',
            name='starts_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('start_time')), output_field=base.db.LocalDateTimeField()),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cancellation_reason" IS DISTINCT FROM (NEW."cancellation_reason") OR OLD."cancelled_by" IS DISTINCT FROM (NEW."cancelled_by") OR OLD."contact_ref" IS DISTINCT FROM (NEW."contact_ref") OR OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."end_time" IS DISTINCT FROM (NEW."end_time") OR OLD."follow_up" IS DISTINCT FROM (NEW."follow_up") OR OLD."follow_up_contact_id" IS DISTINCT FROM (NEW."follow_up_contact_id") OR OLD."follow_up_on" IS DISTINCT FROM (NEW."follow_up_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."notice_current" IS DISTINCT FROM (NEW."notice_current") OR OLD."notice_issued_at" IS DISTINCT FROM (NEW."notice_issued_at") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."other_activity" IS DISTINCT FROM (NEW."other_activity") OR OLD."outcome_id" IS DISTINCT FROM (NEW."outcome_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."service_user_id" IS DISTINCT FROM (NEW."service_user_id") OR OLD."slip_uploaded" IS DISTINCT FROM (NEW."slip_uploaded") OR OLD."start_time" IS DISTINCT FROM (NEW."start_time") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id"))', func='INSERT INTO "contacts_contactevent" ("cancellation_reason", "cancelled_by", "contact_ref", "date", "end_time", "follow_up", "follow_up_contact_id", "follow_up_on", "id", "notice_current", "notice_issued_at", "officer_id", "other_activity", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "service_user_id", "slip_uploaded", "start_time", "type_id") VALUES (OLD."cancellation_reason", OLD."cancelled_by", OLD."contact_ref", OLD."date", OLD."end_time", OLD."follow_up", OLD."follow_up_contact_id", OLD."follow_up_on", OLD."id", OLD."notice_current", OLD."notice_issued_at", OLD."officer_id", OLD."other_activity", OLD."outcome_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."place", OLD."service_user_id", OLD."slip_uploaded", OLD."start_time", OLD."type_id"); RETURN NULL;', hash='89c4a174162ae86c5b46f0b093d2c572bd6530c9', operation='UPDATE', pgid='pgtrigger_update_update_7498c', table='contacts_contact', when='AFTER')),
        ),
    ]
