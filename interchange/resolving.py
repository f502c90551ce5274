"""Work done here is never lost: what a file says of a record is set against what it said last, and what is held here.

Columns that belong together are taken or left together. Of each group of a record one of these is so:

    same      the file says what is held here
    take      the file says something new, and nothing was changed here since it spoke last
    keep      something was changed here, and the file says what it said before
    conflict  something was changed here, and the file says something new that differs from it

What was changed here is in `cases.models.FileValue`, with what the files said of it last; where nothing is, the record
is what they said. What is kept is written over the staged row, so that all that follows sees what the record will be.
Where what is kept and something new do not go together, all that the file says new of that row is in conflict.
"""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from interchange.checks import at_fault
from interchange.db import count, quoted, run
from interchange.faults import write_csv
from interchange.files.common import PERSON
from interchange.files.declaration import Column, File
from interchange.relations import earlier, last_of, said_last


def create_tables() -> None:
    """Make the tables of conflicts, and of the lines of a file that are at fault whatever is kept of them.

    They go with the transaction.
    """
    run(
        """
        DROP TABLE IF EXISTS import_conflicts, import_faulty;
        CREATE TEMPORARY TABLE import_conflicts (
            file text, line integer, "column" text, id bigint, here text, file_value text
        ) ON COMMIT DROP;
        CREATE TEMPORARY TABLE import_faulty (file text, line integer) ON COMMIT DROP
        """
    )


def compare(file: File) -> None:
    """Find the staged rows that differ from the records that there are, or speak of what was changed here."""
    if groups := _groups(file):
        run(f"DROP TABLE IF EXISTS {file.states}")
        _create_states(file, groups, file.states)


def resolve(file: File, prefer_file: bool) -> None:
    """Decide what becomes of the rows that `compare` found, once nobody can change the records any more.

    With ``prefer_file`` a conflict is taken.
    """
    groups = _groups(file)
    if not groups:
        return
    again = f"again_{file.name}"
    _create_states(file, groups, again, prefer_file, f"AND s.line IN (SELECT line FROM {file.states})")
    run(f"DROP TABLE {file.states}; ALTER TABLE {again} RENAME TO {file.states}")
    if not count(f"SELECT count(*) FROM cases_filevalue WHERE table_name = {quoted(file.table)}"):
        return
    _note_faulty(file)
    _keep(file, groups)
    while _gives_way(file, groups, prefer_file):
        _keep(file, groups)
    _note_conflicts(file, groups)
    _settle(file, groups)


def remember(file: File) -> None:
    """After merging: keep what the files say in conflict with what is held here, until somebody decides."""
    for column in file.columns:
        person = "t.id" if file.table == "cases_serviceuser" else "(to_jsonb(t)->>'service_user_id')::bigint"
        run(
            f"""
            INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id, conflict_since)
            SELECT {quoted(file.table)}, t.id, {quoted(column.kept_as)},
                to_jsonb({column.stored_of("conflict.file_value")}), {person}, now()
            FROM import_conflicts conflict JOIN {file.table} t ON t.id = conflict.id
            WHERE conflict.file = {quoted(file.file_name)} AND conflict."column" = {quoted(column.name)}
            ON CONFLICT (table_name, record, column_name)
            DO UPDATE SET value = EXCLUDED.value, conflict_since = EXCLUDED.conflict_since
            """
        )
    for group in _groups(file):
        _forget_what_agrees(file, group)


def stay_with_records(file: File) -> None:
    """What is kept of a record is about whom the record is about by now, and goes with it."""
    run(
        f"""
        DELETE FROM cases_filevalue held WHERE held.table_name = {quoted(file.table)}
            AND NOT EXISTS (SELECT FROM {file.table} t WHERE t.id = held.record)
        """
    )
    if any(column.refers_to is PERSON for column in file.columns):
        run(
            f"""
            UPDATE cases_filevalue held SET service_user_id = t.service_user_id FROM {file.table} t
            WHERE held.table_name = {quoted(file.table)} AND held.record = t.id
                AND held.service_user_id <> t.service_user_id
            """
        )


def conflicts() -> dict[str, int]:
    """How many rows of each file are in conflict."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, count(DISTINCT line) FROM import_conflicts GROUP BY file")
        return dict(cursor.fetchall())


def write_conflicts(path: Path) -> None:
    """List the conflicts as CSV, for a spreadsheet."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT file, line, "column", here, file_value FROM import_conflicts ORDER BY 1, 2, 3')
        write_csv(path, ["file", "line", "column", "here", "file_value"], cursor)


def _forget_what_agrees(file: File, group: list[Column]) -> None:
    """Of a group in conflict, the columns of which the file says what is held: the record is what it said last."""
    in_conflict = f"SELECT id FROM import_conflicts WHERE file = {quoted(file.file_name)} AND"
    any_of_group = f'"column" IN ({", ".join(quoted(column.name) for column in group)})'
    for column in group:
        run(
            f"""
            DELETE FROM cases_filevalue
            WHERE table_name = {quoted(file.table)} AND column_name = {quoted(column.kept_as)}
                AND record IN ({in_conflict} {any_of_group})
                AND record NOT IN ({in_conflict} "column" = {quoted(column.name)})
            """
        )


def _groups(file: File) -> list[list[Column]]:
    """The columns that are taken or left together, the key left out."""
    together = [file.select(names) for names in file.together]
    grouped = {column.name for group in together for column in group} | set(file.key)
    return together + [[column] for column in file.columns if column.name not in grouped and column.holds]


def _names(file: File) -> list[str]:
    return [column.name for group in _groups(file) for column in group]


