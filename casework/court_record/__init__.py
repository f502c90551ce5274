"""The record for court: what is recorded of a person between two dates, as a page to print and as an accessible PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Exists, Min, OuterRef, Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.clock import local_now
from cases.models import Custody, Order, RarDay, Referral, ReferralStep, ServiceUser
from cases.referrals import ENDINGS
from casework.court_record.words import Section, sections_of
from casework.typesetting import compiled, gaps_for
from contacts.models import Contact, Enforcement, Note, Notice
from staff.models import Role, User
from ui.formats import clock, day

TEMPLATE = Path(__file__).with_name("record.typ")


@dataclass(frozen=True)
class CourtRecord:
    """The record of a person (of `seen_by`) from ``first`` to ``last``, made by somebody who may see them.

    Sensitive notes are left out, and not even read, unless they are asked for.
    """

    person: Any
    first: date
    last: date
    sensitive: bool
    made_by: User
    made_at: datetime

    @property
    def title(self) -> str:
        """It names nobody: a title stays in histories."""
        return _("Record for court, %(first)s to %(last)s") % self._days

    @property
    def marks(self) -> list[str]:
        """What each of its pages says: that it has what is sensitive, of whom it is, who made it and when."""
        sensitive = [_("This record was made with sensitive notes.")] if self.sensitive else []
        return [*sensitive, f"{self.person.crn}", self.made]

    @property
    def made(self) -> str:
        words = _("Made by %(name)s (%(role)s) on %(day)s at %(time)s, for the period from %(first)s to %(last)s.")
        by = {"name": self.made_by, "role": Role(self.made_by.role or "").label}
        return words % {**by, "day": day(self.made_at), "time": clock(self.made_at.time()), **self._days}

    @property
    def _days(self) -> dict[str, str]:
        return {"first": day(self.first), "last": day(self.last)}

    @cached_property
    def orders(self) -> Sequence[Order]:
        """Those that began before the period was over and were not terminated before it."""
        running = Order.objects.filter(service_user=self.person, starts_on__lte=self.last).exclude(
            terminated_on__lt=self.first
        )
        used = RarDay.objects.filter(used_on__range=(self.first, self.last)).order_by("used_on")
        found = running.select_related("rar_plan", "progress")
        return list(found.prefetch_related("requirements", Prefetch("rar_days", used)))

    @cached_property
    def referrals(self) -> Sequence[Referral]:
        """Those made before the period was over that had not ended before it, with what came of them until then."""
        ended = ReferralStep.objects.standing().filter(
            referral=OuterRef("pk"), state__in=ENDINGS, happened_on__lt=self.first
        )
        made = Referral.objects.standing().filter(service_user=self.person, referred_on__lte=self.last)
        steps = Prefetch("steps", ReferralStep.objects.standing().filter(happened_on__lte=self.last))
        found = made.filter(~Exists(ended)).select_related("kind", "order").prefetch_related(steps)
        return list(found.order_by("referred_on", "pk"))

    @cached_property
    def custody(self) -> Sequence[Custody]:
        """The periods in custody that reach into this one, in order."""
        reaching = Custody.objects.filter(service_user=self.person, starts_on__lte=self.last)
        return list(reaching.exclude(ends_on__lt=self.first).order_by("starts_on"))

    @cached_property
    def contacts(self) -> Sequence[Contact]:
        """Those of the period, in order, with what is recorded about them until now."""
        notes = Note.objects.select_related("written_by")
        reading = [
            Prefetch("notices", Notice.objects.defer("slip", "letters").order_by("issued_at", "pk")),
            Prefetch("enforcements", Enforcement.objects.select_related("action", "recorded_by")),
            Prefetch("notes", notes if self.sensitive else notes.filter(sensitive=False)),
        ]
        found = Contact.objects.filter(service_user=self.person, date__range=(self.first, self.last))
        found = found.select_related("type", "officer", "outcome", "follow_up_contact").prefetch_related(*reading)
        return list(found.order_by("starts_at", "pk"))

    @cached_property
    def sections(self) -> list[Section]:
        return sections_of(self.person, self.custody, self.orders, self.referrals, self.contacts)

    @property
    def texts(self) -> str:
        """Everything that it says."""
        return "\n".join(_texts([self.title, self.marks, self.sections]))

    @property
    def pdf(self) -> bytes:
        """As one tagged PDF/UA-1, with a `GAP` for each character that no font has."""
        said = {
            "title": self.title,
            "language": (get_language() or "en").split("-")[0],
            "warning": self.marks[0] if self.sensitive else "",
            "made": self.made,
            "crn": self.person.crn,
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            "sections": self.sections,
        }
        return compiled(TEMPLATE.read_bytes(), _with_gaps(said, gaps_for("\n".join(_texts(said)))))


def usual_period(person: ServiceUser, today: date) -> dict[str, date]:
    """From the start of the current orders to today; without one, the year up to today."""
    start = Order.objects.current(today).filter(service_user=person).aggregate(Min("starts_on"))["starts_on__min"]
    return {"first": start or today - timedelta(days=365), "last": today}


def record_of(person: Any, first: date, last: date, *, sensitive: bool, by: User) -> CourtRecord:
    return CourtRecord(person, first, last, sensitive, by, local_now())


def _texts(said: Any) -> Iterator[str]:
    """Every text in what is to be said."""
    if isinstance(said, str):
        yield said
    else:
        for each in said.values() if isinstance(said, dict) else said:
            yield from _texts(each)


def _with_gaps(said: Any, gaps: dict[int, str]) -> Any:
    if isinstance(said, str):
        return said.translate(gaps)
    if isinstance(said, dict):
        return {name: _with_gaps(each, gaps) for name, each in said.items()}
    return [_with_gaps(each, gaps) for each in said]
