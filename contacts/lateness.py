"""What was recorded or posted late: it is marked, and counts all the same."""

from datetime import date, datetime
from typing import Any

# What happened is recorded within so many business days, and a letter takes as long.
IN_TIME = 2


def _business_days() -> Any:
    from contacts.calendar import business_days  # which is made of models that ask whether they are late

    return business_days()


def is_recorded_late(happened: date, recorded: datetime, appointment: datetime | None) -> bool:
    """Whether it was recorded from the start of its appointment on, or too long after it happened."""
    after_start = appointment is not None and recorded >= appointment
    return after_start or recorded.date() > _business_days().add_business_days(happened, IN_TIME)


def is_posted_late(posted: date, appointment: date) -> bool:
    """Whether a letter may arrive after the day of its appointment."""
    return posted > _business_days().add_business_days(appointment, -IN_TIME)
