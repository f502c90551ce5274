"""How old somebody is, by the day of the birth."""

from datetime import date

import pytest
import time_machine

from casework.templatetags.casework import age


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(1990, 11, 18), "2026-11-17", 35),
        (date(1990, 11, 18), "2026-11-18", 36),
        (date(2004, 2, 29), "2026-02-28", 21),
        (date(2004, 2, 29), "2026-03-01", 22),
        (date(2004, 2, 29), "2028-02-29", 24),
    ],
)
def test_the_years_of_age_change_on_the_birthday(born, today, years):
    with time_machine.travel(f"{today} 09:00"):
        assert age(born) == years
