"""The way back: the address of the page that a link stands on, told to the page that the link leads to."""

from urllib.parse import urlencode


def and_back(address: str, back: str) -> str:
    """The ``address`` of a page about a person, which is to lead ``back``; where that is empty, as it usually does."""
    return f"{address}?{urlencode({'back': back})}" if back else address
