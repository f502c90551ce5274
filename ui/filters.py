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
    """A filter that is on: the words, and how to take it away: the query string without it, or its private name."""

    label: str
    query: str
    private_name: str


class BaseFilterSet(django_filters.FilterSet):
    """Filters for a ListPage.

    ``private_filters`` names those that take personal data (a name, a CRN): they are posted and kept in the session,
    never in an address.
    """

    private_filters: tuple[str, ...] = ()

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
                    label = f"{field.label}: {display(field, each)}"
                    chips.append(Chip(label, self.query_without(name, each), private_name))
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
