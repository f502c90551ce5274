"""What the record for court says, in words: the same for its page and its PDF."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from cases.models import Custody, Order, Referral
from casework.presenters import GIVEN
from contacts.models import Contact, Enforcement, Note, NoticeMethod
from ui.formats import clock, day, period, timespan
from ui.words import word

# A label, and paragraphs of lines.
Fact = tuple[str, list[list[str]]]


class Part(TypedDict):
    """An order, a referral or a contact."""

    heading: str
    facts: list[Fact]


class Section(TypedDict):
    """A heading with facts of its own, or with parts; ``none`` says that there are none of these."""

    heading: str
    facts: list[Fact]
    parts: list[Part]
    none: str


def sections_of(
    person: Any,
    custody: Sequence[Custody],
    orders: Sequence[Order],
    referrals: Sequence[Referral],
    contacts: Sequence[Contact],
) -> list[Section]:
    return [
        {"heading": word("Service_user"), "facts": list(_of_person(person, custody)), "parts": [], "none": ""},
        {
            "heading": _("Orders"),
            "facts": [],
            "parts": [{"heading": order.get_type_display(), "facts": list(_of_order(order))} for order in orders],
            "none": "" if orders else _("There are no orders in this period."),
        },
        {
            "heading": _("Referrals"),
            "facts": [],
            "parts": [{"heading": str(each.kind), "facts": list(_of_referral(each))} for each in referrals],
            "none": "" if referrals else _("There are no referrals in this period."),
        },
        {
            "heading": _("Contacts"),
            "facts": [],
            "parts": [{"heading": _heading(contact), "facts": list(_of_contact(contact))} for contact in contacts],
            "none": "" if contacts else _("There are no contacts in this period."),
        },
    ]


def fact(label: str, *paragraphs: str) -> Fact:
    """What somebody typed in several lines keeps them."""
    return label, [paragraph.split("\n") for paragraph in paragraphs]


def _of_person(person: Any, custody: Iterable[Custody]) -> Iterator[Fact]:
    yield fact(_("Name"), person.name)
    yield fact(_("CRN"), person.crn)
    if person.date_of_birth:
        yield fact(_("Date of birth"), day(person.date_of_birth))
    yield fact(_("Office"), str(person.office))
    if periods := [period(each.starts_on, each.ends_on) for each in custody]:
        yield fact(_("In custody"), *periods)


def _of_order(order: Order) -> Iterator[Fact]:
    yield fact(_("Reference"), order.order_ref)
    yield fact(_("Period"), period(order.starts_on, order.ends_on))
    if order.terminated_on:
        yield fact(_("Terminated on"), day(order.terminated_on))
    if requirements := [str(each) for each in order.requirements.all()]:
        yield fact(_("Requirements"), *requirements)
    if plan := getattr(order, "rar_plan", None):
        yield fact(_("RAR days ordered"), str(plan.ordered))
        yield fact(_("RAR days used in this period"), *(_rar_days(order) or [_("None")]))
    progress = getattr(order, "progress", None)
    if progress and progress.requirements_completed_on:
        yield fact(_("Requirements completed on"), day(progress.requirements_completed_on))


def _rar_days(order: Order) -> list[str]:
    words = _("%(day)s: %(note)s")
    return [words % {"day": day(each.used_on), "note": each.note} for each in order.rar_days.all()]


def _of_referral(referral: Referral) -> Iterator[Fact]:
    """What was noted about it is for those who work with the person, and no part of the record."""
    yield fact(_("Referral to"), referral.provider)
    if referral.order:
        yield fact(_("Order"), f"{referral.order.get_type_display()}, {referral.order}")
    yield fact(_("Made"), day(referral.referred_on))
    for step in referral.steps.all():
        yield fact(step.get_state_display(), day(step.happened_on), *filter(None, [step.reason]))


def _heading(contact: Contact) -> str:
    words = _("%(day)s, %(time)s: %(type)s")
    time = timespan(contact.start_time, contact.end_time)
    return words % {"day": day(contact.date), "time": time, "type": contact.type}


def _of_contact(contact: Contact) -> Iterator[Fact]:
    yield fact(_("With"), str(contact.officer))
    if contact.place:
        yield fact(_("Place"), contact.place)
    yield fact(_("Written notice"), *_notices(contact))
    yield fact(_("Outcome"), *_outcome(contact))
    if contact.follow_up_on:
        yield fact(_("Follow-up"), *_follow_up(contact, contact.follow_up_on))
    if enforcements := list(contact.enforcements.all()):
        yield fact(_("Enforcement"), *_enforcements(enforcements))
    if notes := list(contact.notes.all()):
        yield fact(_("Notes"), *_notes(notes))


def _notices(contact: Contact) -> list[str]:
    """Every one that was recorded here, or else when one was given as the source says."""
    issued = contact.notice_issued_at
    if not issued:
        return [_("No written notice was issued.")]
    given = [
        GIVEN[NoticeMethod(notice.method)]
        % {"day": day(notice.issued_at), "time": clock(notice.issued_at.time())}
        for notice in contact.notices.all()
    ]  # fmt: skip
    if not given:
        given = [_("It was issued on %(day)s at %(time)s.") % {"day": day(issued), "time": clock(issued.time())}]
    if not contact.notice_current:
        given.append(_("The place, date or time changed after the notice, and no new notice was issued."))
    return given


def _outcome(contact: Contact) -> list[str]:
    told = [str(contact.outcome)] if contact.outcome else []
    if contact.cancelled_by:
        by = {"who": contact.get_cancelled_by_display(), "reason": contact.cancellation_reason}
        told.append((_("Cancelled by: %(who)s. %(reason)s") % by).strip())
    return told or [_("Not recorded")]


def _follow_up(contact: Contact, done_on: date) -> list[str]:
    told = [_("%(day)s: %(what)s.") % {"day": day(done_on), "what": contact.get_follow_up_display()}]
    if further := contact.follow_up_contact:
        when = {"day": day(further.date), "time": clock(further.start_time)}
        told.append(_("The further appointment was offered for %(day)s at %(time)s.") % when)
    return told


def _enforcements(enforcements: Iterable[Enforcement]) -> Iterator[str]:
    for each in enforcements:
        what = {"day": day(each.taken_on), "what": each.action, "officer": each.recorded_by}
        yield _("%(day)s: %(what)s, recorded by %(officer)s.") % what
        if each.respond_by:
            yield _("An answer is awaited until %(day)s.") % {"day": day(each.respond_by)}


def _notes(notes: Iterable[Note]) -> Iterator[str]:
    """Each with who wrote it and when; one that is sensitive says so."""
    for note in notes:
        words = _("%(officer)s wrote this on %(day)s at %(time)s.")
        if note.sensitive:
            words = _("%(officer)s wrote this sensitive note on %(day)s at %(time)s.")
        written = note.written_at
        yield words % {"officer": note.written_by, "day": day(written), "time": clock(written.time())}
        yield note.text
