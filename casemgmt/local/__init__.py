"""What a demonstration, a development machine or a test run uses where the environment is silent.

The embedded servers (``servers``), the site in the foreground (``site``) and the commands that `make` calls
(``python -m casemgmt.local``). This module is the part that settings read: it says where the servers listen, from
``var/servers.json``, which is there as long as they are up.
"""

import fcntl
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
STATE = VAR / "servers.json"


def database_url() -> str:
    """The address of the embedded PostgreSQL, empty where it is not up."""
    return read_state().get("DATABASE_URL", "")


def redis_url() -> str:
    """The address of the embedded Valkey, empty where it is not up."""
    return read_state().get("REDIS_URL", "")


def secret_key() -> str:
    """A secret key for this folder, made once."""
    path = VAR / "secret_key"
    with locked():
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text()


def read_state() -> dict:
    """What ``var/servers.json`` says; empty where there is none."""
    try:
        return json.loads(STATE.read_text())
    except FileNotFoundError:
        return {}


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read; whoever reads meanwhile sees the old one or the new one, whole."""
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


@contextmanager
def locked() -> Iterator[None]:
    """One process at a time reads and changes what is in ``var``."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with open(VAR / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
