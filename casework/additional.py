"""The register of additional measures, as pages tell of it and services go by.

The rules are in docs/rules.md, section 5, and in docs/adr/0042-additional-measures.md.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
from contacts.models import CadenceUnit, ContactStandard
from staff.models import Post, Role, User
from staff.units import Unit
from ui import formats
from ui.words import named, named_lazy

# Who proposes, and for whom a proposal is to be decided.
PROPOSE = (Role.TEAM_MANAGER, Role.LDU_HEAD)
DECIDE = (Role.LDU_HEAD, Role.CHIEF_OFFICER)
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


def listed(choice: str, entries: AdditionalQuerySet, user: User, today: date) -> AdditionalQuerySet:
    """The entries narrowed to a choice of `Listed`."""
    found: dict[str, Callable[[], AdditionalQuerySet]] = {
        Listed.TO_DECIDE: lambda: to_decide_by(user, entries),
        Listed.WAITING: entries.waiting,
        Listed.IN_FORCE: lambda: entries.in_force(today),
        Listed.TO_COME: lambda: entries.to_come(today),
        Listed.TO_REVIEW: lambda: entries.to_review(today),
        Listed.ENDING: lambda: entries.ending(today),
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


def whom_for(measure: AdditionalMeasure, day: date) -> QuerySet:
    """Ids of those whom the entry is for on the day, whether it holds of them or not."""
    people: QuerySet = covered(AdditionalMeasure.objects.filter(pk=measure.pk), day)
    return people.values("service_user_id")


def number_told(user: User, today: date) -> dict[Listed, int]:
    """How many entries the user is told of: to decide, to review and ending. One statement.

    A chief officer reviews and ends those that were referred: the others are the LDU heads' own.
    """
    entries = register_of(user, today)
    mine = entries.filter(referred_by__isnull=False) if user.role == Role.CHIEF_OFFICER else entries
    parts = {Listed.TO_DECIDE: to_decide_by(user, entries)}
    parts |= {Listed.TO_REVIEW: mine.to_review(today), Listed.ENDING: mine.ending(today)}
    found = [part.order_by().values_list("pk") for part in parts.values()]
    counts = entries.aggregate(
        **{name: _number_in(pks) for name, pks in zip(parts, found, strict=True)},
    )
    return {name: counts[name] for name in parts}


def _number_in(pks: QuerySet) -> Count:
    return Count("pk", filter=Q(pk__in=pks))


def may_head(user: User, measure: AdditionalMeasure) -> bool:
    """Whether the measure is for a team within the user's unit, which the user heads."""
    post = user.post
    if post is None:
        return False
    team = measure.team
    return {
        Role.TEAM_MANAGER: post.team_id == team.pk,
        Role.LDU_HEAD: post.ldu_id == team.ldu_id,
        Role.CHIEF_OFFICER: post.division_id == team.ldu.division_id,
    }.get(post.role, False)  # type: ignore[call-overload]


def why_not_decide(user: User, measure: AdditionalMeasure) -> str:
    """Why it is not for the user to decide about it now; empty where it is."""
    if not measure.is_waiting:
        return what_became(measure)
    if measure.state == AdditionalState.REFERRED:
        if user.role != Role.CHIEF_OFFICER or not may_head(user, measure):
            return named(_("It was referred, so only the %(chief_officer)s can decide about it."))
        return ""
    if user.role != Role.LDU_HEAD or not may_head(user, measure):
        return named(_("Only the %(ldu_head)s can decide about it."))
    if measure.proposed_by_id == user.pk:
        return named(_("You proposed this yourself, so the %(chief_officer)s must decide about it."))
    return ""


def why_not_review(user: User, measure: AdditionalMeasure, today: date) -> str:
    """Why the user cannot say now that it goes on; empty where they can.

    It is for the LDU head or the chief officer above the team; what was referred, for the chief officer.
    """
    if measure.standing(today) != AdditionalStanding.IN_FORCE:
        return _("It is not in force, so there is nothing to review.")
    referred = measure.referred_by_id is not None
    if not may_head(user, measure) or user.role not in DECIDE or (referred and user.role != Role.CHIEF_OFFICER):
        if referred:
            return named(_("Only the %(chief_officer)s can review it."))
        return named(_("Only the %(ldu_head)s or the %(chief_officer)s can review it."))
    return ""


def why_not_end(user: User, measure: AdditionalMeasure, today: date) -> str:
    """Why the user cannot end it early, or take it back while it waits; empty where they can."""
    if not may_head(user, measure):
        return _("You cannot end this measure.")
    if measure.standing(today) == AdditionalStanding.EXPIRED:
        return _("It has expired already: its last day was %(day)s.") % {"day": formats.day(measure.ends_on)}
    return what_became(measure) if measure.state in (AdditionalState.REFUSED, AdditionalState.ENDED) else ""


