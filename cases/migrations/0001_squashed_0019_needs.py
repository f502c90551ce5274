"""Service users with their orders, status, custody and case managers, and the categories of requirement."""

import csv
from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db

FILE = Path(__file__).parent.parent / "reference" / "requirement_categories.csv"


def load(apps, schema_editor):
    category = apps.get_model("cases", "RequirementCategory")
    with FILE.open(newline="", encoding="utf-8") as rows:
        category.objects.bulk_create(category(**row) for row in csv.DictReader(rows))

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_initial'),
        ('cases', '0003_requirement_categories'),
        ('cases', '0004_requirement_history'),
        ('cases', '0005_names_without_accents'),
        ('cases', '0006_periods_by_person'),
        ('cases', '0007_stale_and_facts'),
        ('cases', '0008_stale_by_columns'),
        ('cases', '0009_one_mark_a_transaction'),
        ('cases', '0010_words'),
        ('cases', '0011_codes_as_data'),
        ('cases', '0012_requirement_categories'),
        ('cases', '0013_file_values'),
        ('cases', '0014_blanks_and_aliases'),
        ('cases', '0015_names_in_order'),
        ('cases', '0016_history_by_statement'),
        ('cases', '0017_history_of_many_at_once'),
        ('cases', '0018_agreed_with'),
        ('cases', '0019_needs'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderTypeName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name in the source')),
                ('type', models.CharField(choices=[('community_order', 'Community order'), ('suspended_sentence_order', 'Suspended sentence order'), ('licence', 'Licence'), ('post_sentence_supervision', 'Post-sentence supervision')], max_length=30, verbose_name='type of order')),
            ],
            options={
                'verbose_name': 'name of an order type',
                'verbose_name_plural': 'names of order types',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='order_type_name_once_in_any_case'), models.CheckConstraint(condition=models.Q(('type__in', ['community_order', 'suspended_sentence_order', 'licence', 'post_sentence_supervision'])), name='order_type_name_type_known')],
            },
        ),
        migrations.CreateModel(
            name='RequirementCategory',
            fields=[
                ('retired_on', models.DateField(blank=True, help_text='Leave blank while it can be chosen.', null=True, verbose_name='retired on')),
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='code')),
                ('description', models.CharField(max_length=200, verbose_name='description')),
                ('minimum_contact_scope', models.CharField(choices=[('in', 'In scope of minimum contact'), ('out', 'Out of scope of minimum contact, unless another requirement is in scope'), ('neutral', 'No requirement of its own: it does not decide')], max_length=7, verbose_name='minimum contact scope')),
            ],
            options={
                'verbose_name': 'requirement category',
                'verbose_name_plural': 'requirement categories',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minimum_contact_scope__in', ['in', 'out', 'neutral'])), name='requirement_scope_known')],
            },
        ),
        migrations.CreateModel(
            name='ServiceUser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('crn', models.CharField(max_length=7, unique=True, verbose_name='CRN')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, help_text='Stands for the person in addresses.', unique=True)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(blank=True, max_length=100)),
                ('date_of_birth', models.DateField(blank=True, null=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], default='en', max_length=2)),
                ('iom', models.BooleanField(default=False, verbose_name='integrated offender management')),
                ('address', models.TextField(blank=True)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('needs', models.CharField(blank=True, db_default='', help_text='At appointments, such as an interpreter. Written here: no file tells of it.', max_length=1000)),
                ('filed_as', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Trim(django.db.models.functions.text.Concat(base.db.Filed('last_name'), models.Value(' '), base.db.Filed('first_name'), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_users', to='staff.office')),
            ],
            options={
                'verbose_name': 'service user',
                'verbose_name_plural': 'service users',
                'ordering': ('filed_as', 'crn'),
                'constraints': [models.CheckConstraint(condition=models.Q(('crn__regex', '^[A-Z][0-9]{6}$')), name='service_user_crn_form'), models.CheckConstraint(condition=models.Q(('first_name', ''), ('last_name', ''), _negated=True), name='service_user_has_a_name'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='service_user_language_known')],
                'indexes': [models.Index(fields=['filed_as', 'crn'], name='service_user_by_name'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('filed_as', name='gin_trgm_ops'), name='service_user_by_part_of_name'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(base.db.Digits('phone'), name='gin_trgm_ops'), name='service_user_by_phone'), models.Index(fields=['date_of_birth'], name='service_user_by_birth')],
            },
        ),
        migrations.CreateModel(
            name='OfficeOfPeople',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('staff.office',),
        ),
        migrations.CreateModel(
            name='PostOfCaseManager',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('staff.post',),
        ),
        migrations.CreateModel(
            name='StaffOfFiles',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('staff.user',),
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('crn', models.CharField(max_length=7, unique=True, verbose_name='CRN')),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='cases.serviceuser')),
            ],
            options={
                'verbose_name_plural': 'aliases',
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'allocation',
                'verbose_name_plural': 'allocations',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='allocation_ends_after_start'), models.UniqueConstraint(fields=('service_user', 'starts_on'), name='allocation_starts_once'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('service_user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='allocation_never_overlaps')],
            },
        ),
        migrations.CreateModel(
            name='BragReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_on', models.DateField()),
                ('status', models.CharField(choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], max_length=10)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='brag_reviews', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brag_reviews', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'BRAG review',
                'verbose_name_plural': 'BRAG reviews',
                'ordering': ['-reviewed_on'],
                'constraints': [models.UniqueConstraint(fields=('service_user', 'reviewed_on'), name='brag_review_once_a_day'), models.CheckConstraint(condition=models.Q(('status__in', ['red', 'red_amber', 'amber', 'green', 'blue'])), name='brag_review_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'period in custody',
                'verbose_name_plural': 'periods in custody',
                'ordering': ['starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='custody_ends_after_start'), models.UniqueConstraint(fields=('service_user', 'starts_on'), name='custody_starts_once'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('service_user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='custody_never_overlaps')],
            },
        ),
        migrations.CreateModel(
            name='Designation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('agreed_with', models.CharField(blank=True, db_default='', help_text='Who agreed it. Blank: an import brought it, and may take it back.', max_length=200)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'designation',
                'verbose_name_plural': 'designations',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='designation_ends_after_start'), models.UniqueConstraint(fields=('service_user', 'officer', 'starts_on'), name='designation_starts_once'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('service_user'), '='), (base.db.OnlyThis('officer'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='designation_never_overlaps')],
            },
        ),
        migrations.CreateModel(
            name='FileValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_name', models.CharField(max_length=63)),
                ('record', models.BigIntegerField(help_text='The id of its row.')),
                ('column_name', models.CharField(max_length=63)),
                ('value', models.JSONField(null=True)),
                ('conflict_since', models.DateTimeField(null=True)),
                ('service_user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='file_values', to='cases.serviceuser')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('table_name', 'record', 'column_name'), name='file_value_once_a_column')],
                'indexes': [models.Index(condition=models.Q(('conflict_since__isnull', False)), fields=['service_user'], name='file_value_in_conflict')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_ref', models.CharField(max_length=50, unique=True)),
                ('type', models.CharField(choices=[('community_order', 'Community order'), ('suspended_sentence_order', 'Suspended sentence order'), ('licence', 'Licence'), ('post_sentence_supervision', 'Post-sentence supervision')], max_length=30)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('terminated_on', models.DateField(blank=True, null=True)),
                ('ran', models.GeneratedField(db_persist=True, expression=base.db.Days('starts_on', django.db.models.functions.comparison.Greatest('starts_on', django.db.models.functions.comparison.Least('ends_on', 'terminated_on'))), output_field=django.contrib.postgres.fields.ranges.DateRangeField())),
                ('requirements', models.ManyToManyField(blank=True, to='cases.requirementcategory')),
                ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='cases.serviceuser')),
            ],
            options={
                'verbose_name': 'order',
                'verbose_name_plural': 'orders',
                'ordering': ['starts_on', 'order_ref'],
                'constraints': [models.CheckConstraint(condition=models.Q(('type__in', ['community_order', 'suspended_sentence_order', 'licence', 'post_sentence_supervision'])), name='order_type_known'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='order_ends_after_start'), models.CheckConstraint(condition=models.Q(('terminated_on', None), ('terminated_on__gte', models.F('starts_on')), _connector='OR'), name='order_terminated_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ServiceUserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('crn', models.CharField(max_length=7, verbose_name='CRN')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, help_text='Stands for the person in addresses.')),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(blank=True, max_length=100)),
                ('date_of_birth', models.DateField(blank=True, null=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], default='en', max_length=2)),
                ('iom', models.BooleanField(default=False, verbose_name='integrated offender management')),
                ('address', models.TextField(blank=True)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('needs', models.CharField(blank=True, db_default='', help_text='At appointments, such as an interpreter. Written here: no file tells of it.', max_length=1000)),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.CharField(blank=True, db_default='', max_length=20)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.serviceuser')),
            ],
            options={
                'verbose_name_plural': 'stale',
            },
        ),
        migrations.CreateModel(
            name='AllocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.allocation')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BragReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reviewed_on', models.DateField()),
                ('status', models.CharField(choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], max_length=10)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.bragreview')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CustodyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.custody')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DesignationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('agreed_with', models.CharField(blank=True, db_default='', help_text='Who agreed it. Blank: an import brought it, and may take it back.', max_length=200)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.designation')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order_ref', models.CharField(max_length=50)),
                ('type', models.CharField(choices=[('community_order', 'Community order'), ('suspended_sentence_order', 'Suspended sentence order'), ('licence', 'Licence'), ('post_sentence_supervision', 'Post-sentence supervision')], max_length=30)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('terminated_on', models.DateField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.order')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrderRequirement',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('cases.order_requirements',),
        ),
        migrations.CreateModel(
            name='OrderRequirementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.order')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('requirementcategory', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.requirementcategory')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.orderrequirement')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementcategory',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT code, minimum_contact_scope FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order_requirements r ON r.requirementcategory_id = code JOIN cases_order o ON o.id = r.order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='f51002d194c08d102e2a472b11ceb81c35a7c1e1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_e6d9d', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_requirementcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementcategory',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT code, minimum_contact_scope FROM old_rows EXCEPT SELECT code, minimum_contact_scope FROM new_rows) UNION ALL (SELECT code, minimum_contact_scope FROM new_rows EXCEPT SELECT code, minimum_contact_scope FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order_requirements r ON r.requirementcategory_id = code JOIN cases_order o ON o.id = r.order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='93a8056da561bed9d221cdec25a14e017fdd9889', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_64077', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_requirementcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementcategory',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT code, minimum_contact_scope FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order_requirements r ON r.requirementcategory_id = code JOIN cases_order o ON o.id = r.order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='278f168f17222f7282d5875924ba0d1a3fbe851e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_03bce', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_requirementcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeofpeople',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, amk_from FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT person.id FROM changed JOIN cases_serviceuser person ON person.office_id = changed.id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='0e929ec89b29ba54497b4585630e8f56627a0af0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_28452', referencing='REFERENCING NEW TABLE AS new_rows ', table='staff_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeofpeople',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT id, amk_from FROM old_rows EXCEPT SELECT id, amk_from FROM new_rows) UNION ALL (SELECT id, amk_from FROM new_rows EXCEPT SELECT id, amk_from FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT person.id FROM changed JOIN cases_serviceuser person ON person.office_id = changed.id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='1f0eebe6c029373d924aa2d11091586cb90807e2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_aa2e9', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='staff_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeofpeople',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, amk_from FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT person.id FROM changed JOIN cases_serviceuser person ON person.office_id = changed.id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='9f22379a1d910d5922dcb514c8d2614ca9f92ef3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_6a47f', referencing='REFERENCING OLD TABLE AS old_rows ', table='staff_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeofpeople',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='d24caf40ea57d281b611c00b0a2f1da782620e41', operation='UPDATE', pgid='pgtrigger_remember_files_811cd', table='staff_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postofcasemanager',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_allocation a ON a.officer_id = user_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='5739d36e19a3b7c8040c14101298c5d80320e7b0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_fcfe5', referencing='REFERENCING NEW TABLE AS new_rows ', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postofcasemanager',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_allocation a ON a.officer_id = user_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='8d174228ec387d3b16c017feb7b7de2eab880a0b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_f56c1', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postofcasemanager',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_allocation a ON a.officer_id = user_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='e00290d472783ea5ce0e721f7e8e9589fa66114e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_cdd80', referencing='REFERENCING OLD TABLE AS old_rows ', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postofcasemanager',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE whose bigint; said jsonb; held jsonb;', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                whose := coalesce(NEW.user_id, OLD.user_id);\n                said := (\n        SELECT to_jsonb(named) FROM (\n            SELECT post.role, team.name AS team, ldu.name AS ldu, division.name AS division, office.name AS office,\n                post.weekly_hours\n            FROM (SELECT OLD.* WHERE TG_OP <> 'INSERT' UNION ALL SELECT * FROM staff_post WHERE user_id = whose AND id <> coalesce(NEW.id, OLD.id)) post\n            LEFT JOIN staff_team team ON team.id = post.team_id\n            LEFT JOIN staff_ldu ldu ON ldu.id = post.ldu_id\n            LEFT JOIN staff_division division ON division.id = post.division_id\n            LEFT JOIN staff_office office ON office.id = post.office_id\n            WHERE daterange(post.starts_on, post.ends_on, '[]') @> current_date LIMIT 1\n        ) named\n    );\n                held := (\n        SELECT to_jsonb(named) FROM (\n            SELECT post.role, team.name AS team, ldu.name AS ldu, division.name AS division, office.name AS office,\n                post.weekly_hours\n            FROM (SELECT NEW.* WHERE TG_OP <> 'DELETE' UNION ALL SELECT * FROM staff_post WHERE user_id = whose AND id <> coalesce(NEW.id, OLD.id)) post\n            LEFT JOIN staff_team team ON team.id = post.team_id\n            LEFT JOIN staff_ldu ldu ON ldu.id = post.ldu_id\n            LEFT JOIN staff_division division ON division.id = post.division_id\n            LEFT JOIN staff_office office ON office.id = post.office_id\n            WHERE daterange(post.starts_on, post.ends_on, '[]') @> current_date LIMIT 1\n        ) named\n    );\n                INSERT INTO cases_filevalue (table_name, record, column_name, value)\n                SELECT 'staff_user', whose, key, nullif(said->key, 'null')\n                FROM jsonb_object_keys(coalesce(said, held)) key\n                WHERE coalesce(said->key, 'null') <> coalesce(held->key, 'null')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='83bf702c2fd718fa9a4af15cfa763870659d38a2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_files_e32a0', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffoffiles',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."staff_code" IS DISTINCT FROM (NEW."staff_code") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{password,last_login,is_active,filed_as}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='5caa2fddd93ad54b3a75a62bb4917a60244cca92', operation='UPDATE', pgid='pgtrigger_remember_files_86464', table='staff_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, office_id FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='1adc1d2ad879277ac9798c6bdebfe14a490add34', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_11bdc', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT id, office_id FROM old_rows EXCEPT SELECT id, office_id FROM new_rows) UNION ALL (SELECT id, office_id FROM new_rows EXCEPT SELECT id, office_id FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='0b39d13e6c7b9566d0c04ca2406a236e592ec70e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_7dd49', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, office_id FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='21b66a47cec095e3ad7e7428fd0c23e6ba700a38', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_a3d7a', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."crn" IS DISTINCT FROM (NEW."crn") OR OLD."date_of_birth" IS DISTINCT FROM (NEW."date_of_birth") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."iom" IS DISTINCT FROM (NEW."iom") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{filed_as,needs}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='57dd1ee8ae7566f09fa5cc1e8b00f19ae982fd1c', operation='UPDATE', pgid='pgtrigger_remember_files_58040', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_serviceuserevent" ("address", "crn", "date_of_birth", "email", "first_name", "id", "iom", "language", "last_name", "needs", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id") SELECT old_values."address", old_values."crn", old_values."date_of_birth", old_values."email", old_values."first_name", old_values."id", old_values."iom", old_values."language", old_values."last_name", old_values."needs", old_values."office_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."phone", old_values."public_id" FROM ( SELECT "id", "crn", "public_id", "first_name", "last_name", "date_of_birth", "language", "office_id", "iom", "address", "phone", "email", "needs" FROM old_values EXCEPT SELECT "id", "crn", "public_id", "first_name", "last_name", "date_of_birth", "language", "office_id", "iom", "address", "phone", "email", "needs" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4ab7625917c75a88b9eda34d6e48ebfe125ba26a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5a851', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceuser',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_serviceuserevent" ("address", "crn", "date_of_birth", "email", "first_name", "id", "iom", "language", "last_name", "needs", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "public_id") SELECT old_values."address", old_values."crn", old_values."date_of_birth", old_values."email", old_values."first_name", old_values."id", old_values."iom", old_values."language", old_values."last_name", old_values."needs", old_values."office_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."public_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7a49d9c41f65831d5d2328572e9fd192d786cd41', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_033cd', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_serviceuser', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='64ef53b286df9c2d2008e99b2d90d490142338d5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_9d7fc', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='692b759eecae8c5bbcec3a0681c9871cf4fa161a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_a14f8', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='136e7f6cc5e9bdf87c4b81fd34704823d911f502', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_0bb07', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='7763e3b3901c0da8d30c69cf6cc176e2604d31c2', operation='UPDATE', pgid='pgtrigger_remember_files_3a6e4', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_orderevent" ("ends_on", "id", "order_ref", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on", "terminated_on", "type") SELECT old_values."ends_on", old_values."id", old_values."order_ref", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."service_user_id", old_values."starts_on", old_values."terminated_on", old_values."type" FROM ( SELECT "id", "order_ref", "service_user_id", "type", "starts_on", "ends_on", "terminated_on" FROM old_values EXCEPT SELECT "id", "order_ref", "service_user_id", "type", "starts_on", "ends_on", "terminated_on" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='55157100f999e6054c81c0e77a765bdf5a5d7924', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_df8ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_orderevent" ("ends_on", "id", "order_ref", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on", "terminated_on", "type") SELECT old_values."ends_on", old_values."id", old_values."order_ref", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."service_user_id", old_values."starts_on", old_values."terminated_on", old_values."type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='670b4dea793bf03f9542909b948a44d0e9413a07', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f2ca9', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='1e76067fa243bf8da31da6b9fef67b28a0cf8b45', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_c9487', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='84c86a7cde57408833f1e333a582bc3cb3050b2a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_abca0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='b41956b49d7c6f16d0883391feb663077179632b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_da334', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."service_user_id" IS DISTINCT FROM (NEW."service_user_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{agreed_with}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='9ff0317224487450465dac254caf53e967057ee4', operation='UPDATE', pgid='pgtrigger_remember_files_bfead', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_designationevent" ("agreed_with", "ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."agreed_with", old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT "id", "service_user_id", "officer_id", "starts_on", "ends_on", "agreed_with" FROM old_values EXCEPT SELECT "id", "service_user_id", "officer_id", "starts_on", "ends_on", "agreed_with" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3fa1fdfa2669619f715841cbc2438cc330ddb798', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bb10b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='designation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_designationevent" ("agreed_with", "ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."agreed_with", old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3941227d0b63f13661b6707c7ed9adac094ac96f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5383d', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_designation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='cbf9c6334346be1c8b04a20d8fb38e21bcf95dea', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_e82cf', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='e6e5e6c393c063f1ae00fd6e1560a4d043d44273', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_7456e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='5551ed9d9c685dc56241ad192f99c4987e23e309', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_0e74e', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='01f76573d990e0a3ce15056fccb87d8bc4f261b4', operation='UPDATE', pgid='pgtrigger_remember_files_2e6b2', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_custodyevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."ends_on", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT "id", "service_user_id", "starts_on", "ends_on" FROM old_values EXCEPT SELECT "id", "service_user_id", "starts_on", "ends_on" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='56f2c082b98ee333c388f095c679f697406c7c1b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_59868', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='custody',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_custodyevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."ends_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e27b2818b236a53bd5394fb5f83153e03df58528', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b4bc9', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_custody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='74ab75a0e71e4ecf1ca692d7168cc0762ddfe71f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_bae2a', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='46ca91cff62924b76d627d5216893a4a226a7797', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_a3691', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='4e3bd9ee8745e71b5532c8bf17449dd2746f50a6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_2f9f2', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='654aea039edd53c166368bcd72a185c90a6934ee', operation='UPDATE', pgid='pgtrigger_remember_files_b8fe7', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragreviewevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewed_by_id", "reviewed_on", "service_user_id", "status") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reviewed_by_id", old_values."reviewed_on", old_values."service_user_id", old_values."status" FROM ( SELECT "id", "service_user_id", "reviewed_on", "status", "reviewed_by_id" FROM old_values EXCEPT SELECT "id", "service_user_id", "reviewed_on", "status", "reviewed_by_id" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6a9363a2e3eaef3f0661b3082e996b3aabdee6bb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_93c47', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bragreview',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_bragreviewevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewed_by_id", "reviewed_on", "service_user_id", "status") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reviewed_by_id", old_values."reviewed_on", old_values."service_user_id", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1dcd18bcc6e347cd6c4ccb69d95a754e7298bc86', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_16ebf', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_bragreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='7897c981fe0d3efdabd0bcb3e1bf06c3de342713', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_e3625', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='cfaa86604da34cb32ffdfcdab9332c86ab719394', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_b2691', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='84d14d9a0e57ecee42c7fb6b03a03840de4e199e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_3b8bb', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='2b9818545cdb671a3da6add5344408ec3bbc587d', operation='UPDATE', pgid='pgtrigger_remember_files_63299', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_allocationevent" ("ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT "id", "service_user_id", "officer_id", "starts_on", "ends_on" FROM old_values EXCEPT SELECT "id", "service_user_id", "officer_id", "starts_on", "ends_on" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e870020b3c7980fa1d93a8f37e5acd83e996f213', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_04922', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_allocationevent" ("ends_on", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_user_id", "starts_on") SELECT old_values."ends_on", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."service_user_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='599bfc86a6658254ec74b8520f3bab29e5a0e02b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_babb1', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderrequirement',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order o ON o.id = order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='a433cdd7d5de4eae41c0099589012bfdcfbc45dc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_1cf42', referencing='REFERENCING NEW TABLE AS new_rows ', table='cases_order_requirements', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderrequirement',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order o ON o.id = order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='1c6e5107ce9c13a8564f90de8a6f4c282f0dc09a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_2fa2b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='cases_order_requirements', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderrequirement',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN cases_order o ON o.id = order_id) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='a0c465ee25d82df9d7083c7706bda4ea65d53f8f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_8e38b', referencing='REFERENCING OLD TABLE AS old_rows ', table='cases_order_requirements', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderrequirement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_orderrequirementevent" ("id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirementcategory_id") SELECT old_values."id", old_values."order_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."requirementcategory_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='09dc374829e2683b4d0be40d9b117d86ede4283c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6bcd0', referencing='REFERENCING OLD TABLE AS old_values ', table='cases_order_requirements', when='AFTER')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
