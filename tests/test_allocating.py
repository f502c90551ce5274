"""Allocating people to case managers: one, or the cases of somebody who leaves or is away; and what follows from it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alerts.models import Alert
from audit.models import Entry
from cases.models import Allocation, AllocationDecision, FileValue
from casework.allocating import Candidate, capped, shared_out
from staff.models import User
from tests.appointments import hidden_fields, page
from tests.factories import ContactFactory, UserFactory, person
from workload.selectors import Load

pytestmark = pytest.mark.django_db
ANSWERS = {"starts_on": "18/11/2026", "reason": "workload"}


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.team_manager)


def allocate(client, whom, officer, **answers):
    shown = hidden_fields(page(client, "allocate", whom))
    sent = {**shown, **ANSWERS, "officer": officer.pk, **answers}
    return client.post(reverse("allocate", args=[whom.public_id]), sent, follow=True)


def share_out(client, officer, **answers):
    address = reverse("share_out", args=[officer.pk])
    form = client.get(address).context["form"]
    kept = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, {**kept, **ANSWERS, **answers}, follow=True)


def held(whom) -> list[tuple]:
    return list(whom.allocations.order_by("starts_on").values_list("officer__staff_code", "starts_on", "ends_on"))


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_the_former_allocation_ends_the_day_before(manager, cast):
    response = allocate(manager, cast.own, cast.colleague, handover="Prefers mornings")
    assert "You have allocated this case to Owain Parry from Wednesday 18 November." in response.content.decode()
    [first, second] = held(cast.own)
    assert (first[0], first[2]) == ("CM1", date(2026, 11, 17))
    assert second == ("CM2", date(2026, 11, 18), None)
    decision = AllocationDecision.objects.get()
    assert (decision.former, decision.officer, decision.decided_by) == (
        cast.case_manager, cast.colleague, cast.team_manager,
    )  # fmt: skip
    assert (decision.reason, decision.handover) == ("workload", "Prefers mornings")
    assert Entry.objects.latest("pk").facts == {"allocated": 1}


def test_the_next_case_manager_reads_the_hand_over_note_on_the_persons_page_for_eight_weeks(manager, cast, sign_in):
    allocate(manager, cast.own, cast.colleague, handover="Prefers mornings")
    html = page(sign_in(cast.colleague), "service_user", cast.own)
    assert "Prefers mornings" in html
    assert "Written when the case was allocated to Owain Parry from 18 November 2026." in html
    for day, is_told in (("2027-01-12", True), ("2027-01-13", False)):
        with time_machine.travel(f"{day} 12:00", tick=False):
            html = page(sign_in(cast.colleague), "service_user", cast.own)
            assert ("Prefers mornings" in html) == is_told


def test_each_candidate_is_told_of_with_the_indicator_before_and_after(manager, cast):
    for _ in range(2):
        person(cast.colleague, brag="red")
    html = page(manager, "allocate", cast.own)
    assert "3 cases, workload 11.6% now, 13.6% with this case" in html
    assert "This case is allocated to Nia Rees" in html
    assert str(cast.case_manager) not in [label for _, label in form_of(manager, cast).fields["officer"].choices]


def form_of(client, cast):
    return client.get(reverse("allocate", args=[cast.own.public_id])).context["form"]


def test_whoever_is_away_or_nearer_says_so(manager, cast):
    cast.colleague.absences.create(kind="leave", starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 20))
    html = page(manager, "allocate", cast.own)
    assert "works at the same office, away 16 November to 20 November 2026" in html


def test_an_appointment_with_the_former_case_manager_is_to_rebook(manager, cast):
    booked = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25), noticed=True)
    allocate(manager, cast.own, cast.colleague)
    assert Alert.objects.open().filter(contact=booked, kind="to_rebook").exists()


def test_somebody_unallocated_is_allocated_by_the_ldu_head(cast, sign_in):
    allocate(sign_in(cast.ldu_head), cast.unallocated, cast.colleague, reason="new")
    assert held(cast.unallocated) == [("CM2", date(2026, 11, 18), None)]
    assert AllocationDecision.objects.get().former is None


def test_sent_twice_it_is_done_once(manager, cast):
    shown = hidden_fields(page(manager, "allocate", cast.own))
    sent = {**shown, **ANSWERS, "officer": cast.colleague.pk}
    for _ in range(2):
        manager.post(reverse("allocate", args=[cast.own.public_id]), sent)
    assert AllocationDecision.objects.count() == 1
    assert len(held(cast.own)) == 2


def test_who_comes_second_is_told(manager, cast):
    shown = hidden_fields(page(manager, "allocate", cast.own))
    third = UserFactory(team=cast.team_manager.post.team, ldu=cast.team_manager.post.ldu)
    allocate(manager, cast.own, third)
    sent = {**shown, **ANSWERS, "officer": cast.colleague.pk, "handover": "Prefers mornings"}
    html = manager.post(reverse("allocate", args=[cast.own.public_id]), sent).content.decode()
    assert "Somebody else allocated them after you opened the page." in html
    assert "Prefers mornings" in html
    assert held(cast.own)[-1][0] == third.staff_code


def test_a_mistake_of_the_same_day_is_replaced(manager, cast):
    allocate(manager, cast.own, cast.colleague)
    third = UserFactory(team=cast.team_manager.post.team, ldu=cast.team_manager.post.ldu)
    allocate(manager, cast.own, third)
    assert [each[0] for each in held(cast.own)] == ["CM1", third.staff_code]


@pytest.mark.parametrize(
    "answers, field, words",
    [
        ({"starts_on": "17/11/2026"}, "starts_on", "Enter a date from 18 November 2026 to 16 February 2027"),
        ({"starts_on": "17/2/2027"}, "starts_on", "Enter a date from 18 November 2026"),
        ({"starts_on": "31/2/2027"}, "starts_on", "Enter a real date"),
        ({"reason": ""}, "reason", "Select why"),
        ({"reason": "other"}, "details", "Enter what the reason is"),
        ({"officer": ""}, "officer", "Select who"),
        ({"handover": "x" * 4001}, "handover", "Hand-over note must be 4000 characters or fewer"),
        ({"handover": "a\x00b"}, "handover", "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(manager, cast, answers, field, words):
    sent = {"officer": cast.colleague.pk, **answers}
    response = allocate(manager, cast.own, User(pk=sent.pop("officer")), **sent)
    assert words in errors(response)[field][0]
    assert not AllocationDecision.objects.exists()


def test_nobody_is_allocated_to_another_team_by_its_manager(manager, cast):
    elsewhere = cast.other_team.allocations.get().officer
    assert "officer" in errors(allocate(manager, cast.own, elsewhere))


def test_an_allocation_that_begins_later_stands_in_the_way(manager, cast):
    own = cast.own.allocations.get()
    own.ends_on = date(2026, 11, 30)
    own.save()
    Allocation.objects.create(service_user=cast.own, officer=cast.colleague, starts_on=date(2026, 12, 1))
    third = UserFactory(team=cast.team_manager.post.team, ldu=cast.team_manager.post.ldu)
    refused = errors(allocate(manager, cast.own, third))
    assert refused["starts_on"] == ["Another case manager is allocated from 1 December 2026 already"]


def test_the_same_file_again_changes_nothing_and_one_that_differs_is_in_conflict(manager, cast):
    allocate(manager, cast.own, cast.colleague)
    new = cast.own.allocations.latest("starts_on")
    told = FileValue.objects.filter(table_name="cases_allocation", record=new.pk)
    assert set(told.values_list("column_name", "value")) == {("officer_id", None), ("ends_on", None)}


def test_the_cases_of_one_are_shared_out_evenly_and_as_they_were_changed(manager, cast):
    third = UserFactory(team=cast.team_manager.post.team, ldu=cast.team_manager.post.ldu, first_name="Rhian")
    people = [cast.own, *(person(cast.case_manager, brag="red") for _ in range(3))]
    form = manager.get(reverse("share_out", args=[cast.case_manager.pk])).context["form"]
    proposed = [form[f"officer_{each.pk}"].value() for each in people]
    assert set(proposed) == {cast.colleague.pk, third.pk}
    response = share_out(
        manager, cast.case_manager, **{f"officer_{people[0].pk}": "", f"officer_{people[1].pk}": str(third.pk)}
    )
    assert "You have allocated 3 cases." in response.content.decode()
    assert held(people[0])[-1][0] == "CM1"
    assert held(people[1])[-1][0] == third.staff_code
    assert AllocationDecision.objects.count() == 3


def test_all_or_nothing(manager, cast):
    other = person(cast.case_manager)
    Allocation.objects.filter(service_user=other).update(ends_on=date(2026, 11, 30))
    Allocation.objects.create(service_user=other, officer=cast.colleague, starts_on=date(2026, 12, 1))
    answers = {f"officer_{each.pk}": str(cast.colleague.pk) for each in (cast.own, other)}
    assert "starts_on" in errors(share_out(manager, cast.case_manager, **answers))
    assert not AllocationDecision.objects.exists()


def test_sharing_out_nothing_asks_for_somebody(manager, cast):
    response = share_out(manager, cast.case_manager, **{f"officer_{cast.own.pk}": ""})
    assert errors(response) == {f"officer_{cast.own.pk}": ["Select someone for at least one person"]}


def test_somebody_without_cases_has_none_to_share_out(manager, cast):
    nobody = UserFactory(team=cast.team_manager.post.team, ldu=cast.team_manager.post.ldu)
    html = manager.get(reverse("share_out", args=[nobody.pk])).content.decode()
    assert "There are no cases to share out." in html


POINTS = st.decimals(min_value="0.10", max_value="10", places=2)


@given(st.lists(POINTS, max_size=30), st.lists(st.tuples(POINTS, st.integers(0, 120)), min_size=1, max_size=6))
def test_whoever_gets_a_case_had_none_with_less_to_carry_after_it(weights, carried):
    """However they are shared out one by one, the last case of each could not have gone to anybody who fared better."""
    among = [
        Candidate(User(pk=number), Load(carried=points, threshold=Fraction(threshold)), 0, "", False)
        for number, (points, threshold) in enumerate(carried, 1)
    ]
    points = dict(enumerate(weights))
    shared = shared_out(points, among)
    assert shared.keys() == points.keys()
    total = {each.officer.pk: each.load.points for each in among}
    for case, officer in shared.items():
        total[officer] += points[case]
    threshold = {each.officer.pk: each.load.threshold for each in among}

    def indicator(officer, more=Decimal(0)):
        load = Load(carried=total[officer] + more, threshold=threshold[officer])
        return capped(load.indicator)

    for officer in set(shared.values()):
        last = [case for case, to in shared.items() if to == officer][-1]
        assert all(indicator(officer) <= indicator(other, points[last]) for other in total if other != officer)
