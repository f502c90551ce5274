"""What the scan looks for. Each kind of alert is declared once: here, in `alerts.brag` or in `alerts.oversight`.

A `Finding` says what an alert is about, how such things are found, the day that is shown, its words, the page on which
it is mended, and whether the home page lists it. The scan, the pages, the filter of the caseload and the check in the
database read `FINDINGS`. One more kind is one more declaration, and a migration for the check.
The rules are in docs/rules.md, section 5.
"""

from datetime import timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from alerts.brag import BRAG_FINDINGS
from alerts.declaration import AS_OF, CLOCK, LAST_MONTH, MONTH, TO_COME, Asked, Finding
from alerts.oversight import OVERSIGHT_FINDINGS
from cases.models import FileValue, Order, ServiceUser
from contacts import facts
from contacts.criteria import Test, Verdict, Worth, can_still_count, fails
from contacts.enforcement import EVIDENCE_AWAITED, NOT_KNOWN_YET
from contacts.messages import Message, MessageKind
from contacts.models import Contact, Enforcement
from contacts.months import Result
from contacts.oversight import RECORDED_AS
from contacts.overtaken import IN_CUSTODY, ORDER_OVER, TO_REBOOK, is_in_custody, is_order_over, is_to_rebook
from contacts.unseen import WEEKS, not_seen_since
from staff.access import CASEWORK

NOTICE_DAYS = timedelta(days=7)
UNSEEN_SINCE = ExpressionWrapper(AS_OF - timedelta(days=7 * WEEKS - 1), output_field=DateField())


def outcome_missing(asked: Asked) -> QuerySet[Contact]:
    """Contacts that are over with no outcome. Of today's, those whose end has passed.

    A record that oversight was given is no appointment, and has none.
    """
    ended = Q(end_time__lte=CLOCK) | Q(end_time=None, start_time__lte=CLOCK)
    return asked.contacts.open().filter(Q(date__lt=AS_OF) | Q(ended, date=AS_OF)).exclude(type=RECORDED_AS)


def evidence_due(asked: Asked) -> QuerySet[Contact]:
    """Absences whose reason is not known yet, where the last day for evidence of it has passed."""
    awaited = Enforcement.objects.filter(contact=OuterRef("pk"), action=EVIDENCE_AWAITED)
    last = Subquery(awaited.order_by("-respond_by").values("respond_by")[:1])
    return asked.contacts.filter(outcome=NOT_KNOWN_YET).annotate(answer_by=last).filter(answer_by__lt=AS_OF)


def follow_up_due(asked: Asked) -> QuerySet[Contact]:
    """Non-attendances that can still be followed up."""
    return _missed(asked).filter(verdict=Verdict.PENDING_FOLLOW_UP)


def follow_up_missed(asked: Asked) -> QuerySet[Contact]:
    """Non-attendances of this month and the last that were not followed up in time."""
    return _missed(asked).filter(verdict=Verdict.NO_FOLLOW_UP)


def in_custody(asked: Asked) -> QuerySet[Contact]:
    """Appointments to come on a day in custody."""
    return asked.to_come.filter(is_in_custody())


def order_over(asked: Asked) -> QuerySet[Contact]:
    """Appointments to come after the person's last order, where custody is no reason already."""
    return asked.to_come.filter(is_order_over(), ~is_in_custody())


def to_rebook(asked: Asked) -> QuerySet[Contact]:
    """Appointments to come with a former case manager."""
    return facts.judged(asked.to_go_ahead, AS_OF, asked.standing).filter(is_to_rebook())


def notice_missing(asked: Asked) -> QuerySet[Contact]:
    """Appointments of the next seven days that can count but for their written notice."""
    soon = facts.judged(asked.to_go_ahead.filter(date__lte=AS_OF + NOTICE_DAYS), AS_OF, asked.standing)
    return soon.filter(can_still_count(TO_COME), fails(Test.WRITTEN_NOTICE))


