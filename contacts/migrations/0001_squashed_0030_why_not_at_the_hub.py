"""Contacts and what is kept of them, with types, outcomes, standards, measure and wording from contacts/reference."""

import csv
import tomllib
from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import base.db
import contacts.models

FOLDER = Path(__file__).parent.parent / "reference"
FLAG = {"Y": True, "N": False, "": None}


def rows(name):
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def load(apps, schema_editor):
    contact_type, outcome, measure, standard, wording = (
        apps.get_model("contacts", name)
        for name in ("ContactType", "ContactOutcome", "Measure", "ContactStandard", "Wording")
    )
    contact_type.objects.bulk_create(
        contact_type(
            **{name: row[name] for name in ("code", "description", "location")}, is_group=row["is_group"] == "Y"
        )
        for row in rows("contact_types.csv")
    )
    outcome.objects.bulk_create(
        outcome(
            code=row["code"],
            description=row["description"],
            attended=FLAG[row["attended"]],
            complied=FLAG[row["complied"]],
        )
        for row in rows("contact_outcomes.csv")
    )
    allowed = contact_type.outcomes.through
    allowed.objects.bulk_create(
        allowed(contacttype_id=row["contact_type"], contactoutcome_id=row["outcome"])
        for row in rows("contact_type_outcomes.csv")
    )
    standard.objects.bulk_create(standard(**row) for row in rows("contact_standards.csv"))
    for row in rows("measures.csv"):
        row |= {"types": row["types"].split(), "follow_up": settings.MINIMUM_CONTACT_FOLLOW_UP}
        measure.objects.create(**row)
    for row in tomllib.loads((FOLDER / "wordings.toml").read_text(encoding="utf-8"))["wording"]:
        wording.objects.create(**row)

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('contacts', '0001_initial'),
        ('contacts', '0002_initial'),
        ('contacts', '0003_reference_data'),
        ('contacts', '0004_alerts_to_their_own_app'),
        ('contacts', '0005_stale_and_facts'),
        ('contacts', '0006_stale_by_columns'),
        ('contacts', '0007_indexes_for_the_scan'),
        ('contacts', '0008_starts_at'),
        ('contacts', '0009_columns_that_nothing_reads'),
        ('contacts', '0010_one_mark_a_transaction'),
        ('contacts', '0011_words'),
        ('contacts', '0012_codes_as_data'),
        ('contacts', '0013_codes_of_ndelius'),
        ('contacts', '0014_file_values'),
        ('contacts', '0015_blanks'),
        ('contacts', '0016_measure_and_bank_holidays'),
        ('contacts', '0017_shipped_measure'),
        ('contacts', '0018_when_it_happened_and_ways_back'),
        ('contacts', '0019_contact_ref_once'),
        ('contacts', '0020_groups'),
        ('contacts', '0021_history_by_statement'),
        ('contacts', '0022_contact_standards'),
        ('contacts', '0023_wording'),
        ('contacts', '0024_shipped_wording'),
        ('contacts', '0025_history_of_many_at_once'),
        ('contacts', '0026_messages'),
        ('contacts', '0027_series'),
        ('contacts', '0028_notes'),
        ('contacts', '0029_sessions_and_rooms'),
        ('contacts', '0030_why_not_at_the_hub'),
    ]

    dependencies = [
        ('cases', '0001_squashed_0019_needs'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='date')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('change', models.CharField(choices=[('added', 'Added'), ('taken_away', 'Taken away')], default='added', help_text='Choose “Taken away” if one that comes with the software is not a bank holiday.', max_length=10, verbose_name='change')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'bank holiday',
                'verbose_name_plural': 'bank holidays',
                'ordering': ['-date'],
                'constraints': [models.CheckConstraint(condition=models.Q(('change__in', ['added', 'taken_away'])), name='bank_holiday_change_known')],
            },
        ),
        migrations.CreateModel(
            name='CalendarMonth',
            fields=[
                ('first', models.DateField(primary_key=True, serialize=False)),
                ('last', models.DateField()),
                ('kept', models.BooleanField(db_default=False)),
            ],
        ),
        migrations.CreateModel(
            name='ContactOutcome',
            fields=[
                ('retired_on', models.DateField(blank=True, help_text='Leave blank while it can be chosen.', null=True, verbose_name='retired on')),
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='code')),
                ('description', models.CharField(max_length=200, verbose_name='description')),
                ('attended', models.BooleanField(null=True, verbose_name='attended')),
                ('complied', models.BooleanField(null=True, verbose_name='complied')),
            ],
            options={
                'verbose_name': 'contact outcome',
                'verbose_name_plural': 'contact outcomes',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ContactStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('red', 'Red'), ('red_amber', 'Red/Amber'), ('amber', 'Amber'), ('green', 'Green'), ('blue', 'Blue')], max_length=10, verbose_name='BRAG status')),
                ('starts_on', models.DateField(blank=True, help_text='Leave blank if it has always applied.', null=True, verbose_name='applies from')),
                ('contacts', models.PositiveSmallIntegerField(default=1, help_text='How many there must be in the time below. Enter 0 if none need to be planned.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='contacts')),
                ('contact_every', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='in how many days or months')),
                ('unit', models.CharField(choices=[('days', 'Days'), ('months', 'Calendar months')], default='days', max_length=6, verbose_name='days or months')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=contacts.models.minimum_contact_types, help_text='Their codes, separated by commas. They do not change what counts towards the month.', size=None, verbose_name='contact types that count here')),
                ('first_within', models.PositiveSmallIntegerField(default=5, help_text='Business days after supervision starts.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='first contact within')),
                ('first_after_release', models.PositiveSmallIntegerField(default=1, help_text='Business days after a release from custody.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='first contact after a release within')),
                ('review_every', models.PositiveSmallIntegerField(verbose_name='days between BRAG reviews')),
            ],
            options={
                'verbose_name': 'contact standard',
                'verbose_name_plural': 'contact standards',
                'ordering': ['status', models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.UniqueConstraint(fields=('status', 'starts_on'), name='contact_standard_once_a_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('status__in', ['red', 'red_amber', 'amber', 'green', 'blue'])), name='contact_standard_status_known'), models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'months'])), name='contact_standard_unit_known'), models.CheckConstraint(condition=models.Q(('contact_every__gt', 0), ('review_every__gt', 0)), name='contact_standard_days_positive'), models.CheckConstraint(condition=models.Q(('contacts__lte', 100)), name='contact_standard_contacts_few'), models.CheckConstraint(condition=models.Q(('first_after_release__range', (1, 60)), ('first_within__range', (1, 60))), name='contact_standard_first_within_known_days'), models.CheckConstraint(condition=models.Q(('types__len__gt', 0)), name='contact_standard_has_types')],
            },
        ),
        migrations.CreateModel(
            name='FactsBasis',
            fields=[
                ('fingerprint', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(help_text='The first day of a month.', unique=True, verbose_name='from')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), help_text='Their codes, separated by commas.', size=None, verbose_name='contact types that can count')),
                ('minutes', models.PositiveSmallIntegerField(help_text='The shortest time that must be set aside for a contact that counts.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='minutes')),
                ('business_days', models.PositiveSmallIntegerField(help_text='How many there are to follow up a missed contact.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='business days')),
                ('follow_up', models.CharField(choices=[('further_appointment', 'Only a further appointment'), ('any_action', 'A further appointment, breach, recall or a warrant')], max_length=20, verbose_name='what follows up a missed contact')),
                ('target', models.DecimalField(decimal_places=1, help_text='A figure at or above this percentage meets the target.', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='target')),
                ('improvement_below', models.DecimalField(decimal_places=1, help_text='A figure below this percentage starts the improvement process.', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='improvement process below')),
                ('ramp_up_months', models.PositiveSmallIntegerField(default=0, help_text='How many months from the start are marked as the ramp-up period.', verbose_name='ramp-up months')),
                ('source', models.CharField(help_text='The document that sets these values. Pages show it.', max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__day', 1)), name='measure_starts_with_a_month'), models.CheckConstraint(condition=models.Q(('types__len__gt', 0)), name='measure_has_types'), models.CheckConstraint(condition=models.Q(('business_days__range', (1, 60)), ('minutes__gt', 0)), name='measure_lengths_positive'), models.CheckConstraint(condition=models.Q(('follow_up__in', ['further_appointment', 'any_action'])), name='measure_follow_up_known'), models.CheckConstraint(condition=models.Q(('improvement_below__gte', 0), ('improvement_below__lte', models.F('target')), ('target__lte', 100)), name='measure_percentages_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ReminderAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'Email')], max_length=5, verbose_name='how')),
                ('agreed_on', models.DateField(verbose_name='agreed on')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_agreement', to='cases.serviceuser')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['text', 'email'])), name='reminder_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='Given by the form: sent twice, it books once.', max_length=13, unique=True)),
                ('every', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(choices=[('days', 'days'), ('weeks', 'weeks'), ('months', 'calendar months')], max_length=6)),
                ('starts_on', models.DateField(help_text='The first date as it was asked for.')),
                ('ends_on', models.DateField(help_text='The date up to which appointments were asked for.')),
                ('booked_at', base.db.LocalDateTimeField()),
                ('booked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'weeks', 'months'])), name='series_unit_known'), models.CheckConstraint(condition=models.Q(('every__gt', 0)), name='series_interval_positive'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='series_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2, verbose_name='language')),
                ('kind', models.CharField(choices=[('office', 'The service user comes to the appointment'), ('visit', 'We visit the service user')], max_length=10, verbose_name='kind of appointment')),
                ('starts_on', models.DateField(help_text='Notices dated this day or later say it.', null=True, verbose_name='applies from')),
                ('opening', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='opening')),
                ('to_bring', models.TextField(help_text='One thing on each line.', verbose_name='what to bring or have ready')),
                ('cannot_come', models.TextField(help_text='Whom to ring: it must have {phone}. A blank line starts a new paragraph.', verbose_name='if they cannot come')),
                ('if_missed', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='if they do not come')),
                ('help', models.TextField(help_text='A blank line starts a new paragraph.', verbose_name='if they need help')),
            ],
            options={
                'verbose_name': 'slip wording',
                'verbose_name_plural': 'slip wordings',
                'ordering': ['kind', 'language', models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True)],
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'starts_on'), name='wording_once_a_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='wording_language_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['office', 'visit'])), name='wording_kind_known'), models.CheckConstraint(condition=models.Q(('cannot_come__contains', '{phone}')), name='wording_says_whom_to_ring')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False)),
                ('follow_up_due', models.DateField(help_text='The last day on which a missed contact of the day is followed up.')),
                ('business_days', models.PositiveIntegerField(db_index=True, help_text='How many there are up to the day, and with it: the nth after it has n more.')),
                ('measure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.measure')),
            ],
        ),
        migrations.CreateModel(
            name='ContactType',
            fields=[
                ('retired_on', models.DateField(blank=True, help_text='Leave blank while it can be chosen.', null=True, verbose_name='retired on')),
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='code')),
                ('description', models.CharField(max_length=200, verbose_name='description')),
                ('location', models.CharField(blank=True, choices=[('required', 'At an office'), ('optional', 'At an office or somewhere else'), ('none', 'Not at an office'), ('', 'Not known')], max_length=10, verbose_name='location')),
                ('known', models.BooleanField(db_default=True, default=True, help_text='If not, an import brought the code.', verbose_name='known')),
                ('is_group', models.BooleanField(db_default=False, default=False, help_text='Several people can be booked with one member of staff for the same start and end.', verbose_name='group session')),
                ('outcomes', models.ManyToManyField(blank=True, related_name='types', to='contacts.contactoutcome', verbose_name='outcomes that it allows')),
            ],
            options={
                'verbose_name': 'contact type',
                'verbose_name_plural': 'contact types',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('location__in', ['required', 'optional', 'none', ''])), name='contact_type_location_known'), models.CheckConstraint(condition=models.Q(('is_group', False), models.Q(('code__in', ('CHVS', 'COAI', 'COAP')), _negated=True), _connector='OR'), name='contact_type_minimum_contact_is_no_group')],
            },
        ),
        migrations.CreateModel(
            name='FigureFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_users', models.IntegerField()),
                ('applicable', models.IntegerField()),
                ('met', models.IntegerField()),
                ('month', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.calendarmonth')),
                ('office', models.ForeignKey(db_constraint=False, help_text='Of unallocated people.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='staff.office')),
                ('officer', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='staff.post')),
            ],
        ),
        migrations.CreateModel(
            name='MonthFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(help_text='Why the measure does not apply.', max_length=20, null=True)),
                ('met', models.BooleanField()),
                ('missed_until', models.DateField(help_text='The last day on which a non-attendance can be followed up.', null=True)),
                ('open_from', models.DateField(help_text='The first day of an offer without an outcome.', null=True)),
                ('brag', models.CharField(help_text="At the end of the month's last day.", max_length=10, null=True)),
                ('month', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.calendarmonth')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='staff.office')),
                ('officer', models.ForeignKey(db_constraint=False, db_index=False, help_text="Allocated on the month's last day.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, help_text="The officer's post on the month's last day.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='staff.post')),
                ('service_user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='month_facts', to='cases.serviceuser')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'service_user'), name='month_fact_once')],
                'indexes': [models.Index(fields=['service_user', 'month'], name='month_fact_by_service_user'), models.Index(condition=models.Q(('met', False), ('reason', None)), fields=['month', 'post'], name='month_fact_not_met')],
            },
        ),
        migrations.CreateModel(
            name='ReminderAgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'Email')], max_length=5, verbose_name='how')),
                ('agreed_on', models.DateField(verbose_name='agreed on')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.reminderagreement')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_ref', models.CharField(max_length=50, verbose_name='reference')),
                ('date', models.DateField()),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField(blank=True, help_text='Not recorded for some that were imported.', null=True)),
                ('starts_at', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('start_time')), output_field=base.db.LocalDateTimeField())),
                ('place', models.CharField(blank=True, max_length=500)),
                ('hub_exception', models.CharField(blank=True, db_default='', default='', help_text='Why somebody Amber is not seen at the community hub. No import tells of it.', max_length=500)),
                ('notice_issued_at', base.db.LocalDateTimeField(blank=True, null=True)),
                ('notice_current', models.BooleanField(default=True, help_text='False when place, date or time changed after the notice and no new one was issued.')),
                ('slip_uploaded', models.BooleanField(default=False)),
                ('other_activity', models.CharField(blank=True, help_text='Recorded for the same time. Empty: none.', max_length=200)),
                ('cancelled_by', models.CharField(blank=True, choices=[('service', 'The probation service'), ('service_user', 'The service user')], max_length=12)),
                ('cancellation_reason', models.CharField(blank=True, max_length=500)),
                ('follow_up', models.CharField(blank=True, choices=[('further_appointment', 'Further appointment offered'), ('breach', 'Breach initiated'), ('recall', 'Recall initiated'), ('warrant', 'Warrant initiated')], max_length=20)),
                ('follow_up_on', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(db_default=False, default=False, help_text='The source took it back: it is in no list and no figure.')),
                ('from_files', models.BooleanField(db_default=False, default=False, help_text='Whether an import brought it.')),
                ('day', models.ForeignObject(editable=False, from_fields=['date'], null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.calendarday', to_fields=['date'])),
                ('follow_up_contact', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows_up', to='contacts.contact')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, db_index=False, help_text='No import tells of it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.room')),
                ('service_user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='cases.serviceuser')),
                ('outcome', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contactoutcome')),
                ('type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contacttype')),
                ('series', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='contacts.series')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['starts_at', 'contact_ref'],
                'constraints': [models.UniqueConstraint(fields=('contact_ref',), name='contact_ref_once'), models.CheckConstraint(condition=models.Q(('end_time__gt', models.F('start_time'))), name='contact_ends_after_start'), models.CheckConstraint(condition=models.Q(('cancelled_by__in', ['', 'service', 'service_user'])), name='contact_cancelled_by_known'), models.CheckConstraint(condition=models.Q(('follow_up__in', ['', 'further_appointment', 'breach', 'recall', 'warrant'])), name='contact_follow_up_known'), models.CheckConstraint(condition=models.Q(models.Q(('follow_up', ''), ('follow_up_on', None)), models.Q(models.Q(('follow_up', ''), _negated=True), ('follow_up_on__isnull', False)), _connector='OR'), name='contact_follow_up_has_its_day'), models.CheckConstraint(condition=models.Q(('follow_up', ''), ('outcome__isnull', False), ('cancelled_by', 'service_user'), _connector='OR'), name='contact_follow_up_needs_non_attendance'), models.CheckConstraint(condition=models.Q(('follow_up_contact', None), models.Q(('follow_up_contact', models.F('id')), _negated=True), _connector='OR'), name='contact_follows_up_another'), models.CheckConstraint(condition=models.Q(('room', None), ('end_time__isnull', False), _connector='OR'), name='contact_in_room_has_an_end'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('cancelled_by', ''), ('room__isnull', False), ('withdrawn', False), models.Q(('outcome', None), models.Q(('outcome__in', ('RSSR', 'RSSL', 'RSOF')), _negated=True), _connector='OR')), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('room'), '='), (base.db.Times(models.F('starts_at'), django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('end_time'))), '&&'), (django.db.models.functions.text.Concat('officer', models.Value(' '), 'type', models.Value(' '), django.db.models.functions.datetime.Extract('start_time', 'epoch'), models.Value(' '), django.db.models.functions.datetime.Extract('end_time', 'epoch'), output_field=models.TextField()), '<>')], name='contact_room_never_twice')],
                'indexes': [models.Index(fields=['service_user', 'date'], name='contact_by_service_user'), models.Index(fields=['officer', 'date'], name='contact_by_officer'), models.Index(fields=['date'], name='contact_by_date'), models.Index(condition=models.Q(('cancelled_by', ''), ('outcome', None)), fields=['date'], name='contact_open'), models.Index(condition=models.Q(('series__isnull', False)), fields=['series'], name='contact_by_series'), models.Index(condition=models.Q(('follow_up_contact__isnull', False)), fields=['follow_up_contact'], name='contact_by_follow_up')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField()),
                ('starts_at', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('start_time')), output_field=base.db.LocalDateTimeField())),
                ('place', models.CharField(max_length=500)),
                ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)])),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.room')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contacttype')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end_time__gt', models.F('start_time'))), name='session_ends_after_start'), models.CheckConstraint(condition=models.Q(('place', ''), _negated=True), name='session_has_a_place'), models.CheckConstraint(condition=models.Q(('capacity__range', (1, 200))), name='session_is_for_somebody'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('officer'), '='), (base.db.Times(models.F('starts_at'), django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('end_time'))), '&&')], name='session_officer_never_twice'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('room__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('room'), '='), (base.db.Times(models.F('starts_at'), django.db.models.expressions.CombinedExpression(models.F('date'), '+', models.F('end_time'))), '&&')], name='session_room_never_twice')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('outcome', 'Outcome changed'), ('booking', 'Booking corrected'), ('cancellation', 'Cancellation undone'), ('rearrangement', 'Rearrangement undone')], max_length=13)),
                ('former', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('recorded_at', base.db.LocalDateTimeField(help_text='When the former values were recorded; null: by an import.', null=True)),
                ('made_at', base.db.LocalDateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='contacts.contact')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['outcome', 'booking', 'cancellation', 'rearrangement'])), name='amendment_kind_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='ContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('contact_ref', models.CharField(max_length=50, verbose_name='reference')),
                ('date', models.DateField()),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField(blank=True, help_text='Not recorded for some that were imported.', null=True)),
                ('place', models.CharField(blank=True, max_length=500)),
                ('hub_exception', models.CharField(blank=True, db_default='', default='', help_text='Why somebody Amber is not seen at the community hub. No import tells of it.', max_length=500)),
                ('notice_issued_at', base.db.LocalDateTimeField(blank=True, null=True)),
                ('notice_current', models.BooleanField(default=True, help_text='False when place, date or time changed after the notice and no new one was issued.')),
                ('slip_uploaded', models.BooleanField(default=False)),
                ('other_activity', models.CharField(blank=True, help_text='Recorded for the same time. Empty: none.', max_length=200)),
                ('cancelled_by', models.CharField(blank=True, choices=[('service', 'The probation service'), ('service_user', 'The service user')], max_length=12)),
                ('cancellation_reason', models.CharField(blank=True, max_length=500)),
                ('follow_up', models.CharField(blank=True, choices=[('further_appointment', 'Further appointment offered'), ('breach', 'Breach initiated'), ('recall', 'Recall initiated'), ('warrant', 'Warrant initiated')], max_length=20)),
                ('follow_up_on', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(db_default=False, default=False, help_text='The source took it back: it is in no list and no figure.')),
                ('from_files', models.BooleanField(db_default=False, default=False, help_text='Whether an import brought it.')),
                ('follow_up_contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contact')),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.contact')),
                ('room', models.ForeignKey(blank=True, db_constraint=False, help_text='No import tells of it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.room')),
                ('service_user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.serviceuser')),
                ('outcome', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contactoutcome')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contacttype')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUpRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('further_appointment', 'Further appointment offered'), ('breach', 'Breach initiated'), ('recall', 'Recall initiated'), ('warrant', 'Warrant initiated')], max_length=20)),
                ('done_on', models.DateField(help_text='The day that counts.')),
                ('recorded_at', base.db.LocalDateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up_records', to='contacts.contact')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['further_appointment', 'breach', 'recall', 'warrant'])), name='follow_up_record_kind_known'), models.CheckConstraint(condition=models.Q(('done_on__lte', django.db.models.functions.comparison.Cast('recorded_at', models.DateField()))), name='follow_up_not_recorded_before')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=4000, verbose_name='note')),
                ('written_at', base.db.LocalDateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='contacts.contact')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_has_text')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issued_at', base.db.LocalDateTimeField(help_text='When it was given, which is what counts.')),
                ('recorded_at', base.db.LocalDateTimeField(help_text='When that was recorded here, by issued_by.')),
                ('method', models.CharField(choices=[('handed_over', 'Handed over'), ('posted', 'Posted'), ('emailed', 'Emailed')], max_length=12, verbose_name='how')),
                ('date', models.DateField()),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField(null=True)),
                ('place', models.CharField(max_length=500)),
                ('slip', models.BinaryField(blank=True, default=b'', help_text='The appointment slip made here, a tagged PDF.')),
                ('paper', models.CharField(blank=True, help_text='The slip that was handed over instead: its name among the uploads.', max_length=60)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='contacts.contact')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-issued_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('method__in', ['handed_over', 'posted', 'emailed'])), name='notice_method_known'), models.CheckConstraint(condition=models.Q(('end_time__gt', models.F('start_time'))), name='notice_ends_after_start'), models.CheckConstraint(condition=models.Q(('issued_at__lte', models.F('recorded_at'))), name='notice_not_recorded_before'), models.CheckConstraint(condition=models.Q(models.Q(('slip', b''), models.Q(('paper', ''), _negated=True)), models.Q(models.Q(('slip', b''), _negated=True), ('paper', '')), _connector='OR'), name='notice_has_one_slip')],
            },
        ),
        migrations.CreateModel(
            name='Rearrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('new', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rearranged_from', to='contacts.contact')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rearrangements', to='contacts.contact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('new',), name='rearrangement_new_once')],
            },
        ),
        migrations.CreateModel(
            name='SessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('date', models.DateField()),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField()),
                ('place', models.CharField(max_length=500)),
                ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)])),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.session')),
                ('room', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.room')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contacts.contacttype')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContactFact',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='fact', serialize=False, to='contacts.contact')),
                ('date', models.DateField()),
                ('failing', models.SmallIntegerField(help_text='The conditions that do not hold, as bits.')),
                ('came_to', models.CharField(help_text='What it is worth where it is an offer.', max_length=12)),
                ('follow_up_due', models.DateField(help_text='Of a non-attendance.', null=True)),
                ('worth', models.GeneratedField(db_persist=True, expression=models.Case(models.When(failing=0, then=models.F('came_to')), default=models.Value('none')), output_field=models.CharField(max_length=12))),
                ('service_user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.serviceuser')),
            ],
            options={
                'indexes': [models.Index(fields=['service_user', 'date'], name='contact_fact_by_service_user'), models.Index(condition=models.Q(('worth', 'missed')), fields=['follow_up_due'], name='contact_fact_missed')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reminder', 'Reminder'), ('slip', 'Appointment slip')], max_length=8, verbose_name='kind')),
                ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'Email')], max_length=5, verbose_name='how')),
                ('state', models.CharField(choices=[('sent', 'Sent'), ('delivered', 'Delivered'), ('unreached', 'Not sent yet'), ('failed', 'Not delivered')], max_length=9, verbose_name='state')),
                ('at', base.db.LocalDateTimeField(help_text='When it was sent, or when that was last tried.')),
                ('reference', models.CharField(blank=True, help_text="The provider's, to ask whether it arrived.", max_length=100)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='contacts.contact')),
                ('notice', models.OneToOneField(help_text='Whose slip it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='contacts.notice')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['reminder', 'slip'])), name='message_kind_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['text', 'email'])), name='message_channel_known'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'delivered', 'unreached', 'failed'])), name='message_state_known'), models.UniqueConstraint(condition=models.Q(('kind', 'reminder')), fields=('contact',), name='message_one_reminder_of_a_contact'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'slip'), ('notice__isnull', False)), models.Q(('kind', 'reminder'), ('notice__isnull', True)), _connector='OR'), name='message_slip_is_of_a_notice')],
                'indexes': [models.Index(condition=models.Q(('state', 'sent'), models.Q(('reference', ''), _negated=True)), fields=['at'], name='message_unsettled')],
            },
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('service_user', 'id'), name='contact_with_service_user'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactoutcome',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT code, attended, complied FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact ON contact.outcome_id = code) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='41a5e3061bd1029204eff80807d14cd5d1295186', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_15563', referencing='REFERENCING NEW TABLE AS new_rows ', table='contacts_contactoutcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactoutcome',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT code, attended, complied FROM old_rows EXCEPT SELECT code, attended, complied FROM new_rows) UNION ALL (SELECT code, attended, complied FROM new_rows EXCEPT SELECT code, attended, complied FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact ON contact.outcome_id = code) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='0c9b5744fd403fab454759de817d2dd31910e2e4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_ab15f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='contacts_contactoutcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactoutcome',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT code, attended, complied FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact ON contact.outcome_id = code) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='062ec9acc67f3cd3954678415e10f4e144275a26', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_d6812', referencing='REFERENCING OLD TABLE AS old_rows ', table='contacts_contactoutcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, starts_on, types, minutes, follow_up FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_calendarday day ON day.measure_id = changed.id JOIN contacts_contact contact USING (date) UNION SELECT id FROM cases_serviceuser WHERE EXISTS (SELECT FROM changed WHERE starts_on <= ALL (SELECT starts_on FROM contacts_measure))) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='a57020cfd80a6fe56f320fdf8be925abb9b59765', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_94937', referencing='REFERENCING NEW TABLE AS new_rows ', table='contacts_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT id, starts_on, types, minutes, follow_up FROM old_rows EXCEPT SELECT id, starts_on, types, minutes, follow_up FROM new_rows) UNION ALL (SELECT id, starts_on, types, minutes, follow_up FROM new_rows EXCEPT SELECT id, starts_on, types, minutes, follow_up FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_calendarday day ON day.measure_id = changed.id JOIN contacts_contact contact USING (date) UNION SELECT id FROM cases_serviceuser WHERE EXISTS (SELECT FROM changed WHERE starts_on <= ALL (SELECT starts_on FROM contacts_measure))) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='6d544c2362662641b1d27e4566f94ddb14c8744c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_b93da', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='contacts_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT id, starts_on, types, minutes, follow_up FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_calendarday day ON day.measure_id = changed.id JOIN contacts_contact contact USING (date) UNION SELECT id FROM cases_serviceuser WHERE EXISTS (SELECT FROM changed WHERE starts_on <= ALL (SELECT starts_on FROM contacts_measure))) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='03d505880a6d1314cfecdccd90df83ecc3032599', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_d466b', referencing='REFERENCING OLD TABLE AS old_rows ', table='contacts_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT date, measure_id, follow_up_due FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact USING (date)) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='7500aefc18be5b2c228d0abe942fa834d7b10115', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_960af', referencing='REFERENCING NEW TABLE AS new_rows ', table='contacts_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS ((SELECT date, measure_id, follow_up_due FROM old_rows EXCEPT SELECT date, measure_id, follow_up_due FROM new_rows) UNION ALL (SELECT date, measure_id, follow_up_due FROM new_rows EXCEPT SELECT date, measure_id, follow_up_due FROM old_rows)) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact USING (date)) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='9164c9ba9144d898710fb4fc498793a9d06d58cb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_b7acb', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='contacts_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarday',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT date, measure_id, follow_up_due FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed JOIN contacts_contact contact USING (date)) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='571d930875284731b0a52411778fa8f171ef40ad', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_a6253', referencing='REFERENCING OLD TABLE AS old_rows ', table='contacts_calendarday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthfact',
            trigger=pgtrigger.compiler.Trigger(name='count_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO contacts_figurefact (month_id, officer_id, post_id, office_id, service_users, applicable, met)\n    SELECT * FROM (\n        SELECT month_id, officer_id, post_id, CASE WHEN officer_id IS NULL THEN office_id END,\n            sum(sign) AS service_users,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL), 0) AS applicable,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL AND met), 0) AS met\n        FROM (SELECT 1 AS sign, * FROM new_rows) rows GROUP BY 1, 2, 3, 4\n    ) counted WHERE (service_users, applicable, met) <> (0, 0, 0);\n    RETURN NULL;\n', hash='4131be81a5a47b32fd00fcda45019b499e311cc8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_count_on_insert_aa6bb', referencing='REFERENCING NEW TABLE AS new_rows ', table='contacts_monthfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthfact',
            trigger=pgtrigger.compiler.Trigger(name='count_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO contacts_figurefact (month_id, officer_id, post_id, office_id, service_users, applicable, met)\n    SELECT * FROM (\n        SELECT month_id, officer_id, post_id, CASE WHEN officer_id IS NULL THEN office_id END,\n            sum(sign) AS service_users,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL), 0) AS applicable,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL AND met), 0) AS met\n        FROM (SELECT -1 AS sign, * FROM old_rows UNION ALL SELECT 1 AS sign, * FROM new_rows) rows GROUP BY 1, 2, 3, 4\n    ) counted WHERE (service_users, applicable, met) <> (0, 0, 0);\n    RETURN NULL;\n', hash='564c3666089beef89be3dcad6e3a76df65402a7d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_count_on_update_1e4dc', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='contacts_monthfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthfact',
            trigger=pgtrigger.compiler.Trigger(name='count_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO contacts_figurefact (month_id, officer_id, post_id, office_id, service_users, applicable, met)\n    SELECT * FROM (\n        SELECT month_id, officer_id, post_id, CASE WHEN officer_id IS NULL THEN office_id END,\n            sum(sign) AS service_users,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL), 0) AS applicable,\n            coalesce(sum(sign) FILTER (WHERE reason IS NULL AND met), 0) AS met\n        FROM (SELECT -1 AS sign, * FROM old_rows) rows GROUP BY 1, 2, 3, 4\n    ) counted WHERE (service_users, applicable, met) <> (0, 0, 0);\n    RETURN NULL;\n', hash='21b2d737236a176530e78f724ba71c7f44ab13c7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_count_on_delete_96606', referencing='REFERENCING OLD TABLE AS old_rows ', table='contacts_monthfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ef8ebfb87afd23bc97945efca0626bd2b5336e86', operation='UPDATE', pgid='pgtrigger_append_only_a7543', table='contacts_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderagreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_reminderagreementevent" ("agreed_on", "channel", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "service_user_id") SELECT old_values."agreed_on", old_values."channel", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."recorded_by_id", old_values."service_user_id" FROM ( SELECT "id", "service_user_id", "channel", "agreed_on", "recorded_by_id" FROM old_values EXCEPT SELECT "id", "service_user_id", "channel", "agreed_on", "recorded_by_id" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9a86c22f50e06090bbdda89883af490ba49dac23', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e3ce7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='contacts_reminderagreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminderagreement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_reminderagreementevent" ("agreed_on", "channel", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "service_user_id") SELECT old_values."agreed_on", old_values."channel", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_by_id", old_values."service_user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='55a45829b3f0a987ff30e797fd94d18f6355b169', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_081bc', referencing='REFERENCING OLD TABLE AS old_values ', table='contacts_reminderagreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='4ce4012c99792bc0d6e621f26c75edc81b65120d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stale_on_insert_2f136', referencing='REFERENCING NEW TABLE AS new_rows ', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='0a9aa7348fd6be10b8ad1be3294938b13e5b0480', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_stale_on_update_f39a9', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='stale_on_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="WITH changed AS (SELECT * FROM old_rows) INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM (SELECT service_user_id FROM changed) AS people (id) WHERE NOT EXISTS (SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = '' AND mark.xmin = pg_current_xact_id()::xid OFFSET 0); RETURN NULL;", hash='10ce5bb462e24b3433622427638445f559a8b0b9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_stale_on_delete_32a3f', referencing='REFERENCING OLD TABLE AS old_rows ', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='remember_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="\n            IF current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on' THEN\n                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)\n                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME\n                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END\n                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)\n                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{}')\n                ON CONFLICT (table_name, record, column_name) DO NOTHING;\n            END IF;\n            RETURN NULL;\n        ", hash='ca7a10473b8e7607c96d42955a3e8b09840258da', operation='UPDATE', pgid='pgtrigger_remember_files_9f2cc', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='give_room_back', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cancelled_by" IS DISTINCT FROM (NEW."cancelled_by") OR OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."end_time" IS DISTINCT FROM (NEW."end_time") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."outcome_id" IS DISTINCT FROM (NEW."outcome_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."start_time" IS DISTINCT FROM (NEW."start_time") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id") OR OLD."withdrawn" IS DISTINCT FROM (NEW."withdrawn"))', func="IF NOT (current_setting('casemgmt.importing', true) IS DISTINCT FROM 'on') THEN NEW.room_id = NULL; END IF; RETURN NEW;", hash='982577754126b2055bb6f07b17faa7e15ef0b6fa', operation='UPDATE', pgid='pgtrigger_give_room_back_68886', table='contacts_contact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_contactevent" ("cancellation_reason", "cancelled_by", "contact_ref", "date", "end_time", "follow_up", "follow_up_contact_id", "follow_up_on", "from_files", "hub_exception", "id", "notice_current", "notice_issued_at", "officer_id", "other_activity", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "room_id", "service_user_id", "slip_uploaded", "start_time", "type_id", "withdrawn") SELECT old_values."cancellation_reason", old_values."cancelled_by", old_values."contact_ref", old_values."date", old_values."end_time", old_values."follow_up", old_values."follow_up_contact_id", old_values."follow_up_on", old_values."from_files", old_values."hub_exception", old_values."id", old_values."notice_current", old_values."notice_issued_at", old_values."officer_id", old_values."other_activity", old_values."outcome_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place", old_values."room_id", old_values."service_user_id", old_values."slip_uploaded", old_values."start_time", old_values."type_id", old_values."withdrawn" FROM ( SELECT "id", "contact_ref", "service_user_id", "officer_id", "type_id", "date", "start_time", "end_time", "place", "room_id", "hub_exception", "notice_issued_at", "notice_current", "slip_uploaded", "other_activity", "outcome_id", "cancelled_by", "cancellation_reason", "follow_up", "follow_up_on", "follow_up_contact_id", "withdrawn", "from_files" FROM old_values EXCEPT SELECT "id", "contact_ref", "service_user_id", "officer_id", "type_id", "date", "start_time", "end_time", "place", "room_id", "hub_exception", "notice_issued_at", "notice_current", "slip_uploaded", "other_activity", "outcome_id", "cancelled_by", "cancellation_reason", "follow_up", "follow_up_on", "follow_up_contact_id", "withdrawn", "from_files" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bfa0e3f42e11d2f908eb9968d1672c0dc09b200d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7498c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_contactevent" ("cancellation_reason", "cancelled_by", "contact_ref", "date", "end_time", "follow_up", "follow_up_contact_id", "follow_up_on", "from_files", "hub_exception", "id", "notice_current", "notice_issued_at", "officer_id", "other_activity", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "room_id", "service_user_id", "slip_uploaded", "start_time", "type_id", "withdrawn") SELECT old_values."cancellation_reason", old_values."cancelled_by", old_values."contact_ref", old_values."date", old_values."end_time", old_values."follow_up", old_values."follow_up_contact_id", old_values."follow_up_on", old_values."from_files", old_values."hub_exception", old_values."id", old_values."notice_current", old_values."notice_issued_at", old_values."officer_id", old_values."other_activity", old_values."outcome_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."room_id", old_values."service_user_id", old_values."slip_uploaded", old_values."start_time", old_values."type_id", old_values."withdrawn" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7639e645b54c0a23a0c10878d4727d38a0cd5942', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e2e36', referencing='REFERENCING OLD TABLE AS old_values ', table='contacts_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_sessionevent" ("capacity", "date", "end_time", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "room_id", "start_time", "type_id") SELECT old_values."capacity", old_values."date", old_values."end_time", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place", old_values."room_id", old_values."start_time", old_values."type_id" FROM ( SELECT "id", "officer_id", "type_id", "date", "start_time", "end_time", "place", "room_id", "capacity" FROM old_values EXCEPT SELECT "id", "officer_id", "type_id", "date", "start_time", "end_time", "place", "room_id", "capacity" FROM new_values ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d92a1bec870837418817cd5027874f3ea9eee603', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a0ae8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='contacts_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contacts_sessionevent" ("capacity", "date", "end_time", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "room_id", "start_time", "type_id") SELECT old_values."capacity", old_values."date", old_values."end_time", old_values."id", old_values."officer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."room_id", old_values."start_time", old_values."type_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8b2c1284b1098f9199e29e94812fde2028aec7ea', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c809a', referencing='REFERENCING OLD TABLE AS old_values ', table='contacts_session', when='AFTER')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(
            """
            ALTER TABLE contacts_contact ADD CONSTRAINT contact_follow_up_of_same_person
                FOREIGN KEY (service_user_id, follow_up_contact_id)
                REFERENCES contacts_contact (service_user_id, id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE contacts_contact DROP CONSTRAINT contact_follow_up_of_same_person",
        ),
    ]
