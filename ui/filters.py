"""Filters of a list: declare them; the form and the chips that take one away come with templates/ui/filter.html."""

import datetime
from typing import Any, NamedTuple, cast

import django_filters
from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.choices import flatten_choices

from ui import formats


class Chip(NamedTuple):
    """A filter that is on, in words, and how to take it away: the query string without it, or its private name."""

    label: str
    value: str
    query: str
    private_name: str


class BaseFilterSet(django_filters.FilterSet):
    """Filters for a ListPage.

    ``private_filters`` names those that take personal data (a name, a CRN): they are posted and kept in the session,
    never in an address.
    """

    private_filters: tuple[str, ...] = ()

    @property
    def searches(self) -> list[forms.BoundField]:
        """The boxes to search in: the private filters."""
        return [field for field in self.form if field.name in self.private_filters]

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The other filters."""
        return [field for field in self.form if field.name not in self.private_filters]

    @property
    def narrowing_errors(self) -> bool:
        return any(field.errors for field in self.narrowing)

    @property
    def narrowed(self) -> list[Chip]:
        """The other filters that are on."""
        return [chip for chip in self.chips() if not chip.private_name]

    def looked_for(self) -> list[tuple[str, str]]:
        """What was searched for, each by what it was taken for; nothing where nothing was, or where it is refused."""
        return [(chip.label, chip.value) for chip in self.chips() if chip.private_name]

    def chips(self) -> list[Chip]:
        """One for each value that narrows the list."""
        if not self.form.is_valid():
            return []
        chips = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            values = (
                list(value)
                if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
                else [value]
            )
            for each in values:
                if each not in (None, "", False):
                    private_name = name if name in self.private_filters else ""
                    query = self.query_without(name, each)
                    chips.append(Chip(str(field.label), display(field, each), query, private_name))
        return chips

    def query_without(self, name: str, value: Any) -> str:
        """The query string of this list, from its first page, without one value of one filter."""
        query: QueryDict = self.data.copy()
        raw = str(self.form.fields[name].prepare_value(value))
        query.setlist(name, [kept for kept in query.getlist(name) if len(query.getlist(name)) > 1 and kept != raw])
        for hidden in ("page", *self.private_filters):
            query.pop(hidden, None)
        return query.urlencode()


def display(field: forms.Field, value: Any) -> str:
    """The words in which a form offers this value."""
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, Model):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = flatten_choices(cast(Any, field.choices))
        return next((str(label) for option, label in choices if str(option) == str(value)), "")
    return formats.day(value) if isinstance(value, datetime.date) else str(value)
