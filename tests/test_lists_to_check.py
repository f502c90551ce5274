"""The lists that managers ask for by what Source B says, as filters of the list of service users."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine

from alerts.scan import scan_contacts
from cases.models import BragReview, Custody, Order, RarPlan, ReferralKind
from casework.referrals import referrals_to_check
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


@pytest.fixture
def referred(cast):
    """A referral of the cast's own person, by default to a RAR group, with steps of these states."""

    def make(*states: str, group: str = "rar", days: int = 30, **fields):
        at = {"recorded_by": cast.case_manager, "recorded_at": f"{TODAY} 09:00"}
        about = {"kind": ReferralKind.objects.filter(group=group)[0], "provider": "Newport", **at}
        made = cast.own.referrals.create(referred_on=TODAY - timedelta(days=days), **about | fields)
        for state in states:
            made.steps.create(state=state, happened_on=made.referred_on, reason="No place", **at)
        return made

    return make


@pytest.fixture
def rar(cast):
    """A plan of 2 RAR days of the order of the cast's own person."""
    order, at = cast.own.orders.get(), f"{TODAY} 09:00"
    RarPlan.objects.create(
        order=order, ordered=2, planned=2, rationale="Work", changed_by=cast.case_manager, changed_at=at
    )
    return order


def test_rar_days_and_no_referral(cast, listed, rar):
    assert listed("check=rar_not_referred") == {"Dafydd"}


@pytest.mark.parametrize(
    ("states", "fields", "found"),
    [
        ((), {}, set()),
        (("accepted", "completed"), {}, set()),
        (("declined",), {}, {"Dafydd"}),
        (("withdrawn",), {}, {"Dafydd"}),
        ((), {"group": "partner"}, {"Dafydd"}),
        ((), {"taken_out_because": "Mistaken"}, {"Dafydd"}),
    ],
)
def test_a_referral_to_a_rar_group_is_for_them_unless_it_came_to_nothing(
    cast, listed, rar, referred, states, fields, found
):
    if "taken_out_because" in fields:
        fields |= {"taken_out_by": cast.case_manager, "taken_out_at": f"{TODAY} 09:00"}
    referred(*states, **fields)
    assert listed("check=rar_not_referred") == found


def test_a_referral_under_another_order_is_not_for_them(cast, listed, rar, referred):
    referred(order=OrderFactory(service_user=cast.own))
    assert listed("check=rar_not_referred") == {"Dafydd"}
    referred(order=rar)
    assert listed("check=rar_not_referred") == set()


def test_rar_days_that_are_all_used_need_no_referral(cast, listed, rar):
    at = {"recorded_by": cast.case_manager, "recorded_at": f"{TODAY} 09:00", "was_planned": True}
    for days in (1, 2):
        assert listed("check=rar_not_referred") == {"Dafydd"}
        rar.rar_days.create(used_on=TODAY - timedelta(days=days), note="CV", **at)
    assert listed("check=rar_not_referred") == set()


@pytest.mark.parametrize(
    ("states", "days", "found"),
    [((), 84, set()), ((), 85, {"Dafydd"}), (("accepted", "started"), 85, {"Dafydd"}), (("completed",), 85, set())],
)
def test_referrals_open_for_more_than_twelve_weeks(cast, listed, referred, states, days, found):
    referred(*states, group="partner", days=days)
    assert listed("check=referral_open") == found


@pytest.mark.parametrize(
    ("states", "group", "found"),
    [
        ((), "partner", {"Dafydd"}),
        (("accepted", "completed"), "partner", {"Dafydd"}),
        (("declined",), "partner", set()),
        ((), "rar", set()),
    ],
)
def test_2_2j_referred_to_a_partner(cast, listed, referred, states, group, found):
    referred(*states, group=group)
    assert listed("check=with_partner") == found


def test_both_are_counted_for_a_case_manager_with_the_lists_that_name_them(cast, sign_in, rar, referred):
    referred(group="partner", days=90)
    to_check = referrals_to_check(cast.case_manager, TODAY)
    assert (to_check.rar_not_referred, to_check.open_long) == (1, 1)
    for check in ("rar_not_referred", "referral_open"):
        page = sign_in(cast.team_manager).get(to_check.href(check))
        assert [row.record.first_name for row in page.context["table"].rows] == ["Dafydd"]
    none = referrals_to_check(cast.colleague, TODAY)
    assert (none.rar_not_referred, none.open_long) == (0, 0)


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
