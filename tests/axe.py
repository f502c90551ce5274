"""What axe finds on a page in a browser."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = {"serious", "critical"}
# GOV.UK Frontend says with aria-expanded, on purpose, that a radio reveals a field: readers of the screen announce it.
KNOWN = {"aria-allowed-attr": {"enabled": False}}


def grave_faults(page) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks gravely, each with the elements that break it."""
    found = Axe().run(page, options={"rules": KNOWN, "resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found if each["impact"] in GRAVE]
