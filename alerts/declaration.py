"""What is said of a kind of alert, once: the scan, the pages and the check in the database follow from it.

The querysets are compiled once for every day (`alerts.scan`): `AS_OF`, `CLOCK` and `MONTH` stand for the day that is
asked about, the time up to which it is over, and its month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import DateField, Q, QuerySet, TimeField
from django.utils import timezone
from django.utils.functional import Promise

from base.months import Month
from base.statements import Parameter
from cases.models import Order, ServiceUser, ServiceUserQuerySet
from contacts import facts
from contacts.models import Contact, ContactQuerySet
from contacts.overtaken import is_to_cancel
from staff.access import CASEWORK
from staff.models import Role


class MonthAsked(Month):
    """The month of `AS_OF`."""

    last = Parameter("month_last", DateField())  # type: ignore[assignment]


AS_OF = Parameter("as_of", DateField())
CLOCK = Parameter("clock", TimeField())
MONTH = MonthAsked(Parameter("month_first", DateField()))  # type: ignore[arg-type]
LAST_MONTH = Parameter("last_month_first", DateField())
TO_COME = Q(date=AS_OF, start_time__gt=CLOCK) | Q(date__gt=AS_OF)


def values_on(as_of: date) -> dict[str, Any]:
    """What the names above stand for on a day. Today is over up to now, another day up to its end."""
    now, month = timezone.localtime(), Month.of(as_of)
    return {
        "as_of": as_of,
        "clock": now.time() if as_of == now.date() else time.max,
        "month_first": month.first,
        "month_last": month.last,
        "last_month_first": month.previous.first,
    }


@dataclass(frozen=True)
class Asked:
    """Whom the scan asks about: everyone, or ``whom`` (a condition on what has a service user); how the facts stand.

    ``ids`` are those of them with a current order.
    """

    standing: facts.Standing
    whom: Q

    @property
    def ids(self) -> QuerySet:
        return Order.objects.current(AS_OF).filter(self.whom).order_by().values("service_user")

    @property
    def people(self) -> ServiceUserQuerySet:
        return ServiceUser.objects.filter(pk__in=self.ids)

    @property
    def contacts(self) -> ContactQuerySet:
        return Contact.objects.filter(service_user__in=self.ids)

    @property
    def to_come(self) -> ContactQuerySet:
        """The appointments to come of which nothing is recorded, of people without a current order too."""
        return Contact.objects.filter(self.whom, TO_COME, date__gte=AS_OF).open()

    @property
    def to_go_ahead(self) -> ContactQuerySet:
        """Those of people with a current order that are not to cancel."""
        return self.to_come.filter(~is_to_cancel(), service_user__in=self.ids)


@dataclass(frozen=True)
class Finding:
    """The declaration of a kind of alert. Its words are whole sentences.

    They may have %(day)s, %(weekday)s, %(order)s and, of a contact, %(officer)s.

    kind      | what the database and files call it
    label     | what pages call it
    about     | the model of what is found
    found     | the things that there is an alert about
    page      | the name of the page that mends it: of the contact that it is about, else of the person
    to_do     | what is to be done about it, in the worklist, where a day and an appointment are told of beside it
    mendable  | whether it can be mended yet; if not it is told of as missed, after what is to do
    due_on    | the day by which it must be mended or since when it stands: a field of what is found, or an expression
    deadline  | whether it must be mended by that day
    roles     | who mends it: of those who act, the others' worklists and home pages leave it out
    sentence  | what is said where there is such a day; a contact is told of beside it
    undated   | what is said where there is none
    counted   | whether the business days that are left until that day are told too
    heading   | heads these alerts on the home page, one by one; without it the page says how many people they concern
    """

    kind: str
    label: str | Promise
    about: type[Contact | Order | ServiceUser]
    found: Callable[[Asked], QuerySet]
    page: str
    to_do: str | Promise = ""
    mendable: bool = True
    due_on: Any = None
    deadline: bool = True
    roles: tuple[Role, ...] = CASEWORK
    sentence: str | Promise = ""
    undated: str | Promise = ""
    counted: bool = False
    heading: str | Promise = ""
