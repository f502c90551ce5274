"""Two imports at the same moment: the second waits, and sees what the first wrote."""

import pytest
import time_machine

from audit.models import Entry
from contacts.models import Contact
from tests.answers import load
from tests.at_once import together
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_of_two_imports_finds_everything_there(tmp_path):
    write(tmp_path, small_caseload())
    with time_machine.travel("2018-12-21 09:00"):
        said = together(lambda: load(tmp_path), lambda: load(tmp_path))
    contacts = {line for lines in said for line in lines.splitlines() if line.startswith("contacts.csv")}
    assert contacts == {
        "contacts.csv: 4 created, 0 changed, 0 unchanged, 0 in conflict",
        "contacts.csv: 0 created, 0 changed, 4 unchanged, 0 in conflict",
    }
    assert Contact.objects.count() == 4
    assert Entry.objects.filter(action="import caseload").count() == 2
