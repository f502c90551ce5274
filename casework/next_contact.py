"""When somebody's next contact is due, as pages tell of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.db.models import BigIntegerField, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.statements import PERSON, CompiledOnce, Parameter, Statement
from cases.models import Brag, ServiceUser, ServiceUserQuerySet
from contacts.additional import AdditionalKind
from contacts.cadence import WITHOUT_STATUS, Due, NoneDue, next_contacts
from contacts.models import CadenceUnit, cadence_in_words
from contacts.oversight import OversightKind
from staff.models import User
from staff.units import Unit
from ui.formats import day, weekday
from ui.words import named

# What is told of one person, of the columns of `next_contacts`.
DAYS = ("due", "start", "last", "nth", "until")
TOLD = (
    *DAYS, "brag", "status", "group", "why", "released", "seen", "contacts", "every", "unit", "first", "measure",
    "agreed_by", "measure_every", "additional", "period",
)  # fmt: skip

WHY_NONE = {
    NoneDue.CUSTODY: gettext_lazy("No contact is due, because the %(service_user)s is in custody."),
    NoneDue.NO_ORDER: gettext_lazy("No contact is due, because no current order is in scope of minimum contact."),
    NoneDue.NO_STANDARD: gettext_lazy("No contact is due, because this BRAG status has no contact standard yet."),
    NoneDue.NOT_PLANNED: gettext_lazy("No contact is due, because the standard for this BRAG status asks for none."),
    NoneDue.UNKNOWN_DAYS: gettext_lazy("No day is shown, because the bank holidays of this time are not known yet."),
}


# Putting the expression together takes as long as asking it of a page: once a day is enough.
@lru_cache(maxsize=4)
def next_contact_of_row(as_of: date) -> CompiledOnce:
    """For a list of people: what `NextContact.of` reads, asked only of those whom the page shows."""
    of_row = next_contacts(as_of, OuterRef("pk"))
    told = JSONObject(**{name: name for name in TOLD})
    return CompiledOnce(ServiceUser, lambda: Subquery(of_row.values(told=told)), JSONField())


OFFICER = Parameter("officer", BigIntegerField())


@lru_cache(maxsize=2)
def _of_person(as_of: date) -> Statement[dict[str, Any]]:
    return Statement(lambda: _told(as_of, ServiceUser.objects.order_by().filter(pk=PERSON)))


@lru_cache(maxsize=2)
def _of_officer(as_of: date) -> Statement[dict[str, Any]]:
    # A unit of an officer who is said when it is asked.
    unit = Unit.of(OFFICER)  # type: ignore[arg-type]
    return Statement(lambda: _told(as_of, ServiceUser.objects.of(unit, as_of).order_by()))


def _told(as_of: date, people: ServiceUserQuerySet) -> QuerySet:
    return next_contacts(as_of, people.values("pk")).values("service_user_id", *TOLD)


def next_contact_of(person: ServiceUser, today: date) -> "NextContact":
    """When the person's next contact is due."""
    (row,) = _of_person(today).rows(person=person.pk)
    return NextContact.of_row(row)


def next_contacts_of(officer: User, today: date) -> dict[int, "NextContact"]:
    """When the next contacts of a case manager's own people are due, by the person's id: the first to be due first."""
    told = {row["service_user_id"]: NextContact.of_row(row) for row in _of_officer(today).rows(officer=officer.pk)}
    return dict(sorted(told.items(), key=lambda each: (each[1].due or date.max, each[0])))


def statement_of(listed: Callable[[], QuerySet], today: date) -> Statement[dict[str, Any]]:
    """What `next_contacts_listed` asks about everyone listed (ids): it is put together once."""
    return Statement(lambda: next_contacts(today, listed()).values("service_user_id", *TOLD))


def next_contacts_listed(statement: Statement[dict[str, Any]], **values: Any) -> dict[int, "NextContact"]:
    """When the next contacts of everyone listed are due, by the person's id; ``values`` say whom it lists."""
    return {row["service_user_id"]: NextContact.of_row(row) for row in statement.rows(**values)}


