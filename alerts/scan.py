"""The missed-contact scan: what is missed and what is due, for everyone.

One statement finds the things of every kind (`alerts.findings`), opens an alert for each, moves those whose day moved,
closes those whose thing is mended, and leaves the rest; a second scan changes nothing. After a write about one person
the same is done for that person alone, so that nobody is sent to mend what is mended.

The statement is compiled from the querysets once, for every day.
"""

from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from alerts.declaration import Asked, Finding, values_on
from alerts.findings import FINDINGS
from alerts.models import Alert
from audit.models import Entry
from audit.services import writes
from base.months import Month
from base.statements import PERSON, Parameter, given
from cases.models import Order, ServiceUser
from contacts import facts
from contacts.models import Contact

# Whoever scans everyone has it alone; those who look at one person share it. So nobody decides about a person by what
# was so before a write that was looked at, and nobody waits in a circle.
LOCK = 7_301_002
NOW = Parameter("now", DateTimeField())

# What becomes of the things found. No rule stands here: what is found is compiled.
SETTLE = """
    WITH found (kind, service_user_id, contact_id, order_id, due_on) AS MATERIALIZED ({found}),
    known (id, kind, service_user_id, contact_id, order_id, due_on) AS MATERIALIZED ({known}),
    opened AS (
        INSERT INTO alerts_alert (kind, service_user_id, contact_id, order_id, due_on, opened_at)
        SELECT kind, service_user_id, contact_id, order_id, due_on, %s FROM found
        WHERE NOT EXISTS (SELECT FROM known WHERE {same})
        ON CONFLICT DO NOTHING
        RETURNING kind
    ),
    moved AS (
        UPDATE alerts_alert alert SET due_on = found.due_on FROM known JOIN found ON {same}
        WHERE alert.id = known.id AND known.due_on IS DISTINCT FROM found.due_on
    ),
    closed AS (
        UPDATE alerts_alert alert SET closed_at = %s FROM known
        WHERE alert.id = known.id AND NOT EXISTS (SELECT FROM found WHERE {same})
        RETURNING alert.kind
    )
    SELECT kind, sum(open), sum(opened), sum(closed) FROM (
        SELECT kind, 1, 0, 0 FROM found
        UNION ALL SELECT kind, 0, 1, 0 FROM opened
        UNION ALL SELECT kind, 0, 0, 1 FROM closed
    ) counted (kind, open, opened, closed)
    GROUP BY kind
"""
SAME = """
    known.kind = found.kind AND known.service_user_id = found.service_user_id
    AND known.contact_id IS NOT DISTINCT FROM found.contact_id
    AND known.order_id IS NOT DISTINCT FROM found.order_id
"""


@writes("scan contacts")
def scan_contacts(*, by, as_of: date) -> dict[str, dict[str, int]]:
    """Open and close alerts as of the day; returns for each kind how many are open now, were opened and were closed."""
    _lock("pg_advisory_xact_lock")
    return _settle(as_of)


def look_at_everyone(**kwargs: Any) -> None:
    """Open and close the alerts about everyone, in the transaction that changed the rules or the bank holidays."""
    _lock("pg_advisory_xact_lock")
    _settle(timezone.localdate())


def look_again(service_user: int) -> None:
    """Open and close the alerts about one person (an id), in the transaction of a write about that person."""
    _lock("pg_advisory_xact_lock_shared")
    _settle(timezone.localdate(), service_user)


def last_scan() -> datetime | None:
    """When the scan of everyone last ended well; None where it never ran."""
    runs = Entry.objects.filter(action=scan_contacts.audited_action)
    return runs.order_by("-at").values_list("at", flat=True).first()


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])


def _settle(as_of: date, person: int | None = None) -> dict[str, dict[str, int]]:
    about = None if person is None else ServiceUser.objects.filter(pk=person).order_by().values("pk")
    standing = facts.standing_of([Month.of(as_of)], about)
    statement, parameters = _settling(standing, everyone=person is None)
    with connection.cursor() as cursor:
        cursor.execute(statement, given(parameters, person=person, now=timezone.now(), **values_on(as_of)))
        counts = {kind: numbers for kind, *numbers in cursor.fetchall()}
    return {
        finding.kind: dict(zip(("open", "opened", "closed"), counts.get(finding.kind, (0, 0, 0)), strict=True))
        for finding in FINDINGS
    }


@cache
def _settling(standing: facts.Standing, *, everyone: bool) -> tuple[str, list]:
    """The statement for facts that stand so, about everyone or one person."""
    asked = Asked(standing, Q() if everyone else Q(service_user=PERSON))
    alerts = Alert.objects.open().filter(asked.whom).order_by()
    found = [_rows(finding, asked).query.sql_with_params() for finding in FINDINGS]
    open_now = alerts.values_list("pk", "kind", "service_user", "contact", "order", "due_on")
    known, of_known = open_now.query.sql_with_params()
    statement = SETTLE.format(found=" UNION ALL ".join(f"({rows})" for rows, _ in found), known=known, same=SAME)
    return statement, [*chain.from_iterable(of_found for _, of_found in found), *of_known, NOW, NOW]


def _rows(finding: Finding, asked: Asked) -> QuerySet:
    """What the finding finds, as the rows ``found``."""
    this, nothing = F("pk"), Cast(Value(None), BigIntegerField())
    return (
        finding.found(asked)
        .order_by()
        .values_list(
            Value(finding.kind, output_field=CharField()),
            this if finding.about is ServiceUser else F("service_user"),
            this if finding.about is Contact else nothing,
            this if finding.about is Order else nothing,
            Cast(finding.due_on, DateField()),
        )
    )
