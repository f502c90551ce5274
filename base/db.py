"""PostgreSQL's types and functions that Django has no name for."""

from datetime import datetime

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeBoundary
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat, Trim


class Days(Func):
    """The days from the first expression to the second, both included; a missing end is open.

    As SQL: ``daterange(first, second, '[]')``.
    """

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first, last, **extra):
        super().__init__(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True), **extra)


class Times(Func):
    """The time from the first expression, a local date and time, to the second, which it does not include."""

    function = "tsrange"
    output_field = DateTimeRangeField()


class OnlyThis(Func):
    """A foreign key, written so that its index serves what is written alike, and no look-up by the key."""

    template = "(%(expressions)s + 0)"
    output_field = models.BigIntegerField()


class RangeAgg(models.Aggregate):
    """The ranges of a group put together, gaps left out: a multirange. Null where there is none."""

    function = "range_agg"
    output_field = models.TextField()


class Covers(Func):
    """Whether a multirange leaves out no day of a range."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = models.BooleanField()


class LastGapEnds(Func):
    """The day after the last that the ranges of a multirange leave out, of the days up to and with a day.

    Where they include that day it is the first of those that lead to it without a gap, else the day after it.
    """

    template = "upper(datemultirange(daterange(NULL, %(expressions)s)"
    arg_joiner = ", '[]')) - "
    arity = 2
    output_field = models.DateField()


class Element(Func):
    """The element of an array of dates at a place, the first at 1; null where there are fewer."""

    template = "(%(expressions)s]"
    arg_joiner = ")["
    arity = 2
    output_field = models.DateField()


class EndOfMonthAfter(Func):
    """The last day of the month that is so many after that of a day."""

    template = "(date_trunc('month', %(expressions)s + 1) - interval '1 day')::date"
    arg_joiner = "::timestamp) + interval '1 month' * ("
    arity = 2
    output_field = models.DateField()


class Joined(Func):
    """Two arrays as one."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    arity = 2


class IsAnyOf(Func):
    """Whether a value is one of an array's."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    arity = 2
    output_field = models.BooleanField()


class Filed(Func):
    """A name as a telephone book files it: its letters and digits alone, in lower case, without their accents.

    "O'Brien-Siân" is "obriensian". Compared by code point, so that the server's locale has no say. The function comes
    with a migration of staff.
    """

    function = "filed"
    template = '(%(function)s(%(expressions)s) COLLATE "C")'
    arity = 1
    output_field = models.TextField()


def filing_key() -> models.GeneratedField:
    """The column that people with a first and a last name are sorted and found by: "obrien sian"."""
    return models.GeneratedField(
        expression=Trim(Concat(Filed("last_name"), Value(" "), Filed("first_name"), output_field=models.TextField())),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


class Digits(Func):
    """The digits of a text."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '[^0-9]', '', 'g')"
    arity = 1
    output_field = models.TextField()


def in_choices(name: str, field: str, choices: type[models.Choices], *, blank: bool = False) -> models.CheckConstraint:
    """The column ``field`` holds one of its closed choices, or where ``blank`` an empty text, and nothing else."""
    values = ["", *choices.values] if blank else choices.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class LocalDateTimeField(models.DateTimeField):
    """A date and time as the clock on the wall shows it: naive in Python, without a time zone in the database.

    Appointments are made by the wall clock, so a notice is compared with them by the wall clock too.
    """

    def db_type(self, connection) -> str:
        return "timestamp without time zone"

    def get_prep_value(self, value):
        value = models.DateField.get_prep_value(self, value)
        value = self.to_python(value)
        if isinstance(value, datetime) and value.tzinfo:
            raise ValueError("A local date and time has no time zone.")
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def to_python(self, value):
        return value if isinstance(value, datetime) else super().to_python(value)
