"""The time line of a person: everything that is recorded with a date, in one order, a page at a time.

Where each entry stands is one statement, the union of a small select for each `Moment`; the records of a page are then
read by kind. Every model is asked, also where a page has none of it: a page takes as many statements as any other.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import (
    Case,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.db import IsAnyOf, LocalDateTimeField
from base.months import Month
from base.statements import Statement
from cases.models import ServiceUser
from casework.possible import holds
from casework.selectors import IDS, contacts_of
from casework.timeline.kinds import KINDS, Moment
from contacts.calendar import business_days
from contacts.models import Contact, Note
from ui.views import Pages


class Sort(TextChoices):
    NEWEST = "newest", _("Newest first")
    NEXT = "next", _("Next first")


class Sensitivity(TextChoices):
    WITHOUT = "without", _("Without sensitive contacts")
    ONLY = "only", _("Only sensitive contacts")


class Key(NamedTuple):
    """Where an entry stands: its moment (a place in `MOMENTS`), when, of which record, and whether it is sensitive."""

    moment: int
    at: datetime
    record: int
    is_sensitive: bool
    is_to_come: bool


@dataclass(frozen=True)
class Entry:
    """An entry as a page draws it: ``told`` is what its ``template`` reads as ``entry``."""

    key: Key
    record: Any
    told: Any

    @property
    def moment(self) -> Moment:
        return MOMENTS[self.key.moment][1]

    @property
    def contact(self) -> Contact | None:
        """The contact that it is about."""
        way = self.moment.contact
        return self.record if way == "pk" else getattr(self.record, way) if way else None

    @property
    def time(self) -> time | None:
        """Of the day, where one is recorded."""
        return None if self.record_is_of_a_day else self.key.at.time()

    @property
    def record_is_of_a_day(self) -> bool:
        return not isinstance(getattr(self.record, self.moment.at), datetime)


class Part(NamedTuple):
    """The entries of a page that are to come or are not, by month."""

    heading: str | Promise
    months: list[tuple[Month, list[Entry]]]


# Every moment with the code of its kind: its place in this list stands for it in the statement.
MOMENTS: list[tuple[str, Moment]] = [(kind.code, moment) for kind in KINDS for moment in kind.moments]
HEADINGS = {True: _("Today and to come"), False: _("Before today")}
KEY = Key._fields


def _reading(moment: Moment) -> Statement[Any]:
    return Statement(lambda: moment.records().filter(IsAnyOf(F("pk"), IDS)))


# The records by model, but for contacts, of which more is told.
READ: dict[type[Model], Statement[Any]] = {
    moment.records().model: _reading(moment) for _code, moment in MOMENTS if moment.records().model is not Contact
}


@dataclass(frozen=True)
class Timeline:
    """The entries of a person, as they are asked for. ``now`` is local."""

    person: ServiceUser
    now: datetime
    kinds: Collection[str] = ()
    words: str = ""
    sensitivity: str = ""
    sort: str = Sort.NEWEST

    @cached_property
    def keys(self) -> QuerySet[Any, Any]:
        """Where the entries stand, in order, as tuples of a `Key`."""
        asked = [
            self._keys_of(place, moment)
            for place, (code, moment) in enumerate(MOMENTS)
            if not self.kinds or code in self.kinds
        ]
        first, *others = asked
        return first.union(*others, all=True).order_by(*self._order)

    def page(self, number: Any) -> Page:
        """A page of keys; the last where there are fewer."""
        return Pages(self.keys, None).get_page(number)

    def entries(self, keys: Sequence[tuple]) -> list[Entry]:
        """The entries that stand there, in the same order."""
        # Asked once, whether or not something on the page was recorded late or has days left.
        business_days()
        found = [Key(*each[: len(KEY)]) for each in keys]
        ids: dict[type[Model], set[int]] = defaultdict(set)
        for key in found:
            ids[MOMENTS[key.moment][1].records().model].add(key.record)
        records: dict[tuple[type[Model], int], Any] = {}
        for contact in contacts_of(self.person, ids[Contact], self.now.date()):
            records[Contact, contact.pk] = contact
        for model, statement in READ.items():
            records |= {(model, record.pk): record for record in statement.rows(ids=sorted(ids[model]))}
        return [self._entry(key, records) for key in found]

    def _entry(self, key: Key, records: dict[tuple[type[Model], int], Any]) -> Entry:
        moment = MOMENTS[key.moment][1]
        record = records[moment.records().model, key.record]
        return Entry(key, record, moment.told(record, self.now))

    @property
    def _order(self) -> list[str]:
        """Newest first; or next first: what is to come from the soonest on, then what is past from the latest back."""
        return ["-at", "moment", "-record"] if self.sort != Sort.NEXT else ["-is_to_come", "away", "moment", "record"]

    def _keys_of(self, place: int, moment: Moment) -> QuerySet[Any, Any]:
        conditions = moment.whose
        person = conditions.pop("person")
        today = Value(datetime.combine(self.now.date(), time.min), LocalDateTimeField())
        records = moment.records().filter(moment.of(), self._matching(moment), **{person: self.person}, **conditions)
        keyed = records.prefetch_related(None).order_by().annotate(
            moment=Value(place, IntegerField()),
            at=Cast(moment.at, LocalDateTimeField()),
            record=F("pk"),
            is_sensitive=self._sensitive(moment),
            is_to_come=holds(Q(at__gte=today)),
        )  # fmt: skip
        if self.sensitivity:
            keyed = keyed.filter(is_sensitive=self.sensitivity == Sensitivity.ONLY)
        away = Case(When(is_to_come=True, then=F("at") - today), default=today - F("at"), output_field=DurationField())
        return keyed.annotate(away=ExpressionWrapper(away, DurationField())).values_list(*KEY, "away")

    def _sensitive(self, moment: Moment) -> Any:
        """What is recorded about a contact is sensitive where that is: where one of its notes is (`contacts.notes`)."""
        if not moment.contact:
            return holds(Q(pk=None))
        way = moment.contact if moment.contact == "pk" else f"{moment.contact}_id"
        return Exists(Note.objects.filter(contact=OuterRef(way), sensitive=True))

    def _matching(self, moment: Moment) -> Q:
        """Each of the words stands somewhere in what is searched."""
        found = Q()
        for word in self.words.split():
            says = Q(pk=None)
            for column in moment.searched:
                says |= self._says(moment.records().model, column, word)
            found &= says
        return found

    def _says(self, model: type[Model], column: str, word: str) -> Q:
        labels = [] if "__" in column else getattr(model._meta.get_field(column), "flatchoices", [])
        if labels:
            return Q(**{f"{column}__in": [value for value, label in labels if word.lower() in str(label).lower()]})
        return Q(**{f"{column}__icontains": word})


def by_month(entries: Sequence[Entry]) -> list[Part]:
    """The entries of a page in parts, what is to come apart, each by month."""
    parts = []
    for to_come, theirs in groupby(entries, lambda entry: entry.key.is_to_come):
        months = groupby(theirs, lambda entry: Month.of(entry.key.at.date()))
        parts.append(Part(HEADINGS[to_come], [(month, list(each)) for month, each in months]))
    return parts
