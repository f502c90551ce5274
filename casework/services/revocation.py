"""How far an order has come, and whether to apply for its early revocation (Source B, 2.2g)."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.scan import look_again
from audit.services import writes
from base.clock import local_now
from cases.models import Order, OrderProgress, RevocationDecision
from casework.services.refusals import Problem, Refused
from casework.services.writing import locked_person
from staff.models import User
from ui import formats


@writes("record progress of an order")
def record_progress(
    *, by: User, order: Order, requirements_completed_on: date | None, objectives_met_on: date | None
) -> OrderProgress | None:
    """Record since when its requirements are completed and the plan's objectives met; None: they are not.

    Returns None where it says so already. Raises `Refused` where a day cannot be.
    """
    person = locked_person(order.service_user_id)
    days = {"requirements_completed_on": requirements_completed_on, "objectives_met_on": objectives_met_on}
    known = OrderProgress.objects.filter(order=order).first()
    if all(getattr(known, name, None) == day for name, day in days.items()):
        return None
    if found := [problem for name, day in days.items() for problem in _problems(order, name, day)]:
        raise Refused(*found)
    told = days | {"recorded_by": by, "recorded_at": local_now()}
    progress, _made = OrderProgress.objects.update_or_create(order=order, defaults=told)
    look_again(person.pk)
    return progress


@writes("decide on early revocation")
def decide_revocation(*, by: User, order: Order, apply: bool, reason: str) -> RevocationDecision | None:
    """Decide whether to apply to the court, and say why: nobody is asked to consider it any more.

    The case manager or the team manager decides. The case manager knows what was done and writes the application; a
    decision needs no second person, and whose it was is shown with it. Returns None where just this was decided.
    Raises `Refused` where there is nothing to decide.
    """
    person = locked_person(order.service_user_id)
    latest = order.revocation_decisions.first()
    if not Order.objects.to_consider_for_revocation(timezone.localdate()).filter(pk=order.pk).exists():
        if latest and (latest.apply, latest.reason) == (apply, reason):
            return None
        raise Refused(Problem(None, nothing_to_decide()))
    decision = order.revocation_decisions.create(apply=apply, reason=reason, decided_by=by, decided_at=local_now())
    look_again(person.pk)
    return decision


def nothing_to_decide() -> str:
    return _("There is nothing to decide about early revocation of this order.")


def _problems(order: Order, name: str, day: date | None) -> Iterator[Problem]:
    if day and day > timezone.localdate():
        yield Problem(name, _("The day must be today or in the past"))
    if day and day < order.starts_on:
        words = _("The day must be on or after %(day)s, when the order started")
        yield Problem(name, words % {"day": formats.day(order.starts_on)})
