"""Dated posts. A team lies in its LDU and an LDU in its division: foreign keys of two columns hold it."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db


class Migration(migrations.Migration):

    dependencies = [
        # The constraint below needs the extension btree_gist, which comes with it.
        ('cases', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0003_office_address'),
    ]

    operations = [
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always been so.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it goes on.', null=True, verbose_name='to')),
                ('role', models.CharField(choices=[('case_manager', 'Case manager'), ('team_manager', 'Team manager'), ('ldu_head', 'LDU head'), ('chief_officer', 'Chief officer'), ('administrator', 'Administrator')], max_length=20)),
                ('weekly_hours', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('48'))])),
                ('rurality_override', models.DecimalField(blank=True, decimal_places=2, help_text="A percentage in place of the office's. Leave blank to use the office's.", max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))])),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
            },
        ),
        migrations.CreateModel(
            name='PostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always been so.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it goes on.', null=True, verbose_name='to')),
                ('role', models.CharField(choices=[('case_manager', 'Case manager'), ('team_manager', 'Team manager'), ('ldu_head', 'LDU head'), ('chief_officer', 'Chief officer'), ('administrator', 'Administrator')], max_length=20)),
                ('weekly_hours', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('48'))])),
                ('rurality_override', models.DecimalField(blank=True, decimal_places=2, help_text="A percentage in place of the office's. Leave blank to use the office's.", max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))])),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='post',
            name='division',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.division'),
        ),
        migrations.AddField(
            model_name='post',
            name='ldu',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.ldu', verbose_name='LDU'),
        ),
        migrations.AddField(
            model_name='post',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.office'),
        ),
        migrations.AddField(
            model_name='post',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.team'),
        ),
        migrations.AddField(
            model_name='post',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='member of staff'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='division',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.division'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='ldu',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.ldu', verbose_name='LDU'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='office',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.office'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.post'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of staff'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='post_never_overlaps'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['case_manager', 'team_manager', 'ldu_head', 'chief_officer', 'administrator'])), name='post_role_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('weekly_hours__range', (0, 48))), name='post_hours_0_to_48'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('rurality_override', None), ('rurality_override__range', (0, 100)), _connector='OR'), name='post_rurality_is_percent'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['case_manager', 'team_manager']), _negated=True), ('team__isnull', False), _connector='OR'), name='post_managers_have_team'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('team', None), ('ldu__isnull', False), _connector='OR'), name='post_team_comes_with_ldu'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('ldu', None), ('division__isnull', False), _connector='OR'), name='post_ldu_comes_with_division'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'ldu_head'), _negated=True), ('ldu__isnull', False), _connector='OR'), name='post_ldu_heads_have_ldu'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'chief_officer'), _negated=True), ('division__isnull', False), _connector='OR'), name='post_chief_officers_have_division'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staff_postevent" ("division_id", "ends_on", "id", "ldu_id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rurality_override", "starts_on", "team_id", "user_id", "weekly_hours") VALUES (OLD."division_id", OLD."ends_on", OLD."id", OLD."ldu_id", OLD."office_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."role", OLD."rurality_override", OLD."starts_on", OLD."team_id", OLD."user_id", OLD."weekly_hours"); RETURN NULL;', hash='3ed2626d75473b91ccff010c5868873aa8836d79', operation='UPDATE', pgid='pgtrigger_update_update_ed8fe', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_postevent" ("division_id", "ends_on", "id", "ldu_id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rurality_override", "starts_on", "team_id", "user_id", "weekly_hours") VALUES (OLD."division_id", OLD."ends_on", OLD."id", OLD."ldu_id", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."rurality_override", OLD."starts_on", OLD."team_id", OLD."user_id", OLD."weekly_hours"); RETURN NULL;', hash='9f87699bd81a67ba4fc65d690909fe2a0f3c16b5', operation='DELETE', pgid='pgtrigger_delete_delete_e06ef', table='staff_post', when='AFTER')),
        ),
        migrations.RunSQL(
            """
            ALTER TABLE staff_post ADD CONSTRAINT post_team_in_ldu
                FOREIGN KEY (team_id, ldu_id) REFERENCES staff_team (id, ldu_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE staff_post DROP CONSTRAINT post_team_in_ldu",
        ),
        migrations.RunSQL(
            """
            ALTER TABLE staff_post ADD CONSTRAINT post_ldu_in_division
                FOREIGN KEY (ldu_id, division_id) REFERENCES staff_ldu (id, division_id)
                ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE staff_post DROP CONSTRAINT post_ldu_in_division",
        ),
    ]
