"""What the scan looks for about BRAG reviews: when one is due, what asks for one, what waits for agreement.

Only agreed reviews close what is due or asked for (docs/rules.md, section 5): one that waits for agreement has a kind
of its own, which is the team manager's.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alerts.declaration import AS_OF, Asked, Finding
from cases.brag import OF_IOM, AssessmentState, BragAssessment, BragOccasion, OccasionKind
from cases.models import BragReview, Custody, ServiceUser
from contacts.cadence import next_review
from contacts.criteria import ATTENDED
from contacts.models import Contact, FollowUp
from staff.models import Role

# The kind of what waits for agreement.
WAITING = "brag_waiting"
# An absence that was not accepted. Those that were, and appointments that were moved, say nothing about the risk.
MISSED = Q(outcome__attended=False, outcome__complied=False)


def brag_review_due(asked: Asked) -> QuerySet[ServiceUser]:
    """People whose last BRAG review is as old as the standard of their status allows, or who have none."""
    reviews = BragReview.objects.filter(service_user=OuterRef("pk"), reviewed_on__lte=AS_OF)
    latest = reviews.order_by("-reviewed_on").annotate(due=next_review(AS_OF))
    people = asked.people.annotate(review_due=Subquery(latest.values("due")[:1]))
    return people.filter(Q(review_due__lte=AS_OF) | ~Exists(reviews))


def iom_status(asked: Asked) -> QuerySet[ServiceUser]:
    """IOM cases that are not Red or Red/Amber (Source B, 2.2f)."""
    people = asked.people.filter(iom=True).with_brag(AS_OF)
    return people.filter(Q(brag=None) | ~Q(brag__in=OF_IOM))


def not_reviewed_since(day: str) -> Q:
    """Whether no review of the person is of that day, a column, or after it."""
    reviews = BragReview.objects.filter(reviewed_on__gte=OuterRef(day), reviewed_on__lte=AS_OF)
    return ~Q(Exists(reviews.filter(service_user=OuterRef("service_user"))))


def recorded(kind: OccasionKind) -> Callable[[Asked], QuerySet]:
    """The occasions of the kind that somebody recorded."""

    def found(asked: Asked) -> QuerySet:
        return BragOccasion.objects.filter(asked.whom, kind=kind, happened_on__lte=AS_OF).annotate(
            arose_on=F("happened_on")
        )

    return found


def breached(asked: Asked) -> QuerySet[Contact]:
    """Missed contacts that a breach followed."""
    followed = Contact.objects.filter(asked.whom, follow_up=FollowUp.BREACH, follow_up_on__lte=AS_OF)
    return followed.annotate(arose_on=F("follow_up_on"))


def released(asked: Asked) -> QuerySet:
    """Custody that is over and was not followed by more: its last day is that of the release."""
    next_day = ExpressionWrapper(OuterRef("ends_on") + timedelta(days=1), output_field=DateField())
    goes_on = Custody.objects.order_by().on(next_day).filter(service_user=OuterRef("service_user"))
    return Custody.objects.filter(asked.whom, ~Exists(goes_on), ends_on__lt=AS_OF).annotate(arose_on=F("ends_on"))


def moved(asked: Asked) -> QuerySet:
    """Former rows of people with another address than they have now: the last of them is of the day of the change.

    An address that was filled in where there was none is no change.
    """
    events: Any = ServiceUser.events.rel.related_model  # type: ignore[attr-defined]
    of_people = events.objects.annotate(service_user=F("pgh_obj_id"), arose_on=TruncDate("pgh_created_at"))
    changed = of_people.filter(asked.whom).exclude(address="").exclude(address=F("pgh_obj__address"))
    return changed.filter(arose_on__lte=AS_OF)


def missed_twice(asked: Asked) -> QuerySet:
    """Contacts that were missed, and the one before too; those neither attended nor missed do not come in between."""
    told = Contact.objects.can_count().filter(ATTENDED | MISSED, date__lte=AS_OF)
    before = told.filter(service_user=OuterRef("service_user"), starts_at__lt=OuterRef("starts_at"))
    attended = Subquery(before.order_by("-starts_at").values("outcome__attended")[:1])
    # Said as a case, the database looks for the one before only where it matters.
    attended_before = Case(When(MISSED & not_reviewed_since("date"), then=attended), default=Value(True))
    missed = told.filter(asked.whom, MISSED).annotate(arose_on=F("date"), attended_before=attended_before)
    return missed.filter(attended_before=False)


def asks_for_review(*occasions: Callable[[Asked], QuerySet]) -> Callable[[Asked], QuerySet]:
    """The people with one of the occasions and no review on its day (``arose_on``) or after.

    ``asked_on`` is the last such day.
    """

    def found(asked: Asked) -> QuerySet[ServiceUser]:
        people: Any = asked.people
        whose, days = Q(), []
        for each in occasions:
            unanswered = each(asked).filter(not_reviewed_since("arose_on")).order_by()
            theirs = unanswered.filter(service_user=OuterRef("pk")).order_by("-arose_on")
            whose |= Q(pk__in=unanswered.values("service_user"))
            days.append(Subquery(theirs.values("arose_on")[:1]))
        return people.filter(whose).annotate(asked_on=Greatest(*days) if days[1:] else days[0])

    return found


def in_state(state: AssessmentState, since: str) -> Callable[[Asked], QuerySet]:
    """The people with an assessment in that state, and since when it is."""

    def found(asked: Asked) -> QuerySet[ServiceUser]:
        theirs = BragAssessment.objects.filter(service_user=OuterRef("pk"), state=state).order_by()
        people: Any = asked.people.filter(Exists(theirs))
        return people.annotate(since=Subquery(theirs.values(day=Cast(since, DateField()))[:1]))

    return found


def asked_for(
    kind: str,
    occasions: Sequence[Callable[[Asked], QuerySet]],
    label: str | Promise,
    to_do: str | Promise,
    sentence: str | Promise,
) -> Finding:
    return Finding(
        kind=kind,
        label=label,
        about=ServiceUser,
        found=asks_for_review(*occasions),
        page="brag_review",
        to_do=to_do,
        due_on="asked_on",
        deadline=False,
        sentence=sentence,
    )


BRAG_FINDINGS = [
    Finding(
        kind="brag_sent_back",
        label=_("BRAG review sent back"),
        about=ServiceUser,
        found=in_state(AssessmentState.SENT_BACK, "decided_at"),
        page="brag_review",
        to_do=_("Change the BRAG review that was sent back and send it again, or withdraw it."),
        due_on="since",
        deadline=False,
        sentence=_("It was sent back on %(weekday)s. Change it and send it again, or withdraw it."),
        heading=_("BRAG reviews that were sent back"),
    ),
    Finding(
        kind=WAITING,
        label=_("BRAG review to agree"),
        about=ServiceUser,
        found=in_state(AssessmentState.WAITING, "reviewed_at"),
        page="agree_brag",
        to_do=_("Agree the lower BRAG status, or send the review back."),
        due_on="since",
        deadline=False,
        roles=(Role.TEAM_MANAGER,),
        sentence=_("A lower status has been waiting for the %(team_manager)s’s agreement since %(weekday)s."),
    ),
    asked_for(
        "brag_arrest",
        [recorded(OccasionKind.ARREST)],
        _("BRAG review asked for: new arrest"),
        _("Review the BRAG status, because of a new arrest."),
        _("There was a new arrest on %(weekday)s."),
    ),
    asked_for(
        "brag_breach",
        [recorded(OccasionKind.BREACH), breached],
        _("BRAG review asked for: breach"),
        _("Review the BRAG status, because of a breach."),
        _("There was a breach on %(weekday)s."),
    ),
    asked_for(
        "brag_safeguarding",
        [recorded(OccasionKind.SAFEGUARDING)],
        _("BRAG review asked for: safeguarding"),
        _("Review the BRAG status, because of a safeguarding concern."),
        _("There was a safeguarding concern on %(weekday)s."),
    ),
    asked_for(
        "brag_release",
        [released],
        _("BRAG review asked for: release"),
        _("Review the BRAG status, because of a release from custody."),
        _("The last day in custody was %(weekday)s."),
    ),
    asked_for(
        "brag_address",
        [moved],
        _("BRAG review asked for: address change"),
        _("Review the BRAG status, because the address changed."),
        _("The address changed on %(weekday)s."),
    ),
    asked_for(
        "brag_two_misses",
        [missed_twice],
        _("BRAG review asked for: 2 missed contacts"),
        _("Review the BRAG status, because 2 contacts in a row were missed."),
        _("2 contacts in a row were missed, the last on %(weekday)s."),
    ),
    Finding(
        kind="brag_review_due",
        label=_("BRAG review due"),
        about=ServiceUser,
        found=brag_review_due,
        page="brag_review",
        to_do=_("Review the BRAG status."),
        due_on="review_due",
        sentence=_("It was due on %(day)s, by the local default for this status. Review the status."),
        undated=_("There is no BRAG status yet. Review it."),
    ),
    Finding(
        kind="iom_status",
        label=_("IOM below Red/Amber"),
        about=ServiceUser,
        found=iom_status,
        page="brag_review",
        to_do=_("Review the BRAG status. IOM cases must be Red or Red/Amber."),
        undated=_("IOM cases must be Red or Red/Amber. Review the BRAG status."),
    ),
]
