"""The register of additional measures, as pages tell of it and services go by.

The rules are in docs/rules.md, section 5, and in docs/adr/0042-additional-measures.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.statements import PERSON, TODAY, Statement
from cases.models import Allocation, Brag, ServiceUser
from contacts.additional import (
    AdditionalCase,
    AdditionalKind,
    AdditionalMeasure,
    AdditionalQuerySet,
    AdditionalStanding,
    AdditionalState,
    Whose,
)
from contacts.additional_people import HeldBack, covered
from staff.models import Role, User
from staff.units import Unit
from ui import formats
from ui.words import named, named_lazy

# Each standing in a word or two, and its colour.
TAGS = {
    AdditionalStanding.PROPOSED: (named_lazy(gettext_lazy("Waiting for the %(ldu_head)s")), "yellow"),
    AdditionalStanding.REFERRED: (named_lazy(gettext_lazy("Waiting for the %(chief_officer)s")), "yellow"),
    AdditionalStanding.TO_COME: (gettext_lazy("Agreed, from later on"), "blue"),
    AdditionalStanding.IN_FORCE: (gettext_lazy("In force"), "green"),
    AdditionalStanding.EXPIRED: (gettext_lazy("Expired"), "grey"),
    AdditionalStanding.REFUSED: (gettext_lazy("Refused"), "red"),
    AdditionalStanding.ENDED: (gettext_lazy("Ended early"), "grey"),
    AdditionalStanding.TAKEN_BACK: (gettext_lazy("Taken back"), "grey"),
}


class Listed(TextChoices):
    """What the register is narrowed to."""

    TO_DECIDE = "to_decide", gettext_lazy("Waiting for your decision")
    WAITING = "waiting", gettext_lazy("Waiting for a decision")
    IN_FORCE = "in_force", gettext_lazy("In force")
    TO_COME = "to_come", gettext_lazy("Agreed, from later on")
    TO_REVIEW = "to_review", gettext_lazy("Review due")
    ENDING = "ending", gettext_lazy("Ends in the next 14 days")
    OVER = "over", gettext_lazy("Over")


def to_decide_by(user: User, entries: AdditionalQuerySet) -> AdditionalQuerySet:
    """Those that wait for the user, of those within the user's unit."""
    states = {Role.LDU_HEAD: AdditionalState.PROPOSED, Role.CHIEF_OFFICER: AdditionalState.REFERRED}
    state = states.get(user.role)  # type: ignore[call-overload]
    return entries.filter(state=state).exclude(proposed_by=user) if state else entries.none()


def looked_after_by(user: User, entries: AdditionalQuerySet) -> AdditionalQuerySet:
    """Those whose review and end the user is told of: a chief officer, of those that were referred."""
    return entries.filter(referred_by__isnull=False) if user.role == Role.CHIEF_OFFICER else entries


def listed(choice: str, entries: AdditionalQuerySet, user: User, today: date) -> AdditionalQuerySet:
    """The entries narrowed to a choice of `Listed`."""
    found: dict[str, Callable[[], AdditionalQuerySet]] = {
        Listed.TO_DECIDE: lambda: to_decide_by(user, entries),
        Listed.WAITING: entries.waiting,
        Listed.IN_FORCE: lambda: entries.in_force(today),
        Listed.TO_COME: lambda: entries.to_come(today),
        Listed.TO_REVIEW: lambda: looked_after_by(user, entries).to_review(today),
        Listed.ENDING: lambda: looked_after_by(user, entries).ending(today),
        Listed.OVER: lambda: entries.over(today),
    }
    return found[choice]()


def register_of(user: User, today: date) -> AdditionalQuerySet:
    """What the user reads of the register: a manager all of the unit, a case manager what applies to the own cases.

    That is what is agreed and not over, for the team or for somebody whom the case manager holds.
    """
    entries: AdditionalQuerySet = AdditionalMeasure.objects.within(Unit.of_member(user))
    if user.role != Role.CASE_MANAGER:
        return entries
    held = Allocation.objects.on(today).filter(officer=user).order_by().values("service_user")
    chosen = AdditionalCase.objects.filter(service_user__in=held).values("measure")
    own = Q(whose=Whose.TEAM) | Q(officer=user) | Q(whose=Whose.CASES, pk__in=chosen)
    return entries.agreed().filter(own, over_on__gt=today)


def of_workload(officer: User, user: User, today: date, since: date) -> list["Told"]:
    """Those read by the user that are for the cases of the case manager or for the team, the latest first.

    Of those that are over, the ones proposed from ``since`` on.
    """
    team = officer.posts.on(today).values("team")
    theirs = Q(officer=officer) | Q(whose=Whose.TEAM, team__in=team)
    lately = Q(proposed_at__gte=datetime.combine(since, time.min))
    entries = register_of(user, today).filter(theirs).select_related("team", "officer")
    over = entries.over(today).values("pk")
    return [Told(entry, today) for entry in entries.filter(lately | ~Q(pk__in=over))]


