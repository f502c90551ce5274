"""A database of the bench's own, and the product's commands in it.

No Django here: on Linux the memory of a command counts what this process took when it started the command.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from casemgmt.local import signals

# wait4 tells of the memory in KiB on Linux and in bytes on macOS.
MEGABYTE = 1024**2 if sys.platform == "darwin" else 1024
CONNECT = "from django.db import connection; connection.ensure_connection()"


@dataclass(frozen=True)
class Database:
    """A database, by its address."""

    url: str

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.strip("/")

    @contextmanager
    def connection(self) -> Iterator:
        """A connection that is closed at the end; nothing is committed unless it is said."""
        with closing(psycopg2.connect(self.url)) as connection:
            yield connection

    def manage(self, command: str, *arguments: str, note: str = "") -> float:
        """Run a management command in a process of its own; prints and returns its seconds, Python's start included.

        Ends the bench where the command fails.
        """
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "manage.py", command, *arguments],
            env=os.environ | {"DATABASE_URL": self.url},
            stdout=subprocess.DEVNULL,
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
        print(f"{seconds:8.1f} s {usage.ru_maxrss // MEGABYTE:6,} MB  {command}{note and f', {note}'}", flush=True)
        return seconds

    def start_up(self) -> float:
        """The seconds that any command takes before it begins: Python, Django, the models, a connection."""
        return min(self.manage("shell", "--no-imports", "--command", CONNECT, note="start-up alone") for _ in range(3))

    def settle(self) -> None:
        """Do at once what autovacuum does in the minutes after an import, so that it does not come in between."""
        execute(self.url, sql.SQL("VACUUM (ANALYZE)"))


@contextmanager
def own_database(suffix: str) -> Iterator[Database]:
    """A new, empty database on the server of ``DATABASE_URL``. It goes in the end, whatever happens.

    Ends the bench where another one runs in it.
    """
    server = os.environ["DATABASE_URL"]
    parts = urlsplit(server)
    made = Database(parts._replace(path=f"{parts.path}_{suffix}").geturl())
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(made.name))
    with claimed(server, made.name):
        try:
            execute(server, drop)  # of a bench that was killed
            execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made.name)))
            yield made
        finally:
            signals.ignore()
            execute(server, drop)


@contextmanager
def claimed(server: str, name: str) -> Iterator[None]:
    """Hold the name for this bench, as long as it lives."""
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise SystemExit(f"Another bench runs in the database {name}.")
        yield


def execute(url: str, statement: sql.Composable) -> None:
    """Execute a statement that stands outside any transaction."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)
