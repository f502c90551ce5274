"""Asking the product's commands, as a user at a terminal does."""

import csv
from io import StringIO
from pathlib import Path

from django.core.management import call_command

EXAMPLES = Path(__file__).parent / "data" / "examples"


def ask(*arguments: str) -> list[list[str]]:
    """The header and rows that a command answers with, as CSV."""
    out = StringIO()
    call_command(*arguments, "--format=csv", stdout=out)
    return list(csv.reader(StringIO(out.getvalue())))


def load(directory: Path) -> str:
    """Import a caseload; returns what the command said."""
    out = StringIO()
    call_command("import_caseload", str(directory), stdout=out)
    return out.getvalue()
