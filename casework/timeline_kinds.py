"""What the time line of a person is made of: each kind of entry is declared once, in `KINDS`.

A further kind is one more `Kind` in that list, with a `Moment` for each entry that one of its records has: the filter,
the search, the order, the pages and the statements follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Allocation, BragReview, Custody, Designation, Order
from casework.presenters import (
    ContactEntry,
    given_in_words,
    moment_in_words,
    recorded_in_words,
    stated_in_words,
    when_in_words,
)
from contacts.models import Attachment, Contact, Enforcement, Note, Notice
from ui.formats import weekday
from ui.words import named, named_lazy


class Told(NamedTuple):
    """An entry in words: what happened, the sentences below it, marks, and what was written, with its files."""

    heading: str
    sentences: list[str]
    marks: list[str] = []
    text: str = ""
    files: list[dict[str, Any]] = []


@dataclass(frozen=True)
class Moment:
    """An entry that a record has in the time line.

    at       | the column that says when: a day, or a local time
    records  | the records with what is told of them; of one model it is the same in all its moments
    told     | the entry as its ``template`` draws it, of a record and of now
    of       | which records have the entry
    contact  | the way to the contact that it is about: then it is sensitive where that is, and leads there
    searched | the columns in which words are looked for; of a closed choice, in what a page calls it
    """

    at: str
    records: Callable[[], QuerySet]
    told: Callable[[Any, datetime], Any]
    of: Callable[[], Q] = Q
    contact: str = ""
    searched: tuple[str, ...] = ()
    template: str = "casework/timeline_record.html"

    @property
    def whose(self) -> dict[str, Any]:
        """The way to its person, as conditions with what is left out: what the source took back is in no list."""
        if self.contact in ("", "pk"):
            return {"person": "service_user"}
        return {"person": f"{self.contact}__service_user", f"{self.contact}__withdrawn": False}


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its name in addresses, in the filter, and what it is made of."""

    code: str
    label: str | Promise
    moments: tuple[Moment, ...] = field(default_factory=tuple)


def contacts() -> QuerySet[Contact]:
    """They are read as the person's page tells of them (`selectors.contacts_of`)."""
    return Contact.objects.all()


def notices() -> QuerySet[Notice]:
    return Notice.objects.defer("slip", "letters").select_related("issued_by", "contact__type")


def notes() -> QuerySet[Note]:
    files = Attachment.objects.filter(note=OuterRef("pk")).order_by("pk")
    described = files.values(json=JSONObject(pk="pk", name="name", size="size"))
    return Note.objects.annotate(files=ArraySubquery(described)).select_related("written_by", "contact__type")


def enforcements() -> QuerySet[Enforcement]:
    return Enforcement.objects.select_related("action", "recorded_by", "contact__type")


def reviews() -> QuerySet[BragReview]:
    return BragReview.objects.select_related("reviewed_by")


def orders() -> QuerySet[Order]:
    return Order.objects.all()


def custody() -> QuerySet[Custody]:
    return Custody.objects.all()


def allocations() -> QuerySet[Allocation]:
    return Allocation.objects.select_related("officer")


def designations() -> QuerySet[Designation]:
    return Designation.objects.select_related("officer")


def told_of_notice(notice: Notice, now: datetime) -> Told:
    late = [
        (notice.is_recorded_late, gettext_lazy("Recorded late")),
        (notice.is_posted_late, gettext_lazy("Posted late")),
    ]
    sentences = [given_in_words(notice), stated_in_words(notice), recorded_in_words(notice)]
    return Told(_("Written notice"), sentences, [str(words) for holds, words in late if holds])


def told_of_imported_notice(contact: Any, now: datetime) -> Told:
    return Told(_("Written notice"), [])


def told_of_follow_up(contact: Any, now: datetime) -> Told:
    entry, further = ContactEntry(contact, now), contact.follow_up_contact
    sentences = [entry.follow_up_fault] if entry.follow_up_fault else []
    if further:
        sentences.append(_("Further appointment: %(when)s.") % {"when": when_in_words(further)})
    if entry.follow_up_record:
        sentences.append(recorded_in_words(entry.follow_up_record))
    late = [_("Recorded late")] if entry.follow_up_is_recorded_late else []
    return Told(contact.get_follow_up_display(), sentences, late)


def told_of_enforcement(enforcement: Enforcement, now: datetime) -> Told:
    recorded = {"officer": enforcement.recorded_by, **moment_in_words(enforcement.recorded_at)}
    sentences = [_("%(officer)s recorded this on %(day)s at %(time)s.") % recorded]
    if enforcement.respond_by:
        sentences.append(_("An answer is awaited until %(day)s.") % {"day": weekday(enforcement.respond_by)})
    return Told(str(enforcement.action), sentences)


def told_of_note(note: Any, now: datetime) -> Told:
    written = _("Written by %(name)s.") % {"name": note.written_by}
    return Told(_("Note"), [written], text=note.text, files=note.files)


def told_of_review(review: BragReview, now: datetime) -> Told:
    heading = _("BRAG status: %(status)s") % {"status": review.get_status_display()}
    by = [_("Reviewed by %(name)s.") % {"name": review.reviewed_by}] if review.reviewed_by else []
    return Told(heading, by)


def told_of_order(heading: str | Promise) -> Callable[[Order, datetime], Told]:
    def told(order: Order, now: datetime) -> Told:
        dates = {"first": weekday(order.starts_on), "last": weekday(order.ends_on)}
        return Told(
            str(heading) % {"order": order.get_type_display()},
            [_("Reference: %(reference)s.") % {"reference": order}, _("From %(first)s to %(last)s.") % dates],
        )

    return told


