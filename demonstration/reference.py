"""What codes and statuses mean, from the reference data that the product is delivered with."""

import csv
from pathlib import Path

from django.apps import apps


def _rows(app: str, name: str) -> dict[str, dict[str, str]]:
    """The rows of a reference file of ``app`` by their first column."""
    with (Path(apps.get_app_config(app).path) / "reference" / name).open(newline="", encoding="utf-8") as lines:
        return {next(iter(row.values())): row for row in csv.DictReader(lines)}


_OUTCOMES = _rows("contacts", "contact_outcomes.csv")
_STANDARDS = _rows("contacts", "contact_standards.csv")
_REQUIREMENTS = _rows("cases", "requirement_categories.csv")
_MEASURES = _rows("contacts", "measures.csv")

# By the shipped measure, which is in force in all months of the demonstration.
BUSINESS_DAYS_TO_FOLLOW_UP = int(next(iter(_MEASURES.values()))["business_days"])
REVIEW_EVERY = {status: int(row["review_every"]) for status, row in _STANDARDS.items()}


def complies(outcome: str) -> bool:
    """Whether the outcome complies: of an absence, whether it is acceptable."""
    return _OUTCOMES[outcome]["complied"] == "Y"


def in_scope(requirements: str) -> bool:
    """Whether any of the category codes, joined by ";", is in scope of minimum contact."""
    return any(_REQUIREMENTS[code]["minimum_contact_scope"] == "in" for code in requirements.split(";"))
