"""An import writes what the files say, and that once: no history of changes that nobody made, no row touched again."""

import pghistory.models
import pytest
import time_machine
from django.apps import apps
from django.db import connection

from contacts.models import Contact
from tests.answers import load
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db

HISTORIES = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2018-12-21 09:00"):
        yield


def history() -> dict[str, int]:
    """How many rows there are in each history that has any."""
    return {model.__name__: count for model in HISTORIES if (count := model.objects.count())}


def written() -> dict[str, tuple[int, ...]]:
    """How many rows of each table this test inserted, updated and deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"
        )
        return {table: tuple(counts) for table, *counts in cursor.fetchall()}


def test_a_first_import_leaves_no_history(tmp_path):
    load(write(tmp_path, small_caseload()))
    assert Contact.objects.exclude(follow_up_contact=None).exists()
    assert history() == {}


def test_the_same_files_again_write_nothing_but_that_they_were_imported(tmp_path):
    load(write(tmp_path, small_caseload()))
    before = written()
    load(tmp_path)
    assert {table for table, counts in written().items() if counts != before[table]} == {"audit_entry"}


def test_a_changed_row_leaves_what_it_was(tmp_path):
    files = small_caseload()
    load(write(tmp_path, files))
    files["contacts"][0]["outcome"] = "AFTC"
    load(write(tmp_path, files))
    assert history() == {"ContactEvent": 1}
