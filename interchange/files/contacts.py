"""contacts.csv: appointments and other contacts, and what became of them."""

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from base.clock import LONDON
from contacts.criteria import ATTENDED, KNOWN_BEFOREHAND, NON_ATTENDANCE
from contacts.models import CancelledBy, Contact, ContactOutcome, FollowUp
from interchange.db import count
from interchange.files.common import OFFICER_COLUMN, PERSON_COLUMN
from interchange.files.declaration import Check, Column, File, Rule
from interchange.files.values import DATE, DATE_TIME, TIME, Code, OneOf, Text, YesNo
from interchange.models import StagedContact


def on_the_clock(column: str, moment: str) -> Rule:
    """The clock shows ``moment``: it skips an hour of one night when summer time begins."""
    shown = f"(({moment}) AT TIME ZONE '{LONDON}' AT TIME ZONE '{LONDON}')"
    small_hours = f"({moment})::time < '03:00'"  # asked first, because the zone takes long to ask
    return Rule(
        column,
        f"{small_hours} AND {shown} <> {moment}",
        "'a time that exists: the clocks went forward on that day'",
    )


def cancelled_though_attended(contacts: QuerySet) -> QuerySet:
    return contacts.filter(ATTENDED).exclude(cancelled_by="")


def followed_up_though_not_missed(contacts: QuerySet) -> QuerySet:
    return contacts.exclude(follow_up="").exclude(NON_ATTENDANCE)


def followed_up_before_it_was_known(contacts: QuerySet) -> QuerySet:
    return contacts.filter(NON_ATTENDANCE, follow_up_on__lt=F("date")).exclude(KNOWN_BEFOREHAND)


def outcome_of_the_future(contacts: QuerySet) -> QuerySet:
    ahead = contacts.filter(date__gt=timezone.localdate(), outcome__isnull=False)
    return ahead.exclude(outcome__in=ContactOutcome.objects.known_beforehand())


# The days whose deadlines are known.
FIRST_DAY, LAST_DAY = (f"(SELECT {end}(date) FROM contacts_calendarday)" for end in ("min", "max"))

# Of one that is no more, as history has it: a rearrangement that is undone takes its new appointment away.
REFERENCE_BY_ID = """(
    SELECT r.contact_ref FROM contacts_contact r WHERE r.id = {0}
    UNION ALL SELECT gone.contact_ref FROM contacts_contactevent gone WHERE gone.pgh_obj_id = {0} LIMIT 1
)"""

# What each follow_up_ref names: a contact of this import or of an earlier one, and whose it is.
FURTHER_APPOINTMENTS = """
    DROP TABLE IF EXISTS import_further;
    CREATE TEMPORARY TABLE import_further ON COMMIT DROP AS
    SELECT s.line, coalesce(r.id, t.id) AS id, CASE WHEN r.id IS NULL THEN person.crn ELSE r.crn END AS crn
    FROM staged_contacts s LEFT JOIN staged_contacts r ON r.contact_ref = s.follow_up_ref
    LEFT JOIN contacts_contact t ON t.contact_ref = s.follow_up_ref
    LEFT JOIN cases_serviceuser person ON person.id = t.service_user_id
    WHERE s.follow_up_ref IS NOT NULL;
    ANALYZE import_further
"""
FOLLOW_UP_OF_ANOTHER_PERSON = """
    FROM staged_contacts s JOIN import_further further ON further.line = s.line
    WHERE s.crn IS NOT NULL AND further.crn IS DISTINCT FROM s.crn
"""

# A type that nobody knows is another contact: it never counts, and keeps its code.
OTHER_CONTACTS = """
    INSERT INTO contacts_contacttype (code, description, location, known)
    SELECT DISTINCT s.code, 'Other contact (' || s.code || ')', '', false FROM staged_contacts s
    WHERE s.code NOT IN (SELECT code FROM contacts_contacttype)
"""

# What was imported before that was noted, and what was booked here and came to be known at the source.
BROUGHT = """
    UPDATE contacts_contact t SET from_files = true FROM staged_contacts s WHERE s.id = t.id AND NOT t.from_files
"""

LINK_LEFT_BEHIND = """
    FROM staged_contacts s JOIN contacts_contact t ON t.id = s.id
    JOIN cases_serviceuser person ON person.id = t.service_user_id
    JOIN contacts_contact missed ON missed.follow_up_contact_id = t.id
    WHERE s.sound AND s.crn <> person.crn AND NOT EXISTS (SELECT FROM staged_contacts r WHERE r.id = missed.id)
"""

LINK_RECORDED_HERE = """
    NOT missed.from_files OR EXISTS (
        SELECT FROM cases_filevalue said WHERE said.table_name = 'contacts_contact' AND said.record = missed.id
            AND said.column_name = 'follow_up_contact_id'
    )
"""

