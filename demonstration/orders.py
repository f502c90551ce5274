"""What is recorded here of an order of the demonstration: its RAR days and the referrals for them."""

from datetime import date, datetime, time, timedelta

from cases.models import Allocation, Order, RarPlan, ReferralKind
from cases.orders import RAR
from staff.models import User

RATIONALE = "Four days on finding work, then two on the tenancy. The rest are kept until the job is settled."
ORDERED, PLANNED = 15, 6
# Days ago, and what was done.
USED = {20: "Wrote a CV with the employment adviser.", 13: "Mock interview.", 6: "Visited the job centre together."}


def record_rar_days(case_manager: User, today: date) -> None:
    """RAR days and referrals of one order that asks for them, of somebody whom the case manager holds."""
    held = Allocation.objects.on(today).filter(officer=case_manager).values("service_user")
    long_enough = today - timedelta(days=max(USED))
    orders = Order.objects.current(today).filter(service_user__in=held, starts_on__lte=long_enough, ends_on__gte=today)
    order = orders.filter(requirements__in=RAR).order_by("pk").first()
    if order is None:
        return
    planned_at = datetime.combine(long_enough, time(11))
    values = {"ordered": ORDERED, "planned": PLANNED, "rationale": RATIONALE}
    RarPlan.objects.create(order=order, **values, changed_by=case_manager, changed_at=planned_at)
    for days_ago, note in USED.items():
        used_on = today - timedelta(days=days_ago)
        recorded_at = datetime.combine(used_on, time(16, 30))
        order.rar_days.create(
            used_on=used_on, note=note, was_planned=True, recorded_by=case_manager, recorded_at=recorded_at
        )
    _refer(order, case_manager, long_enough)


def _refer(order: Order, by: User, day: date) -> None:
    """To a group that started, and to a provider that has not answered yet."""
    at = {"recorded_by": by, "recorded_at": datetime.combine(day, time(11, 15))}
    under = {"order": order, "referred_on": day, **at}
    referrals = order.service_user.referrals
    group = referrals.create(kind=ReferralKind.objects.get(name="RAR group"), provider="Steps to work", **under)
    for state in ("accepted", "started"):
        group.steps.create(state=state, happened_on=day, **at)
    work = ReferralKind.objects.get(name="Education, training and employment")
    referrals.create(kind=work, provider="Valley Skills", note="A course in bricklaying, evenings.", **under)
