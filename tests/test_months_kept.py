"""Which months' facts are kept: to the next month, all that is asked about or none; and counts without empty groups."""

from datetime import date

import pytest
import time_machine

from base.months import Month
from contacts import facts
from contacts.models import CalendarMonth, FigureFact, MonthFact
from reports.figures import figures
from tests.factories import ContactFactory, UserFactory, person

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = Month.parse("2018-10"), Month.parse("2018-11")


@pytest.fixture
def somebody():
    officer = UserFactory()
    service_user = person(officer)
    ContactFactory(service_user=service_user, officer=officer, noticed=True, outcome_id="ATTC")
    facts.refresh()
    return service_user


def test_facts_are_kept_up_to_the_next_month(somebody):
    with time_machine.travel("2026-11-18 12:00"):
        CalendarMonth.objects.filter(first__gte="2026-11-01").update(kept=False)
        facts.keep_months()
    kept = CalendarMonth.objects.filter(first__gte="2026-11-01", kept=True).values_list("first", flat=True)
    assert set(kept) == {date(2026, 11, 1), date(2026, 12, 1)}


def test_where_one_of_several_months_is_not_kept_none_is_read(somebody):
    def found():
        by_month = figures([OCTOBER, NOVEMBER], date(2019, 1, 15))
        return [[figure.met for figure in by_month[month].values()] for month in (OCTOBER, NOVEMBER)]

    assert found() == [[0], [1]]
    CalendarMonth.objects.filter(first=NOVEMBER.first).update(kept=False)
    MonthFact.objects.filter(month=NOVEMBER.first).delete()
    assert not facts.standing_of([OCTOBER, NOVEMBER]).trusted
    assert facts.standing_of([OCTOBER]).trusted
    assert found() == [[0], [1]]


def test_groups_that_have_nobody_any_more_are_tidied_away(somebody):
    somebody.allocations.update(officer=UserFactory())
    facts.refresh()
    before = facts.differences()
    facts.tidy()
    assert FigureFact.objects.exists()
    assert not FigureFact.objects.filter(service_users=0).exists()
    assert facts.differences() == before == {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
