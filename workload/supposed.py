"""What a question about workload supposes to be other than it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Supposed:
    """Everybody is an id; nothing is other than recorded unless it is named.

    moves | the person's case is with that officer
    hours | the officer works so many hours a week
    adjustments | percentages off the officer's threshold beside those that are recorded
    """

    moves: Mapping[int, int] = field(default_factory=dict)
    hours: Mapping[int, Decimal] = field(default_factory=dict)
    adjustments: Mapping[int, Sequence[Decimal]] = field(default_factory=dict)


AS_RECORDED = Supposed()
