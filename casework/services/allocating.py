"""Allocating people to case managers, one or many at once. A former allocation ends the day before."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.scan import look_again
from audit.services import writes
from base.clock import local_now
from base.periods import is_in_force
from cases.allocating import AHEAD
from cases.models import Allocation, AllocationDecision, FileValue, ServiceUser
from casework.services.refusals import ChangedMeanwhile, Problem, Refused
from casework.stage_rules import StageRules, posts_on
from contacts import facts
from staff.models import User
from ui import formats
from ui.words import named

DAY = timedelta(days=1)
# What a file may say of an allocation.
COLUMNS = ("officer_id", "ends_on")
SAID = ("service_user_id", "officer_id", "starts_on", "reason", "details", "handover")


@writes("allocate")
def allocate(*, by: User, decisions: Sequence[AllocationDecision], seen: Mapping[int, str]) -> dict[str, int] | None:
    """Allocate each person, by a decision that is not saved yet, to its officer from its first day on.

    All of them or none. Sent twice, they are allocated once. Raises `Refused` with the problems of any of them, and
    `ChangedMeanwhile` where somebody was allocated since the page showed who holds them (``seen``, the `version` of
    their allocations by the person's id).
    """
    return allocate_each(by, decisions, seen)


def allocate_each(by: User, decisions: Sequence[AllocationDecision], seen: Mapping[int, str]) -> dict[str, int] | None:
    """As `allocate`, as a step of a service."""
    ids = [decision.service_user_id for decision in decisions]
    lock_people(ids)
    held, made = allocations_of_all(ids), _made(ids)
    to_do = [each for each in decisions if not _stands(each, held[each.service_user_id], made)]
    if not to_do:
        return None
    if any(version(held[each.service_user_id]) != seen.get(each.service_user_id) for each in to_do):
        words = _(
            "Somebody else allocated them after you opened the page. Check whom the case is allocated to,"
            " then try again."
        )
        raise ChangedMeanwhile(words)
    if found := dict.fromkeys(problem for each in problems_of_each(to_do, held) for problem in each):
        raise Refused(*found)
    _settle_exceptions(to_do)
    found_running = (allocation_on(held[each.service_user_id], each.starts_on) for each in to_do)
    running = [each for each in found_running if each]
    holds = {each.service_user_id: each.officer_id for each in running}
    for decision in to_do:
        decision.former_id = holds.get(decision.service_user_id)
        decision.decided_by, decision.decided_at = by, local_now()
    _end(running, to_do)
    _begin(to_do)
    AllocationDecision.objects.bulk_create(to_do)
    changed = [each.service_user_id for each in to_do]
    facts.refresh(changed)
    for person in changed:
        look_again(person)
    return {"allocated": len(to_do)}


def lock_people(ids: Iterable[int]) -> None:
    """Lock the people (ids) in one order, as every write of a person's contacts locks them."""
    people = ServiceUser.objects.select_for_update(no_key=True).filter(pk__in=list(ids))
    list(people.order_by("pk").values_list("pk"))


def problems_of_each(
    decisions: Sequence[AllocationDecision], held: Mapping[int, Sequence[Allocation]]
) -> list[list[Problem]]:
    """Why each of the people cannot be allocated so; nothing where they can. ``held`` is of `allocations_of_all`."""
    today = timezone.localdate()
    in_post = {
        day: set(User.objects.in_post(day).order_by().values_list("pk", flat=True))
        for day in {each.starts_on for each in decisions}
    }
    return [list(_problems(each, held[each.service_user_id], in_post[each.starts_on], today)) for each in decisions]


def _problems(
    decision: AllocationDecision, theirs: Sequence[Allocation], in_post: Container[int], today: date
) -> Iterator[Problem]:
    first, officer = decision.starts_on, decision.officer
    if not today <= first <= today + AHEAD:
        limits = {"first": formats.day(today), "last": formats.day(today + AHEAD)}
        yield Problem("starts_on", _("Enter a date from %(first)s to %(last)s") % limits)
        return
    if officer.pk not in in_post:
        words = _("Select someone else. %(officer)s is not in post on that day")
        yield Problem("officer", words % {"officer": officer})
    running = allocation_on(theirs, first)
    if running and running.officer_id == officer.pk:
        words = _("Select someone else. This case is allocated to %(officer)s already")
        yield Problem("officer", words % {"officer": officer})
    if later := [each.starts_on for each in theirs if each.starts_on > first]:
        words = named(_("Another %(case_manager)s is allocated from %(day)s already"), day=formats.day(later[-1]))
        yield Problem("starts_on", words)


def _settle_exceptions(decisions: Sequence[AllocationDecision]) -> None:
    """Keep the reason of an exception where it is one. Raises `Refused` where one has none (`casework.stage_rules`)."""
    against = {}
    for day in {each.starts_on for each in decisions}:
        of_day = [each for each in decisions if each.starts_on == day]
        rules = StageRules([each.service_user_id for each in of_day], timezone.localdate())
        posts = posts_on(day, {each.officer_id for each in of_day})
        for each in of_day:
            against[each.service_user_id] = rules.against(each.service_user_id, posts.get(each.officer_id))
    for decision in decisions:
        if not against[decision.service_user_id]:
            decision.exception = ""
    without = [each for each in decisions if against[each.service_user_id] and not each.exception]
    if not without:
        return
    if len(decisions) == 1:
        told = " ".join(against[without[0].service_user_id])
    else:
        words = _("%(name)s: %(why)s")
        told = " ".join(
            words % {"name": each.service_user.name, "why": " ".join(against[each.service_user_id])} for each in without
        )
    raise Refused(Problem("exception", _("Enter why you make an exception. %(why)s") % {"why": told}))


def allocations_of_all(ids: Sequence[int]) -> dict[int, list[Allocation]]:
    """The allocations of each of the people (ids), latest first. One query."""
    found: dict[int, list[Allocation]] = {pk: [] for pk in ids}
    for each in Allocation.objects.filter(service_user__in=ids).order_by("-starts_on"):
        found[each.service_user_id].append(each)
    return found


def version(held: Sequence[Allocation]) -> str:
    """A short text that changes whenever who holds somebody does."""
    told = "|".join(f"{each.pk} {each.officer_id} {each.starts_on} {each.ends_on}" for each in held)
    return sha256(told.encode()).hexdigest()[:16]


def allocation_on(held: Sequence[Allocation], day: date) -> Allocation | None:
    """Of a person's allocations the one in force on the day."""
    return next((each for each in held if is_in_force(each, day)), None)


def _made(ids: Sequence[int]) -> set[tuple]:
    """What was decided here about the people (ids), by all that a form says."""
    return set(AllocationDecision.objects.filter(service_user__in=ids).values_list(*SAID))


def _stands(decision: AllocationDecision, held: Sequence[Allocation], made: Container[tuple]) -> bool:
    """Whether the person is allocated so already, by a form that is sent twice."""
    running = allocation_on(held, decision.starts_on)
    same = running and (running.officer_id, running.starts_on) == (decision.officer_id, decision.starts_on)
    return bool(same) and tuple(getattr(decision, name) for name in SAID) in made


def _end(running: Sequence[Allocation], decisions: Sequence[AllocationDecision]) -> None:
    """Let those who hold them do so up to the day before; what would begin that day was no allocation at all."""
    first = {each.service_user_id: each.starts_on for each in decisions}
    mistaken = [each.pk for each in running if each.starts_on == first[each.service_user_id]]
    Allocation.objects.filter(pk__in=mistaken).delete()
    ending = [each for each in running if each.pk not in mistaken]
    for each in ending:
        each.ends_on = first[each.service_user_id] - DAY
    Allocation.objects.bulk_update(ending, ["ends_on"])


def _begin(decisions: Sequence[AllocationDecision]) -> None:
    made = Allocation.objects.bulk_create(
        Allocation(service_user_id=each.service_user_id, officer_id=each.officer_id, starts_on=each.starts_on)
        for each in decisions
    )
    # What is new here no file has told of: one that tells of another case manager is in conflict with it (ADR 18).
    FileValue.objects.bulk_create(
        FileValue(
            table_name=Allocation._meta.db_table,
            record=each.pk,
            column_name=column,
            service_user_id=each.service_user_id,
        )
        for each in made
        for column in COLUMNS
    )
