"""How points and thresholds came about, for people to check."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from base.exact import rounded
from staff.models import Post
from ui import formats
from workload.models import Adjustment, WorkloadModel
from workload.rules import adjusted
from workload.selectors import KINDS, direct_hours, points_by_kind, rurality


def derivation(model: WorkloadModel) -> dict[str, Any]:
    """The points of each kind of case with the hours they come from, for workload/derivation.html."""
    points = points_by_kind(model)
    return {
        "model": model,
        "direct_hours": rounded(direct_hours(model), 2),
        "weights": [(label, getattr(model, kind), points[kind]) for kind, label in KINDS],
    }


def threshold_in_words(
    post: Post | None, model: WorkloadModel, adjustments: Iterable[Adjustment], threshold: Fraction
) -> list[tuple[str, str]]:
    """The steps to a case manager's threshold: (what, in words). ``post`` is None for somebody not in post."""
    shown = formats.number(rounded(threshold, 2), 2)
    if post is None:
        return [("Threshold", f"{shown}: not in post today")]
    hours, full_time = plain(post.weekly_hours), plain(model.full_time_week)
    rural = rurality(post.rurality_override, post.office.rurality if post.office else None)
    adjustments = list(adjustments)
    together = adjusted(adjustment.percent for adjustment in adjustments)
    less = "".join(f" × (1 − {plain(percent)}%)" for percent in (rural, together) if percent)
    return [
        ("Hours a week", f"{hours} of {full_time}, full time: {rounded(Fraction(hours) / Fraction(full_time), 2)} FTE"),
        ("Rurality", rurality_in_words(post, rural)),
        ("Adjustments", "\n".join(map(adjustment_in_words, adjustments)) or "None"),
        ("Threshold", f"100 × {hours} ÷ {full_time}{less} = {shown}"),
    ]


def rurality_in_words(post: Post, percent: Decimal) -> str:
    if post.rurality_override is not None:
        return f"{plain(percent)}%, set for this case manager"
    return f"{plain(percent)}%, as for {post.office}" if post.office else "0%, no office"


def adjustment_in_words(adjustment: Adjustment) -> str:
    until = f" to {formats.day(adjustment.ends_on)}" if adjustment.ends_on else ", with no end"
    return f"{plain(adjustment.percent)}% less: {adjustment.reason}, {formats.day(adjustment.starts_on)}{until}"


def plain(number: Decimal) -> str:
    """A number without the zeros at its end."""
    return f"{number.normalize():f}"
