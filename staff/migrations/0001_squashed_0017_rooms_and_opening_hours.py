"""Divisions, LDUs, teams, offices and the staff in their dated posts."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import base.db

# An index takes only functions that never change their answer. `unaccent` is not declared so, because its dictionary
# can be exchanged; nobody does that here. Left out of a name are spaces, ASCII's signs, and what stands for an
# apostrophe or a hyphen.
FILED = r"""
CREATE FUNCTION filed(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT translate(
        lower(public.unaccent('public.unaccent', $1)),
        E' \t\n\r\u00a0!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\u00b4\u02b9\u02bb\u02bc\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201b\u2032\u2212',
        ''
    )
$$
"""

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('staff', '0001_initial'),
        ('staff', '0002_one_organisation'),
        ('staff', '0003_office_address'),
        ('staff', '0004_posts'),
        ('staff', '0005_posts_of_everybody'),
        ('staff', '0006_places_are_of_posts'),
        ('staff', '0007_words'),
        ('staff', '0008_posts_apart_by_number'),
        ('staff', '0009_blanks'),
        ('staff', '0010_names_in_order'),
        ('staff', '0011_history_by_statement'),
        ('staff', '0012_absences'),
        ('staff', '0013_calendar_feeds'),
        ('staff', '0014_office_is_ready'),
        ('staff', '0015_history_of_many_at_once'),
        ('staff', '0016_daily_email'),
        ('staff', '0017_rooms_and_opening_hours'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FILED, "DROP FUNCTION filed(text)"),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'division',
                'verbose_name_plural': 'divisions',
                'ordering': [base.db.Filed('name'), 'name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('staff_code', models.CharField(max_length=20, unique=True, verbose_name='staff code')),
                ('first_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=100, verbose_name='last name')),
                ('email', models.EmailField(blank=True, help_text='Leave blank for somebody who does not sign in.', max_length=254, verbose_name='email address')),
                ('grade', models.CharField(blank=True, help_text='For example, PO or PSO.', max_length=20, verbose_name='grade')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='in post from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='in post to')),
                ('is_active', models.BooleanField(default=True, verbose_name='can sign in')),
                ('filed_as', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Trim(django.db.models.functions.text.Concat(base.db.Filed('last_name'), models.Value(' '), base.db.Filed('first_name'), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
            ],
            options={
                'verbose_name': 'member of staff',
                'verbose_name_plural': 'staff',
                'ordering': ['filed_as', 'staff_code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case'), models.CheckConstraint(condition=models.Q(('first_name', ''), ('last_name', ''), _negated=True), name='user_has_a_name'), models.UniqueConstraint(condition=models.Q(('ends_on', None), models.Q(('email', ''), _negated=True)), fields=('email',), name='user_email_once_in_post', violation_error_message='Somebody in post has this email address already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='user_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('training', 'Training'), ('duty', 'Duty'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('start_time', models.TimeField(blank=True, null=True, verbose_name='start time')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='end time')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('covered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='covers', to=settings.AUTH_USER_MODEL, verbose_name='who covers')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['starts_on', models.OrderBy(models.F('start_time'), nulls_first=True), 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['leave', 'sickness', 'training', 'duty', 'other'])), name='absence_kind_known'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='absence_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('end_time', None), ('start_time', None)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='absence_of_whole_days_never_overlaps'), models.CheckConstraint(condition=models.Q(models.Q(('end_time', None), ('start_time', None)), models.Q(('end_time__gt', models.F('start_time')), ('end_time__isnull', False), ('start_time__isnull', False)), _connector='OR'), name='absence_part_of_day_has_both_times'), models.CheckConstraint(condition=models.Q(('covered_by', None), models.Q(('covered_by', models.F('user')), _negated=True), _connector='OR'), name='absence_covered_by_another')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar link',
                'verbose_name_plural': 'calendar links',
            },
        ),
        migrations.CreateModel(
            name='DailyEmail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('lines', models.PositiveIntegerField(verbose_name='lines')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='daily_emails', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'daily email',
                'verbose_name_plural': 'daily emails',
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='daily_email_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='DailyEmailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='daily_email_choice', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'daily email choice',
                'verbose_name_plural': 'daily email choices',
            },
        ),
        migrations.CreateModel(
            name='Ldu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ldus', to='staff.division', verbose_name='division')),
            ],
            options={
                'verbose_name': 'LDU',
                'verbose_name_plural': 'LDUs',
                'ordering': [base.db.Filed('name'), 'name'],
                'constraints': [models.UniqueConstraint(fields=('id', 'division'), name='ldu_with_division')],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('staff_code', models.CharField(max_length=20, verbose_name='staff code')),
                ('first_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=100, verbose_name='last name')),
                ('email', models.EmailField(blank=True, help_text='Leave blank for somebody who does not sign in.', max_length=254, verbose_name='email address')),
                ('grade', models.CharField(blank=True, help_text='For example, PO or PSO.', max_length=20, verbose_name='grade')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='in post from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='in post to')),
                ('is_active', models.BooleanField(default=True, verbose_name='can sign in')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AbsenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('sickness', 'Sickness'), ('training', 'Training'), ('duty', 'Duty'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('start_time', models.TimeField(blank=True, null=True, verbose_name='start time')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='end time')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('covered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who covers')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.absence')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('front_office', 'Front office'), ('operational_hub', 'Operational hub'), ('community_hub', 'Community hub')], max_length=20, verbose_name='kind')),
                ('amk_from', models.DateField(blank=True, help_text='Leave blank if minimum contact has not started there yet.', null=True, verbose_name='minimum contact start date')),
                ('rurality', models.DecimalField(decimal_places=2, default=Decimal('0'), help_text='A percentage, from 0 to 100.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='rurality')),
                ('address', models.CharField(blank=True, db_default='', help_text='On one line, with the postcode at the end. Printed on the notice, which must say where to come. No appointment can be booked at an office without it.', max_length=300, verbose_name='address')),
                ('phone', models.CharField(blank=True, db_default='', help_text='Printed on the notice for people who cannot attend. No appointment can be booked at an office without it.', max_length=50, verbose_name='telephone')),
                ('ldu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='staff.ldu', verbose_name='LDU')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': [base.db.Filed('name'), 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['front_office', 'operational_hub', 'community_hub'])), name='office_kind_known'), models.CheckConstraint(condition=models.Q(('rurality__range', (0, 100))), name='office_rurality_is_percent')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('ldu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='staff.ldu', verbose_name='LDU')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': [base.db.Filed('name'), 'name'],
                'constraints': [models.UniqueConstraint(fields=('ldu', 'name'), name='team_name_once_in_ldu'), models.UniqueConstraint(fields=('id', 'ldu'), name='team_with_ldu')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='From 0, which is Monday.', verbose_name='day of the week')),
                ('opens', models.TimeField(verbose_name='opens at')),
                ('closes', models.TimeField(verbose_name='closes at')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always applied.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it has no end date.', null=True, verbose_name='to')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='staff.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='opening_hours_weekday_known'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='opening_hours_close_after_opening'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='opening_hours_end_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('office'), '='), (base.db.OnlyThis('weekday'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='opening_hours_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always applied.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it has no end date.', null=True, verbose_name='to')),
                ('role', models.CharField(choices=[('case_manager', 'Case manager'), ('team_manager', 'Team manager'), ('ldu_head', 'LDU head'), ('chief_officer', 'Chief officer'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('weekly_hours', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('48'))], verbose_name='weekly hours')),
                ('rurality_override', models.DecimalField(blank=True, decimal_places=2, help_text='A percentage. Leave blank to use that of the office.', max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='rurality override')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.division', verbose_name='division')),
                ('ldu', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.ldu', verbose_name='LDU')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.office', verbose_name='office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='post_never_overlaps'), models.CheckConstraint(condition=models.Q(('role__in', ['case_manager', 'team_manager', 'ldu_head', 'chief_officer', 'administrator'])), name='post_role_known'), models.CheckConstraint(condition=models.Q(('weekly_hours__range', (0, 48))), name='post_hours_0_to_48'), models.CheckConstraint(condition=models.Q(('rurality_override', None), ('rurality_override__range', (0, 100)), _connector='OR'), name='post_rurality_is_percent'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['case_manager', 'team_manager']), _negated=True), ('team__isnull', False), _connector='OR'), name='post_managers_have_team'), models.CheckConstraint(condition=models.Q(('team', None), ('ldu__isnull', False), _connector='OR'), name='post_team_comes_with_ldu'), models.CheckConstraint(condition=models.Q(('ldu', None), ('division__isnull', False), _connector='OR'), name='post_ldu_comes_with_division'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'ldu_head'), _negated=True), ('ldu__isnull', False), _connector='OR'), name='post_ldu_heads_have_ldu'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'chief_officer'), _negated=True), ('division__isnull', False), _connector='OR'), name='post_chief_officers_have_division')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('places', models.PositiveSmallIntegerField(help_text='How many people can be seen in it at once.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='places')),
                ('closed', models.BooleanField(default=False, help_text='It cannot be booked any more. What was booked in it stays as it is.', verbose_name='no longer used')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='staff.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['office', base.db.Filed('name'), 'name'],
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='room_name_once_in_office'), models.CheckConstraint(condition=models.Q(('places__range', (1, 200))), name='room_has_places')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekday', models.PositiveSmallIntegerField(help_text='From 0, which is Monday.', verbose_name='day of the week')),
                ('opens', models.TimeField(verbose_name='opens at')),
                ('closes', models.TimeField(verbose_name='closes at')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always applied.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it has no end date.', null=True, verbose_name='to')),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.office', verbose_name='office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.openinghours')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always applied.', null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, help_text='Leave blank if it has no end date.', null=True, verbose_name='to')),
                ('role', models.CharField(choices=[('case_manager', 'Case manager'), ('team_manager', 'Team manager'), ('ldu_head', 'LDU head'), ('chief_officer', 'Chief officer'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('weekly_hours', models.DecimalField(decimal_places=2, default=Decimal('37'), max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('48'))], verbose_name='weekly hours')),
                ('rurality_override', models.DecimalField(blank=True, decimal_places=2, help_text='A percentage. Leave blank to use that of the office.', max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='rurality override')),
                ('division', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.division', verbose_name='division')),
                ('ldu', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.ldu', verbose_name='LDU')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.office', verbose_name='office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.post')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team', verbose_name='team')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoomEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('places', models.PositiveSmallIntegerField(help_text='How many people can be seen in it at once.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='places')),
                ('closed', models.BooleanField(default=False, help_text='It cannot be booked any more. What was booked in it stays as it is.', verbose_name='no longer used')),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.office', verbose_name='office')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.room')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_userevent" ("email", "ends_on", "first_name", "grade", "id", "is_active", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_code", "starts_on") SELECT old_values."email", old_values."ends_on", old_values."first_name", old_values."grade", old_values."id", old_values."is_active", old_values."last_name", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."staff_code", old_values."starts_on" FROM ( SELECT "id", "staff_code", "first_name", "last_name", "email", "grade", "starts_on", "ends_on", "is_active" FROM old_values EXCEPT SELECT "id", "staff_code", "first_name", "last_name", "email", "grade", "starts_on", "ends_on", "is_active" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='860c297afa5c31152ccbe2f88864c4ca362a752c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8c3eb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_userevent" ("email", "ends_on", "first_name", "grade", "id", "is_active", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_code", "starts_on") SELECT old_values."email", old_values."ends_on", old_values."first_name", old_values."grade", old_values."id", old_values."is_active", old_values."last_name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."staff_code", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='41a983f087542af73d60b1b4de4f9132f20cf54b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4dad5', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_absenceevent" ("covered_by_id", "end_time", "ends_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_time", "starts_on", "user_id") SELECT old_values."covered_by_id", old_values."end_time", old_values."ends_on", old_values."id", old_values."kind", old_values."note", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."start_time", old_values."starts_on", old_values."user_id" FROM ( SELECT "id", "user_id", "kind", "starts_on", "ends_on", "start_time", "end_time", "covered_by_id", "note" FROM old_values EXCEPT SELECT "id", "user_id", "kind", "starts_on", "ends_on", "start_time", "end_time", "covered_by_id", "note" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='40edaef65174b88331c9dea022bbfbf9c2b24c64', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a1f95', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_absenceevent" ("covered_by_id", "end_time", "ends_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_time", "starts_on", "user_id") SELECT old_values."covered_by_id", old_values."end_time", old_values."ends_on", old_values."id", old_values."kind", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."start_time", old_values."starts_on", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1081c90913dce394db9354a6e884048d86473b1b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4183e', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_openinghoursevent" ("closes", "ends_on", "id", "office_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "weekday") SELECT old_values."closes", old_values."ends_on", old_values."id", old_values."office_id", old_values."opens", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."starts_on", old_values."weekday" FROM ( SELECT "id", "office_id", "weekday", "opens", "closes", "starts_on", "ends_on" FROM old_values EXCEPT SELECT "id", "office_id", "weekday", "opens", "closes", "starts_on", "ends_on" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2d8dff6398d7ba6aeba520517686f03509421fc9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ef87e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_openinghoursevent" ("closes", "ends_on", "id", "office_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "weekday") SELECT old_values."closes", old_values."ends_on", old_values."id", old_values."office_id", old_values."opens", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."weekday" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f20debc809df1a111acf8b3beb2a79f737acbaa1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_85679', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_roomevent" ("closed", "id", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places") SELECT old_values."closed", old_values."id", old_values."name", old_values."office_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."places" FROM ( SELECT "id", "office_id", "name", "places", "closed" FROM old_values EXCEPT SELECT "id", "office_id", "name", "places", "closed" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2553b3d314fdd110e50ed799b1393fa27083ad86', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_45184', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_roomevent" ("closed", "id", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places") SELECT old_values."closed", old_values."id", old_values."name", old_values."office_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."places" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dece9b87cad8199e69babd7f42b47af9efa342b8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b2af8', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_postevent" ("division_id", "ends_on", "id", "ldu_id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rurality_override", "starts_on", "team_id", "user_id", "weekly_hours") SELECT old_values."division_id", old_values."ends_on", old_values."id", old_values."ldu_id", old_values."office_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."role", old_values."rurality_override", old_values."starts_on", old_values."team_id", old_values."user_id", old_values."weekly_hours" FROM ( SELECT "id", "user_id", "starts_on", "ends_on", "role", "team_id", "ldu_id", "division_id", "office_id", "weekly_hours", "rurality_override" FROM old_values EXCEPT SELECT "id", "user_id", "starts_on", "ends_on", "role", "team_id", "ldu_id", "division_id", "office_id", "weekly_hours", "rurality_override" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f19b8fc021d1b0587ede7d4e0ccce9d87e8f8bc8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ed8fe', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='staff_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "staff_postevent" ("division_id", "ends_on", "id", "ldu_id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rurality_override", "starts_on", "team_id", "user_id", "weekly_hours") SELECT old_values."division_id", old_values."ends_on", old_values."id", old_values."ldu_id", old_values."office_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."rurality_override", old_values."starts_on", old_values."team_id", old_values."user_id", old_values."weekly_hours" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='26cc8bbd9193b3459148d7f040b2c855eeb4098d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e06ef', referencing='REFERENCING OLD TABLE AS old_values ', table='staff_post', when='AFTER')),
        ),
        # A team lies in its LDU and an LDU in its division: foreign keys of two columns hold it.
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
