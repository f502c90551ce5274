"""The first import and the same once more, against COPY of the same files."""

import csv
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from psycopg2 import sql

from tests.bench.database import Database
from tests.bench.table import Count, Ratio, Row
from tests.bench.timing import seconds

COPIES = 2


def import_rows(database: Database, folder: Path) -> Sequence[Row]:
    """Import the folder twice, each time between copies."""
    start_up = database.start_up()
    copies = [copy(database, folder) for _ in range(COPIES)]
    first = database.manage("import_caseload", str(folder))
    history = history_rows(database)
    copies += [copy(database, folder) for _ in range(COPIES)]
    again = database.manage("import_caseload", str(folder), note="the same again")
    copies += [copy(database, folder) for _ in range(COPIES)]
    yardstick = median(copies)
    return [
        Ratio("first import / COPY", first - start_up, yardstick, bar=30),
        Count("first import: rows of history", history, bar=0),
        Ratio("the same import again / COPY", again - start_up, yardstick, bar=15),
    ]


def copy(database: Database, folder: Path) -> float:
    """The seconds to COPY the files into bare tables of text, in one transaction. The tables go again."""
    with database.connection() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA bare")
        files = {path: sql.Identifier("bare", path.stem) for path in sorted(folder.glob("*.csv"))}
        for path, table in files.items():
            columns = [sql.SQL("{} text").format(sql.Identifier(name)) for name in header(path)]
            cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(columns)))
        connection.commit()

        def copy_all() -> None:
            for path, table in files.items():
                statement = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv, HEADER)").format(table)
                with path.open(encoding="utf-8") as lines:
                    cursor.copy_expert(statement, lines, size=2**20)
            connection.commit()

        taken = seconds(copy_all)
        cursor.execute("DROP SCHEMA bare CASCADE")
        connection.commit()
        return taken


def header(path: Path) -> list[str]:
    """The names of the file's columns."""
    with path.open(newline="", encoding="utf-8") as lines:
        return next(csv.reader(lines))


def history_rows(database: Database) -> int:
    """How many rows the tables of history hold."""
    with database.connection() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%event'")
        counts = [sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)) for (table,) in cursor.fetchall()]
        cursor.execute(sql.SQL("SELECT sum(count) FROM ({}) each").format(sql.SQL(" UNION ALL ").join(counts)))
        return int(cursor.fetchone()[0])
