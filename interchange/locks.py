"""Whom an import and the services wait for."""

from collections.abc import Iterable

from interchange.db import run
from interchange.files.declaration import File


def lock_people(files: Iterable[File]) -> None:
    """Wait for whoever writes about the people of the staged rows, and let nobody begin until the import ends.

    Services lock the person first and then what is about the person (`casework.services.writing`). An import that wrote
    staff or contacts before it has the people would wait in a circle with one of them.
    """
    named = " UNION ".join(f"SELECT crn FROM {file.stage}" for file in files if "crn" in file.column_names())
    run(
        f"""
        SELECT FROM cases_serviceuser WHERE crn IN ({named}) OR id IN (
            SELECT service_user_id FROM contacts_contact JOIN staged_contacts USING (contact_ref)
        ) ORDER BY id FOR NO KEY UPDATE
        """
    )
