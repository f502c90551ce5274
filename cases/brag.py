"""The BRAG status, and what was written at a review of it.

A review that counts is a `cases.models.BragReview`, and every figure reads those alone. What the case manager wrote,
and how far it has come, is an assessment beside it: one that lowers the status has no review until it is agreed, so
that no figure can take it for one. What asks for a review and stands in no other record is an occasion.
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from ui import formats


class Brag(models.TextChoices):
    """The status by which risk, and so contact, is graded: the highest first."""

    RED = "red", _("Red")
    RED_AMBER = "red_amber", _("Red/Amber")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")
    BLUE = "blue", _("Blue")


# Source B, 2.2f: what an IOM case may be.
OF_IOM = (Brag.RED, Brag.RED_AMBER)


def is_lower(status: str, former: str) -> bool:
    """Whether ``status`` is below ``former``: nothing is below no status, which is blank."""
    return bool(former) and Brag.values.index(status) > Brag.values.index(former)


# The same as a condition on what has a ``status`` and a ``former``.
LOWERS = reduce(
    or_, (Q(former=former, status__in=Brag.values[place + 1 :]) for place, former in enumerate(Brag.values))
)


class AssessmentState(models.TextChoices):
    """How far an assessment has come. Only one that is agreed, or needed no agreement, has a review."""

    WAITING = "waiting", _("Waiting for agreement")
    SENT_BACK = "sent_back", _("Sent back")
    AGREED = "agreed", _("Agreed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Not settled yet: a person has one at most.
OPEN = (AssessmentState.WAITING, AssessmentState.SENT_BACK)
LONGEST_WORDS = 4000
LONGEST_REASON = 500
# What a case manager writes at each review, in the order in which it is asked and shown.
WORDS = (
    "dynamic_factors",
    "likelihood",
    "impact",
    "timescale",
    "disengagement",
    "protective_factors",
    "what_changed",
)


class BragAssessmentQuerySet(models.QuerySet["BragAssessment"]):
    def open(self) -> "BragAssessmentQuerySet":
        """Those that wait for agreement, or were sent back."""
        return self.filter(state__in=OPEN)


@history.kept()
class BragAssessment(models.Model):
    """What was written at a BRAG review, and whether the status that it gives was agreed.

    One that is changed and sent again stays the same row: the history keeps what it said before.
    """

    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="brag_assessments")
    status = models.CharField(max_length=10, choices=Brag)
    former = models.CharField(
        max_length=10, choices=Brag, blank=True, help_text="In force when it was sent. Blank: there was none."
    )
    dynamic_factors = models.CharField(_("Dynamic factors"), max_length=LONGEST_WORDS)
    likelihood = models.CharField(_("Likelihood"), max_length=LONGEST_WORDS)
    impact = models.CharField(_("Impact"), max_length=LONGEST_WORDS)
    timescale = models.CharField(_("Timescale"), max_length=LONGEST_WORDS)
    disengagement = models.CharField(_("Potential for disengagement"), max_length=LONGEST_WORDS)
    protective_factors = models.CharField(_("Protective factors"), max_length=LONGEST_WORDS)
    what_changed = models.CharField(_("What changed"), max_length=LONGEST_WORDS)
    state = models.CharField(max_length=10, choices=AssessmentState)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = LocalDateTimeField(help_text="When it was sent last.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who agreed it, sent it back or withdrew it. None: it waits, or needed no agreement.",
    )
    decided_at = LocalDateTimeField(null=True)
    reason = models.CharField(
        max_length=LONGEST_REASON, blank=True, default="", help_text="Why it was sent back, the last time."
    )
    # Several where a person was reviewed more than once on a day: the last one gave the status.
    review = models.ForeignKey("cases.BragReview", on_delete=models.PROTECT, null=True, related_name="assessments")

    objects = BragAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("BRAG assessment"), _("BRAG assessments")
        ordering = ["-reviewed_at", "-id"]
        constraints = [
            in_choices("brag_assessment_status_known", "status", Brag),
            in_choices("brag_assessment_former_known", "former", Brag, blank=True),
            in_choices("brag_assessment_state_known", "state", AssessmentState),
            models.UniqueConstraint(
                fields=["service_user"], condition=Q(state__in=OPEN), name="brag_assessment_one_open"
            ),
            models.CheckConstraint(
                condition=~reduce(or_, (Q(**{name: ""}) for name in WORDS)), name="brag_assessment_has_words"
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.AGREED, review__isnull=False)
                | ~Q(state=AssessmentState.AGREED) & Q(review=None),
                name="brag_assessment_agreed_has_review",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[AssessmentState.WAITING, AssessmentState.AGREED], decided_by=None, decided_at=None
                )
                | ~Q(state=AssessmentState.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="brag_assessment_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SENT_BACK, reason=""), name="brag_assessment_sent_back_why"
            ),
            models.CheckConstraint(
                condition=~(LOWERS & Q(state=AssessmentState.AGREED, decided_by=None)),
                name="brag_assessment_lower_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[AssessmentState.AGREED, AssessmentState.SENT_BACK], decided_by=F("reviewed_by")
                ),
                name="brag_assessment_not_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.get_state_display()}"

    @property
    def lowers(self) -> bool:
        """Whether the status is below that which was in force when it was sent."""
        return is_lower(self.status, self.former)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written: what was asked, what was answered."""
        return [(label_of(name), getattr(self, name)) for name in WORDS]


def label_of(name: str) -> str:
    """What pages call one of the `WORDS`."""
    return str(BragAssessment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


class OccasionKind(models.TextChoices):
    """What asks for a review and stands in no other record."""

    ARREST = "arrest", _("New arrest")
    BREACH = "breach", _("Breach")
    SAFEGUARDING = "safeguarding", _("Safeguarding concern")


@history.kept()
class BragOccasion(models.Model):
    """Something that happened and asks for a BRAG review, as a case manager recorded it."""

    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="brag_occasions")
    kind = models.CharField(max_length=12, choices=OccasionKind)
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("occasion for a BRAG review"), _("occasions for a BRAG review")
        ordering = ["-happened_on", "-id"]
        constraints = [
            in_choices("brag_occasion_kind_known", "kind", OccasionKind),
            models.UniqueConstraint(fields=["service_user", "kind", "happened_on"], name="brag_occasion_once_a_day"),
            models.CheckConstraint(
                condition=Q(happened_on__lte=Cast("recorded_at", models.DateField())), name="brag_occasion_happened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {formats.day(self.happened_on)}"
