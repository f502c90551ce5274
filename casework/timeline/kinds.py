"""What the time line of a person is made of: each kind of entry is declared once, in `KINDS`.

A further kind is one more `Kind` in that list, with a `Moment` for each entry that one of its records has: the filter,
the search, the order, the pages and the statements follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases.brag import AssessmentState
from cases.models import Custody, Order
from casework.presenters import ContactEntry
from casework.timeline.records import (
    allocation_decisions,
    allocations,
    assessments,
    designations,
    ends_as_planned,
    enforcements,
    has_no_successor,
    is_first_allocation,
    is_imported_notice,
    notes,
    notices,
    occasions,
    oversights,
    progress,
    rar_days,
    rar_plans,
    referral_steps,
    referrals,
    reviews,
    revocation_decisions,
    terminations,
)
from casework.timeline.told import (
    told_of_allocation,
    told_of_assessment,
    told_of_custody,
    told_of_enforcement,
    told_of_follow_up,
    told_of_imported_notice,
    told_of_note,
    told_of_notice,
    told_of_occasion,
    told_of_officer,
    told_of_order,
    told_of_oversight,
    told_of_progress,
    told_of_rar_day,
    told_of_rar_plan,
    told_of_referral,
    told_of_referral_step,
    told_of_referral_taken_out,
    told_of_review,
    told_of_revocation,
    told_of_step_taken_out,
    told_of_taken_back,
    told_of_termination,
)
from contacts.models import Contact
from contacts.oversight import OversightState
from ui.words import named_lazy


@dataclass(frozen=True)
class Moment:
    """An entry that a record has in the time line.

    at       | the column that says when: a day, or a local time
    records  | the records with what is told of them; of one model it is the same in all its moments
    told     | the entry as its ``template`` draws it, of a record and of now
    of       | which records have the entry
    person   | the way to the person, where that does not go through a contact
    contact  | the way to the contact that it is about: then it is sensitive where that is, and leads there
    searched | the columns in which words are looked for; of a closed choice, in what a page calls it
    """

    at: str
    records: Callable[[], QuerySet]
    told: Callable[[Any, datetime], Any]
    of: Callable[[], Q] = Q
    person: str = "service_user"
    contact: str = ""
    searched: tuple[str, ...] = ()
    template: str = "casework/timeline_record.html"

    @property
    def whose(self) -> dict[str, Any]:
        """The way to its person, as conditions with what is left out: what the source took back is in no list."""
        if self.contact in ("", "pk"):
            return {"person": self.person}
        return {"person": f"{self.contact}__service_user", f"{self.contact}__withdrawn": False}


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its name in addresses, in the filter, and what it is made of."""

    code: str
    label: str | Promise
    moments: tuple[Moment, ...]


ORDER_TYPE = ("type", "order_ref")
OF_ORDER = "order__service_user"
OF_REFERRAL = "referral__service_user"
REFERRED_TO = ("referral__provider", "referral__kind__name")
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
                Contact.objects.all,
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
                Contact.objects.all,
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
                Contact.objects.all,
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
        (
            Moment("reviewed_on", reviews, told_of_review, searched=("status",)),
            Moment(
                "reviewed_at",
                assessments,
                told_of_assessment,
                lambda: ~Q(state=AssessmentState.AGREED),
                searched=("status", "what_changed"),
            ),
            Moment("happened_on", occasions, told_of_occasion, searched=("kind",)),
        ),
    ),
    Kind(
        "oversight",
        gettext_lazy("Management oversight"),
        # That a measure was agreed is a contact.
        (
            Moment(
                "asked_at",
                oversights,
                told_of_oversight(gettext_lazy("%(name)s asked for a temporary measure"), "asked_by", "reason"),
                searched=("reason",),
            ),
            Moment(
                "decided_at",
                oversights,
                told_of_oversight(
                    gettext_lazy("%(name)s refused a temporary measure"), "decided_by", "decision_reason"
                ),
                lambda: Q(state=OversightState.REFUSED),
                searched=("decision_reason",),
            ),
            Moment(
                "ended_at",
                oversights,
                told_of_oversight(gettext_lazy("%(name)s ended a temporary measure"), "ended_by", "end_reason"),
                lambda: Q(ended_at__isnull=False),
                searched=("end_reason",),
            ),
        ),
    ),
    Kind(
        "order",
        gettext_lazy("Orders"),
        (
            Moment(
                "starts_on", Order.objects.all, told_of_order(gettext_lazy("Start: %(order)s")), searched=ORDER_TYPE
            ),
            Moment(
                "ends_on",
                Order.objects.all,
                told_of_order(gettext_lazy("End: %(order)s")),
                ends_as_planned,
                searched=ORDER_TYPE,
            ),
            Moment(
                "terminated_on",
                Order.objects.all,
                told_of_order(gettext_lazy("Terminated: %(order)s")),
                lambda: Q(terminated_on__isnull=False),
                searched=ORDER_TYPE,
            ),
            Moment(
                "recorded_at",
                terminations,
                told_of_termination,
                person=OF_ORDER,
                searched=("reason", "details", "order__order_ref"),
            ),
            Moment(
                "taken_back_at",
                terminations,
                told_of_taken_back,
                lambda: Q(taken_back_at__isnull=False),
                person=OF_ORDER,
                searched=("taken_back_because", "order__order_ref"),
            ),
            Moment(
                "requirements_completed_on",
                progress,
                told_of_progress(gettext_lazy("Requirements completed")),
                lambda: Q(requirements_completed_on__isnull=False),
                person=OF_ORDER,
                searched=("order__order_ref",),
            ),
            Moment(
                "objectives_met_on",
                progress,
                told_of_progress(gettext_lazy("Objectives of the sentence plan met")),
                lambda: Q(objectives_met_on__isnull=False),
                person=OF_ORDER,
                searched=("order__order_ref",),
            ),
            Moment(
                "decided_at",
                revocation_decisions,
                told_of_revocation,
                person=OF_ORDER,
                searched=("reason", "order__order_ref"),
            ),
        ),
    ),
    Kind(
        "rar",
        gettext_lazy("RAR days"),
        (
            Moment("changed_at", rar_plans, told_of_rar_plan, person=OF_ORDER, searched=("rationale",)),
            Moment("used_on", rar_days, told_of_rar_day, person=OF_ORDER, searched=("note",)),
        ),
    ),
    Kind(
        "referral",
        gettext_lazy("Referrals"),
        (
            Moment("referred_on", referrals, told_of_referral, searched=("provider", "kind__name", "note")),
            Moment(
                "taken_out_at",
                referrals,
                told_of_referral_taken_out,
                lambda: Q(taken_out_at__isnull=False),
                searched=("provider", "kind__name", "taken_out_because"),
            ),
            Moment(
                "happened_on",
                referral_steps,
                told_of_referral_step,
                person=OF_REFERRAL,
                searched=("state", "reason", *REFERRED_TO),
            ),
            Moment(
                "taken_out_at",
                referral_steps,
                told_of_step_taken_out,
                lambda: Q(taken_out_at__isnull=False),
                person=OF_REFERRAL,
                searched=("state", "taken_out_because", *REFERRED_TO),
            ),
        ),
    ),
    Kind(
        "custody",
        gettext_lazy("Custody"),
        (
            Moment("starts_on", Custody.objects.all, told_of_custody(gettext_lazy("Start of a period in custody"))),
            Moment(
                "ends_on",
                Custody.objects.all,
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
            Moment(
                "decided_at",
                allocation_decisions,
                told_of_allocation,
                searched=("reason", "details", "exception", "handover", *OFFICER),
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
