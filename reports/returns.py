"""A month that is signed: what is frozen of it, whether it still is what was signed, and what has changed since."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from base.months import Month
from contacts.calendar import business_days
from contacts.measure import Measures
from contacts.months import Reason, Result
from reports.models import MonthReturn, ReturnedPerson
from reports.rules import Figure
from reports.selectors import people_of, with_contacts, with_officer_names
from reports.tables import verdict_in_words
from staff.models import Ldu, Post, User
from staff.units import Unit
from ui import formats

# What is due after a contact that was missed on the month's last day is known after so many business days.
SETTLED_AFTER = 5


def first_day_to_sign(month: Month) -> date:
    """The day after the fifth business day of the next month."""
    return business_days().add_business_days(month.last, SETTLED_AFTER) + timedelta(days=1)


def to_be_signed(ldu: Ldu, today: date) -> Month | None:
    """The latest month that can be signed today, where nobody has."""
    latest = Month.of(today).previous
    if today < first_day_to_sign(latest):
        latest = latest.previous
    signed = MonthReturn.objects.of_month(ldu, latest)
    if latest < Measures.known().first_month or signed.exists():
        return None
    return latest


def drafted(by: User, ldu: Ldu, month: Month, as_of: date) -> tuple[MonthReturn, list[ReturnedPerson]]:
    """What would be signed by somebody on the day, not saved: the return with its checksum, and its people by CRN."""
    measure = Measures.known().of(month)
    teams, listed = _teams(ldu), people_of(Unit.of(ldu), month, as_of).seen_by(by)
    people = [_row(person, teams) for person in with_contacts(listed, month, as_of).order_by("crn")]
    results = [person.result for person in people]
    drafted = MonthReturn(
        ldu=ldu,
        month=month.first,
        version=1,
        ldu_name=ldu.name,
        division_name=ldu.division.name,
        target=measure.target,
        improvement_below=measure.improvement_below,
        service_users=len(people),
        **{result.value: results.count(result) for result in Result},
    )
    drafted.checksum = checksum_of(drafted, people)
    return drafted, people


def content_of(month_return: MonthReturn, people: Iterable[ReturnedPerson]) -> str:
    """What is signed, as text that is the same whenever it is written: the return, then its people by CRN, a line each.

    When and by whom it was signed, and why it is restated, stand beside it.
    """
    of_return = [
        month_return.ldu_name, month_return.division_name, str(month_return.of),
        f"{month_return.target:.2f}", f"{month_return.improvement_below:.2f}",
        month_return.service_users, month_return.met, month_return.pending, month_return.not_met,
    ]  # fmt: skip
    lines = [
        [
            each.crn, each.result, each.reason, each.reason_in_words, each.team, each.officer, each.brag,
            *each.contacts,
        ]
        for each in sorted(people, key=lambda each: each.crn)
    ]  # fmt: skip
    return "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in [of_return, *lines])


def checksum_of(month_return: MonthReturn, people: Iterable[ReturnedPerson]) -> str:
    return sha256(content_of(month_return, people).encode()).hexdigest()


def is_as_signed(month_return: MonthReturn) -> bool:
    """Whether what is stored is what the checksum was made of."""
    return checksum_of(month_return, month_return.people.all()) == month_return.checksum


@dataclass(frozen=True)
class Difference:
    """Somebody whose month is not what was signed any more: ``signed`` or ``now`` is None who was or is not listed."""

    signed: ReturnedPerson | None
    now: ReturnedPerson | None

    @property
    def person(self) -> ReturnedPerson:
        return self.signed or self.now  # type: ignore[return-value]

    def is_now(self, result: Result) -> bool:
        """Whether they have the result now, and had not."""
        return self.now is not None and self.now.result == result != (self.signed and self.signed.result)


def differences(month_return: MonthReturn, as_of: date, viewer: User) -> list[Difference]:
    """The people whose result, reason, team or case manager would be another one today, by CRN."""
    teams = _teams(month_return.ldu)
    live: Any = with_officer_names(people_of(Unit.of(month_return.ldu), month_return.of, as_of)).order_by()
    said = month_return.people.order_by().values_list("service_user", "result", "reason", "team", "officer")
    signed = {pk: tuple(rest) for pk, *rest in said}
    now = {
        pk: (result or "", reason or "", teams.get(post, ""), officer or "")
        for pk, result, reason, post, officer in live.values_list("pk", "result", "reason", "post", "officer_name")
    }
    changed = [pk for pk in signed.keys() | now.keys() if signed.get(pk) != now.get(pk)]
    if not changed:
        return []
    were = {each.service_user_id: each for each in month_return.people.filter(service_user__in=changed)}
    are = {person.pk: _row(person, teams) for person in live.seen_by(viewer).filter(pk__in=changed)}
    return sorted((Difference(were.get(pk), are.get(pk)) for pk in changed), key=lambda each: each.person.crn)


def figure_with(month_return: MonthReturn, changed: Iterable[Difference]) -> Figure:
    """What the figure would be with the differences taken in."""
    changed = list(changed)
    signed, now = (
        sum((_of_one(person) for person in people), Figure())
        for people in ([each.signed for each in changed], [each.now for each in changed])
    )
    counts = zip(astuple(month_return.figure), astuple(signed), astuple(now), strict=True)
    return Figure(*(was - before + after for was, before, after in counts))


def _of_one(person: ReturnedPerson | None) -> Figure:
    return Figure(1, **{person.result: 1} if person.result else {}) if person else Figure()


def _teams(ldu: Ldu) -> dict[int, str]:
    """The name of the team of each post of the LDU, by id."""
    return dict(Post.objects.order_by().filter(ldu=ldu, team__isnull=False).values_list("pk", "team__name"))


def _row(person: Any, teams: dict[int, str]) -> ReturnedPerson:
    """Without contacts where these were not fetched."""
    return ReturnedPerson(
        service_user_id=person.pk,
        crn=person.crn,
        result=person.result or "",
        reason=person.reason or "",
        reason_in_words=str(Reason(person.reason).label) if person.reason else "",
        team=teams.get(person.post, ""),
        officer=person.officer_name or "",
        brag=person.brag or "",
        contacts=[
            f"{formats.day(contact.date)}: {verdict_in_words(contact)}"
            for contact in getattr(person, "month_contacts", [])
        ],
    )
