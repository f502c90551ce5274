"""Whom an import and the services wait for: those alone who are at a record that the files change."""

from interchange.db import run
from interchange.files.contacts import CONTACTS
from interchange.files.declaration import File
from interchange.files.people import SERVICE_USERS
from interchange.files.staff import STAFF


def lock_what_changes() -> None:
    """Let nobody change the records that `interchange.resolving.compare` found, until the import ends.

    In the order of the services (`casework.services.writing`): people, contacts, officers. Whoever locked in another
    could wait in a circle with one of them.
    """
    for file in (SERVICE_USERS, CONTACTS, STAFF):
        _lock(file)


def _lock(file: File) -> None:
    run(
        f"""
        SELECT FROM {file.table} WHERE id IN (SELECT id FROM {file.states}) ORDER BY id FOR NO KEY UPDATE
        """
    )