@dataclass(frozen=True)
class NextContact:
    """A row of `next_contacts`."""

    brag: str | None
    status: str
    due: date | None
    group: Due
    why: str | None
    start: date
    released: bool
    seen: int
    last: date | None
    nth: date | None
    contacts: int
    every: int
    unit: str
    first: int
    measure: str | None
    until: date | None
    agreed_by: str | None
    measure_every: int | None
    additional: list[dict[str, Any]] | None
    period: int

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Self:
        return cls(**{name: row[name] for name in TOLD} | {"group": Due(row["group"])})

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """That of an annotated row: in JSON, dates are text."""
        days = {name: told[name] and date.fromisoformat(told[name]) for name in DAYS}
        return cls(**{**told, **days, "group": Due(told["group"])})

    @property
    def by_when(self) -> str:
        """The day in a sentence; empty where none is due."""
        if not self.due:
            return ""
        words = _("It was due by %(day)s.") if self.group == Due.OVERDUE else _("It is due by %(day)s.")
        return words % {"day": weekday(self.due)}

    @property
    def because(self) -> list[str]:
        """Why, in whole sentences: the standard, what widens it for a time, and what the day is counted from."""
        if self.why:
            return [named(WHY_NONE[NoneDue(self.why)])]
        status = str(Brag(self.status).label)
        standard = cadence_in_words(status=status, contacts=self.contacts, every=self.every, unit=self.unit)
        by_which = [standard, *self.widened, self.counted_from]
        if not self.brag:
            without = _("There is no BRAG status yet, so the contact standard for %(status)s is used.")
            return [without % {"status": Brag(WITHOUT_STATUS).label}, *by_which]
        return by_which

    @property
    def widened(self) -> list[str]:
        """What widens the standard, each in a sentence: the temporary measure in force, and additional measures."""
        return self.widened_for_the_person + self.widened_by_the_register

    @property
    def widened_by_the_register(self) -> list[str]:
        """Of the register's entries those that change something: a shorter time than is agreed elsewhere does not."""
        said = []
        for entry in self.additional or []:
            words = {"until": day(date.fromisoformat(entry["until"])), "name": entry["agreed_by"]}
            if entry["kind"] == AdditionalKind.TELEPHONE:
                said.append(_("By telephone until %(until)s by an additional measure, agreed by %(name)s.") % words)
            elif entry["every"] == self.period > self.every and self.unit == CadenceUnit.DAYS:
                less_often = ngettext(
                    "Every day until %(until)s by an additional measure, agreed by %(name)s.",
                    "Every %(period)d days until %(until)s by an additional measure, agreed by %(name)s.",
                    self.period,
                )
                said.append(less_often % {**words, "period": self.period})
        return said

    @property
    def widened_for_the_person(self) -> list[str]:
        if not self.until:
            return []
        number = self.measure_every or 0
        words: dict[str, Any] = {"until": day(self.until), "name": self.agreed_by, "period": number}
        if self.measure == OversightKind.TELEPHONE:
            return [_("By telephone until %(until)s, agreed by %(name)s.") % words]
        if self.unit == CadenceUnit.MONTHS:
            less_often = ngettext(
                "Every calendar month until %(until)s, agreed by %(name)s.",
                "Every %(period)d calendar months until %(until)s, agreed by %(name)s.",
                number,
            )
        else:
            less_often = ngettext(
                "Every day until %(until)s, agreed by %(name)s.",
                "Every %(period)d days until %(until)s, agreed by %(name)s.",
                number,
            )
        return [less_often % words]

    @property
    def beside_last_attended(self) -> str:
        """What widens the standard, and the last of these where it says more than when somebody was last seen."""
        return " ".join(self.widened + ([] if self.nth and self.contacts == 1 else self.because[-1:]))

    @property
    def counted_from(self) -> str:
        """What was attended since the start, or by when the first must be."""
        if self.nth and self.contacts == 1:
            return _("Last seen on %(day)s.") % {"day": day(self.nth)}
        words: dict[str, Any] = {"seen": self.seen, "start": day(self.start), "first": self.first}
        if self.nth:
            since = _("Last seen on %(last)s; the last %(contacts)d contacts began on %(day)s.")
            return since % {"last": day(self.last), "contacts": self.contacts, "day": day(self.nth)}  # type: ignore[arg-type]
        if self.seen:
            return self._seen_so_far() % words
        if self.released:
            return (
                ngettext(
                    "Not seen since release on %(start)s: the first contact must be within %(first)d business day.",
                    "Not seen since release on %(start)s: the first contact must be within %(first)d business days.",
                    self.first,
                )
                % words
            )
        return (
            ngettext(
                "Not seen since supervision started on %(start)s:"
                " the first contact must be within %(first)d business day.",
                "Not seen since supervision started on %(start)s:"
                " the first contact must be within %(first)d business days.",
                self.first,
            )
            % words
        )

    def _seen_so_far(self) -> str:
        if self.released:
            return ngettext(
                "%(seen)d contact since release on %(start)s.",
                "%(seen)d contacts since release on %(start)s.",
                self.seen,
            )
        return ngettext(
            "%(seen)d contact since supervision started on %(start)s.",
            "%(seen)d contacts since supervision started on %(start)s.",
            self.seen,
        )
