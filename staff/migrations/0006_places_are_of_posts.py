"""What posts say is no longer said of the person."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_posts_of_everybody")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_role_known',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_hours_0_to_48',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_rurality_is_percent',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_managers_have_team',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_team_comes_with_ldu',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_ldu_heads_have_ldu',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_chief_officers_have_division',
        ),
        migrations.RemoveField(
            model_name='user',
            name='division',
        ),
        migrations.RemoveField(
            model_name='user',
            name='ldu',
        ),
        migrations.RemoveField(
            model_name='user',
            name='office',
        ),
        migrations.RemoveField(
            model_name='user',
            name='role',
        ),
        migrations.RemoveField(
            model_name='user',
            name='rurality_override',
        ),
        migrations.RemoveField(
            model_name='user',
            name='team',
        ),
        migrations.RemoveField(
            model_name='user',
            name='weekly_hours',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='division',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='ldu',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='office',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='role',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='rurality_override',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='team',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='weekly_hours',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."staff_code" IS DISTINCT FROM (NEW."staff_code") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func='INSERT INTO "staff_userevent" ("email", "ends_on", "first_name", "grade", "id", "is_active", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_code", "starts_on") VALUES (OLD."email", OLD."ends_on", OLD."first_name", OLD."grade", OLD."id", OLD."is_active", OLD."last_name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."staff_code", OLD."starts_on"); RETURN NULL;', hash='7a706b7a37b8121cc928c50ed7e21efe05b70b19', operation='UPDATE', pgid='pgtrigger_update_update_8c3eb', table='staff_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_userevent" ("email", "ends_on", "first_name", "grade", "id", "is_active", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_code", "starts_on") VALUES (OLD."email", OLD."ends_on", OLD."first_name", OLD."grade", OLD."id", OLD."is_active", OLD."last_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."staff_code", OLD."starts_on"); RETURN NULL;', hash='64f91d7783ac904922a6fc283a561dd889ec49bb', operation='DELETE', pgid='pgtrigger_delete_delete_4dad5', table='staff_user', when='AFTER')),
        ),
    ]
