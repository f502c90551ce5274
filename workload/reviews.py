"""A workload review, the plan of an excessive workload, and to whom that is escalated (Source B, 1.4, 2.1 to 2.4).

A review that was held, with what the checklist said and counted then, is never changed. Neither is a concern.
"""

from fractions import Fraction

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from staff.models import Role
from ui.words import named_lazy, word_lazy
from workload.checklists import ChecklistItem, CountKind, ReviewTemplate

LONGEST_WORDS = 2000
LONGEST_REASON = 500


def by(**options) -> models.ForeignKey:
    """Which member of staff did it, or is meant."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def stays(name: str, condition: pgtrigger.Condition | None = None) -> pgtrigger.Protect:
    """A row, or one of which the condition holds, is never changed or deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete, condition=condition)


class OpenedFor(models.TextChoices):
    """Why there is a review."""

    ASKED = "asked", _("Asked for")
    SUPERVISION = "supervision", _("Opened for supervision")


class Outcome(models.TextChoices):
    """What a review came to (Source B, 2.3)."""

    REASONABLE = "reasonable", _("The workload is reasonable")
    ADJUSTED = "adjusted", _("The threshold is adjusted")
    EXCESSIVE = "excessive", _("The workload is excessive")


class Confirmation(models.TextChoices):
    """What the manager says of an item."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")


class Measure(models.TextChoices):
    """What a plan can use to bring a workload down: a local default, because the source names none."""

    REALLOCATE = "reallocate", _("Give cases to colleagues")
    NO_NEW_CASES = "no_new_cases", _("No new cases for a time")
    OVERSIGHT = "oversight", _("Temporary measures about contact")
    REVOCATION = "revocation", _("Early revocation or termination of orders")
    OTHER_WORK = "other_work", _("Less work that is no case")
    SUPPORT = "support", _("Support or training")
    MORE_HOURS = "more_hours", _("More staff or hours")
    OTHER = "other", _("Another measure")


class ActionState(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Follows(models.TextChoices):
    """What a review of a plan leads to."""

    GO_ON = "go_on", _("The plan goes on")
    RESOLVED = "resolved", _("The workload is resolved")
    ESCALATED = "escalated", _("The plan is escalated")


class Decision(models.TextChoices):
    """What is decided about an escalated plan."""

    MEASURES = "measures", _("Further measures")
    GO_ON = "go_on", _("Go on with the plan as it is")
    RESOLVED = "resolved", _("Close the plan: the workload is resolved")
    ESCALATE = "escalate", named_lazy(_("Escalate to the %(chief_officer)s"))


# Those to whom a plan is escalated, the lower first.
ESCALATES_TO = {
    Role.LDU_HEAD.value: word_lazy("Ldu_head"),
    Role.CHIEF_OFFICER.value: word_lazy("Chief_officer"),
}


class Carried(models.Model):
    """What the case manager carried on that day: as in `workload.snapshots`, the threshold is a fraction."""

    cases = models.PositiveIntegerField(null=True)
    points = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    threshold_parts = models.DecimalField(max_digits=60, decimal_places=0, null=True)
    threshold_whole = models.DecimalField(max_digits=60, decimal_places=0, null=True)

    class Meta:
        abstract = True

    @property
    def threshold(self) -> Fraction:
        return Fraction(int(self.threshold_parts or 0), int(self.threshold_whole or 1))


WEIGHED = Q(cases__isnull=False, points__gte=0, threshold_parts__gte=0, threshold_whole__gt=0)


class WorkloadReview(Carried):
    """A review of one case manager's workload: open until a manager has held it, then as it was held for ever.

    Its checklist is the version that was in force when it was opened.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="workload_reviews")
    template = models.ForeignKey(ReviewTemplate, on_delete=models.PROTECT, related_name="reviews")
    opened_for = models.CharField(max_length=11, choices=OpenedFor)
    opened_by = by()
    opened_at = LocalDateTimeField()
    note = models.CharField(max_length=LONGEST_REASON, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=LONGEST_WORDS, blank=True)
    held_by = by(null=True)
    held_at = LocalDateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("workload review"), _("workload reviews")
        ordering = ["-opened_at", "-id"]
        triggers = [stays("held_stays", pgtrigger.Q(old__held_at__isnull=False))]
        constraints = [
            in_choices("workload_review_opened_for_known", "opened_for", OpenedFor),
            in_choices("workload_review_outcome_known", "outcome", Outcome, blank=True),
            models.CheckConstraint(
                condition=Q(outcome="", reason="", held_by=None, held_at=None, cases=None)
                | Q(WEIGHED, ~Q(outcome=""), ~Q(reason=""), held_by__isnull=False, held_at__isnull=False),
                name="workload_review_held_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(held_by=F("officer")), name="workload_review_nobody_holds_their_own"),
            models.UniqueConstraint(fields=["officer"], condition=Q(held_at=None), name="workload_review_open_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display() if self.outcome else self.get_opened_for_display())

    @property
    def is_open(self) -> bool:
        return self.held_at is None


class Concern(models.Model):
    """What somebody said about their own workload, in their words. It is kept whatever becomes of the review."""

    review = models.ForeignKey(WorkloadReview, on_delete=models.PROTECT, related_name="concerns")
    words = models.CharField(max_length=LONGEST_WORDS)
    raised_by = by()
    raised_at = LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("concern"), _("concerns")
        ordering = ["raised_at", "id"]
        triggers = [stays("kept")]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="concern_has_words")]

    def __str__(self) -> str:
        return self.words


OF_A_REVIEW_THAT_WAS_HELD = """
    IF EXISTS (SELECT FROM workload_workloadreview WHERE id = OLD.review_id AND held_at IS NOT NULL) THEN
        RAISE EXCEPTION 'The review was held: what was answered stays.';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


@history.kept()
class ReviewAnswer(models.Model):
    """What is said of an item of the checklist: by the case manager, who may change it until then, and by the manager.

    Of an item that the records cannot answer, the manager's note is the answer.
    """

    review = models.ForeignKey(WorkloadReview, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    comment = models.CharField(max_length=LONGEST_REASON, blank=True)
    confirmation = models.CharField(max_length=13, choices=Confirmation, blank=True)
    note = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        ordering = ["item__place"]
        triggers = [
            pgtrigger.Trigger(
                name="held_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=OF_A_REVIEW_THAT_WAS_HELD,
            )
        ]
        constraints = [
            in_choices("review_answer_confirmation_known", "confirmation", Confirmation, blank=True),
            models.CheckConstraint(
                condition=~Q(confirmation="not_confirmed", note=""), name="review_answer_not_confirmed_says_why"
            ),
            models.UniqueConstraint(fields=["review", "item"], name="review_answer_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_confirmation_display())


class ReviewCount(models.Model):
    """How many of the case manager's people there were of a kind when the review was held."""

    answer = models.ForeignKey(ReviewAnswer, on_delete=models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=20, choices=CountKind)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name, verbose_name_plural = _("count of a review"), _("counts of reviews")
        ordering = ["id"]
        triggers = [stays("held_stays")]
        constraints = [
            in_choices("review_count_kind_known", "kind", CountKind),
            models.UniqueConstraint(fields=["answer", "kind"], name="review_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"


@history.kept()
class WorkloadPlan(models.Model):
    """What is done about a workload that a review found excessive, until it is resolved."""

    review = models.OneToOneField(WorkloadReview, on_delete=models.PROTECT, related_name="plan")
    next_review_on = models.DateField(null=True)
    resolved_by = by(null=True)
    resolved_at = LocalDateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("workload plan"), _("workload plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None, next_review_on__isnull=False)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False, next_review_on=None),
                name="workload_plan_reviewed_until_resolved",
            ),
        ]

    def __str__(self) -> str:
        return str(self.review)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


@history.kept()
class PlanAction(models.Model):
    """Something that is to be done by a day, by whom, and what became of it."""

    plan = models.ForeignKey(WorkloadPlan, on_delete=models.CASCADE, related_name="actions")
    measure = models.CharField(max_length=12, choices=Measure)
    what = models.CharField(max_length=LONGEST_REASON)
    owner = by()
    due_on = models.DateField()
    added_by = by()
    added_at = LocalDateTimeField()
    state = models.CharField(max_length=7, choices=ActionState, default=ActionState.OPEN)
    closed_by = by(null=True)
    closed_at = LocalDateTimeField(null=True)
    closed_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("action of a plan"), _("actions of plans")
        ordering = ["due_on", "id"]
        constraints = [
            in_choices("plan_action_measure_known", "measure", Measure),
            in_choices("plan_action_state_known", "state", ActionState),
            models.CheckConstraint(condition=~Q(what=""), name="plan_action_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by=None, closed_at=None, closed_because="")
                | Q(~Q(state="open"), closed_by__isnull=False, closed_at__isnull=False),
                name="plan_action_closed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="dropped", closed_because=""), name="plan_action_dropped_why"),
        ]

    def __str__(self) -> str:
        return self.what


class PlanReview(Carried):
    """How a plan stood on a day, and what followed from that."""

    plan = models.ForeignKey(WorkloadPlan, on_delete=models.PROTECT, related_name="reviews")
    held_by = by()
    held_at = LocalDateTimeField()
    progress = models.CharField(max_length=LONGEST_WORDS)
    follows = models.CharField(max_length=9, choices=Follows)
    next_review_on = models.DateField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("review of a plan"), _("reviews of plans")
        ordering = ["held_at", "id"]
        triggers = [stays("kept")]
        constraints = [
            in_choices("plan_review_follows_known", "follows", Follows),
            models.CheckConstraint(condition=~Q(progress="") & WEIGHED, name="plan_review_says_how_it_stands"),
            models.CheckConstraint(
                condition=Q(follows="resolved", next_review_on=None)
                | Q(~Q(follows="resolved"), next_review_on__isnull=False),
                name="plan_review_has_a_next_one",
            ),
        ]

    def __str__(self) -> str:
        return self.progress


class Escalation(models.Model):
    """A plan that did not resolve the workload, handed to whoever is above, and what they decided."""

    plan = models.ForeignKey(WorkloadPlan, on_delete=models.PROTECT, related_name="escalations")
    level = models.CharField(max_length=20, choices=ESCALATES_TO)
    reason = models.CharField(max_length=LONGEST_WORDS)
    escalated_by = by()
    escalated_at = LocalDateTimeField()
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decision_reason = models.CharField(max_length=LONGEST_WORDS, blank=True)
    decided_by = by(null=True)
    decided_at = LocalDateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("escalation"), _("escalations")
        ordering = ["escalated_at", "id"]
        triggers = [stays("decided_stays", pgtrigger.Q(old__decided_at__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[*ESCALATES_TO]), name="escalation_level_known"),
            in_choices("escalation_decision_known", "decision", Decision, blank=True),
            models.CheckConstraint(condition=~Q(reason=""), name="escalation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decision_reason="", decided_by=None, decided_at=None)
                | Q(~Q(decision=""), ~Q(decision_reason=""), decided_by__isnull=False, decided_at__isnull=False),
                name="escalation_decided_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("escalated_by")), name="escalation_decided_by_another"),
            models.UniqueConstraint(fields=["plan"], condition=Q(decided_at=None), name="escalation_one_waits"),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def waits(self) -> bool:
        return self.decided_at is None