def _create_states(
    file: File, groups: list[list[Column]], table: str, prefer_file: bool = False, among: str = ""
) -> None:
    states = ", ".join(f"{_state(group, prefer_file)} AS state_{place}" for place, group in enumerate(groups))
    said = ", ".join(f"{_says(column)} AS said_{column.name}" for group in groups for column in group)
    differ = " OR ".join(f"{_says(c)} IS DISTINCT FROM e.{c.name}" for group in groups for c in group)
    run(
        f"""
        CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS
        SELECT s.line, s.id, {states}, {said}
        FROM {file.stage} s JOIN {earlier(file, _names(file))} e ON e.id = s.id
        LEFT JOIN {said_last(file.table)} o ON o.record = s.id
        WHERE NOT s.new AND (o.record IS NOT NULL OR {differ}) {among}
        """,
        {"today": timezone.localdate()},
    )


def _says(column: Column) -> str:
    """What the row says; where blank says nothing, what it said last."""
    said = f"s.{column.name}"
    return f"coalesce({said}, {last_of(column, f'e.{column.name}')})" if column.kept else said


def _state(group: list[Column], prefer_file: bool) -> str:
    """Of a staged row ``s``, the record ``e`` by the same names, and what the files said last ``o``."""
    differs = " OR ".join(f"{_says(c)} IS DISTINCT FROM e.{c.name}" for c in group)
    changed_here = " OR ".join(f"e.{c.name} IS DISTINCT FROM {last_of(c, f'e.{c.name}')}" for c in group)
    says_new = " OR ".join(map(_is_new, group))
    return f"""CASE WHEN NOT ({differs}) THEN 'same' WHEN NOT ({changed_here}) THEN 'take'
        WHEN {says_new} THEN {"'prefer'" if prefer_file else "'conflict'"} ELSE 'keep' END"""


def _is_new(column: Column) -> str:
    """Whether the file says another thing than what it said last, where it says anything."""
    new = f"s.{column.name} IS DISTINCT FROM {last_of(column, f'e.{column.name}')}"
    return f"(s.{column.name} IS NOT NULL AND {new})" if column.kept else new


def _note_conflicts(file: File, groups: list[list[Column]]) -> None:
    for place, group in enumerate(groups):
        rows = " UNION ALL ".join(
            f"""
            SELECT {quoted(file.file_name)}, line, {quoted(c.name)}, id,
                {c.kind.shown(f"e.{c.name}")}, {c.kind.shown(f"said_{c.name}")}
            FROM {file.states} JOIN {earlier(file, [c.name])} e USING (id)
            WHERE state_{place} = 'conflict' AND said_{c.name} IS DISTINCT FROM e.{c.name}
            """
            for c in group
        )
        run(
            f'INSERT INTO import_conflicts (file, line, "column", id, here, file_value) {rows}',
            {"today": timezone.localdate()},
        )


def _keep(file: File, groups: list[list[Column]]) -> None:
    """Write what is kept over the staged rows, and which groups it is, by their first column."""
    is_kept = {c.name: f"state_{place} IN ('keep', 'conflict')" for place, group in enumerate(groups) for c in group}
    values = {name: f"CASE WHEN {kept} THEN e.{name} ELSE state.said_{name} END" for name, kept in is_kept.items()}
    kept = ", ".join(f"CASE WHEN {is_kept[group[0].name]} THEN {quoted(group[0].name)} END" for group in groups)
    kept = f"nullif(array_remove(ARRAY[{kept}], NULL), '{{}}')"
    run(
        f"""
        UPDATE {file.stage} s
        SET kept = {kept}, {", ".join(f"{name} = {value}" for name, value in values.items())}
        FROM {file.states} state JOIN {earlier(file, _names(file))} e USING (id)
        WHERE state.line = s.line
        """,
        {"today": timezone.localdate()},
    )


def _note_faulty(file: File) -> None:
    """Note in import_faulty which lines are at fault by themselves, before anything is kept."""
    for statement in file.staged:
        run(statement)
    if file.checks:
        lines, parameters = at_fault(file, by_itself=True)
        run(
            f"INSERT INTO import_faulty SELECT {quoted(file.name)}, line FROM ({lines}) found WHERE line IS NOT NULL",
            parameters or None,
        )


def _gives_way(file: File, groups: list[list[Column]], prefer_file: bool) -> bool:
    """Where what is kept does not go together with what else the file says: all that it says new is in conflict.

    With ``prefer_file`` what is kept goes instead. Returns whether anything is decided otherwise than before.
    """
    if not file.checks:
        return False
    for statement in file.staged:
        run(statement)
    lines, parameters = at_fault(file, by_itself=False)
    states = [f"state_{place}" for place in range(len(groups))]
    for before, after in [("keep", "prefer")] * prefer_file + [("take", "conflict")]:
        settings = ", ".join(f"{name} = CASE {name} WHEN '{before}' THEN '{after}' ELSE {name} END" for name in states)
        moved = run(
            f"""
            UPDATE {file.states} SET {settings} WHERE '{before}' IN ({", ".join(states)})
                AND line IN ({lines}) AND line NOT IN (SELECT line FROM import_faulty WHERE file = {quoted(file.name)})
            """,
            parameters or None,
        )
        if moved:
            return True
    return False


def _settle(file: File, groups: list[list[Column]]) -> None:
    """Where the file agrees with what is held here by now, or is taken, nothing differs any more."""
    settled = " OR ".join(
        f"column_name = {quoted(column.kept_as)} AND state_{place} IN ('same', 'take', 'prefer')"
        for place, group in enumerate(groups)
        for column in group
    )
    run(
        f"""
        DELETE FROM cases_filevalue held USING {file.states} state
        WHERE held.table_name = {quoted(file.table)} AND held.record = state.id AND ({settled})
        """
    )
