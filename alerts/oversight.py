"""What the scan looks for about management oversight: what waits, what was refused, what ends, what is to be looked at.

Who asked sees what became of it. What is for a manager to decide is on the team manager's worklist, and on no case
manager's.
"""

from datetime import timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from alerts.declaration import AS_OF, Asked, Finding
from cases.models import ServiceUser
from contacts.cadence import WITHOUT_STATUS
from contacts.models import CalendarDay, ContactStandard
from contacts.oversight import Oversight, OversightQuerySet, OversightState, placed
from staff.models import Role

# A local default: so long somebody is told that a measure was refused, unless another is asked for before.
TOLD_OF_REFUSAL = timedelta(days=28)
MANAGERS_DECIDE = (Role.TEAM_MANAGER,)


def oversight_waiting(asked: Asked) -> QuerySet[ServiceUser]:
    """People about whom a measure waits for a decision, one whose last day went by included."""
    return _with_day(asked, Oversight.objects.waiting(), Cast("asked_at", DateField()))


def oversight_refused(asked: Asked) -> QuerySet[ServiceUser]:
    """People about whom a measure was refused lately, and none was asked for since."""
    later = Oversight.objects.filter(service_user=OuterRef("service_user"), pk__gt=OuterRef("pk")).order_by()
    refused = Oversight.objects.filter(~Exists(later), state=OversightState.REFUSED)
    decided_on = Cast("decided_at", DateField())
    recent = refused.annotate(decided_on=decided_on).filter(decided_on__gt=AS_OF - TOLD_OF_REFUSAL)
    return _with_day(asked, recent, decided_on)


def oversight_ends(asked: Asked) -> QuerySet[ServiceUser]:
    """People whose measure ends within some business days, by the standard in force, and is not followed by another."""
    standards = ContactStandard.objects.started(AS_OF).filter(status=OuterRef("brag"))
    last, today = (CalendarDay.objects.filter(date=day).values("business_days") for day in (OuterRef("ends_on"), AS_OF))
    ends = Oversight.objects.in_force(AS_OF).filter(state=OversightState.AGREED)
    ends = ends.annotate(left=Subquery(last) - Subquery(today)).filter(
        LessThanOrEqual(F("left"), Subquery(standards.values("oversight_warned")[:1]))
    )
    live = [OversightState.ASKED, OversightState.AGREED]
    next_one = Oversight.objects.filter(
        service_user=OuterRef("service_user"), starts_on__gt=OuterRef("ends_on"), state__in=live
    )
    return _with_day(asked, ends.filter(~Exists(next_one.order_by())), F("ends_on"))


def oversight_risen(asked: Asked) -> QuerySet[ServiceUser]:
    """People whose BRAG status is higher than the one that their measure in force was agreed for.

    It widens nothing meanwhile (`contacts.cadence`): the closer contact of the new status holds until a manager has
    looked at it, ends it, and where it is still right agrees another one, with what the new status asks for.
    """
    held = Oversight.objects.in_force(AS_OF).filter(service_user=OuterRef("pk"), state=OversightState.AGREED)
    people = asked.people.with_brag(AS_OF).annotate(
        agreed_for=Subquery(held.values("brag")), held_until=Subquery(held.values("ends_on"))
    )
    return people.filter(GreaterThan(placed(F("agreed_for")), placed(Coalesce(F("brag"), Value(WITHOUT_STATUS)))))


def _with_day(asked: Asked, oversights: OversightQuerySet, day: Any) -> Any:
    """The people of the measures, with the ``day`` of the earliest."""
    theirs = oversights.filter(service_user=OuterRef("pk")).order_by("starts_on", "pk")
    people: Any = asked.people
    return people.filter(Exists(theirs)).annotate(oversight_day=Subquery(theirs.values(day=day)[:1]))


OVERSIGHT_FINDINGS = [
    Finding(
        kind="oversight_waiting",
        label=_("Temporary measure to decide"),
        about=ServiceUser,
        found=oversight_waiting,
        page="decide_oversight",
        to_do=_("Agree or refuse the temporary measure that was asked for."),
        due_on="oversight_day",
        deadline=False,
        roles=MANAGERS_DECIDE,
        sentence=_("It has waited for a decision since %(weekday)s."),
        heading=_("Temporary measures to decide"),
    ),
    Finding(
        kind="oversight_risen",
        label=_("Temporary measure to look at again"),
        about=ServiceUser,
        found=oversight_risen,
        page="service_user",
        to_do=_("Look at the temporary measure again, because the BRAG status has risen since it was agreed."),
        due_on="held_until",
        deadline=False,
        roles=MANAGERS_DECIDE,
        sentence=_(
            "The BRAG status has risen since the temporary measure until %(weekday)s was agreed. It changes nothing"
            " meanwhile. End it, and have another one asked for if it is still right."
        ),
        heading=_("Temporary measures to look at again"),
    ),
    Finding(
        kind="oversight_ends",
        label=_("Temporary measure that ends"),
        about=ServiceUser,
        found=oversight_ends,
        page="ask_oversight",
        to_do=_("The temporary measure ends. Go back to the contact standard, or ask for another measure."),
        due_on="oversight_day",
        sentence=_("Its last day is %(weekday)s. Go back to the contact standard after it, or ask for another."),
        counted=True,
        heading=_("Temporary measures that end"),
    ),
    Finding(
        kind="oversight_refused",
        label=_("Temporary measure refused"),
        about=ServiceUser,
        found=oversight_refused,
        page="service_user",
        to_do=_("Read why the temporary measure was refused. The contact standard holds as it is."),
        due_on="oversight_day",
        deadline=False,
        sentence=_("It was refused on %(weekday)s. The contact standard holds as it is."),
        heading=_("Temporary measures that were refused"),
    ),
]
