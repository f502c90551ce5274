"""Recording who covers a colleague's cases, and ending that. No allocation and no figure changes."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import writes
from base.clock import local_now
from cases.models import Allocation, Cover, CoveredCase
from casework.cover import coverings
from casework.services.refusals import Problem, Refused
from staff.models import Role, User
from staff.selectors import colleagues_of
from ui import formats

# Longer than that is no cover: the cases are allocated to somebody else.
LONGEST = timedelta(days=365)
DAY = timedelta(days=1)
# Who covers (id), and the people (ids) whom they cover; None: all cases of the colleague.
Shares = Mapping[int, frozenset[int] | None]


def may_arrange_cover(user: User, officer: User, day: date) -> bool:
    """Whether ``user`` says who covers for the officer: the manager of the team that the officer is in."""
    return user.role == Role.TEAM_MANAGER and colleagues_of(user, day).filter(pk=officer.pk).exists()


@writes("record cover")
def record_cover(*, by: User, officer: User, starts_on: date, ends_on: date, shares: Shares) -> dict[str, int] | None:
    """Record who covers the officer's cases on these days. Sent twice, it is recorded once.

    Raises `Refused` where it cannot be: what is wrong with a share is said beside ``covered_by``.
    """
    # Those who record cover for one person wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if _is_known(officer, starts_on, ends_on, shares):
        return None
    if found := list(_problems(by, officer, starts_on, ends_on, shares)):
        raise Refused(*found)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    for covered_by, chosen in shares.items():
        about = {"officer": officer, "covered_by_id": covered_by, "all_cases": chosen is None, **days}
        cover = Cover.objects.create(**about, recorded_by=by, recorded_at=local_now())
        CoveredCase.objects.bulk_create(CoveredCase(cover=cover, service_user_id=pk) for pk in sorted(chosen or ()))
    return {"officer": officer.pk, "covers": len(shares)}


@writes("end cover")
def end_cover(*, by: User, cover: Cover, ends_on: date | None = None) -> dict[str, int] | None:
    """Let it end on an earlier day; one that begins today or later is taken away, and the history keeps it.

    Returns None where that is so already. Raises `Refused` where it is not for ``by`` to end, or not on that day.
    """
    User.objects.select_for_update(no_key=True).get(pk=cover.officer_id)
    today, current = timezone.localdate(), Cover.objects.select_related("officer").filter(pk=cover.pk).first()
    if current is None or current.ends_on == ends_on:
        return None
    if not may_arrange_cover(by, current.officer, today):
        raise Refused(Problem(None, _("You cannot end this cover.")))
    if words := why_not_ended(current, today):
        raise Refused(Problem(None, words))
    told = {"cover": current.pk}
    if current.starts_on >= today:
        current.delete()
        return told
    if ends_on is None or not today - DAY <= ends_on <= current.ends_on:
        limits = {"first": formats.day(today - DAY), "last": formats.day(current.ends_on)}
        raise Refused(Problem("ends_on", _("Enter a date from %(first)s to %(last)s") % limits))
    current.ends_on = ends_on
    current.save(update_fields=["ends_on"])
    return told


def why_not_ended(cover: Cover, today: date) -> str:
    """Why there is nothing to end; empty where there is."""
    return _("This cover is over.") if cover.ends_on < today else ""


def _is_known(officer: User, starts_on: date, ends_on: date, shares: Shares) -> bool:
    """Whether just this is recorded already."""
    same = [
        each
        for each in coverings(starts_on, ends_on, of=[officer.pk])
        if each.cover and (each.starts_on, each.ends_on) == (starts_on, ends_on)
    ]
    return bool(shares) and {each.covered_by.pk: each.chosen for each in same}.items() >= shares.items()


def _problems(by: User, officer: User, starts_on: date, ends_on: date, shares: Shares) -> Iterator[Problem]:
    """Why cover cannot be recorded so; nothing where it can."""
    today = timezone.localdate()
    if not may_arrange_cover(by, officer, today):
        yield Problem(None, _("You cannot record cover for %(officer)s.") % {"officer": officer})
        return
    if starts_on < today:
        yield Problem("starts_on", _("The first day must be today or in the future"))
    if ends_on < starts_on:
        yield Problem("ends_on", _("The last day must be the same as or after the first day"))
    elif ends_on - starts_on > LONGEST:
        yield Problem("ends_on", _("The last day must be within a year of the first day"))
    colleagues = colleagues_of(by, starts_on).in_bulk(shares)
    if officer.pk in shares:
        yield Problem("covered_by", _("Select someone else. Nobody can cover for themselves"))
    elif len(colleagues) < len(shares):
        words = _("Select someone who is in the same team on %(day)s")
        yield Problem("covered_by", words % {"day": formats.day(starts_on)})
    chosen = {pk for people in shares.values() for pk in people or ()}
    theirs = Allocation.objects.on(today).filter(officer=officer, service_user__in=chosen)
    if theirs.count() < len(chosen):
        words = _("Somebody else allocated some of these cases after you opened the page. Check who covers them")
        yield Problem(None, words)
    yield from _overlaps(officer, starts_on, ends_on, shares)


def _overlaps(officer: User, starts_on: date, ends_on: date, shares: Shares) -> Iterator[Problem]:
    """That somebody covers some of the cases on some of the days already, or that two are to cover all."""
    if len(shares) > 1 and None in shares.values():
        yield Problem("covered_by", _("Select one person to cover all cases, or choose who covers which"))
    for each in coverings(starts_on, ends_on, of=[officer.pk]):
        if any(each.shares(chosen) for chosen in shares.values()):
            told = {"who": each.covered_by, "officer": each.officer, "days": each.days}
            if each.absence:
                words = _("%(who)s covers for %(officer)s already, as the absence says: %(days)s")
            elif each.chosen is None:
                words = _("%(who)s covers all cases of %(officer)s already: %(days)s. End that cover first")
            else:
                words = _("%(who)s covers some of these cases of %(officer)s already: %(days)s. End that cover first")
            yield Problem("starts_on", words % told)
            return
