"""Conventions over every write: a keyword-only verb with ``by=``, one transaction, an audit entry."""

import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from tests.own_apps import OWN_APPS


def service_modules():
    for app in OWN_APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if ".services" in module.name or module.name == "alerts.scan":
                yield import_module(module.name)


SERVICES = {
    f"{module.__name__}.{name}": function
    for module in service_modules()
    for name, function in vars(module).items()
    if hasattr(function, "audited_action") and function.__module__ == module.__name__
}


def test_there_are_services():
    assert len(SERVICES) >= 7


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_takes_keywords_only_and_says_by_whom(name):
    parameters = inspect.signature(SERVICES[name]).parameters
    assert "by" in parameters
    assert all(parameter.kind == parameter.KEYWORD_ONLY for parameter in parameters.values())


def test_actions_are_named_once():
    actions = [service.audited_action for service in SERVICES.values()]
    assert len(actions) == len(set(actions))


def test_views_do_not_write_by_themselves():
    """Saving is the services' work: a view, form, table or selector that saves has no author and no entry."""
    writers = (".save(", ".create(", ".update(", ".delete(", "bulk_create(", "bulk_update(", "get_or_create(")
    found = []
    for app in OWN_APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            parts = module.name.split(".")
            if {"views", "forms", "tables", "filters", "selectors"} & set(parts):
                # A page's own step of that name calls a service.
                source = Path(import_module(module.name).__file__).read_text(encoding="utf-8").replace("self.save(", "")
                found += [f"{module.name}: {writer}" for writer in writers if writer in source]
    assert found == []
