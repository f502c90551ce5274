"""Whom the entries of the register of additional measures are for on a day, and of whom they hold: the one place.

An entry is for people of its team: those allocated on the day to somebody with a post in the team that day; of these
all, those of one case manager, or those that were chosen. Of somebody it holds where nothing keeps it back.
"""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from base.db import IsAnyOf
from base.periods import in_force
from base.statements import Day, Parameter
from cases.models import Brag, BragReview, Order
from cases.orders import PROGRAMMES, RAR
from contacts.additional import AdditionalCase, AdditionalKind, AdditionalQuerySet, Whose
from contacts.oversight import placed

# By whose standard somebody without a BRAG status is seen, as in the workload.
WITHOUT_STATUS = Brag.AMBER
# Main categories of requirements in which somebody is engaged who is seen by telephone meanwhile (Source B, section 3):
# programmes and RAR; drug rehabilitation; alcohol treatment; attendance centre.
ENGAGED_IN = (*PROGRAMMES, *RAR, "DRR", "G", "RDT", "H", "RAT", "RM55", "N", "RAC")
OFFICER, ALLOCATION = "team__posts__user", "team__posts__user__allocations"
PERSON_OF_ROW = f"{ALLOCATION}__service_user"


class HeldBack(TextChoices):
    """Why an entry does not hold of somebody whom it is for, the first that applies."""

    STATUS = "status", _("It is not for their BRAG status")
    RISEN = "risen", _("Their BRAG status has risen since it was agreed")
    NOT_ENGAGED = "not_engaged", _("No current order has a programme, DRR, ATR, RAR or SAC")


def covered(entries: AdditionalQuerySet, day: Day, among: QuerySet | OuterRef | Parameter | None = None) -> Any:
    """A row for each of the entries and each person, of those ``among`` (ids), whom it is for on ``day``.

    Adds ``service_user_id``; ``status``, by whose standard the person is seen on the day; and ``held_back``, the
    `HeldBack`, null where the entry holds of the person.
    """
    chosen = AdditionalCase.objects.filter(measure=OuterRef("pk"), service_user=OuterRef(PERSON_OF_ROW))
    allocated = Q(**{f"{ALLOCATION}__starts_on__lte": day}) & (
        Q(**{f"{ALLOCATION}__ends_on": None}) | Q(**{f"{ALLOCATION}__ends_on__gte": day})
    )
    of_whom = Q(whose=Whose.TEAM) | Q(officer=F(OFFICER)) | Q(Exists(chosen))
    # One call, so that all of it is asked of the same post and the same allocation.
    rows: Any = entries.order_by().filter(in_force(day, "team__posts__"), allocated, of_whom, _is(among))
    reviews = BragReview.objects.filter(service_user=OuterRef(PERSON_OF_ROW)).order_by("-reviewed_on")
    # One that is not agreed yet would be agreed on the day.
    on_day = day if isinstance(day, Parameter) else Value(day, DateField())
    agreed_on = Coalesce(Cast(OuterRef("decided_at"), DateField()), on_day)
    return rows.annotate(
        service_user_id=F(PERSON_OF_ROW),
        status=Coalesce(
            Subquery(reviews.filter(reviewed_on__lte=day).values("status")[:1]),
            Value(WITHOUT_STATUS),
            output_field=CharField(),
        ),
        agreed_for=Subquery(reviews.filter(reviewed_on__lte=agreed_on).values("status")[:1]),
    ).annotate(held_back=_held_back(day))


def _held_back(day: Day) -> Case:
    orders = Order.objects.current(day).filter(service_user=OuterRef(OuterRef(PERSON_OF_ROW)))
    through: Any = Order.requirements.through
    main = Func("requirementcategory_id", Value(":"), Value(1), function="split_part", output_field=CharField())
    engaged = through.objects.annotate(main=main).filter(order__in=orders.values("pk"), main__in=ENGAGED_IN)
    # Where there was no status when it was agreed, none can have risen.
    risen = LessThan(placed(F("status")), Coalesce(placed(F("agreed_for")), Value(0)))
    return Case(
        When(~Q(IsAnyOf(F("status"), F("statuses"))), then=Value(HeldBack.STATUS)),
        When(risen, then=Value(HeldBack.RISEN)),
        When(Q(kind=AdditionalKind.TELEPHONE) & ~Exists(engaged), then=Value(HeldBack.NOT_ENGAGED)),
        default=Value(None),
        output_field=CharField(),
    )


def _is(among: QuerySet | OuterRef | Parameter | None) -> Q:
    """Whether the person is one of those; None: everybody is."""
    if among is None:
        return Q()
    one = isinstance(among, OuterRef | Parameter)
    return Q(**{PERSON_OF_ROW if one else f"{PERSON_OF_ROW}__in": among})
