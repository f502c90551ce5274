"""Conflicts as their page tells of them: columns and values in the words that staff use."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Allocation, BragReview, Custody, Designation, Order, ServiceUser
from cases.templatetags.cases import person_in_words
from casework.conflicts import Conflict
from contacts.models import Contact
from staff.models import User
from ui import formats
from ui.words import named, word_lazy

ENDS: dict[str, str | Promise] = {"ends_on": gettext_lazy("End date")}
# Of each kind of record, the columns that can be in conflict.
LABELS: dict[type[Model], dict[str, str | Promise]] = {
    ServiceUser: {
        "first_name": gettext_lazy("First name"),
        "last_name": gettext_lazy("Last name"),
        "date_of_birth": gettext_lazy("Date of birth"),
        "language": gettext_lazy("Language"),
        "office_id": gettext_lazy("Office"),
        "iom": gettext_lazy("IOM"),
        "address": gettext_lazy("Address"),
        "phone": gettext_lazy("Telephone"),
        "email": gettext_lazy("Email"),
    },
    Order: {
        "service_user_id": word_lazy("Service_user"),
        "type": gettext_lazy("Type of order"),
        "starts_on": gettext_lazy("Start date"),
        **ENDS,
        "terminated_on": gettext_lazy("Date of termination"),
    },
    Custody: ENDS,
    BragReview: {"status": gettext_lazy("BRAG status"), "reviewed_by_id": gettext_lazy("Reviewed by")},
    Allocation: {"officer_id": word_lazy("Case_manager"), **ENDS},
    Designation: ENDS,
    Contact: {
        "service_user_id": word_lazy("Service_user"),
        "officer_id": gettext_lazy("With"),
        "type_id": gettext_lazy("Type of contact"),
        "date": gettext_lazy("Date"),
        "start_time": gettext_lazy("Start time"),
        "end_time": gettext_lazy("End time"),
        "withdrawn": gettext_lazy("Withdrawn in nDelius"),
        "place": gettext_lazy("Place"),
        "notice_issued_at": gettext_lazy("Written notice issued"),
        "slip_uploaded": gettext_lazy("Appointment slip uploaded"),
        "other_activity": gettext_lazy("At the same time"),
        "outcome_id": gettext_lazy("Outcome"),
        "cancelled_by": gettext_lazy("Cancelled by"),
        "follow_up": gettext_lazy("Follow-up"),
        "follow_up_on": gettext_lazy("Date of follow-up"),
        "follow_up_contact_id": gettext_lazy("Further appointment"),
    },
}
# What is referred to, by id, in words.
Names = dict[type[Model], dict[Any, str]]


@dataclass(frozen=True)
class ConflictEntry:
    """A conflict as its page tells of it. ``rows`` are a label, what is recorded here, and what the file says."""

    conflict: Conflict
    rows: list[tuple[str, str, str]]

    @property
    def heading(self) -> str:
        return heading_of(self.conflict.record)

    @property
    def since(self) -> str:
        return formats.weekday(timezone.localtime(self.conflict.since).date())

    @property
    def contact(self) -> int | None:
        """The contact (id) that it is about, where that has a page."""
        record = self.conflict.record
        return record.pk if isinstance(record, Contact) and not record.withdrawn else None


def entries(conflicts: Iterable[Conflict], user: User) -> list[ConflictEntry]:
    """The conflicts as ``user`` may read them."""
    found = list(conflicts)
    names = _names(found, user)
    return [ConflictEntry(conflict, _rows(conflict, names)) for conflict in found]


def heading_of(record: Any) -> str:
    """Which record it is."""
    match record:
        case Contact():
            return _("%(type)s, %(day)s") % {"type": record.type, "day": formats.weekday(record.date)}
        case Order():
            words = {"order": record.get_type_display(), "day": formats.day(record.starts_on)}
            return _("%(order)s from %(day)s") % words
        case Custody():
            return _("Custody from %(day)s") % {"day": formats.day(record.starts_on)}
        case BragReview():
            return _("BRAG review on %(day)s") % {"day": formats.day(record.reviewed_on)}
        case Allocation():
            day = formats.day(record.starts_on)
            return named(_("%(Case_manager)s from %(day)s: %(officer)s"), day=day, officer=record.officer)
        case Designation():
            day = formats.day(record.starts_on)
            return _("Named in the sentence plan from %(day)s: %(officer)s") % {"day": day, "officer": record.officer}
    return _("Personal details")


def _rows(conflict: Conflict, names: Names) -> list[tuple[str, str, str]]:
    labels = LABELS[type(conflict.record)]
    return [
        (
            str(labels[each.field.column]),
            _in_words(each.field, each.held, names),
            _in_words(each.field, each.said, names),
        )
        for each in conflict.differences
    ]


def _in_words(field: Any, value: Any, names: Names) -> str:
    """A value of the column; empty where there is none."""
    if value is None:
        return ""
    if isinstance(field, ForeignKey):
        return names[field.related_model][value]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return _moment(value, value.time())
        case date():
            return formats.weekday(value) if field.model is Contact else formats.day(value)
        case time():
            return formats.clock(value)
    return str(value)


def _moment(day: date, at: time) -> str:
    return _("%(day)s at %(time)s") % {"day": formats.weekday(day), "time": formats.clock(at)}


def _names(conflicts: list[Conflict], user: User) -> Names:
    """Whatever the values refer to: people through the gate, appointments by their day, the rest by name."""
    wanted: dict[type[Model], set] = defaultdict(set)
    for difference in (each for conflict in conflicts for each in conflict.differences):
        if isinstance(difference.field, ForeignKey):
            wanted[difference.field.related_model] |= {difference.held, difference.said} - {None}
    return {model: _names_of(model, ids, user) for model, ids in wanted.items()}


def _names_of(model: type[Model], ids: set, user: User) -> dict[Any, str]:
    if model is ServiceUser:
        return {each.pk: person_in_words(each) for each in ServiceUser.objects.seen_by(user).filter(pk__in=ids)}
    if model is Contact:
        contacts = Contact.everything.filter(pk__in=ids)
        return {contact.pk: _moment(contact.date, contact.start_time) for contact in contacts}
    return {pk: str(each) for pk, each in model._base_manager.in_bulk(ids).items()}
