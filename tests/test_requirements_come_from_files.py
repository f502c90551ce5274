"""Only an import changes the requirements of an order: were a page to, the next import would not know of it."""

import re

from django.contrib import admin

from cases.models import Order, OrderRequirement
from tests.own_apps import OWN_APPS, ROOT

WRITES = re.compile(r"\.requirements\.(add|set|remove|clear|create)\b|OrderRequirement\b|cases_order_requirements")
# The model and its triggers, what reads its history, and the import itself.
MAY = {"cases/models.py", "interchange/files/orders.py"}


def test_nothing_but_an_import_writes_requirements():
    found = {
        str(path.relative_to(ROOT))
        for app in OWN_APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert found == MAY
    assert not admin.site.is_registered(Order)
    assert not admin.site.is_registered(OrderRequirement)