def whom_for(measure: AdditionalMeasure, day: date) -> QuerySet:
    """Ids of those whom the entry is for on the day, whether it holds of them or not."""
    people: QuerySet = covered(AdditionalMeasure.objects.filter(pk=measure.pk), day)
    return people.values("service_user_id")


def number_told(user: User, today: date) -> dict[Listed, int]:
    """How many entries the user is told of: to decide, to review and ending. One statement."""
    entries = register_of(user, today)
    told = (Listed.TO_DECIDE, Listed.TO_REVIEW, Listed.ENDING)
    parts = {each: listed(each, entries, user, today).order_by().values("pk") for each in told}
    counts = entries.aggregate(**{name: Count("pk", filter=Q(pk__in=pks)) for name, pks in parts.items()})
    return {name: counts[name] for name in parts}


def measure_in_words(measure: AdditionalMeasure) -> str:
    """What is changed by it, as a sentence."""
    if measure.kind == AdditionalKind.TELEPHONE:
        return _("By telephone instead of face to face, while engaged in a programme, DRR, ATR, RAR or SAC.")
    if measure.kind == AdditionalKind.LESS_OFTEN:
        every = measure.every or 0
        return ngettext("Less often: every day.", "Less often: every %(every)d days.", every) % {"every": every}
    if measure.kind == AdditionalKind.DESIGNATED:
        return named(_("Contact sessions are held by designated %(case_managers)s."))
    return measure.what


def whose_in_words(measure: AdditionalMeasure) -> str:
    """Whom it is for, by names of staff alone."""
    if measure.whose == Whose.TEAM:
        return str(measure.team)
    if measure.whose == Whose.CASE_MANAGER:
        return str(measure.officer)
    return named(_("Some cases of %(name)s"), name=measure.team)


def statuses_in_words(measure: AdditionalMeasure) -> str:
    return ", ".join(str(status.label) for status in Brag if status in measure.statuses)


@dataclass(frozen=True)
class Told:
    """An entry as a page tells of it on a day."""

    measure: AdditionalMeasure
    today: date

    @property
    def standing(self) -> AdditionalStanding:
        return self.measure.standing(self.today)

    @property
    def tag(self) -> tuple[str, str]:
        words, colour = TAGS[self.standing]
        return str(words), colour

    @property
    def what(self) -> str:
        return measure_in_words(self.measure)

    @property
    def whose(self) -> str:
        return whose_in_words(self.measure)

    @property
    def statuses(self) -> str:
        return statuses_in_words(self.measure)

    @property
    def period(self) -> str:
        return formats.period(self.measure.starts_on, self.measure.ends_on)

    @property
    def held_by(self) -> str:
        return ", ".join(str(holder.officer) for holder in self.measure.holders.all())

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Who did what when, each with the reason."""
        one = self.measure
        decided = _("%(name)s agreed it on %(day)s.")
        if one.state == AdditionalState.REFUSED:
            decided = _("%(name)s refused it on %(day)s.")
        ended = _("%(name)s ended it on %(day)s.") if one.decided_by else _("%(name)s took it back on %(day)s.")
        done = [
            (_("%(name)s proposed it on %(day)s."), one.proposed_by, one.proposed_at, one.reason),
            (_("%(name)s referred it on %(day)s."), one.referred_by, one.referred_at, one.referral_reason),
            (decided, one.decided_by, one.decided_at, one.decision_reason),
            *(
                (_("%(name)s reviewed it on %(day)s: it goes on."), each.reviewed_by, each.reviewed_at, each.reason)
                for each in one.reviews.all()
            ),
            (ended, one.ended_by, one.ended_at, one.end_reason),
        ]
        return [(words % {"name": name, "day": formats.day(at)}, reason) for words, name, at, reason in done if at]


class AdditionalOf:
    """The entries in force on a day that are for a person, those that are held back from them among these."""

    def __init__(self, person: ServiceUser, user: User, today: date):
        self.person, self.user, self.today = person, user, today

    @cached_property
    def all(self) -> list[tuple[Told, str, bool]]:
        """Each with why it does not hold of the person, empty where it does, and whether the user reads its page."""
        rows = _of_person.rows(person=self.person.pk, today=self.today)
        if not rows:
            return []
        read = register_of(self.user, self.today).filter(pk__in=[row.pk for row in rows])
        pages = set(read.values_list("pk", flat=True))
        return [
            (Told(row, self.today), str(HeldBack(row.held_back).label) if row.held_back else "", row.pk in pages)
            for row in rows
        ]


_of_person: Statement = Statement(
    lambda: (
        covered(AdditionalMeasure.objects.in_force(TODAY), TODAY, PERSON)
        .select_related("team", "officer")
        .prefetch_related("holders__officer")
        .order_by("ends_on", "pk")
    )
)
