"""Commands that answer with rows: as a table on a terminal, else as CSV, or as JSON."""

import csv
import json
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper
from django.utils import timezone

FORMATS = ("table", "csv", "json")


def day(text: str) -> date:
    """A command's argument that is a date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date: write it YYYY-MM-DD") from error


class RowsCommand(BaseCommand):
    """A command with ``--format`` whose standard output is nothing but its rows."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=FORMATS, help="csv unless the output is a terminal")

    def answer(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], format: str | None) -> None:
        """Write the rows, whose values are text, numbers or None, to standard output."""
        chosen = format or ("table" if self.stdout.isatty() else "csv")
        self.stdout.ending = ""  # the writers end their lines themselves
        try:
            WRITERS[chosen](self.stdout, columns, rows)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has read enough (`| head`): what is left goes nowhere, without a word.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class AnswerCommand(RowsCommand):
    """And with ``--as-of``."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--as-of", metavar="DATE", type=day, help="the day on which it is asked; today unless told")

    def as_of(self, options: dict[str, Any]) -> date:
        return options["as_of"] or timezone.localdate()


def _write_csv(out: OutputWrapper, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _write_json(out: OutputWrapper, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    out.write("[")
    for number, row in enumerate(rows):
        record = dict(zip(columns, row, strict=True))
        out.write((",\n " if number else "") + json.dumps(record, ensure_ascii=False, default=str))
    out.write("]\n")


def _write_table(out: OutputWrapper, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    lines = [list(columns), *(["" if value is None else str(value) for value in row] for row in rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    for line in lines:
        out.write("  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip() + "\n")


WRITERS = {"csv": _write_csv, "json": _write_json, "table": _write_table}
