"""Statements that are put together and compiled once, and asked again and again with other values.

Django takes longer to put together and to compile a statement of many conditions than PostgreSQL takes to answer it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

R = TypeVar("R")


class Parameter(models.Expression):
    """A value that a compiled statement is given when it runs: see `given`."""

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def get_group_by_cols(self) -> list:
        return []


# A person, by their id.
PERSON = Parameter("person", models.BigIntegerField())

# The day on which it is asked.
TODAY = Parameter("today", models.DateField())

# A day, or what stands for one in a statement that is compiled for every day.
Day = date | Parameter


def given(parameters: Iterable[Any], **values: Any) -> list[Any]:
    """The parameters of a compiled statement, each `Parameter` replaced by the value of its name."""
    return [values[each.name] if isinstance(each, Parameter) else each for each in parameters]


class CompiledOnce(models.Expression):
    """An expression on the rows of a model, put together and compiled when it is first asked.

    Its SQL calls the table of the model by its own name: it is for queries of that model alone, no part of another.
    """

    def __init__(self, model: type[models.Model], build: Callable[[], Any], output_field: models.Field):
        super().__init__(output_field)
        self.model, self.build = model, build

    @cached_property
    def compiled(self) -> tuple[str, tuple]:
        query = self.model._base_manager.annotate(built=self.build()).query
        sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).compile(query.annotations["built"])
        return sql, tuple(parameters)

    def resolve_expression(self, *args, **kwargs):
        """Itself, not a copy, which would be compiled anew."""
        return self

    def as_sql(self, compiler, connection):
        return self.compiled

    def get_group_by_cols(self) -> list:
        return []


class Statement(Generic[R]):
    """A queryset that is put together when it is first asked, with a `Parameter` for each value that changes.

    What it says must depend on nothing else: not on settings that change, nor on records that Python reads meanwhile.
    """

    def __init__(self, build: Callable[[], Any]):
        self.build = build

    @cached_property
    def compiled(self) -> tuple[Any, Any, str, tuple]:
        queryset = self.build()
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()

    def rows(self, **values: Any) -> list[R]:
        """What the queryset has where each parameter is the value of its name: with its prefetches, as a list.

        There is nothing left to filter, to order or to slice.
        """
        queryset, compiler, sql, parameters = self.compiled
        # Its like, by hand: compilers of statements with common table expressions do not copy.
        ready: Any = object.__new__(type(compiler))
        ready.__dict__ |= compiler.__dict__
        ready.connection = connections[queryset.db]
        ready.as_sql = lambda *args, **kwargs: (sql, tuple(given(parameters, **values)))
        asked = queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: ready
        return list(asked)

    def row(self, **values: Any) -> R | None:
        """The one that there is, if any."""
        return next(iter(self.rows(**values)), None)
