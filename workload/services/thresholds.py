"""What a team manager changes about the thresholds of the team: adjustments, and the rurality of one person."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already, settle, writes
from base.clock import local_now
from base.periods import is_in_force
from base.versions import version
from staff.models import Post, User
from ui import formats
from workload.derivation import plain
from workload.models import Adjustment, AdjustmentReason
from workload.services import periods
from workload.services.periods import CHANGED, locked_officer, problems_of_period

ALIKE = ("officer_id", "reason", "percent", "starts_on", "ends_on", "agreed_with")


@writes("record an adjustment")
def record_adjustment(*, by: User, adjustment: Adjustment) -> Adjustment | Already[Adjustment]:
    """Save an adjustment that is not saved yet. Sent twice, it is recorded once.

    Raises ValidationError, by field, with the `problems_of_adjustment`.
    """
    locked_officer(by, adjustment.officer_id)
    alike = {name: getattr(adjustment, name) for name in ALIKE}
    if recorded := Adjustment.objects.filter(**alike, recorded_by=by).first():
        return Already(recorded)
    return begin_adjustment(by, adjustment)


def begin_adjustment(by: User, adjustment: Adjustment) -> Adjustment:
    """Save an adjustment, as a step of a service. Raises ValidationError with the `problems_of_adjustment`."""
    locked_officer(by, adjustment.officer_id)
    if problems := problems_of_adjustment(adjustment):
        raise ValidationError(problems)
    adjustment.recorded_by, adjustment.recorded_at = by, local_now()
    adjustment.save(force_insert=True)
    return adjustment


@writes("change the last day of an adjustment")
def end_adjustment(*, by: User, adjustment: Adjustment, ends_on: date | None, seen: str) -> Adjustment | None:
    """As `periods.end`. Raises ValidationError too where the reason lasts no longer."""
    reason = _known(adjustment)
    if reason and adjustment.ends_on != ends_on:
        latest = reason.latest_end(adjustment.starts_on)
        if latest and (ends_on is None or ends_on > latest):
            raise ValidationError({"ends_on": _too_long(latest)})
    return periods.end(by, adjustment, ends_on, seen)


@writes("take back an adjustment")
def take_back_adjustment(*, by: User, adjustment: Adjustment) -> dict[str, int] | None:
    """As `periods.take_back`."""
    return periods.take_back(by, adjustment)


@writes("set the rurality of a case manager")
def set_rurality(*, by: User, officer: User, percent: Decimal | None, seen: str) -> Post | None:
    """From today on this percentage holds in place of that of the office; None: the office's holds.

    The post of today ends yesterday and goes on with the new percentage, so that past figures stay. Returns None where
    it is so already. Raises ValidationError where the post is not as it was ``seen``.
    """
    today = timezone.localdate()
    locked_officer(by, officer.pk)
    posts = [post for post in officer.posts.select_for_update() if is_in_force(post, today)]
    if not posts:
        raise ValidationError(_("This person is not in post today."))
    [post] = posts
    if post.rurality_override == percent:
        return None
    if version(post) != seen:
        raise ValidationError(CHANGED)
    return _post_from(post, today, rurality_override=percent)


def begin_hours(by: User, officer: int, hours: Decimal, day: date) -> None:
    """Let the case manager (an id) work so many hours a week from ``day`` on, as a step of a service.

    Raises ValidationError where their post of that day is not for ``by`` to change, or there is none.
    """
    locked_officer(by, officer)
    posts = [post for post in Post.objects.filter(user=officer).select_for_update() if is_in_force(post, day)]
    if not posts:
        raise ValidationError(_("This person is not in post on that day."))
    _post_from(posts[0], day, weekly_hours=hours)


def _post_from(post: Post, day: date, **changed: Any) -> Post:
    """The post, which is in force on ``day``, as changed from that day on; up to the day before it stays as it was."""
    later = post if post.starts_on == day else Post.objects.get(pk=post.pk)
    for name, value in changed.items():
        setattr(later, name, value)
    if later is post:
        post.save()
    else:
        # The new one first: files are remembered by the post that is in force, which there is all the time.
        later.pk, later.starts_on = None, day
        later.save(force_insert=True)
        post.ends_on = day - timedelta(days=1)
        post.save()
    settle()
    return later


def problems_of_adjustment(adjustment: Adjustment) -> dict[str, str]:
    """Why the adjustment cannot be recorded, by field; empty where it can."""
    return problems_of_adjustments([adjustment])[0]


def problems_of_adjustments(adjustments: Sequence[Adjustment]) -> list[dict[str, str]]:
    """As `problems_of_adjustment`, of each. Two statements, however many they are."""
    if not adjustments:
        return []
    reasons = {reason.reason: reason for reason in AdjustmentReason.objects.all()}
    recorded = list(Adjustment.objects.filter(officer__in={each.officer_id for each in adjustments}))
    return [_problems(each, reasons.get(each.reason), recorded) for each in adjustments]


def _problems(
    adjustment: Adjustment, reason: AdjustmentReason | None, recorded: Sequence[Adjustment]
) -> dict[str, str]:
    if reason is None:
        return {"reason": _("Select a reason")}
    if problems := problems_of_period(adjustment) | problems_of_reason(reason, adjustment):
        return problems
    for other in recorded:
        same = (other.officer_id, other.reason) == (adjustment.officer_id, adjustment.reason)
        begins_before_its_end = other.starts_on <= (adjustment.ends_on or date.max)
        if same and begins_before_its_end and (other.ends_on or date.max) >= adjustment.starts_on:
            words = _("There is an adjustment for this reason already: %(period)s. Change its last day first")
            return {"reason": words % {"period": formats.period(other.starts_on, other.ends_on)}}
    return {}


def problems_of_reason(reason: AdjustmentReason, adjustment: Adjustment) -> dict[str, str]:
    """What the reason does not allow, by field: its percentage, and how long it lasts."""
    problems = {}
    highest, latest = reason.max_allowance_percent, reason.latest_end(adjustment.starts_on)
    if adjustment.percent == 0:
        problems["percent"] = _("Enter a percentage above 0")
    elif highest is not None and adjustment.percent > highest:
        problems["percent"] = _("For this reason enter %(highest)s%% or less") % {"highest": plain(highest)}
    if latest and (adjustment.ends_on is None or adjustment.ends_on > latest):
        problems["ends_on"] = _too_long(latest)
    return problems


def _too_long(latest: date) -> str:
    words = _("For this reason the last day must be on or before %(day)s")
    return words % {"day": formats.day(latest)}


def _known(adjustment: Adjustment) -> AdjustmentReason | None:
    """The reason that was chosen; None where a file gave one in words of its own."""
    return AdjustmentReason.objects.filter(reason=adjustment.reason).first()
