"""Asking the product's commands, as a user at a terminal does."""

import csv
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cases.models import Stale
from contacts import facts

EXAMPLES = Path(__file__).parent / "data" / "examples"


def ask(*arguments: str) -> list[list[str]]:
    """The header and rows that a command answers with, as CSV."""
    out = StringIO()
    call_command(*arguments, "--format=csv", stdout=out)
    return list(csv.reader(StringIO(out.getvalue())))


def load(directory: Path) -> str:
    """Import a caseload; returns what the command said. What is asked afterwards is read from kept facts."""
    out = StringIO()
    call_command("import_caseload", str(directory), stdout=out)
    assert facts.are_of_todays_rules(), "rebuild the facts after a setting was changed"
    assert not Stale.objects.exists()
    return out.getvalue()