def not_reached(asked: Asked) -> QuerySet[Contact]:
    """Appointments to come of which a message, a reminder or the notice that stands, did not arrive."""
    stands = Q(kind=MessageKind.REMINDER) | Q(notice__issued_at=OuterRef("notice_issued_at"))
    messages = Message.objects.undelivered().filter(stands, contact=OuterRef("pk"))
    return asked.to_go_ahead.filter(Exists(messages))


def nothing_booked(asked: Asked) -> QuerySet[ServiceUser]:
    """People whose month is not met and has nothing in it that could still meet it."""
    booked = asked.contacts.open().filter(date__range=(AS_OF, MONTH.last))
    hopeful = facts.judged(booked, AS_OF, asked.standing).filter(can_still_count(TO_COME))
    people: Any = facts.listed(asked.people, MONTH, AS_OF, asked.ids, asked.standing)
    return people.filter(result=Result.PENDING, unsettled=False).exclude(pk__in=hopeful.values("service_user"))


def not_seen(asked: Asked) -> QuerySet[ServiceUser]:
    """People in scope for six weeks and not in custody who attended nothing that counts in those weeks."""
    return not_seen_since(asked.people, UNSEEN_SINCE, AS_OF)


def order_overdue(asked: Asked) -> QuerySet[Order]:
    """Orders past their end date and not terminated."""
    return Order.objects.overdue(AS_OF).filter(service_user__in=asked.ids)


def early_revocation(asked: Asked) -> QuerySet[Order]:
    """Orders of which all is done, so that their early revocation is to be considered (Source B, 2.2g)."""
    return Order.objects.to_consider_for_revocation(AS_OF).filter(service_user__in=asked.ids)


def file_conflict(asked: Asked) -> QuerySet[ServiceUser]:
    """People of whose records a file said something other than is recorded here, which nobody has decided about."""
    conflicts = FileValue.objects.in_conflict()
    theirs = conflicts.filter(service_user=OuterRef("pk")).order_by("conflict_since")
    since = Subquery(theirs.values(day=TruncDate("conflict_since"))[:1])
    return asked.people.filter(pk__in=conflicts.values("service_user")).annotate(in_conflict_since=since)


def _missed(asked: Asked) -> Any:
    """Contacts of this month and the last that were missed and not followed up; their verdicts say if they can be."""
    recent: Any = facts.judged(asked.contacts.filter(date__gte=LAST_MONTH), AS_OF, asked.standing)
    # The verdicts say that already; said like this, the database finds them by an index.
    return recent.filter(worth=Worth.MISSED, follow_up_due__gte=LAST_MONTH)


