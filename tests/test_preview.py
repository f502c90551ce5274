"""What is said of an appointment before it is booked is what is so once it is, its notice issued in time."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Allocation, Designation
from contacts.criteria import failing, previews
from contacts.models import Contact
from tests.factories import ContactFactory, UserFactory, person

pytestmark = pytest.mark.django_db

FIRST = date(2018, 11, 1)
DAYS = st.dates(FIRST, date(2018, 11, 30))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
CODES = ["COAP", "CHVS", "COAI", "COPT"]


@pytest.fixture
def officers():
    return UserFactory.create_batch(3)


@pytest.fixture
def somebody(officers):
    """Held by the first until mid-November and by the second from then on; the plan names the third for ten days."""
    held = person()
    for officer, starts_on, ends_on in ((0, date(2018, 9, 1), date(2018, 11, 14)), (1, date(2018, 11, 15), None)):
        Allocation.objects.create(service_user=held, officer=officers[officer], starts_on=starts_on, ends_on=ends_on)
    Designation.objects.create(
        service_user=held, officer=officers[2], starts_on=date(2018, 11, 10), ends_on=date(2018, 11, 19)
    )
    return held


@st.composite
def arrangements(draw) -> dict:
    """The columns of a contact, about the edges of half an hour; mostly nothing has become of it yet."""
    start = draw(TIMES.filter(lambda at: at < time(23)))
    minutes = draw(st.sampled_from([1, 29, 30, 31, 59]))
    return {
        "type_id": draw(st.sampled_from(CODES)),
        "date": draw(DAYS),
        "start_time": start,
        "end_time": (datetime.combine(FIRST, start) + timedelta(minutes=minutes)).time(),
        "other_activity": draw(st.sampled_from(["", "", "RAR day"])),
        "outcome_id": draw(st.sampled_from([None, None, "ATTC", "ATSS", "RSSR", "RSOF", "UAAB"])),
        "cancelled_by": draw(st.sampled_from(["", "", "service", "service_user"])),
    }


def test_the_preview_is_what_the_booked_contact_fails(somebody, officers):
    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(arrangements(), st.integers(0, 2), st.timedeltas(timedelta(minutes=1), timedelta(days=30)))
    def agree(columns, officer, before):
        unsaved = Contact(contact_ref="W1", service_user=somebody, officer=officers[officer], **columns)
        [said] = previews([unsaved])
        starts_at = datetime.combine(columns["date"], columns["start_time"])
        with transaction.atomic():
            booked = ContactFactory(
                service_user=somebody,
                officer=officers[officer],
                notice_issued_at=starts_at - before,
                slip_uploaded=True,
                **columns,
            )
            assert said == Contact.objects.filter(pk=booked.pk).values_list(failing(), flat=True).get()
            assert [said] == previews([booked])
            transaction.set_rollback(True)

    agree()
