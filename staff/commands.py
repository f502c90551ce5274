"""Commands that answer about the organisation, or about one LDU or team of it."""

from typing import Any

from django.core.management.base import CommandError

from base.commands import AnswerCommand
from staff.models import Ldu, Team
from staff.selectors import UNALLOCATED, Scope


class ScopedAnswerCommand(AnswerCommand):
    """An `AnswerCommand` with ``--ldu`` and ``--team``; a name that nobody bears is an error, not an empty answer."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--ldu", metavar="NAME", help="only this LDU")
        parser.add_argument("--team", metavar="NAME", help="only teams of this name")

    def scope(self, options: dict[str, Any]) -> Scope:
        ldu, team = options["ldu"], options["team"]
        if ldu is not None and not Ldu.objects.filter(name=ldu).exists():
            raise CommandError(f"There is no LDU {ldu!r}.")
        if team not in (None, UNALLOCATED) and not Team.objects.filter(name=team).exists():
            raise CommandError(f"There is no team {team!r}.")
        return Scope(ldu=ldu, team=team)
