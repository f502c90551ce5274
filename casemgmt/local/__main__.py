"""The commands that the Makefile calls: ``python -m casemgmt.local up | down | run | with COMMAND``.

``up`` starts the servers and keeps them up, ``down`` stops them, ``run`` runs the whole site in the foreground, and
``with`` runs a command while the servers are up and leaves them as it found them.
"""

import ctypes
import os
import signal
import subprocess
import sys
from types import FrameType

from casemgmt.local.servers import ServerError, down, held, up
from casemgmt.local.site import run

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    """Do what the arguments say; returns an exit status."""
    listen_to_signals()
    match arguments:
        case ["up"]:
            up()
            print("The servers are up. `make down` stops them.")
        case ["down"]:
            if users := down():
                print(f"The servers stop when these processes end: {', '.join(map(str, users))}.")
        case ["run"]:
            return run()
        case ["with", *command] if command:
            return run_with_servers(command)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def run_with_servers(command: list[str]) -> int:
    """Run a command while the servers are up; returns its exit status."""
    with held() as addresses:
        child = subprocess.Popen(command, env=os.environ | addresses)
        try:
            return child.wait()
        except SystemExit as stop:
            if stop.code != 128 + signal.SIGINT:  # Ctrl-C has reached it already
                child.terminate()
            child.wait(timeout=30)
            raise
        finally:
            child.kill()
            child.wait()


def listen_to_signals() -> None:
    """Ctrl-C, a termination, a closing terminal and the end of `make` all unwind the program in order, once."""

    def stop(number: int, frame: FrameType | None) -> None:
        for other in STOPS:
            signal.signal(other, signal.SIG_IGN)
        if number == signal.SIGHUP:  # the terminal is gone: whatever is still printed has nowhere to go
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
        raise SystemExit(128 + number)

    for number in STOPS:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, stop)
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerError as error:
        sys.exit(str(error))
