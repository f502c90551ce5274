"""A statement that changes many rows keeps what each was that it changed, by a plan that serves few and many."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Case, F, Value, When

from contacts.models import Contact
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

# Whoever changes it: the plan of a trigger's statement is made once in a session, by the number of its first rows.
JOINED = re.compile(r"\b(old_|new_)\w+\s+(\w+\s+)?(INNER |LEFT |FULL )?JOIN\s+(old_|new_)")


def test_only_what_changed_has_a_former_row():
    moved, _ = ContactFactory.create_batch(2, place="Lodge Hill, Newport")
    Contact.objects.update(place=Case(When(pk=moved.pk, then=Value("Cwmbran")), default=F("place")))
    kept = apps.get_model("contacts", "ContactEvent").objects
    assert list(kept.values_list("pgh_obj", "pgh_label", "place")) == [(moved.pk, "update", "Lodge Hill, Newport")]


def test_no_trigger_joins_the_rows_before_with_the_rows_after():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE prorettype = 'trigger'::regtype AND prosrc ~ 'new_'")
        functions = dict(cursor.fetchall())
    assert len(functions) > 10
    assert [name for name, source in functions.items() if JOINED.search(source)] == []
