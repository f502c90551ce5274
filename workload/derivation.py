"""How points and thresholds were calculated, for people to check."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from base.exact import rounded
from staff.models import Post
from ui import formats
from ui.words import named
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
        return [(_("Threshold"), _("%(threshold)s, because not in post today") % {"threshold": shown})]
    hours, full_time = plain(post.weekly_hours), plain(model.full_time_week)
    rural = rurality(post.rurality_override, post.office.rurality if post.office else None)
    adjustments = list(adjustments)
    together = adjusted(adjustment.percent for adjustment in adjustments)
    less = "".join(f" × (1 − {plain(percent)}%)" for percent in (rural, together) if percent)
    return [
        (
            _("Hours a week"),
            _("%(hours)s of %(full_time)s full-time hours (%(fte)s FTE)")
            % {"hours": hours, "full_time": full_time, "fte": rounded(Fraction(hours) / Fraction(full_time), 2)},
        ),
        (_("Rurality"), rurality_in_words(post, rural)),
        (_("Adjustments"), "\n".join(map(adjustment_in_words, adjustments)) or _("None")),
        (_("Threshold"), f"100 × {hours} ÷ {full_time}{less} = {shown}"),
    ]


def rurality_in_words(post: Post, percent: Decimal) -> str:
    shown = f"{plain(percent)}%"
    if post.rurality_override is not None:
        return named(_("%(percent)s, set for this %(case_manager)s"), percent=shown)
    if post.office:
        return _("%(percent)s, as for %(office)s") % {"percent": shown, "office": post.office}
    return _("%(percent)s, because there is no office") % {"percent": shown}


def adjustment_in_words(adjustment: Adjustment) -> str:
    facts = {
        "percent": f"{plain(adjustment.percent)}%",
        "reason": adjustment.reason,
        "start": formats.day(adjustment.starts_on),
    }
    if not adjustment.ends_on:
        return _("%(percent)s less: %(reason)s, from %(start)s with no end date") % facts
    return _("%(percent)s less: %(reason)s, from %(start)s to %(end)s") % {
        **facts,
        "end": formats.day(adjustment.ends_on),
    }


def plain(number: Decimal) -> str:
    """A number without the zeros at its end."""
    return f"{number.normalize():f}"
