"""Work done here is never lost: what a file says of a record is set against what it said last, and what is held here.

Columns that belong together are taken or left together. Of each group of a record one of these is so:

    same      the file says what is held here
    take      the file says something new, and nothing was changed here since it spoke last
    keep      something was changed here, and the file says what it said before
    conflict  something was changed here, and the file says something new that differs from it

What was changed here is in `cases.models.FileValue`, with what the files said of it last; where nothing is, the record
is what they said. What is kept is written over the staged row, so that all that follows sees what the record will be.
"""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from interchange.db import count, quoted, run
from interchange.faults import write_csv
from interchange.files.declaration import Column, File
from interchange.relations import earlier

SAID = (
    "SELECT record, jsonb_object_agg(column_name, value) AS said FROM cases_filevalue WHERE table_name = {} GROUP BY 1"
)


def create_table() -> None:
    """Make the table of conflicts; it goes with the transaction."""
    run(
        """
        DROP TABLE IF EXISTS import_conflicts;
        CREATE TEMPORARY TABLE import_conflicts (
            file text, line integer, "column" text, id bigint, here text, file_value text
        ) ON COMMIT DROP
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
    held = count(f"SELECT count(*) FROM cases_filevalue WHERE table_name = {quoted(file.table)}")
    if held:
        _note_conflicts(file, groups)
        _keep(file, groups)
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


def forget_the_gone(file: File) -> None:
    """Where a record is no more, nobody has anything to decide about it."""
    run(
        f"""
        DELETE FROM cases_filevalue held WHERE held.table_name = {quoted(file.table)}
            AND NOT EXISTS (SELECT FROM {file.table} t WHERE t.id = held.record)
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
    differ = " OR ".join(f"{_says(c)} IS DISTINCT FROM e.{c.name}" for group in groups for c in group)
    run(
        f"""
        CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS
        SELECT s.line, s.id, {states}
        FROM {file.stage} s JOIN {earlier(file, _names(file))} e ON e.id = s.id
        LEFT JOIN ({SAID.format(quoted(file.table))}) o ON o.record = s.id
        WHERE NOT s.new AND (o.record IS NOT NULL OR {differ}) {among}
        """,
        {"today": timezone.localdate()},
    )


def _says(column: Column) -> str:
    """What the staged row says; where blank says nothing, what is held."""
    return f"coalesce(s.{column.name}, e.{column.name})" if column.kept else f"s.{column.name}"


def _state(group: list[Column], prefer_file: bool) -> str:
    """Of a staged row ``s``, the record ``e`` by the same names, and what the files said last ``o``."""
    differs = " OR ".join(f"{_says(c)} IS DISTINCT FROM e.{c.name}" for c in group)
    changed_here = " OR ".join(f"coalesce(o.said ? {quoted(c.kept_as)}, false)" for c in group)
    says_new = " OR ".join(map(_is_new, group))
    return f"""CASE WHEN NOT ({differs}) THEN 'same' WHEN NOT ({changed_here}) THEN 'take'
        WHEN {says_new} THEN {"'prefer'" if prefer_file else "'conflict'"} ELSE 'keep' END"""


def _is_new(column: Column) -> str:
    """Whether the file says another thing than what it said last, where it says anything."""
    last = f"CASE WHEN o.said ? {quoted(column.kept_as)} THEN {column.told_by_kept('o.said')} ELSE e.{column.name} END"
    new = f"s.{column.name} IS DISTINCT FROM {last}"
    return f"(s.{column.name} IS NOT NULL AND {new})" if column.kept else new


def _note_conflicts(file: File, groups: list[list[Column]]) -> None:
    for place, group in enumerate(groups):
        rows = " UNION ALL ".join(
            f"""
            SELECT {quoted(file.file_name)}, s.line, {quoted(c.name)}, s.id, e.{c.name}::text, s.{c.name}::text
            FROM {file.states} state JOIN {file.stage} s USING (line)
            JOIN {earlier(file, [c.name])} e ON e.id = s.id
            WHERE state_{place} = 'conflict' AND {_says(c)} IS DISTINCT FROM e.{c.name}
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
    values = {name: f"CASE WHEN {kept} THEN e.{name} ELSE s.{name} END" for name, kept in is_kept.items()}
    kept = ", ".join(f"CASE WHEN {is_kept[group[0].name]} THEN {quoted(group[0].name)} END" for group in groups)
    run(
        f"""
        UPDATE {file.stage} s
        SET kept = ARRAY[{kept}], {", ".join(f"{name} = {value}" for name, value in values.items())}
        FROM {file.states} state JOIN {earlier(file, _names(file))} e USING (id)
        WHERE state.line = s.line
        """,
        {"today": timezone.localdate()},
    )


def _settle(file: File, groups: list[list[Column]]) -> None:
    """Where the file agrees with what is held here by now, or is preferred, nothing differs any more."""
    settled = " OR ".join(
        f"column_name = {quoted(column.kept_as)} AND state_{place} IN ('same', 'prefer')"
        for place, group in enumerate(groups)
        for column in group
    )
    run(
        f"""
        DELETE FROM cases_filevalue held USING {file.states} state
        WHERE held.table_name = {quoted(file.table)} AND held.record = state.id AND ({settled})
        """
    )