CONTACTS = File(
    "contacts",
    Contact,
    [
        Column("contact_ref", Text(50), required=True),
        PERSON_COLUMN,
        OFFICER_COLUMN,
        Column("code", Text(10), required=True, field="type_id"),
        Column("date", DATE, required=True),
        Column("start_time", TIME, required=True),
        Column("end_time", TIME),
        Column("withdrawn", YesNo(), blank="N"),
        Column("place", Text(500), blank=""),
        Column("notice_issued_at", DATE_TIME),
        Column("slip_uploaded", YesNo(), blank="N"),
        Column("other_activity", Text(200), blank=""),
        Column("outcome", Code(ContactOutcome), field="outcome_id"),
        Column("cancelled_by", OneOf(CancelledBy.values), blank=""),
        Column("follow_up", OneOf(FollowUp.values), blank=""),
        Column("follow_up_on", DATE),
        Column(
            "follow_up_ref",
            Text(50),
            field="follow_up_contact_id",
            value="further.id",
            by_id=REFERENCE_BY_ID,
            id_of="(SELECT r.id FROM contacts_contact r WHERE r.contact_ref = {})",
        ),
    ],
    key=("contact_ref",),
    together=[
        ("date", "start_time", "end_time"),
        ("notice_issued_at", "slip_uploaded"),
        ("outcome", "cancelled_by", "follow_up", "follow_up_on", "follow_up_ref"),
    ],
    rules=[
        Rule(
            "date",
            f"s.date NOT BETWEEN {FIRST_DAY} AND {LAST_DAY}",
            f"'a date from ' || {FIRST_DAY} || ' to ' || {LAST_DAY} || ', for which bank holidays are known'",
        ),
        on_the_clock("start_time", "s.date + s.start_time"),
        on_the_clock("end_time", "s.date + s.end_time"),
        on_the_clock("notice_issued_at", "s.notice_issued_at"),
        Rule(
            "end_time",
            "s.end_time <= s.start_time",
            "'a time after ' || to_char(s.start_time, 'HH24:MI') || ', the start'",
        ),
        Rule("follow_up_on", "s.follow_up <> '' AND s.follow_up_on IS NULL", "'the date of the follow-up'"),
        Rule("follow_up", "s.follow_up = '' AND s.follow_up_on IS NOT NULL", "'the kind of follow-up'"),
        Rule("follow_up_ref", "s.follow_up_ref = s.contact_ref", "'the reference of another contact'"),
    ],
    checks=[
        Check("cancelled_by", cancelled_though_attended, "'no cancellation, because the person attended'"),
        Check("follow_up", followed_up_though_not_missed, "'no follow-up: only a non-attendance has one'"),
        Check(
            "follow_up_on",
            followed_up_before_it_was_known,
            "'a date on or after that of the contact, because the absence was not known beforehand'",
        ),
        Check(
            "outcome",
            outcome_of_the_future,
            "'no outcome yet, or one of an absence known beforehand: the contact is in the future'",
        ),
        Check(
            "follow_up_ref",
            FOLLOW_UP_OF_ANOTHER_PERSON,
            "'the reference of another contact of the same person'",
            linked="(SELECT r.line FROM staged_contacts r WHERE r.id = further.id)",
        ),
        Check(
            "crn",
            LINK_LEFT_BEHIND,
            "person.crn || ', or the contact ' || missed.contact_ref || ', which it follows up, in this file too'",
            recorded_here=LINK_RECORDED_HERE,
        ),
    ],
    completes="UPDATE contacts_contact t SET withdrawn = true WHERE t.from_files AND NOT t.withdrawn",
    taken_back="withdrawn",
    while_staged=StagedContact,
    staged=[FURTHER_APPOINTMENTS],
    before=[OTHER_CONTACTS, BROUGHT],
    joins="LEFT JOIN import_further further ON further.line = s.line",
    new={"notice_current": "true", "cancellation_reason": "''", "from_files": "true"},
    also={
        "notice_current": """CASE
            WHEN t.notice_issued_at IS DISTINCT FROM s.notice_issued_at THEN true
            WHEN s.notice_issued_at IS NOT NULL AND (t.place, t.date, t.start_time, t.end_time)
                IS DISTINCT FROM (s.place, s.date, s.start_time, s.end_time) THEN false
            ELSE t.notice_current END""",
    },
)


def notices_that_lapse() -> int:
    """How many notices the staged contacts make lapse: place, date or time differ and the notice does not."""
    return count(
        """
        SELECT count(*) FROM staged_contacts s JOIN contacts_contact t ON t.id = s.id
        WHERE NOT s.new AND t.notice_issued_at = s.notice_issued_at AND t.notice_current
          AND (t.place, t.date, t.start_time, t.end_time) IS DISTINCT FROM (s.place, s.date, s.start_time, s.end_time)
        """
    )


def other_contacts() -> dict[str, int]:
    """The codes of contact types that nobody knows, and how many of the staged contacts have each."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.code, count(*) FROM staged_contacts s JOIN contacts_contacttype type ON type.code = s.code
            WHERE NOT type.known GROUP BY s.code ORDER BY s.code
            """
        )
        return dict(cursor.fetchall())