def what_became(measure: AdditionalMeasure) -> str:
    """What was decided, as somebody is told who comes too late; empty while it waits."""
    if measure.is_waiting:
        return ""
    words, who, at = {
        AdditionalState.AGREED: (
            _("%(name)s agreed this on %(day)s at %(time)s."), measure.decided_by, measure.decided_at,
        ),
        AdditionalState.REFUSED: (
            _("%(name)s refused this on %(day)s at %(time)s."), measure.decided_by, measure.decided_at,
        ),
        AdditionalState.ENDED: (
            _("%(name)s took this back or ended it on %(day)s at %(time)s."), measure.ended_by, measure.ended_at,
        ),
    }[AdditionalState(measure.state)]  # fmt: skip
    assert at
    return words % {"name": who, "day": formats.weekday(at), "time": formats.clock(at.time())}


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


def longest_of(statuses: Collection[str], today: date) -> int:
    """How many days an entry for the statuses can hold at most: as many as a temporary measure of one person.

    That is kept with the contact standards; of several, the fewest.
    """
    return min((each.oversight_longest for each in standards_of(statuses, today).values()), default=0)


def standards_of(statuses: Collection[str], today: date) -> dict[str, ContactStandard]:
    """The contact standards in force, by status."""
    found: dict[str, ContactStandard] = {}
    for standard in ContactStandard.objects.started(today).filter(status__in=[*statuses]):
        found.setdefault(standard.status, standard)
    return found


def faults(measure: AdditionalMeasure, today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, by the answer at fault: as it is proposed, and once more as it is agreed."""
    first, last = measure.starts_on, measure.ends_on
    standards = standards_of(measure.statuses, today)
    longest = min((each.oversight_longest for each in standards.values()), default=0)
    if last < first:
        yield "ends_on", _("The last day must be on or after %(day)s, the first day") % {"day": formats.day(first)}
    elif last < today:
        yield "ends_on", _("The last day must be today or in the future")
    elif last > (latest := first + timedelta(days=longest - 1)):
        words = ngettext(
            "The last day must be %(day)s or before. For these statuses a measure can hold for %(number)d day at most",
            "The last day must be %(day)s or before. For these statuses a measure can hold for %(number)d days at most",
            longest,
        )
        yield "ends_on", words % {"day": formats.day(latest), "number": longest}
    if not first <= measure.review_on <= last:
        yield "review_on", _("The review must be from the first day to the last")
    if measure.is_high and not measure.risk:
        yield "risk", _("Enter the risk statement. It is needed for Red and Red/Amber")
    if measure.kind == AdditionalKind.LESS_OFTEN:
        every = measure.every or 0
        in_months = [status for status, each in standards.items() if each.unit != CadenceUnit.DAYS]
        not_wider = [status for status, each in standards.items() if every <= each.contact_every]
        if in_months:
            words = _("The contact standard is in calendar months for: %(statuses)s. Take them out")
            yield "statuses", words % {"statuses": _labels(in_months)}
        elif not_wider:
            words = _("Enter more days than the contact standard has. For these it has as many already: %(statuses)s")
            yield "every", words % {"statuses": _labels(not_wider)}


def _labels(statuses: Collection[str]) -> str:
    return ", ".join(str(status.label) for status in Brag if status in statuses)


def case_managers_of(user: User, today: date) -> QuerySet[User]:
    """Case managers of the unit of ``user`` who are in a team on the day."""
    posts = Unit.of_member(user).posts.on(today).filter(role=Role.CASE_MANAGER, team__isnull=False)
    return User.objects.filter(pk__in=posts.values("user"))


def teams_of(user: User, today: date) -> set[int | None]:
    """Ids of the teams of the user's unit that somebody is in on the day."""
    posts = Unit.of_member(user).posts.on(today).filter(team__isnull=False)
    return set(posts.order_by().values_list("team", flat=True))


def team_of_each(people: Collection[int], today: date) -> dict[int, int]:
    """The id of the team that each of the people (ids) is in on the day; those who are in none are left out."""
    held = dict(Allocation.objects.on(today).filter(service_user__in=people).values_list("service_user", "officer"))
    posts = Post.objects.on(today).filter(user__in=held.values(), team__isnull=False)
    teams = dict(posts.order_by().values_list("user", "team"))
    return {person: teams[officer] for person, officer in held.items() if officer in teams}
