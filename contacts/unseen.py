"""Who was not seen for some weeks (Source B, section 3)."""

from typing import Any

from django.db.models import Exists, OuterRef

from base.statements import Day
from cases.models import Custody, Order, ServiceUserQuerySet
from contacts.criteria import ATTENDED
from contacts.models import Contact

# Source B: not seen for six weeks, the day that is asked about among them.
WEEKS = 6


def not_seen_since(people: ServiceUserQuerySet, first: Any, as_of: Day) -> ServiceUserQuerySet:
    """Those of the people who attended nothing that can count from ``first`` to ``as_of``.

    They were in scope all that time and are not in custody. ``first`` is a day or an expression.
    """
    theirs = {"service_user": OuterRef("pk")}
    orders = Order.objects.current(as_of).in_scope().filter(starts_on__lte=first, **theirs)
    custody = Custody.objects.on(as_of).filter(**theirs)
    seen = Contact.objects.filter(ATTENDED, date__range=(first, as_of), **theirs).can_count()
    return people.filter(Exists(orders), ~Exists(custody), ~Exists(seen))
