"""An import that is killed in the middle leaves nothing, and the next one works at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from contacts.models import Contact
from interchange.services import IMPORT_LOCK
from tests.answers import load
from tests.at_once import until_somebody_waits
from tests.small_caseload import CONTACT, small_caseload, write
from tests.tables import rows, structure

# As somebody at a terminal runs it, but that few rows are loaded as many would be: keys and indexes after them.
COMMAND = """
import sys
from django.core.management import execute_from_command_line
from interchange import bulk
bulk.MANY = 1
execute_from_command_line(["manage.py", "import_caseload", sys.argv[1]])
"""
# Where an import cannot go on while somebody holds this: at its start, in the middle of the first table that is loaded
# without its keys and indexes, before the contacts, before what is derived of them, and when all of it is written.
FIRST = [
    f"SELECT pg_advisory_xact_lock({IMPORT_LOCK})",
    "LOCK TABLE cases_stale IN SHARE MODE",
    "LOCK TABLE contacts_contacttype IN SHARE MODE",
    "LOCK TABLE contacts_monthfact IN SHARE MODE",
    "LOCK TABLE audit_entry IN SHARE MODE",
]
LATER = ["LOCK TABLE cases_stale IN SHARE MODE", "LOCK TABLE audit_entry IN SHARE MODE"]


def address() -> str:
    held = connection.settings_dict
    who = quote(held["USER"] or "") + (f":{quote(held['PASSWORD'], safe='')}" if held["PASSWORD"] else "")
    return f"postgres://{who}@{quote(held['HOST'], safe='')}:{held['PORT']}/{held['NAME']}"


def killed_at(lock: str, folder: Path) -> None:
    """Import in a process of its own, and kill it where it waits for the lock."""
    environment = os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "casemgmt.settings"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(lock)
        process = subprocess.Popen([sys.executable, "-c", COMMAND, str(folder)], env=environment)
        try:
            until_somebody_waits(within=60)
        finally:
            process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL, "it ended before it came to the lock"


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_leaves_nothing_and_the_next_one_works_at_once(tmp_path):
    files = small_caseload()
    write(tmp_path, files)
    for locks, contacts in ((FIRST, 4), (LATER, 5)):
        held, made_of = rows(), structure()
        for lock in locks:
            killed_at(lock, tmp_path)
            assert rows() == held
            assert structure() == made_of
        load(tmp_path)
        assert Contact.objects.count() == contacts
        assert structure() == made_of
        files["contacts"][0]["outcome"] = "UAAB"
        files["contacts"].append(CONTACT | {"contact_ref": "C9"})
        write(tmp_path, files)
