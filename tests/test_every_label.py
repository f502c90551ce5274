"""Every label of a form, a list or the administration can be translated, those that Django makes up included."""

import pkgutil
from importlib import import_module

import pytest
from django import forms
from django.contrib import admin
from django.db.models import Choices
from django.utils.functional import Promise
from django_filters import FilterSet
from django_tables2 import Table

from tests.own_apps import OWN_APPS

# They read an address and are never drawn.
NEVER_DRAWN = {
    "AnyMonthForm", "MeasuredMonthForm", "MonthForm", "OwnMonthForm", "PartForm", "PeopleForm", "QuarterForm",
    "UnitForm",
}  # fmt: skip

for app in OWN_APPS:
    for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
        import_module(module.name)


def own(base: type) -> list[type]:
    """The product's classes of a kind."""
    below = [each for child in base.__subclasses__() for each in (child, *own(child))]
    return [each for each in dict.fromkeys(below) if is_own(each)]


def is_own(kind: type) -> bool:
    app = kind.__module__.split(".")[0]
    return app in OWN_APPS and app != "demonstration"


def plain(texts: dict[str, object]) -> list[str]:
    """The names of those texts that are there once and for all."""
    return [name for name, text in texts.items() if text is None or (text and not isinstance(text, Promise))]


@pytest.mark.parametrize("form", [form for form in own(forms.BaseForm) if form.__name__ not in NEVER_DRAWN])
def test_fields_of_a_form(form):
    """Without a label Django makes one of the field's name."""
    shown = {name: field for name, field in form.base_fields.items() if not field.widget.is_hidden}
    shown.pop("username", None)  # Django labels it when the form is made
    assert plain({name: field.label for name, field in shown.items()}) == []
    assert plain({name: field.help_text for name, field in shown.items()}) == []


@pytest.mark.parametrize("filters", own(FilterSet))
def test_filters_of_a_list(filters):
    assert plain({name: each.label for name, each in filters.base_filters.items()}) == []


@pytest.mark.parametrize("table", own(Table))
def test_columns_of_a_list(table):
    assert plain({name: column.verbose_name for name, column in table.base_columns.items()}) == []
    assert plain({"caption": table.caption, "empty_text": table._meta.empty_text}) == []


@pytest.mark.parametrize("choices", [each for each in own(Choices) if each])
def test_choices(choices):
    assert plain({each.name: each._label_ for each in choices}) == []


@pytest.mark.parametrize("model", [model for model in admin.site._registry if is_own(model)])
def test_a_model_of_the_administration(model):
    fields = [
        field for field in model._meta.get_fields() if getattr(field, "editable", False) and not field.auto_created
    ]
    assert plain({field.name: field._verbose_name for field in fields}) == []
    assert plain({field.name: field.help_text for field in fields}) == []
    assert plain({"one": model._meta.verbose_name, "several": model._meta.verbose_name_plural}) == []
