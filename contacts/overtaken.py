"""Appointments to come that the records have overtaken: booked in order, and since then to cancel or to rebook.

The conditions are those of an appointment that is open and to come. The scan and the pages ask them, and what may be
done follows them.
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import BooleanField, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from cases.models import Allocation, Custody, Designation, Order, ServiceUser
from contacts.criteria import Test, fails, of_each
from contacts.models import Contact

IN_CUSTODY = _("The %(service_user)s is in custody on this day. Cancel this appointment.")
ORDER_OVER = _(
    "The last order ends before this day. Cancel this appointment, or correct the order in nDelius if it goes on."
)
TO_REBOOK = _(
    "%(officer)s is no longer the %(case_manager)s on this day, so it cannot count. Rearrange it with the new"
    " %(case_manager)s."
)


def is_in_custody() -> Q:
    """Whether its date is a day in custody."""
    return Q(Exists(Custody.objects.order_by().on(OuterRef("date")).filter(service_user=OuterRef("service_user_id"))))


def is_order_over() -> Q:
    """Whether its date is after the end or termination of the person's last order."""
    orders = Order.objects.order_by().filter(service_user=OuterRef("service_user_id"))
    return Q(Exists(orders)) & ~Q(Exists(orders.filter(ran__endswith__gt=OuterRef("date"))))


def is_to_cancel() -> Q:
    """Whether on its date the person is not supervised in the community."""
    return is_in_custody() | is_order_over()


def is_to_rebook() -> Q:
    """Whether a row that has ``failing`` cannot count because somebody else has taken the person over from its officer.

    A former case manager is somebody who was allocated, or named by the sentence plan, and is neither on its date:
    nobody is asked about an appointment that was meant to be with a colleague.
    """
    theirs = {"service_user": OuterRef("service_user_id")}
    took_over = Allocation.objects.order_by().on(OuterRef("date")).filter(**theirs)
    former = {"officer": OuterRef("officer_id"), "ends_on__lt": OuterRef("date"), **theirs}
    was_allocated, was_named = (
        Exists(periods.objects.order_by().filter(**former)) for periods in (Allocation, Designation)
    )
    taken_over = fails(Test.CASE_MANAGER) & (Q(was_allocated) | Q(was_named)) & Q(Exists(took_over))
    return taken_over & ~fails(Test.CODE)


def would_be_to_cancel_on(day: date, people: Collection[int]) -> QuerySet[ServiceUser]:
    """Those of the people (ids) of whom an appointment on ``day`` would be `is_to_cancel`."""
    on_day = Value(day, output_field=DateField())
    of_them = ServiceUser.objects.filter(pk__in=people).annotate(service_user_id=F("pk"), date=on_day)
    return of_them.filter(is_to_cancel())


def would_be_to_cancel(contact: Contact) -> bool:
    """As `is_to_cancel`, of a contact that is not saved yet."""
    return would_be_to_cancel_each([contact])[0]


def would_be_to_cancel_each(contacts: Sequence[Contact]) -> list[bool]:
    """As `would_be_to_cancel`, of each."""
    return of_each(contacts, ExpressionWrapper(is_to_cancel(), output_field=BooleanField()))
