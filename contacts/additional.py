"""The register of additional measures: what is agreed for a team, a case manager or some cases (Source B, section 3).

When the workload is excessive, an LDU head agrees for a time that people are seen by telephone while they are engaged
in a programme, less often, or in sessions of designated case managers; anything else is referred to the chief officer.
It widens the contact standard (`contacts.cadence`), and never changes what counts towards the month. Whom an entry is
for on a day is said in `contacts.additional_people`.
"""

from datetime import date, timedelta
from enum import StrEnum

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast, Least
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from base.periods import ends_after_start
from base.statements import Day
from cases.models import Brag, ServiceUser
from contacts.oversight import HIGH, LONGEST_REASON
from staff.models import Division, Ldu, Team
from staff.units import Unit
from ui.words import named_lazy

LONGEST_WORDS = 2000
# So long before its last day those who head the unit are told that an entry ends.
WARNED = timedelta(days=14)


class AdditionalKind(models.TextChoices):
    TELEPHONE = "telephone", _("By telephone instead of face to face, while engaged")
    LESS_OFTEN = "less_often", _("Less often")
    DESIGNATED = "designated", named_lazy(_("Sessions with designated %(case_managers)s"))
    OTHER = "other", _("Another measure")


class Whose(models.TextChoices):
    """Whom of the team a measure is for."""

    TEAM = "team", named_lazy(_("The whole %(team)s"))
    CASE_MANAGER = "case_manager", named_lazy(_("The cases of one %(case_manager)s"))
    CASES = "cases", _("Some cases")


class AdditionalState(models.TextChoices):
    """How far an entry has come. That it has expired follows from its last day, and is not kept."""

    PROPOSED = "proposed", named_lazy(_("Waiting for the %(ldu_head)s"))
    REFERRED = "referred", named_lazy(_("Referred to the %(chief_officer)s"))
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended early")


WAITING = (AdditionalState.PROPOSED, AdditionalState.REFERRED)


class AdditionalStanding(StrEnum):
    """What has become of an entry by a day."""

    PROPOSED = "proposed"
    REFERRED = "referred"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REFUSED = "refused"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"  # ended before anybody decided


class AdditionalQuerySet(models.QuerySet["AdditionalMeasure"]):
    def waiting(self) -> "AdditionalQuerySet":
        return self.filter(state__in=WAITING)

    def agreed(self) -> "AdditionalQuerySet":
        """Those that were agreed, whatever became of them since."""
        return self.filter(state__in=[AdditionalState.AGREED, AdditionalState.ENDED], decided_by__isnull=False)

    def in_force(self, day: Day) -> "AdditionalQuerySet":
        return self.agreed().filter(starts_on__lte=day, over_on__gt=day)

    def to_come(self, day: Day) -> "AdditionalQuerySet":
        return self.agreed().filter(starts_on__gt=day, over_on__gt=F("starts_on"))

    def to_review(self, day: Day) -> "AdditionalQuerySet":
        """Those in force whose review is due."""
        return self.in_force(day).filter(review_on__lte=day)

    def ending(self, day: date) -> "AdditionalQuerySet":
        """Those in force whose last day is near."""
        return self.in_force(day).filter(state=AdditionalState.AGREED, ends_on__lte=day + WARNED)

    def over(self, day: Day) -> "AdditionalQuerySet":
        """Those that were refused or taken back, or hold no more."""
        undecided = Q(state=AdditionalState.ENDED, decided_by=None)
        gone = Q(state__in=[AdditionalState.AGREED, AdditionalState.ENDED], over_on__lte=day)
        return self.filter(Q(state=AdditionalState.REFUSED) | undecided | gone)

    def within(self, unit: Unit) -> "AdditionalQuerySet":
        """Those for a team of the unit."""
        if isinstance(unit.record, Division):
            return self.filter(team__ldu__division=unit.record)
        if isinstance(unit.record, Ldu):
            return self.filter(team__ldu=unit.record)
        return self.filter(team=unit.record)


# The first day on which it does not hold any more. One that is ended early does not hold from that very day on.
OVER_ON = Least(
    ExpressionWrapper(F("ends_on") + Value(1), output_field=models.DateField()),
    Cast("ended_at", models.DateField()),
)


