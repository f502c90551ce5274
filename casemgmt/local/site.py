"""The whole site in the foreground: web, worker and beat, as the Procfile says, on the servers of this folder."""

import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

from casemgmt.local import ROOT, VAR, signals
from casemgmt.local.servers import free_port, held

PREFERRED_PORT = 8000
PATIENCE = 8  # seconds for the processes to end when they are asked to; honcho forces its own after 5
MARK = "CASEMGMT_SITE"


def run() -> int:
    """Migrate, load the demonstration caseload, serve until stopped; returns an exit status."""
    with only_one(), held() as addresses:
        end_strays()
        environment = os.environ | addresses | {"PYTHON": sys.executable, "PYTHONUNBUFFERED": "1"}
        # Two warnings mean nothing here: a worker that runs as root, and static files that are not collected.
        environment |= {"PYTHONWARNINGS": "ignore"}
        for command in (["migrate", "--no-input", "--verbosity=0"], ["load_demo"]):
            if status := manage(command, environment):
                return status
        port = free_port(PREFERRED_PORT)
        processes = subprocess.Popen(
            [sys.executable, "-m", "honcho", "--env", os.devnull, "start", "--port", str(port)],
            cwd=ROOT,
            env=environment | {MARK: str(VAR)},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while not answers(port) and processes.poll() is None:
                time.sleep(0.2)
            if processes.poll() is None:
                print(f"\nMinimum contact and workload is at http://127.0.0.1:{port}/\n", flush=True)
                manage(["demo_accounts"], environment)
                print("\nCtrl-C stops it.", flush=True)
            return processes.wait()
        except SystemExit as stop:
            if stop.code == 128 + signal.SIGINT:
                return 0  # Ctrl-C is how it ends
            if stop.code == 128 + signal.SIGHUP:  # honcho hangs when it has no terminal to say goodbye to
                end_strays()
            raise
        finally:
            signals.ignore()
            processes.terminate()
            with suppress(subprocess.TimeoutExpired):
                processes.wait(PATIENCE)
            end_strays()


class SiteRuns(Exception):
    """The site of this folder runs already. The message is for whoever typed the command."""


def clear_up() -> None:
    """End what a site that was killed left behind; a site that runs is left alone."""
    with suppress(SiteRuns), only_one():
        end_strays()


@contextmanager
def only_one() -> Iterator[None]:
    """One site for a folder: raises SiteRuns where another one runs."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with open(VAR / "site.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SiteRuns("The site of this folder runs already: stop it with Ctrl-C where it was started.") from None
        yield


def end_strays() -> None:
    """End the processes of this folder's site, this one's or a killed one's, known by the mark in their environment."""
    strays = [process for process in psutil.process_iter() if _environment(process).get(MARK) == str(VAR)]
    for process in strays:
        _signal(process.terminate)
    _, stubborn = psutil.wait_procs(strays, timeout=PATIENCE)
    for process in stubborn:
        _signal(process.kill)


def manage(command: list[str], environment: dict[str, str]) -> int:
    """Run a management command; returns its exit status."""
    return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment).returncode


def answers(port: int) -> bool:
    """Whether the web server answers, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def _signal(send: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        send()
