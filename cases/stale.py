"""Whose records changed: statement triggers write the people down, whoever changed them, at a prompt too.

What is derived from the records of a person and kept (`contacts.facts`) is not read for those people until it was
derived again. The triggers know no rule: they only say whose.
"""

import pgtrigger

CHANGED = "SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows"


def marks_stale(people: str, *, updates_only: bool = False) -> list[pgtrigger.Trigger]:
    """Triggers on a table that write down the people (ids) whom ``people`` selects from the rows ``changed``."""
    marking = f"INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM ({people}) AS people (id);"

    def trigger(operation: pgtrigger.Operation, rows: str, **tables: str) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name=f"stale_on_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=f"WITH changed AS ({rows}) {marking} RETURN NULL;",
        )

    update = trigger(pgtrigger.Update, CHANGED, old="old_rows", new="new_rows")
    if updates_only:
        return [update]
    return [
        trigger(pgtrigger.Insert, "SELECT * FROM new_rows", new="new_rows"),
        update,
        trigger(pgtrigger.Delete, "SELECT * FROM old_rows", old="old_rows"),
    ]


THEMSELVES = "SELECT service_user_id FROM changed"
