"""Who did what: entries that are only ever added."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_initial'),
        ('audit', '0003_words'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='at')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('target_id', models.BigIntegerField(null=True, verbose_name='number of the record')),
                ('facts', models.JSONField(default=dict, help_text='Counts and codes, never names or CRNs.', verbose_name='facts')),
                ('actor', models.ForeignKey(help_text='Blank if no person acted, as in an import from the command line or a scheduled job.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('target_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='kind of record')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_entry_by_target')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1b389f8260e22d0fbf38b4ff1e20214212b176ee', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6b88', table='audit_entry', when='BEFORE')),
        ),
    ]
