"""How points, thresholds and indicators were calculated, in words with the arithmetic in the open."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from base.exact import rounded
from staff.models import Post
from ui import formats
from ui.words import named
from workload.models import Adjustment, Allowance, WorkloadModel
from workload.rules import adjusted
from workload.selectors import KINDS, Load, direct_hours, points_by_kind, rurality


def derivation(model: WorkloadModel) -> dict[str, Any]:
    """The points of each kind of case with the hours they come from, for workload/derivation.html."""
    points = points_by_kind(model)
    return {
        "model": model,
        "direct_hours": direct_hours_in_words(model),
        "weights": [(label, weight_in_words(model, kind), points[kind]) for kind, label in KINDS],
    }


def direct_hours_in_words(model: WorkloadModel) -> str:
    """How the hours a month that a full-time case manager has for cases come about."""
    return named(
        _(
            "A full-time %(case_manager)s has %(direct_hours)s hours a month for cases: (%(weekdays)s weekdays"
            " − %(bank_holidays)s bank holidays − %(leave)s days of leave − %(sickness)s of sickness"
            " − %(training)s of training) = %(days)s days × %(hours)s hours ÷ 12 months, less %(non_direct)s%% for"
            " other work."
        ),
        direct_hours=rounded(direct_hours(model), 2),
        weekdays=model.weekdays,
        bank_holidays=model.bank_holidays,
        leave=model.leave,
        sickness=model.sickness,
        training=model.training,
        days=model.working_days,
        hours=plain(model.hours_a_day),
        non_direct=plain(model.non_direct),
    )


def weight_in_words(model: WorkloadModel, kind: str) -> str:
    """The hours of a kind of case as a percentage of the direct hours, before that is rounded to points."""
    return f"{formats.number(getattr(model, kind), 2)} ÷ {rounded(direct_hours(model), 4)} × 100"


def points_in_words(
    load: Load, by_kind: Mapping[str, int], allowances: Iterable[Allowance], model: WorkloadModel
) -> list[tuple[str, str]]:
    """The steps to a case manager's points: (what, in words). ``by_kind`` says how many cases weigh as what."""
    points, kinds = points_by_kind(model), dict(KINDS)
    cases = [
        _("%(number)s × %(points)s (%(kind)s) = %(together)s")
        % {
            "number": number,
            "points": points[kind],
            "kind": kinds[kind],
            "together": formats.number(number * points[kind], 2),
        }
        for kind, number in by_kind.items()
    ]
    together = {name: formats.number(getattr(load, name), 2) for name in ("carried", "allowances", "points")}
    return [
        (_("Cases"), "\n".join(cases) or _("None")),
        (_("Allowances"), "\n".join(map(allowance_in_words, allowances)) or _("None")),
        (_("Points"), _("Cases %(carried)s + allowances %(allowances)s = %(points)s") % together),
    ]


def allowance_in_words(allowance: Allowance) -> str:
    facts = {
        "points": formats.number(allowance.points, 2),
        "kind": allowance.get_kind_display(),
        "start": formats.day(allowance.starts_on),
    }
    if not allowance.ends_on:
        return _("%(points)s: %(kind)s, from %(start)s with no end date") % facts
    return _("%(points)s: %(kind)s, from %(start)s to %(end)s") % {**facts, "end": formats.day(allowance.ends_on)}


def indicator_in_words(load: Load, shown: str) -> list[tuple[str, str]]:
    """The last step: the points as a percentage of the threshold. ``shown`` is the indicator as pages show it."""
    if load.indicator is None:
        return [(_("Indicator"), _("None, because there is no threshold to compare with"))]
    points, threshold = formats.number(load.points, 2), formats.number(rounded(load.threshold, 2), 2)
    return [(_("Indicator"), f"{points} ÷ {threshold} × 100 = {shown}")]


def threshold_in_words(
    post: Post | None, model: WorkloadModel, adjustments: Iterable[Adjustment], threshold: Fraction, *, reasons: bool
) -> list[tuple[str, str]]:
    """The steps to a case manager's threshold: (what, in words). ``post`` is None for somebody not in post.

    Why it is adjusted is told only where ``reasons`` says so.
    """
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
        (
            _("Adjustments"),
            "\n".join(adjustment_in_words(adjustment, reasons) for adjustment in adjustments) or _("None"),
        ),
        (_("Threshold"), f"100 × {hours} ÷ {full_time}{less} = {shown}"),
    ]


def rurality_in_words(post: Post, percent: Decimal) -> str:
    shown = f"{plain(percent)}%"
    if post.rurality_override is not None:
        return named(_("%(percent)s, set for this %(case_manager)s"), percent=shown)
    if post.office:
        return _("%(percent)s, as for %(office)s") % {"percent": shown, "office": post.office}
    return _("%(percent)s, because there is no office") % {"percent": shown}


def adjustment_in_words(adjustment: Adjustment, with_reason: bool) -> str:
    facts = {
        "percent": f"{plain(adjustment.percent)}%",
        "reason": adjustment.reason if with_reason else _("Adjustment"),
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
