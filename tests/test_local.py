"""The embedded servers, started and stopped as `make` does it, in a folder of their own with a space in its path."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

CASEMGMT = Path(__file__).resolve().parent.parent / "casemgmt"
# Beyond the folder where PostgreSQL runs as the user nobody.
REMOVE_DATABASE = "import shutil; from casemgmt.local.servers import Postgres; shutil.rmtree(Postgres().home)"
PRINT_ADDRESSES = "from casemgmt import local; print(local.database_url(), local.redis_url())"


class Folder:
    """A folder with nothing in it but the launcher."""

    def __init__(self, path: Path):
        self.path = path
        shutil.copytree(CASEMGMT, path / "casemgmt")

    def python(self, *arguments: str, **environment: str) -> str:
        silent = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.path,
            env=silent | environment,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout

    def launch(self, *arguments: str, **environment: str) -> str:
        return self.python("-m", "casemgmt.local", *arguments, **environment)

    def addresses(self) -> list[str]:
        return self.python("-c", PRINT_ADDRESSES).split()

    def processes(self) -> list[psutil.Process]:
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if any(str(self.path / "var") in part for part in process.info["cmdline"] or [])
        ]


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "a folder")
    yield folder
    folder.launch("down")
    assert folder.processes() == []
    folder.python("-c", REMOVE_DATABASE)


def tell(database_url, statement):
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def ask(database_url, question):
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_servers_that_are_up_answer_only_to_their_password(folder):
    folder.launch("up")
    database_url, redis_url = folder.addresses()

    assert redis.Redis.from_url(redis_url).ping()
    for extension in ("btree_gist", "pg_trgm", "unaccent"):
        tell(database_url, f"CREATE EXTENSION {extension}")
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(database_url, password="wrong")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(redis_url.replace("redis://:", "redis://:wrong")).ping()


def test_up_again_finds_the_servers_that_are_up(folder):
    folder.launch("up")
    before = folder.addresses()

    folder.launch("up")

    assert folder.addresses() == before


def test_up_recovers_from_a_crash_and_keeps_the_data(folder):
    folder.launch("up")
    tell(folder.addresses()[0], "CREATE TABLE kept AS SELECT 1 AS one")
    for process in folder.processes():
        process.send_signal(signal.SIGKILL)

    folder.launch("up")

    assert ask(folder.addresses()[0], "SELECT one FROM kept") == (1,)


def test_a_command_runs_with_servers_that_end_with_it(folder):
    printed = folder.launch("with", sys.executable, "-c", PRINT_ADDRESSES).split()

    assert [address.split(":")[0] for address in printed] == ["postgres", "redis"]
    assert folder.addresses() == []
    assert folder.processes() == []


def test_a_command_leaves_servers_that_were_up(folder):
    folder.launch("up")
    before = folder.addresses()

    folder.launch("with", sys.executable, "-c", "")

    assert folder.addresses() == before
    assert ask(before[0], "SELECT 1") == (1,)


@pytest.mark.parametrize(
    ("given", "started"),
    [({"DATABASE_URL": "postgres://a/b"}, "redis"), ({"REDIS_URL": "redis://a"}, "postgres")],
)
def test_an_address_that_is_given_is_used_and_no_server_started_for_it(folder, given, started):
    folder.launch("up", **given)
    (address,) = folder.addresses()
    show = "import json, os; print(json.dumps([os.environ['DATABASE_URL'], os.environ['REDIS_URL']]))"

    used = json.loads(folder.launch("with", sys.executable, "-c", show, **given))

    assert address.startswith(f"{started}://")
    assert set(used) == {address, *given.values()}
