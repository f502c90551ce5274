"""Stage rules of the roll-out (Source B, 2.2d, 2.2e) when a case is allocated: office live, hub, single requirement."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from cases.models import AllocationDecision, Order
from staff.models import Office, OfficeKind, Team
from tests.appointments import hidden_fields, page
from tests.factories import OfficeFactory, OrderFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db
OUTSIDE = "A single requirement goes to the team that is recorded for them."
INSIDE = "This team is for single requirements, and an order of this case is in scope."
AWAY = "The case is Amber, and the community hub of its area is Risca hub."


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.ldu_head)


@pytest.fixture
def specialist(cast):
    """A case manager of the team for single requirements of the LDU."""
    ldu = cast.ldu_head.post.ldu
    team = TeamFactory(name="Single requirements", ldu=ldu, for_single_requirements=True)
    return UserFactory(first_name="Mali", last_name="Bowen", team=team, office=cast.own.office)


@pytest.fixture
def hub(cast):
    return OfficeFactory(name="Risca hub", ldu=cast.own.office.ldu, kind=OfficeKind.COMMUNITY_HUB)


def single(person) -> None:
    Order.objects.get(service_user=person).requirements.add("W")


def allocate(client, whom, officer, **answers):
    shown = hidden_fields(page(client, "allocate", whom))
    sent = {**shown, "starts_on": "18/11/2026", "reason": "workload", "officer": officer.pk, **answers}
    return client.post(reverse("allocate", args=[whom.public_id]), sent)


def hint_of(client, whom, officer) -> str:
    form = client.get(reverse("allocate", args=[whom.public_id])).context["form"]
    return form.fields["officer"].widget.hints[str(officer.pk)]


def exception(response) -> list[str]:
    return response.context["form"].errors["exception"]


@pytest.mark.parametrize(
    ("office", "words"),
    [
        ({}, "Newport, live since 1 October 2018"),
        ({"amk_from": date(2026, 12, 1)}, "Newport, not live before 1 December 2026"),
        ({"amk_from": None}, "Newport, not live yet"),
        ({"kind": OfficeKind.COMMUNITY_HUB}, "Newport, live since 1 October 2018, community hub"),
    ],
)
def test_each_candidates_office_is_told_of_with_when_it_is_live_and_if_it_is_a_hub(head, cast, office, words):
    Office.objects.filter(pk=cast.own.office_id).update(**office)
    assert words in hint_of(head, cast.own, cast.colleague)


def test_2_2d_a_single_requirement_outside_the_team_for_them_asks_why(head, cast, specialist):
    single(cast.own)
    assert hint_of(head, cast.own, cast.colleague).endswith(OUTSIDE)
    assert OUTSIDE not in hint_of(head, cast.own, specialist)
    assert "team for single requirements" in hint_of(head, cast.own, specialist).lower()
    assert exception(allocate(head, cast.own, cast.colleague)) == [f"Enter why you make an exception. {OUTSIDE}"]
    assert not AllocationDecision.objects.exists()
    allocate(head, cast.own, cast.colleague, exception="They know each other")
    assert AllocationDecision.objects.get().exception == "They know each other"
    assert "An exception, because: They know each other" in page(head, "timeline", cast.own)


def test_2_2d_within_the_team_nobody_asks_and_no_reason_is_kept(head, cast, specialist):
    single(cast.own)
    assert allocate(head, cast.own, specialist, exception="Not needed").status_code == 302
    assert AllocationDecision.objects.get().exception == ""


def test_2_2d_where_no_team_is_recorded_nobody_asks(head, cast):
    single(cast.own)
    assert allocate(head, cast.own, cast.colleague).status_code == 302


def test_2_2d_a_case_in_scope_for_that_team_asks_why(head, cast, specialist):
    single(cast.own)
    OrderFactory(service_user=cast.own)
    assert hint_of(head, cast.own, specialist).endswith(INSIDE)
    assert exception(allocate(head, cast.own, specialist)) == [f"Enter why you make an exception. {INSIDE}"]
    assert allocate(head, cast.own, cast.colleague).status_code == 302


def test_2_2e_amber_away_from_the_hub_of_the_area_asks_why(head, cast, hub):
    at_hub = UserFactory(team=cast.case_manager.post.team, office=hub)
    assert hint_of(head, cast.own, cast.colleague).endswith(AWAY)
    assert AWAY not in hint_of(head, cast.own, at_hub)
    assert exception(allocate(head, cast.own, cast.colleague)) == [f"Enter why you make an exception. {AWAY}"]
    assert allocate(head, cast.own, at_hub).status_code == 302


@pytest.mark.parametrize("change", [{"amk_from": None}, {"amk_from": date(2026, 11, 19)}, {"phone": ""}])
def test_2_2e_a_hub_that_is_not_live_or_cannot_be_booked_asks_nothing(head, cast, hub, change):
    Office.objects.filter(pk=hub.pk).update(**change)
    assert allocate(head, cast.own, cast.colleague).status_code == 302


def test_2_2e_other_statuses_ask_nothing(head, cast, hub):
    cast.own.brag_reviews.update(status="green")
    assert allocate(head, cast.own, cast.colleague).status_code == 302


def test_sharing_out_asks_once_for_all_and_says_of_whom(head, cast, hub):
    address = reverse("share_out", args=[cast.case_manager.pk])
    shown = head.get(address)
    assert "Newport, live since 1 October 2018" in shown.content.decode()
    form = shown.context["form"]
    kept = {name: form[name].value() or "" for name in form.fields}
    sent = {**kept, "starts_on": "18/11/2026", "reason": "workload", f"officer_{cast.own.pk}": cast.colleague.pk}
    assert AWAY in exception(head.post(address, sent))[0]
    assert head.post(address, sent | {"exception": "No room at the hub"}).status_code == 302
    assert AllocationDecision.objects.get().exception == "No room at the hub"


def test_2_2d_the_list_has_single_requirements_outside_their_team(cast, sign_in, specialist):
    single(cast.own)
    head = sign_in(cast.ldu_head)

    def listed() -> set[str]:
        page = head.get(reverse("caseload"), {"check": "single_outside"})
        return {row.record.first_name for row in page.context["table"].rows}

    assert listed() == {"Dafydd"}
    cast.own.allocations.update(officer=specialist)
    assert listed() == set()
    Team.objects.update(for_single_requirements=False)
    assert listed() == {"Dafydd"}
