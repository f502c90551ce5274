"""Two who add a bank holiday at the same moment: deadlines count both."""

from datetime import date

import pytest
from django.db import transaction

from contacts.models import BankHoliday, CalendarDay
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def adding(day):
    def add():
        with transaction.atomic():
            BankHoliday.objects.create(date=day, name="Jubilee")

    return add


def test_of_two_at_once_the_second_counts_the_day_of_the_first():
    together(adding(date(2026, 12, 8)), adding(date(2026, 12, 9)))
    assert CalendarDay.objects.get(date=date(2026, 12, 7)).follow_up_due == date(2026, 12, 16)
