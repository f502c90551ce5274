"""What may be done about an additional measure and by whom, and what is wrong with one that is proposed.

The rules are in docs/rules.md, section 5, and in docs/adr/0042-additional-measures.md.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Allocation, Brag
from contacts.additional import AdditionalKind, AdditionalMeasure, AdditionalStanding, AdditionalState
from contacts.models import CadenceUnit, ContactStandard
from staff.models import Post, Role, User
from staff.units import Unit
from ui import formats
from ui.words import named

# Who proposes, and for whom a proposal is to be decided.
PROPOSE = (Role.TEAM_MANAGER, Role.LDU_HEAD)
DECIDE = (Role.LDU_HEAD, Role.CHIEF_OFFICER)


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
    # As long as a temporary measure of one person, which is kept with the standards; of several statuses, the fewest.
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
