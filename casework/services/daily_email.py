"""Sending the daily email about somebody's worklist."""

from datetime import date

from audit.services import Already, writes
from casework.daily_email import lines_for, message_about
from casework.worklist import worklist_of
from staff.models import DailyEmail, User


@writes("send the daily email")
def send_daily_email(*, by: User | None, user: User, day: date) -> DailyEmail | Already[DailyEmail]:
    """Send ``user`` what there is to do, once a day; with nothing to do, nothing is sent that day.

    Whoever sends it at once waits here for the other, and then finds the day done with. What the mail server refuses
    is raised, and nothing is written: it can be tried again.
    """
    done, is_first = DailyEmail.objects.get_or_create(user=user, day=day, defaults={"lines": 0})
    if not is_first:
        return Already(done)
    lines = lines_for(user, worklist_of(user, day))
    if not lines:
        return Already(done)
    done.lines = len(lines)
    done.save(update_fields=["lines"])
    message_about(lines, user).send()
    return done
