"""RAR days of an order (Source B, 2.2h): how many are ordered and planned, and each that was used."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import Already, writes
from base.clock import local_now
from cases.models import Order, RarDay, RarPlan
from casework.orders import why_no_day, why_no_rar
from casework.services.refusals import ChangedMeanwhile, Problem, Refused
from casework.services.writing import locked_person
from staff.models import User
from ui import formats


@writes("plan RAR days")
def plan_rar_days(*, by: User, order: Order, ordered: int, planned: int, rationale: str, seen: str) -> RarPlan | None:
    """Set how many days the court ordered, how many are planned to come, and why so many.

    Returns None where it says so already. Raises `Refused` where they are more than were ordered, with those used, and
    `ChangedMeanwhile` where they are not as they were when ``seen``, their `version_of_days`.
    """
    current = _locked(order)
    if words := why_no_rar(current):
        raise Refused(Problem(None, words))
    plan = RarPlan.objects.filter(order=current).first()
    if plan and (plan.ordered, plan.planned, plan.rationale) == (ordered, planned, rationale):
        return None
    if version_of_days(current) != seen:
        raise ChangedMeanwhile(
            _("Somebody changed these RAR days after you opened the page. Check them and save again")
        )
    if found := list(_beyond(ordered, planned, current.rar_days.count())):
        raise Refused(*found)
    values = {"ordered": ordered, "planned": planned, "rationale": rationale}
    told = values | {"changed_by": by, "changed_at": local_now()}
    return RarPlan.objects.update_or_create(order=current, defaults=told)[0]


@writes("record a RAR day")
def record_rar_day(*, by: User, order: Order, used_on: date, note: str) -> RarDay | Already[RarDay]:
    """Count a day as used, with a note. It comes off the days planned, where any are. Sent twice, it counts once.

    Raises `Refused` where it cannot have been used that day, one is recorded for that day, or all are used.
    """
    current = _locked(order)
    plan = RarPlan.objects.filter(order=current).first()
    if plan is None:
        raise Refused(Problem(None, why_no_day(current)))
    known = current.rar_days.filter(used_on=used_on).first()
    if known and known.note == note:
        return Already(known)
    if found := list(_problems_of_day(current, plan, used_on, known)):
        raise Refused(*found)
    was_planned = plan.planned > 0
    if was_planned:
        plan.planned -= 1
        plan.save(update_fields=["planned"])
    told = {"used_on": used_on, "note": note, "was_planned": was_planned}
    return current.rar_days.create(**told, recorded_by=by, recorded_at=local_now())


@writes("take out a RAR day")
def take_out_rar_day(*, by: User, day: RarDay) -> dict[str, int] | None:
    """Count a day as used no more: it was recorded by mistake. It is planned again if it was; the history keeps it.

    Returns None where it is taken out already.
    """
    current = _locked(day.order)
    known = current.rar_days.filter(pk=day.pk).first()
    if known is None:
        return None
    told = {"rar_day": known.pk, "order": current.pk}
    known.delete()
    plan = RarPlan.objects.get(order=current)
    if known.was_planned and plan.planned + current.rar_days.count() < plan.ordered:
        plan.planned += 1
        plan.save(update_fields=["planned"])
    return told


def version_of_days(order: Order) -> str:
    """A short text that changes whenever what is planned or used does."""
    plan = RarPlan.objects.filter(order=order).first()
    told = [plan.ordered, plan.planned, plan.changed_at.isoformat()] if plan else []
    return "|".join(map(str, [*told, order.rar_days.count()]))


def _locked(order: Order) -> Order:
    person = locked_person(order.service_user_id)
    return Order.objects.get(pk=order.pk, service_user=person)


def _beyond(ordered: int, planned: int, used: int) -> Iterator[Problem]:
    """Why so many days cannot be: with those used they are more than were ordered."""
    if used > ordered:
        words = ngettext(
            "%(used)s day is used already, so at least as many must have been ordered",
            "%(used)s days are used already, so at least as many must have been ordered",
            used,
        )
        yield Problem("ordered", words % {"used": used})
    elif planned + used > ordered:
        words = _("Plan %(left)s or fewer. Days ordered: %(ordered)s. Days used already: %(used)s")
        yield Problem("planned", words % {"ordered": ordered, "left": ordered - used, "used": used})


def _problems_of_day(order: Order, plan: RarPlan, used_on: date, known: RarDay | None) -> Iterator[Problem]:
    if known:
        words = _("A RAR day is recorded for %(day)s already")
        yield Problem("used_on", words % {"day": formats.day(used_on)})
    if used_on > timezone.localdate():
        yield Problem("used_on", _("The day must be today or in the past"))
    if used_on < order.starts_on:
        words = _("The day must be on or after %(day)s, when the order started")
        yield Problem("used_on", words % {"day": formats.day(order.starts_on)})
    if order.terminated_on and used_on > order.terminated_on:
        words = _("The day must be on or before %(day)s, when the order was terminated")
        yield Problem("used_on", words % {"day": formats.day(order.terminated_on)})
    if not plan.planned and order.rar_days.count() >= plan.ordered:
        words = ngettext(
            "The %(ordered)s RAR day that was ordered is used already. Check how many were ordered",
            "All %(ordered)s RAR days that were ordered are used already. Check how many were ordered",
            plan.ordered,
        )
        yield Problem(None, words % {"ordered": plan.ordered})
