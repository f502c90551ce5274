"""Whose records changed: statement triggers write the people down, whoever changed them, at a prompt too.

What is derived from the records of a person and kept (`contacts.facts`) is not read for those people until it was
derived again. The triggers know no rule: they only say whose.
"""

import pgtrigger

# One mark a transaction is enough. That of another may be gone before this one ends, and nobody waits to know.
# OFFSET 0 has each looked up: of rows that only this transaction sees, the planner knows nothing.
MARKED_ALREADY = (
    "SELECT FROM cases_stale mark WHERE mark.service_user_id = people.id AND mark.batch = ''"
    " AND mark.xmin = pg_current_xact_id()::xid OFFSET 0"
)


def marks_stale(people: str, *columns: str) -> list[pgtrigger.Trigger]:
    """Triggers on a table that write down the people (ids) whom ``people`` selects from the rows ``changed``.

    ``columns`` are those that matter, the key among them, where not all do: an update that leaves them as they were
    changed nothing.
    """
    old, new = (f"SELECT {', '.join(columns) or '*'} FROM {rows}" for rows in ("old_rows", "new_rows"))
    updated = f"({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old})" if columns else f"{old} UNION ALL {new}"
    marking = (
        f"INSERT INTO cases_stale (service_user_id) SELECT DISTINCT id FROM ({people}) AS people (id)"
        f" WHERE NOT EXISTS ({MARKED_ALREADY});"
    )

    def trigger(operation: pgtrigger.Operation, changed: str, **tables: str) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name=f"stale_on_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=f"WITH changed AS ({changed}) {marking} RETURN NULL;",
        )

    return [
        trigger(pgtrigger.Insert, new, new="new_rows"),
        trigger(pgtrigger.Update, updated, old="old_rows", new="new_rows"),
        trigger(pgtrigger.Delete, old, old="old_rows"),
    ]


THEMSELVES = "SELECT service_user_id FROM changed"
