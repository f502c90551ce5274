"""Periods of days, both ends included: which rows a day lies in, and what the database holds of them."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThanOrEqual

from base.db import Days, OnlyThis


class PeriodQuerySet(models.QuerySet):
    """Rows with ``starts_on`` and ``ends_on``; no end means that it goes on."""

    def on(self, day) -> Self:
        """Those that ``day`` lies in: a date or an expression."""
        return self.overlapping(day, day)

    def overlapping(self, first, last) -> Self:
        """Those that share a day with ``first`` to ``last``."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


def in_force(day, prefix: str = "") -> Q:
    """The rows that ``day`` lies in, where a missing start means since ever. ``prefix`` leads to them."""
    has_started = Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": day})
    goes_on = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    return has_started & goes_on


def is_in_force(row, day: date) -> bool:
    """As `in_force`, of a row that is read."""
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or row.ends_on >= day)


def lies_in(day, starts_on, ends_on) -> Q:
    """As `in_force`, of expressions: such as the columns of a named part of a statement, which have no look-ups."""
    has_started = IsNull(starts_on, True) | Q(LessThanOrEqual(starts_on, day))
    return has_started & (IsNull(ends_on, True) | Q(GreaterThanOrEqual(ends_on, day)))


def never_overlapping(name: str, *alike: str, among: Q | None = None) -> ExclusionConstraint:
    """Two rows that agree on the foreign keys ``alike`` never share a day. Checked when the transaction ends.

    Only of the rows ``among``, where that is given.

    The keys come first: an index that begins with the days reads all who are allocated, to find one of them. They are
    written so that no query but the check itself takes this index: a look-up in the index of the foreign key is five
    times as fast, and the planner thinks both alike.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((OnlyThis(field), RangeOperators.EQUAL) for field in alike),
            (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
        ],
        condition=among,
        deferrable=Deferrable.DEFERRED,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """An end, where there is one, is not before the start."""
    return models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name)
