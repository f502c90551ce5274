"""Searches that are posted: kept in the session under a key, which is all that an address says of one.

What is searched for is personal data and must not be in an address. Each search has a key of its own, so that those of
two tabs do not mix.
"""

from secrets import token_urlsafe

from django.contrib.sessions.backends.base import SessionBase

# So many are kept, the latest.
KEPT = 20
IN_SESSION = "searches"


def keep(session: SessionBase, of: str, values: dict[str, str]) -> str:
    """Keep what a list (its path) is searched for, by field; returns the key. The same search again has the same."""
    searches: dict[str, dict] = session.get(IN_SESSION, {})
    search = {"of": of, "values": values}
    key = next((key for key, kept in searches.items() if kept == search), token_urlsafe(6))
    others = [(other, kept) for other, kept in searches.items() if other != key]
    session[IN_SESSION] = dict([*others, (key, search)][-KEPT:])
    return key


def find(session: SessionBase, of: str, key: str) -> dict[str, str] | None:
    """What the key stands for in this list; None where that is no longer kept."""
    search = session.get(IN_SESSION, {}).get(key)
    return search["values"] if search and search["of"] == of else None