def told_of_custody(heading: str | Promise) -> Callable[[Custody, datetime], Told]:
    return lambda custody, now: Told(str(heading), [])


def told_of_officer(heading: str | Promise) -> Callable[[Allocation | Designation, datetime], Told]:
    def told(period: Allocation | Designation, now: datetime) -> Told:
        agreed = getattr(period, "agreed_with", "")
        sentences = [_("Agreed with %(name)s.") % {"name": agreed}] if agreed else []
        return Told(named(heading, officer=period.officer), sentences)

    return told


def is_imported_notice() -> Q:
    """Whether a contact's notice was given elsewhere: no `Notice` tells of it."""
    told = Notice.objects.filter(contact=OuterRef("pk"), issued_at=OuterRef("notice_issued_at"))
    return Q(notice_issued_at__isnull=False) & ~Q(Exists(told))


def has_no_successor() -> Q:
    """Whether nobody took over when an allocation ended: where somebody did, that entry says so."""
    follows = Allocation.objects.filter(service_user=OuterRef("service_user"), starts_on=OuterRef("ends_on") + 1)
    return Q(ends_on__isnull=False) & ~Q(Exists(follows))


def is_first_allocation() -> Q:
    earlier = Allocation.objects.filter(service_user=OuterRef("service_user"), starts_on__lt=OuterRef("starts_on"))
    return ~Q(Exists(earlier))


ORDER_TYPE = ("type", "order_ref")
OFFICER = ("officer__first_name", "officer__last_name")
# What the entries about a contact are found by, beside their own words.
OF_CONTACT = ("contact__type__description",)

# In the order of the filter, and of entries of the same time.
KINDS = (
    Kind(
        "contact",
        gettext_lazy("Contacts"),
        (
            Moment(
                "starts_at",
                contacts,
                ContactEntry,
                contact="pk",
                searched=("type__description", "outcome__description", "cancellation_reason"),
                template="casework/timeline_entry.html",
            ),
        ),
    ),
    Kind(
        "notice",
        gettext_lazy("Written notices"),
        (
            Moment("issued_at", notices, told_of_notice, contact="contact", searched=OF_CONTACT),
            Moment(
                "notice_issued_at",
                contacts,
                told_of_imported_notice,
                is_imported_notice,
                contact="pk",
                searched=("type__description",),
            ),
        ),
    ),
    Kind(
        "note",
        gettext_lazy("Notes"),
        (Moment("written_at", notes, told_of_note, contact="contact", searched=("text", *OF_CONTACT)),),
    ),
    Kind(
        "follow_up",
        gettext_lazy("Follow-ups"),
        (
            Moment(
                "follow_up_on",
                contacts,
                told_of_follow_up,
                lambda: ~Q(follow_up=""),
                contact="pk",
                searched=("follow_up", "type__description"),
            ),
        ),
    ),
    Kind(
        "enforcement",
        gettext_lazy("Enforcement"),
        (
            Moment(
                "taken_on",
                enforcements,
                told_of_enforcement,
                contact="contact",
                searched=("action__description", *OF_CONTACT),
            ),
        ),
    ),
    Kind(
        "brag",
        gettext_lazy("BRAG reviews"),
        (Moment("reviewed_on", reviews, told_of_review, searched=("status",)),),
    ),
    Kind(
        "order",
        gettext_lazy("Orders"),
        (
            Moment("starts_on", orders, told_of_order(gettext_lazy("Start: %(order)s")), searched=ORDER_TYPE),
            Moment(
                "ends_on",
                orders,
                told_of_order(gettext_lazy("End: %(order)s")),
                lambda: Q(terminated_on=None) | Q(terminated_on__gt=F("ends_on")),
                searched=ORDER_TYPE,
            ),
            Moment(
                "terminated_on",
                orders,
                told_of_order(gettext_lazy("Terminated: %(order)s")),
                lambda: Q(terminated_on__isnull=False),
                searched=ORDER_TYPE,
            ),
        ),
    ),
    Kind(
        "custody",
        gettext_lazy("Custody"),
        (
            Moment("starts_on", custody, told_of_custody(gettext_lazy("Start of a period in custody"))),
            Moment(
                "ends_on",
                custody,
                told_of_custody(gettext_lazy("End of a period in custody")),
                lambda: Q(ends_on__isnull=False),
            ),
        ),
    ),
    Kind(
        "transfer",
        named_lazy(gettext_lazy("Changes of %(case_manager)s")),
        (
            Moment(
                "starts_on",
                allocations,
                told_of_officer(gettext_lazy("Allocated to %(officer)s")),
                is_first_allocation,
                searched=OFFICER,
            ),
            Moment(
                "starts_on",
                allocations,
                told_of_officer(gettext_lazy("Transferred to %(officer)s")),
                lambda: ~is_first_allocation(),
                searched=OFFICER,
            ),
            Moment(
                "ends_on",
                allocations,
                told_of_officer(gettext_lazy("Allocation to %(officer)s ended")),
                has_no_successor,
                searched=OFFICER,
            ),
        ),
    ),
    Kind(
        "designation",
        named_lazy(gettext_lazy("Designated %(case_managers)s")),
        (
            Moment(
                "starts_on",
                designations,
                told_of_officer(gettext_lazy("%(officer)s named in the sentence plan")),
                searched=OFFICER,
            ),
            Moment(
                "ends_on",
                designations,
                told_of_officer(gettext_lazy("%(officer)s no longer named in the sentence plan")),
                lambda: Q(ends_on__isnull=False),
                searched=OFFICER,
            ),
        ),
    ),
)
