"""The first import of many rows makes foreign keys and indexes after the rows, and leaves the table as it was."""

import pytest
from django.db import IntegrityError, transaction

from interchange import bulk
from interchange.db import run
from interchange.services import import_caseload
from tests.small_caseload import small_caseload, write
from tests.tables import structure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 1)


def test_a_first_import_leaves_every_constraint_and_index(tmp_path):
    before = structure()
    import_caseload(by=None, directory=write(tmp_path, small_caseload()))
    assert structure() == before


def test_a_reference_to_nothing_is_refused_when_the_keys_are_made():
    into_nowhere = "INSERT INTO cases_custody (service_user_id, starts_on) VALUES (0, '2019-01-01')"
    with pytest.raises(IntegrityError), transaction.atomic(), bulk.loading("cases_custody", 1):
        run(into_nowhere)


def test_a_table_with_rows_keeps_them_checked_one_by_one(cast):
    before = structure()
    with bulk.loading("cases_allocation", 1):
        assert structure() == before
