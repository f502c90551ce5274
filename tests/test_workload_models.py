"""A workload model is drafted, seen in what it changes, and agreed before its first day; from then on it stays."""

from datetime import date
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from tests.factories import TeamFactory, UserFactory, person
from tests.workload import draft_answers, model, press, words
from workload.models import WorkloadModel
from workload.preview import preview

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def administrator(cast, client):
    client.force_login(cast.administrator, backend="staff.backends.InPostBackend")
    return client


@pytest.fixture
def chief(cast):

    client = Client()
    client.force_login(cast.chief_officer, backend="staff.backends.InPostBackend")
    return client


def answer(capsys) -> str:
    call_command("workload", "--as-of", "2027-02-01", "--format", "csv")
    return capsys.readouterr().out


def test_a_draft_counts_nowhere(cast, administrator, capsys):
    before = answer(capsys)
    sent = administrator.post(reverse("draft_model"), draft_answers(amber="4"))
    draft = WorkloadModel.objects.drafts().get()
    assert sent.url == reverse("workload_model", args=[draft.pk])
    assert (draft.amber, draft.drafted_by, draft.agreed_by) == (4, cast.administrator, None)
    assert WorkloadModel.objects.in_force(date(2030, 1, 1)) != draft
    assert answer(capsys) == before


def test_once_agreed_it_counts_from_its_first_day_on(cast, chief):
    draft = model(starts_on=NEW_YEAR, amber=4)
    assert "You have agreed the model" in words(press(chief, draft, "agree"))
    agreed = WorkloadModel.objects.get(pk=draft.pk)
    assert (agreed.state, agreed.agreed_by, str(agreed.agreed_at)) == (
        "agreed",
        cast.chief_officer,
        "2026-11-18 12:00:00",
    )
    assert WorkloadModel.objects.in_force(date(2026, 12, 31)).amber == 2
    assert WorkloadModel.objects.in_force(NEW_YEAR) == agreed


def test_agreeing_twice_counts_once(chief):
    draft = model(starts_on=NEW_YEAR)
    first = press(chief, draft, "agree", seen=chief.get(reverse("workload_model", args=[draft.pk])).context["seen"])
    press(chief, draft, "agree", seen="anything")
    assert first.redirect_chain == [(reverse("workload_how"), 302)]
    assert Entry.objects.filter(action="agree a workload model").count() == 1


def test_drafting_twice_counts_once(administrator):
    for _ in range(2):
        administrator.post(reverse("draft_model"), draft_answers(amber="4"))
    assert WorkloadModel.objects.drafts().count() == Entry.objects.count() == 1


def test_who_agrees_what_was_changed_meanwhile_is_told_and_shown_it_anew(administrator, chief):
    draft = model(starts_on=NEW_YEAR, amber=4)
    seen = chief.get(reverse("workload_model", args=[draft.pk])).context["seen"]
    change = reverse("change_draft", args=[draft.pk])
    changed = administrator.post(change, draft_answers(amber="3", seen=administrator.get(change).context["view"].seen))
    assert changed.status_code == 302
    page = press(chief, draft, "agree", seen=seen)
    assert "Somebody changed this draft after you opened the page." in words(page)
    assert WorkloadModel.objects.get(pk=draft.pk).is_draft
    press(chief, draft, "agree")
    assert not WorkloadModel.objects.get(pk=draft.pk).is_draft


def test_who_changes_what_was_changed_meanwhile_keeps_the_answers(administrator):
    draft = model(starts_on=NEW_YEAR)
    change = reverse("change_draft", args=[draft.pk])
    seen = administrator.get(change).context["view"].seen
    WorkloadModel.objects.filter(pk=draft.pk).update(red=6)
    refused = administrator.post(change, draft_answers(amber="3", seen=seen))
    assert "Somebody changed this draft" in words(refused)
    assert refused.context["form"]["amber"].value() == "3"
    assert WorkloadModel.objects.get(pk=draft.pk).amber == 2


def test_what_is_agreed_is_changed_by_nobody(administrator, chief):
    draft = model(starts_on=NEW_YEAR)
    press(chief, draft, "agree")
    assert administrator.get(reverse("change_draft", args=[draft.pk])).status_code == 404
    assert "no draft any more" in words(press(administrator, draft, "throw_away"))
    assert WorkloadModel.objects.filter(pk=draft.pk, state="agreed").exists()


def test_until_it_has_begun_it_can_be_taken_back(cast, chief):
    draft = model(starts_on=NEW_YEAR)
    press(chief, draft, "agree")
    assert "It is a draft again" in words(press(chief, draft, "take_back"))
    assert WorkloadModel.objects.get(pk=draft.pk).agreed_by is None
    kept = WorkloadModel.pgh_event_model.objects.filter(pgh_obj=draft.pk, state="agreed").get()
    assert kept.agreed_by == cast.chief_officer


def test_once_begun_it_stays(cast, chief):
    draft = model(starts_on=NEW_YEAR)
    press(chief, draft, "agree")
    with time_machine.travel("2027-01-01 09:00", tick=False):
        chief.force_login(cast.chief_officer, backend="staff.backends.InPostBackend")
        page = chief.get(reverse("workload_model", args=[draft.pk]))
        assert "Take it back to a draft" not in words(page)
        assert "This model has begun." in words(press(chief, draft, "take_back"))
    assert WorkloadModel.objects.get(pk=draft.pk).state == "agreed"


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"starts_on": "18/11/2026"}, "starts_on", "The first day must be after today"),
        ({"starts_on": "1/3/2027"}, "starts_on", "Another model starts on 1 March 2027 already"),
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"source": ""}, "source", "Enter the decision or document"),
        ({"red": "-1"}, "red", "not below 0"),
        ({"red": "many"}, "red", "Enter a number for “Red”, for example 2.5"),
        ({"red": "1000"}, "red", "Enter a smaller number"),
        ({"weekdays": "50"}, "weekdays", "Nothing is left for cases"),
        ({"hours_a_day": "0"}, "hours_a_day", "above 0"),
        ({"non_direct": "100"}, "non_direct", "below 100"),
        ({"near_from": "105"}, "over_above", "not below the limit before it"),
        ({"leave": "40000"}, "leave", "Enter a smaller number"),
    ],
)
def test_what_is_wrong_is_said_beside_the_answer(administrator, answers, field, told):
    model("agreed", date(2027, 3, 1))
    refused = administrator.post(reverse("draft_model"), draft_answers(**answers))
    assert refused.status_code == 200
    assert told in " ".join(refused.context["form"].errors[field])
    assert not WorkloadModel.objects.drafts().exists()