def _by(**options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


@history.kept(exclude=["over_on"])
class AdditionalMeasure(models.Model):
    """An entry of the register: proposed, perhaps referred, agreed or refused, and what became of it.

    It holds from its first day to its last, both included, unless it is ended before.
    """

    kind = models.CharField(_("measure"), max_length=10, choices=AdditionalKind)
    whose = models.CharField(_("for whom"), max_length=12, choices=Whose)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="additional_measures", help_text="Whose people it is for, or some."
    )
    officer = _by(null=True, help_text="The case manager whose cases it is for, where it is for those of one.")
    people: models.ManyToManyField = models.ManyToManyField(
        ServiceUser, through="AdditionalCase", related_name="additional_measures"
    )
    held_by: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="AdditionalHolder", related_name="+"
    )
    statuses = ArrayField(
        models.CharField(max_length=10), verbose_name=_("BRAG statuses"), help_text="Those that it is for."
    )
    every = models.PositiveSmallIntegerField(
        _("one contact in"), null=True, help_text="Days that the standard's period is widened to."
    )
    what = models.CharField(_("what is to be done"), max_length=LONGEST_REASON, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    protection = models.CharField(_("public protection assessment"), max_length=LONGEST_WORDS)
    risk = models.CharField(_("risk statement"), max_length=LONGEST_WORDS, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    review_on = models.DateField(_("to be reviewed on"))
    state = models.CharField(max_length=8, choices=AdditionalState, default=AdditionalState.PROPOSED)
    proposed_by, proposed_at = _by(), LocalDateTimeField()
    referred_by, referred_at = _by(null=True), LocalDateTimeField(null=True)
    referral_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    decided_by, decided_at = _by(null=True), LocalDateTimeField(null=True)
    decision_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    ended_by, ended_at = _by(null=True), LocalDateTimeField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    over_on = models.GeneratedField(expression=OVER_ON, output_field=models.DateField(), db_persist=True)

    objects = AdditionalQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("additional measure"), _("additional measures")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["over_on"], name="additional_by_end")]
        constraints = [
            in_choices("additional_kind_known", "kind", AdditionalKind),
            in_choices("additional_whose_known", "whose", Whose),
            in_choices("additional_state_known", "state", AdditionalState),
            models.CheckConstraint(
                condition=Q(statuses__contained_by=[*Brag.values], statuses__len__gt=0),
                name="additional_statuses_known",
            ),
            ends_after_start("additional_ends_after_start"),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("starts_on"), review_on__lte=F("ends_on")),
                name="additional_reviewed_while_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[AdditionalKind.TELEPHONE, AdditionalKind.DESIGNATED], every=None, what="")
                | Q(kind=AdditionalKind.LESS_OFTEN, every__gt=0, what="")
                | ~Q(what="") & Q(kind=AdditionalKind.OTHER, every=None),
                name="additional_says_what",
            ),
            models.CheckConstraint(
                condition=Q(whose=Whose.CASE_MANAGER, officer__isnull=False)
                | ~Q(whose=Whose.CASE_MANAGER) & Q(officer=None),
                name="additional_says_whose",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(protection=""), name="additional_has_reasons"),
            models.CheckConstraint(
                condition=~Q(statuses__overlap=[*HIGH]) | ~Q(risk=""), name="additional_of_high_risk_says_so"
            ),
            models.CheckConstraint(
                condition=Q(referred_by=None, referred_at=None, referral_reason="") & ~Q(state="referred")
                | ~Q(referral_reason="") & Q(referred_by__isnull=False, referred_at__isnull=False),
                name="additional_referred_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, decision_reason="") & ~Q(state__in=["agreed", "refused"])
                | ~Q(decision_reason="")
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(state__in=["proposed", "referred"]),
                name="additional_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("referred_by")),
                name="additional_nobody_decides_their_own",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AdditionalKind.OTHER, state="agreed") | Q(referred_by__isnull=False),
                name="additional_other_was_referred",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, end_reason="") & ~Q(state="ended")
                | ~Q(end_reason="") & Q(ended_by__isnull=False, ended_at__isnull=False, state="ended"),
                name="additional_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def standing(self, day: date) -> AdditionalStanding:
        if self.state == AdditionalState.ENDED:
            return AdditionalStanding.ENDED if self.decided_by_id else AdditionalStanding.TAKEN_BACK
        if self.state != AdditionalState.AGREED:
            return AdditionalStanding(self.state)
        if day < self.starts_on:
            return AdditionalStanding.TO_COME
        return AdditionalStanding.IN_FORCE if day <= self.ends_on else AdditionalStanding.EXPIRED

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_high(self) -> bool:
        """Whether it is for Red or Red/Amber too, and so has a risk statement."""
        return bool(set(self.statuses) & set(HIGH))


@history.kept()
class AdditionalCase(models.Model):
    """One of the cases that a measure for some cases was made for."""

    measure = models.ForeignKey(AdditionalMeasure, on_delete=models.PROTECT, related_name="cases", db_index=False)
    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="additional_cases")

    class Meta:
        verbose_name, verbose_name_plural = _("case of an additional measure"), _("cases of additional measures")
        constraints = [models.UniqueConstraint(fields=["measure", "service_user"], name="additional_case_once")]

    def __str__(self) -> str:
        return f"{self.measure_id}, {self.service_user_id}"


class AdditionalHolder(models.Model):
    """A designated case manager who holds the sessions of a measure. Never changed."""

    measure = models.ForeignKey(AdditionalMeasure, on_delete=models.PROTECT, related_name="holders", db_index=False)
    officer = _by()

    class Meta:
        verbose_name, verbose_name_plural = _("designated case manager"), _("designated case managers")
        constraints = [models.UniqueConstraint(fields=["measure", "officer"], name="additional_holder_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.measure_id}, {self.officer_id}"


class AdditionalReview(models.Model):
    """That an entry was looked at again and goes on, why, and when it is looked at next. Never changed."""

    measure = models.ForeignKey(AdditionalMeasure, on_delete=models.PROTECT, related_name="reviews")
    reason = models.CharField(max_length=LONGEST_REASON)
    next_review_on = models.DateField()
    reviewed_by, reviewed_at = _by(), LocalDateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("review of an additional measure"),
            _("reviews of additional measures"),
        )
        ordering = ["reviewed_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="additional_review_has_a_reason")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.measure_id}, {self.next_review_on}"
