"""The commands that the Makefile calls: ``python -m casemgmt.local up | down | run | with COMMAND``.

``up`` starts the servers and keeps them up, ``down`` stops them, ``run`` runs the whole site in the foreground, and
``with`` runs a command while the servers are up and leaves them as it found them.
"""

import os
import signal
import subprocess
import sys

from casemgmt.local import signals
from casemgmt.local.servers import ServerError, down, held, up
from casemgmt.local.site import SiteRuns, clear_up, run


def main(arguments: list[str]) -> int:
    """Do what the arguments say; returns an exit status."""
    signals.listen()
    match arguments:
        case ["up"]:
            up()
            print("The servers are up. `make down` stops them.")
        case ["down"]:
            clear_up()
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


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ServerError, SiteRuns) as error:
        sys.exit(str(error))