def test_a_draft_whose_day_has_passed_cannot_be_agreed_until_it_has_another(chief):
    draft = model(starts_on=date(2026, 11, 18))
    page = chief.get(reverse("workload_model", args=[draft.pk]))
    assert "The first day must be after today" in words(page)
    assert "Agree it from" not in words(page)
    press(chief, draft, "agree", seen=page.context["seen"])
    assert WorkloadModel.objects.get(pk=draft.pk).is_draft


def test_a_draft_is_thrown_away(administrator):
    draft = model(starts_on=NEW_YEAR)
    assert "You have thrown the draft away" in words(press(administrator, draft, "throw_away"))
    assert not WorkloadModel.objects.drafts().exists()


@pytest.mark.parametrize(
    ("who", "does", "status"),
    [("administrator", "agree", 404), ("administrator", "take_back", 404), ("chief_officer", "throw_away", 404)],
)
def test_each_presses_only_the_own_buttons(cast, sign_in, who, does, status):
    draft = model(starts_on=NEW_YEAR)
    address = reverse("workload_model", args=[draft.pk])
    assert sign_in(getattr(cast, who)).post(address, {"do": does}).status_code == status


def test_the_preview_has_points_threshold_and_indicator_before_and_after_on_the_first_day(cast, chief):
    draft = model(starts_on=NEW_YEAR, amber="4", full_time_week="40")
    tables = {table.columns["name"].header: table for table in chief.get(
        reverse("workload_model", args=[draft.pk])
    ).context["tables"]}  # fmt: skip
    nia = next(row.record for row in tables["Case manager"].rows if row.record.name == "Nia Rees")
    assert nia.within == "Newport 1"
    assert [str(row.load.points) for row in (nia.before, nia.after)] == ["1.94", "3.88"]
    assert [str(row.threshold) for row in (nia.before, nia.after)] == ["100.00", "92.50"]
    # 1.94 / 100 and 3.88 / 92.5
    assert [row.indicator_in_words for row in (nia.before, nia.after)] == ["1.9%", "4.2%"]
    assert nia.change == Fraction("3.88") * 100 / Fraction("92.5") - Fraction("1.94")
    assert {"LDU", "Team", "Case manager"} == {*tables}


def test_the_worst_change_comes_first(cast, chief):
    for _ in range(3):
        person(cast.colleague, brag="red")
    draft = model(starts_on=NEW_YEAR, red="10")
    [*_, table] = chief.get(reverse("workload_model", args=[draft.pk])).context["tables"]
    assert next(row.record.name for row in table.rows) == "Owain Parry"
    changes = [row.record.change for row in table.rows if row.record.change is not None]
    assert changes == sorted(changes, reverse=True)


def test_the_preview_is_of_the_cases_of_its_first_day(cast):
    cast.own.orders.update(terminated_on=date(2026, 12, 31))
    found = preview(model(starts_on=NEW_YEAR, amber="4"), date(2026, 11, 18), None)
    carried = sum((changed.before.load.cases for changed in found.ldus), 0)
    assert carried == 5


def test_administrators_see_sums_and_nobodys_own_figure(cast, administrator):
    draft = model(starts_on=NEW_YEAR, amber="4")
    page = administrator.get(reverse("workload_model", args=[draft.pk]))
    assert [str(table.columns["name"].header) for table in page.context["tables"]] == ["LDU", "Team"]
    html = page.content.decode()
    for hidden in ("Nia Rees", "Dafydd", "A000001", "/caseload/"):
        assert hidden not in html


def test_chief_officers_see_the_case_managers_of_their_own_division(cast, chief):
    draft = model(starts_on=NEW_YEAR, amber="4")
    *_, case_managers = chief.get(reverse("workload_model", args=[draft.pk])).context["tables"]
    elsewhere = cast.elsewhere.allocations.get().officer
    assert "Nia Rees" in [row.record.name for row in case_managers.rows]
    assert str(elsewhere) not in [row.record.name for row in case_managers.rows]


def test_the_preview_asks_as_often_however_many_there_are(cast, chief, django_assert_num_queries):
    draft = model(starts_on=NEW_YEAR, amber="4")
    address = reverse("workload_model", args=[draft.pk])
    chief.get(address)

    with CaptureQueriesContext(connection) as few:
        chief.get(address)
    for number in range(4):
        person(UserFactory(team=TeamFactory(name=f"Team {number}")))
    with django_assert_num_queries(len(few)):
        chief.get(address)


def test_the_bands_of_case_managers_are_counted_before_and_after(cast):
    for _ in range(47):
        person(cast.case_manager)
    found = {band: numbers for band, *numbers in preview(
        model(starts_on=NEW_YEAR, amber="2.2"), date(2026, 11, 18), None
    ).bands}  # fmt: skip
    # 48 cases: 93.12 by 1.94 and 102.24 by 2.13.
    assert found["near"] == [1, 0]
    assert found["over"] == [0, 1]
