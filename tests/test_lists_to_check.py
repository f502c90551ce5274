"""The lists that managers ask for by what Source B says, as filters of the list of service users."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine

from alerts.scan import scan_contacts
from cases.models import BragReview, Custody, Order
from home.lists import LISTS
from staff.models import OfficeKind
from tests.factories import ContactFactory, OfficeFactory, OrderFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def listed(cast, sign_in):
    """Whom the team manager finds by a filter, by first name."""

    def find(query: str) -> set[str]:
        scan_contacts(by=None, as_of=TODAY)
        page = sign_in(cast.team_manager).get(f"/caseload/?{query}")
        return {row.record.first_name for row in page.context["table"].rows}

    return find


def test_brag_reviews_that_are_overdue(cast, listed):
    BragReview.objects.update(reviewed_on=TODAY)
    cast.own.brag_reviews.update(reviewed_on=TODAY - timedelta(days=84))
    assert listed("due=brag_review_due") == {"Dafydd"}


def test_2_2c_orders_past_their_end(cast, listed):
    OrderFactory(service_user=cast.own, ends_on=TODAY - timedelta(days=1))
    assert listed("due=order_overdue") == listed("order=overdue") == {"Dafydd"}


def test_2_2d_single_requirements(cast, listed):
    """No team is known for them, so that everybody is listed none of whose current orders is in scope."""
    Order.objects.get(service_user=cast.own).requirements.add("W")
    Order.objects.get(service_user=cast.colleagues).requirements.add("W")
    OrderFactory(service_user=cast.colleagues)
    assert listed("order=single_requirement") == {"Dafydd"}


@pytest.fixture
def hub(cast):
    return OfficeFactory(name="Risca hub", ldu=cast.own.office.ldu, kind=OfficeKind.COMMUNITY_HUB)


def test_2_2e_amber_and_not_at_the_hub(cast, listed, hub):
    """An appointment to come that can count, at an office that is no hub of the LDU."""
    with_cm = {"officer": cast.case_manager, "date": date(2026, 11, 25)}
    green = person(cast.case_manager, brag="green", first_name="Green", office=cast.own.office)
    at_hub, at_home, other_type = (
        person(cast.case_manager, first_name=name, office=cast.own.office) for name in ("Hub", "Home", "Type")
    )
    for whom, fields in [
        (cast.own, {}),
        (green, {}),
        (at_hub, {"place": hub.place}),
        (at_home, {"place": "1 High Street", "type_id": "CHVS"}),
        (other_type, {"type_id": "COPT"}),
        (cast.colleagues, {"date": date(2026, 11, 17)}),
    ]:
        ContactFactory(service_user=whom, **{**with_cm, **fields})
    assert listed("check=not_at_hub") == {"Dafydd"}
    hub.amk_from = None
    hub.save()
    assert listed("check=not_at_hub") == set()


def test_2_2f_iom_below_red_amber(cast, listed):
    for whom in (cast.own, person(cast.case_manager, brag="red_amber")):
        whom.iom = True
        whom.save()
    assert listed("due=iom_status") == {"Dafydd"}


@pytest.mark.parametrize(
    ("weeks", "found"), [(5, {"Dafydd", "Ffion"}), (6, {"Ffion"}), (7, {"Ffion"}), (104, {"Ffion"})]
)
def test_section_3_not_seen_for_so_many_weeks(cast, listed, weeks, found):
    """The day that is asked about is the last of them."""
    ContactFactory(service_user=cast.own, date=TODAY - timedelta(days=6 * 7 - 1), outcome_id="ATTC")
    assert listed(f"unseen={weeks}") == found


def test_section_3_six_weeks_are_those_of_the_alert(cast, listed):
    ContactFactory(service_user=cast.own, date=TODAY - timedelta(days=6 * 7 - 1), outcome_id="ATTC")
    assert listed("unseen=6") == listed("due=not_seen") == {"Ffion"}


@pytest.mark.parametrize("weeks", ["0", "105", "x", "1.5"])
def test_what_is_no_number_of_weeks_is_said_beside_the_field(cast, sign_in, weeks):
    html = sign_in(cast.team_manager).get(f"/caseload/?unseen={weeks}").content.decode()
    assert "Weeks must be a whole number from 1 to 104" in html


@pytest.mark.parametrize(("days", "found"), [(7, {"Week"}), (28, {"Week", "Month"})])
def test_newly_allocated(cast, listed, days, found):
    for name, since in [("Week", 6), ("Month", 27), ("Older", 28)]:
        someone = person(cast.case_manager, first_name=name)
        someone.allocations.update(starts_on=TODAY - timedelta(days=since))
    assert listed(f"check=allocated_{days}") == found


def test_newly_released(cast, listed):
    for name, first, last in [("New", 60, 1), ("Old", 60, 29), ("Today", 60, 0), ("Again", 60, 5)]:
        someone = person(cast.case_manager, first_name=name)
        days = {"starts_on": TODAY - timedelta(days=first), "ends_on": TODAY - timedelta(days=last)}
        Custody.objects.create(service_user=someone, **days)
        if name == "Again":
            Custody.objects.create(service_user=someone, starts_on=TODAY - timedelta(days=1))
    assert listed("check=released") == {"New"}


def test_no_contact_due_date_met(cast, listed):
    ContactFactory(service_user=cast.own, date=TODAY - timedelta(days=2), outcome_id="ATTC")
    assert listed("next_contact=overdue") == {"Ffion"}


def test_brag_lowered_in_the_last_30_days(cast, listed):
    lowered, raised, before, same = (
        person(cast.case_manager, first_name=name) for name in ("Lowered", "Raised", "Before", "Same")
    )
    for whom, status, days in [(lowered, "green", 29), (raised, "red", 5), (before, "green", 30), (same, "amber", 3)]:
        BragReview.objects.create(service_user=whom, status=status, reviewed_on=TODAY - timedelta(days=days))
    assert listed("check=brag_lowered") == {"Lowered"}


@pytest.mark.parametrize("who", ["team_manager", "ldu_head", "chief_officer"])
def test_every_list_opens_from_the_home(cast, sign_in, hub, who):
    browser = sign_in(getattr(cast, who))
    home = unescape(browser.get("/").content.decode())
    for each in LISTS:
        # One that is known to be empty leads nowhere.
        assert str(each.label) in home
        page = browser.get(each.href)
        assert page.status_code == 200
        assert "There is a problem" not in page.content.decode()
