"""Commands that answer about the organisation, or about one LDU or team of it."""

from typing import Any

from django.core.management.base import CommandError

from base.commands import AnswerCommand
from staff.models import Ldu, Office, Post, Team
from staff.units import UNALLOCATED, Unit


class UnitAnswerCommand(AnswerCommand):
    """An `AnswerCommand` with ``--ldu`` and ``--team``; a name that nobody bears is an error, not an empty answer."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--ldu", metavar="NAME", help="only this LDU")
        parser.add_argument("--team", metavar="NAME", help="only teams of this name")

    def unit(self, options: dict[str, Any]) -> Unit | None:
        """The part that was asked about; None for all of it. The unallocated are asked for as a team is."""
        ldu, team = options["ldu"], options["team"]
        if ldu is not None and not Ldu.objects.filter(name=ldu).exists():
            raise CommandError(f"There is no LDU {ldu!r}.")
        if team not in (None, UNALLOCATED) and not Team.objects.filter(name=team).exists():
            raise CommandError(f"There is no team {team!r}.")
        if ldu is None and team is None:
            return None
        posts, offices = Post.objects.order_by(), Office.objects.order_by()
        if ldu is not None:
            posts, offices = posts.filter(ldu__name=ldu), offices.filter(ldu__name=ldu)
        if team is not None:
            posts, offices = posts.filter(team__name=team), offices if team == UNALLOCATED else offices.none()
        return Unit("ldu" if team is None else "team", team or ldu, posts, offices)
