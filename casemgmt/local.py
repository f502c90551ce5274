"""The embedded servers of a demonstration, a development machine or a test run.

``make up`` writes where they listen to ``var/servers.json``; settings read it where the environment is silent.
"""

import json
import secrets
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"
STATE = VAR / "servers.json"


def _state(key: str) -> str:
    try:
        return json.loads(STATE.read_text())[key]
    except FileNotFoundError:
        return ""


def database_url() -> str:
    """The address of the embedded PostgreSQL, empty where it is not up."""
    return _state("DATABASE_URL")


def redis_url() -> str:
    """The address of the embedded Valkey, empty where it is not up."""
    return _state("REDIS_URL")


def secret_key() -> str:
    """A secret key for this folder, made once."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