# The most pressing first: a further appointment that is offered late loses the month.
FINDINGS = [
    Finding(
        kind="follow_up_due",
        label=_("Further appointment to offer"),
        about=Contact,
        found=follow_up_due,
        page="follow_up",
        to_do=_("Offer a further appointment."),
        due_on="follow_up_due",
        sentence=_("Offer a further appointment by %(weekday)s."),
        counted=True,
        heading=_("Further appointments to offer"),
    ),
    Finding(
        kind="outcome_missing",
        label=_("Outcome to record"),
        about=Contact,
        found=outcome_missing,
        page="record_outcome",
        to_do=_("Record the outcome of the appointment."),
        due_on="date",
        heading=_("Outcomes to record"),
    ),
    Finding(
        kind="evidence_due",
        label=_("Absence to decide"),
        about=Contact,
        found=evidence_due,
        page="record_outcome",
        to_do=_("Decide whether the absence is acceptable."),
        due_on="answer_by",
        sentence=_("Evidence was awaited until %(weekday)s."),
        heading=_("Absences to decide"),
    ),
    Finding(
        kind="in_custody",
        label=_("Appointment to cancel because of custody"),
        about=Contact,
        found=in_custody,
        page="cancel",
        to_do=_("Cancel the appointment, because the %(service_user)s is in custody that day."),
        due_on="date",
        sentence=IN_CUSTODY,
        heading=_("Appointments to cancel because of custody"),
    ),
    Finding(
        kind="order_over",
        label=_("Appointment to cancel because the order is over"),
        about=Contact,
        found=order_over,
        page="cancel",
        to_do=_("Cancel the appointment, because the order is over by that day."),
        due_on="date",
        sentence=ORDER_OVER,
        heading=_("Appointments to cancel because the order is over"),
    ),
    Finding(
        kind="to_rebook",
        label=_("Appointment to rebook"),
        about=Contact,
        found=to_rebook,
        page="rearrange",
        to_do=_("Rearrange the appointment, because it is with a former %(case_manager)s."),
        due_on="date",
        sentence=TO_REBOOK,
        heading=_("Appointments to rebook"),
    ),
    Finding(
        kind="notice_missing",
        label=_("Notice to issue"),
        about=Contact,
        found=notice_missing,
        page="issue_notice",
        to_do=_("Give the written notice of the appointment."),
        due_on="date",
        heading=_("Notices to issue"),
    ),
    Finding(
        kind="not_reached",
        label=_("Message not delivered"),
        about=Contact,
        found=not_reached,
        page="contact",
        to_do=_("Ring or write to the %(service_user)s, because a message about the appointment did not arrive."),
        due_on="date",
        deadline=True,
        sentence=_("A message about this appointment did not arrive. Ring or write before %(weekday)s."),
        heading=_("Messages that were not delivered"),
    ),
    Finding(
        kind="nothing_booked",
        label=_("Nothing booked that can count this month"),
        about=ServiceUser,
        found=nothing_booked,
        page="book",
        to_do=_("Book an appointment that can count this month, and give notice of it."),
        due_on=MONTH.last,
        sentence=_("Book an appointment and give notice for a day up to %(weekday)s."),
        heading=_("Nothing booked that can count this month"),
    ),
    Finding(
        kind="file_conflict",
        label=_("Conflict with nDelius to decide"),
        about=ServiceUser,
        found=file_conflict,
        page="file_conflicts",
        to_do=_("Choose which values hold: those recorded here, or those from nDelius."),
        due_on="in_conflict_since",
        deadline=False,
        sentence=_(
            "A file from nDelius has disagreed with what is recorded here since %(weekday)s. Choose which holds."
        ),
        heading=_("Conflicts with nDelius to decide"),
    ),
    Finding(
        kind="not_seen",
        label=_("Not seen for six weeks"),
        about=ServiceUser,
        found=not_seen,
        page="book",
        to_do=_("Book an appointment, because no contact that can count was attended for six weeks."),
        due_on=UNSEEN_SINCE,
        deadline=False,
        sentence=_("No contact that can count was attended since %(weekday)s."),
    ),
    *BRAG_FINDINGS,
    *OVERSIGHT_FINDINGS,
    Finding(
        kind="order_overdue",
        label=_("Order past its end date"),
        about=Order,
        found=order_overdue,
        page="orders",
        to_do=_("Record the termination of the order, or extend it in nDelius. It is past its end date."),
        due_on="ends_on",
        deadline=False,
        sentence=_("%(order)s: the end date was %(day)s. Record the termination, or extend the order in nDelius."),
    ),
    Finding(
        kind="early_revocation",
        label=_("Early revocation to consider"),
        about=Order,
        found=early_revocation,
        page="orders",
        to_do=_("Consider early revocation of the order. Its requirements and objectives are done."),
        due_on="complete_since",
        deadline=False,
        sentence=_("%(order)s: requirements and objectives are done since %(day)s. Decide whether to apply."),
    ),
    Finding(
        kind="follow_up_missed",
        label=_("Further appointment not offered in time"),
        about=Contact,
        found=follow_up_missed,
        page="contact",
        mendable=False,
        due_on="follow_up_due",
        sentence=_("You needed to offer a further appointment by %(weekday)s."),
        heading=_("Further appointments not offered in time"),
    ),
]


def left_to_others(role: str | None) -> list[str]:
    """The kinds that somebody of the role, who acts on people, leaves to others to mend."""
    return [finding.kind for finding in FINDINGS if role in CASEWORK and role not in finding.roles]
