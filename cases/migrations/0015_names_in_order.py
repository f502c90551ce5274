"""People are sorted and found by one column, and found by telephone number and by date of birth."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import base.db

FOLDED = """
CREATE FUNCTION folded(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_blanks_and_aliases'),
        ('staff', '0010_names_in_order'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='serviceuser',
            options={'ordering': ('filed_as', 'crn'), 'verbose_name': 'service user', 'verbose_name_plural': 'service users'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='serviceuser',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='serviceuser',
            name='remember_files',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staffoffiles',
            name='remember_files',
        ),
        migrations.RemoveIndex(
            model_name='serviceuser',
            name='service_user_by_last_name',
        ),
        migrations.RemoveIndex(
            model_name='serviceuser',
            name='service_user_by_first_name',
        ),
        migrations.RunSQL("DROP FUNCTION folded(text)", FOLDED),
        migrations.AddField(
            model_name='serviceuser',
            name='filed_as',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Trim(django.db.models.functions.text.Concat(base.db.Filed('last_name'), models.Value(' '), base.db.Filed('first_name'), output_field=models.TextField())), output_field=models.TextField(db_collation='C')),
        ),
        migrations.AddIndex(
            model_name='serviceuser',
            index=models.Index(fields=['filed_as', 'crn'], name='service_user_by_name'),
        ),
        migrations.AddIndex(
            model_name='serviceuser',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('filed_as', name='gin_trgm_ops'), name='service_user_by_part_of_name'),
        ),
        migrations.AddIndex(
            model_name='serviceuser',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(base.db.Digits('phone'), name='gin_trgm_ops'), name='service_user_by_phone'),
        ),
        migrations.AddIndex(
            model_name='serviceuser',
            index=models.Index(fields=['date_of_birth'], name='service_user_by_birth'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."crn" IS DISTINCT FROM (NEW."crn") OR OLD."date_of_birth" IS DISTINCT FROM (NEW."date_of_birth") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."iom" IS DISTINCT FROM (NEW."iom") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{filed_as}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='a8054b111748f3c66cf9e4c2751c7cd716bcf4dc', operation='UPDATE', pgid='pgtrigger_remember_files_58040', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."crn" IS DISTINCT FROM (NEW."crn") OR OLD."date_of_birth" IS DISTINCT FROM (NEW."date_of_birth") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."iom" IS DISTINCT FROM (NEW."iom") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func='INSERT INTO "cases_serviceuserevent" ("address", "crn", "date_of_birth", "email", "first_name", "id", "iom", "language", "last_name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id") VALUES (OLD."address", OLD."crn", OLD."date_of_birth", OLD."email", OLD."first_name", OLD."id", OLD."iom", OLD."language", OLD."last_name", OLD."office_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."public_id"); RETURN NULL;', hash='e0d111469f3f1180463b2fd570c03d769059a58a', operation='UPDATE', pgid='pgtrigger_update_update_5a851', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffoffiles',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."staff_code" IS DISTINCT FROM (NEW."staff_code") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{password,last_login,is_active,filed_as}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='5caa2fddd93ad54b3a75a62bb4917a60244cca92', operation='UPDATE', pgid='pgtrigger_remember_files_86464', table='staff_user', when='AFTER')),
        ),
    ]
