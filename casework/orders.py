"""A person's orders as pages tell of them, and what may be done about one."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from cases.models import FileValue, Order, OrderTermination, ServiceUser
from casework.selectors import ScopedOrder, orders_of


def is_single_requirement(orders: Sequence[ScopedOrder], today: date) -> bool:
    """Whether the person has current orders, and none of them is in scope."""
    current = [order for order in orders if order.starts_on <= today and not order.over]
    return bool(current) and not any(order.scoped for order in current)


def orders_in_full(person: ServiceUser, today: date) -> list[Any]:
    """As `orders_of`, with all that is recorded here of each.

    Adds ``termination``, those that were ``taken_back``, and ``actions``: what may be done, in words, and the name of
    the page.
    """
    orders: list[Any] = list(orders_of(person, today))
    prefetch_related_objects(
        orders,
        "rar_plan__changed_by",
        "rar_days__recorded_by",
        "progress__recorded_by",
        "terminations__recorded_by",
        "terminations__taken_back_by",
        "revocation_decisions__decided_by",
    )
    to_consider = set(person.orders.to_consider_for_revocation(today).values_list("pk", flat=True))
    unconfirmed = _unconfirmed(person)
    for order in orders:
        order.termination = standing_termination(order)
        order.taken_back = [each for each in order.terminations.all() if each.taken_back_at]
        order.actions = list(_actions(order, today, order.pk in to_consider, order.pk in unconfirmed))
    return orders


def _actions(order: Any, today: date, to_consider: bool, unconfirmed: bool) -> Iterator[tuple[str, str]]:
    """What may be done about the order, as the functions below allow it."""
    if to_consider:
        yield _("Consider early revocation"), "decide_revocation"
    if not why_not_terminated(order, today):
        yield _("Record the termination"), "terminate_order"
    if order.termination and unconfirmed:
        yield _("Take back the termination"), "take_back_termination"
    if not why_no_rar(order):
        yield _("Plan RAR days"), "plan_rar_days"
    if not why_no_day(order):
        yield _("Record a RAR day"), "record_rar_day"
    yield _("Record progress"), "record_progress"


def standing_termination(order: Order) -> OrderTermination | None:
    """What was recorded here of the termination that the order has; None where it has none, or a file brought it."""
    recorded = (each for each in order.terminations.all() if not each.taken_back_at)
    return next((each for each in recorded if each.terminated_on == order.terminated_on), None)


def why_not_terminated(order: Order, today: date) -> str:
    """Why no termination can be recorded; empty where one can."""
    if order.terminated_on:
        return _("This order is terminated already.")
    if order.starts_on > today:
        return _("This order has not started yet.")
    return ""


def why_not_taken_back(order: Order) -> str:
    """Why the termination cannot be taken back; empty where it can, as long as no file has confirmed it."""
    if standing_termination(order) is None:
        return _("There is no termination to take back: none was recorded here.")
    if order.pk not in _unconfirmed(order.service_user):
        return _("A file from nDelius says that this order is terminated. Correct it in nDelius.")
    return ""


def _unconfirmed(person: ServiceUser) -> set[int]:
    """Of which of the person's orders the files said last that they are not terminated, where that was changed here.

    What the files said last is kept while it differs from what was recorded here (`cases.file_values`). Once they say
    that the order is terminated, the correction belongs into the system that they come from.
    """
    said = FileValue.objects.filter(
        table_name=Order._meta.db_table, column_name="terminated_on", record__in=person.orders.values("pk")
    )
    return {each.record for each in said if each.value is None}


def why_no_rar(order: Order) -> str:
    """Why the order has no RAR days; empty where it can have some."""
    return "" if order.has_rar else _("This order has no rehabilitation activity requirement.")


def why_no_day(order: Order) -> str:
    """Why no RAR day can be recorded; empty where one can."""
    if hasattr(order, "rar_plan"):
        return ""
    return why_no_rar(order) or _("First enter how many RAR days were ordered and are planned.")
