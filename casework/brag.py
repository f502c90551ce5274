"""A person's BRAG reviews as pages tell of them and services go by: the status in force, what is open, what was said.

The rules are in docs/rules.md, section 5.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.months import Month
from base.statements import PERSON, TODAY, Statement
from cases.brag import OF_IOM, AssessmentState, Brag, BragAssessment, is_lower
from cases.models import Allocation, BragReview, ServiceUser
from casework.services.refusals import version
from contacts.cadence import next_review
from contacts.calendar import business_days
from contacts.models import ContactStandard
from staff.models import Role, User
from staff.units import Unit
from ui import formats
from ui.words import named

# Lowered so late in a month, a status changes the month's figure: managers are shown it.
LAST_DAYS = 5
LOWERED_LATE = gettext_lazy("Lowered in the last five business days of the month")


def is_late_in_month(day: date) -> bool:
    """Whether the day is one of the last five business days of its month, or after the first of them."""
    month = Month.of(day)
    last = business_days().between(month.first, month.last)[-LAST_DAYS:]
    return bool(last) and day >= last[0]


@dataclass(frozen=True)
class Reviewed:
    """A review that counts (with ``next_due``), the status before it, and what was written at it here, if anything."""

    review: Any
    former: str
    assessments: Sequence[BragAssessment]

    @property
    def lowered_late(self) -> bool:
        """Whether it lowered the status in the last five business days of the month."""
        return is_lower(self.review.status, self.former) and is_late_in_month(self.review.reviewed_on)


class BragOf:
    """What there is about a person's BRAG status on a day, in two statements."""

    def __init__(self, person: ServiceUser, today: date):
        self.person, self.today = person, today

    @cached_property
    def assessments(self) -> list[BragAssessment]:
        """All of them, latest first."""
        return _assessments.rows(person=self.person.pk)

    @cached_property
    def reviews(self) -> list[Reviewed]:
        """Those that count by the day, latest first."""
        written = defaultdict(list)
        for assessment in self.assessments:
            written[assessment.review_id].append(assessment)
        found: list[Any] = _reviews.rows(person=self.person.pk, today=self.today)
        former = [*(review.status for review in found[1:]), ""]
        return [Reviewed(review, before, written[review.pk]) for review, before in zip(found, former, strict=False)]

    @property
    def in_force(self) -> Reviewed | None:
        return self.reviews[0] if self.reviews else None

    @property
    def status(self) -> str:
        """The status in force; blank where there is none."""
        return self.in_force.review.status if self.in_force else ""

    @property
    def open(self) -> BragAssessment | None:
        """The assessment that waits for agreement or was sent back."""
        return next((each for each in self.assessments if each.is_open), None)

    @property
    def withdrawn(self) -> list[BragAssessment]:
        return [each for each in self.assessments if each.state == AssessmentState.WITHDRAWN]

    @property
    def next_due(self) -> date | None:
        """By when the status in force is to be reviewed next; None where no standard says."""
        return self.in_force.review.next_due if self.in_force else None

    @property
    def open_lowered_late(self) -> bool:
        """Whether what waits was dated, or would be agreed today, in the last five business days of a month."""
        waiting = self.open
        if not waiting or not is_lower(waiting.status, self.status):
            return False
        return is_late_in_month(self.today) or is_late_in_month(waiting.reviewed_at.date())

    @property
    def version(self) -> str:
        """A short text that changes with the status in force, and with what is open."""
        in_force = version(self.in_force.review) if self.in_force else ""
        waiting = version(self.open) if self.open else ""
        return sha256(f"{in_force} {waiting}".encode()).hexdigest()[:16]


_assessments: Statement[BragAssessment] = Statement(
    lambda: BragAssessment.objects.filter(service_user=PERSON).select_related("reviewed_by", "decided_by")
)
_reviews: Statement[BragReview] = Statement(
    lambda: (
        BragReview.objects.filter(service_user=PERSON, reviewed_on__lte=TODAY)
        .select_related("reviewed_by")
        .annotate(next_due=next_review(TODAY))
        .order_by("-reviewed_on")
    )
)


def next_due_after(status: str, today: date) -> date | None:
    """By when a review of today that gives the status is to be followed by the next; None where no standard says."""
    standard = ContactStandard.objects.started(today).filter(status=status).first()
    return today + timedelta(days=standard.review_every) if standard else None


def why_not_status(person: ServiceUser, status: str) -> str:
    """Why the person cannot be given the status (Source B, 2.2f), and what to do instead; empty where they can."""
    if not person.iom or status in OF_IOM:
        return ""
    return _(
        "Select Red or Red/Amber. This is an integrated offender management (IOM) case, which cannot be lower. If it is"
        " no longer IOM, correct that in nDelius first: you can lower the status once the next import has brought it"
    )


def why_not_decide(user: User, person: ServiceUser, assessment: BragAssessment, today: date) -> str:
    """Why it is not for the user to agree it or to send it back; empty where it is."""
    team = user.post.team if user.post else None
    held = team and Allocation.objects.within(Unit.of(team), today).filter(service_user=person).exists()
    if user.role != Role.TEAM_MANAGER or not held:
        return named(_("Only the %(team_manager)s of the %(case_manager)s’s %(team)s can decide about this review."))
    if assessment.reviewed_by_id == user.pk:
        return named(_("You made this review yourself. Another %(team_manager)s of the %(team)s must decide about it."))
    return ""


def what_became(assessment: BragAssessment | None) -> str:
    """What was done about an assessment, as somebody is told who comes too late."""
    if not assessment or not assessment.decided_by or not assessment.decided_at:
        return ""
    words = {
        AssessmentState.AGREED: _("%(name)s agreed this review on %(day)s at %(time)s."),
        AssessmentState.SENT_BACK: _("%(name)s sent this review back on %(day)s at %(time)s."),
        AssessmentState.WITHDRAWN: _("%(name)s withdrew this review on %(day)s at %(time)s."),
    }
    moment = assessment.decided_at
    when = {"day": formats.weekday(moment), "time": formats.clock(moment.time())}
    return words[AssessmentState(assessment.state)] % {"name": assessment.decided_by, **when}


def what_it_does(status: str, former: str) -> str:
    """What saving a review with the status does, as its answers are checked."""
    told = {"status": Brag(status).label, "former": Brag(former).label if former else ""}
    if is_lower(status, former):
        return named(
            _(
                "This lowers the status from %(former)s to %(status)s, so the %(team_manager)s must agree it."
                " Until then the status stays %(former)s, in every figure too."
            ),
            **told,
        )
    if not former:
        return _("The status is %(status)s from today. It is the first, so nobody needs to agree it.") % told
    if status == former:
        return _("The status stays %(status)s.") % told
    return _("The status rises from %(former)s to %(status)s today. Nobody needs to agree that.") % told
