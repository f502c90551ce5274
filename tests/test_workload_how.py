"""The page that says how workload is worked out: for everybody, with the numbers of the model in force."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.workload import model, words
from workload import explained
from workload.rules import Band

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def told(client):
    page = client.get(reverse("workload_how"))
    sections = [page.context["points"], *page.context["sections"]]
    return page, {rule.sentence: rule for section in sections for rule in section.rules}


@pytest.mark.parametrize(
    "who", ["case_manager", "team_manager", "ldu_head", "chief_officer", "administrator", "other_chief_officer"]
)
def test_everybody_reads_the_initial_values(cast, sign_in, who):
    page, rules = told(sign_in(getattr(cast, who)))
    direct = (
        "A full-time case manager has 103.11 hours a month for cases: (260 weekdays − 8 bank holidays − 28 days of"
        " leave − 10 of sickness − 5 of training) = 209 days × 7.4 hours ÷ 12 months, less 20% for other work."
    )
    assert rules[direct].is_local
    assert "2.00 ÷ 103.1067 × 100" in words(page)
    assert "They came with the software. Nobody here has agreed them." in words(page)
    assert "%(" not in words(page)


def test_each_rule_has_its_source_or_is_a_local_default(nia):
    _page, rules = told(nia)
    assert rules["The indicator is the points as a percentage of the threshold."].source == "Source B"
    for words_of_band in ("Below 90%: has capacity", "From 90% to 100%: near threshold", "Above 100%: over threshold"):
        assert rules[words_of_band].is_local
    assert all(rule.is_local != bool(rule.source) for rule in rules.values())


def test_every_band_that_a_model_limits_has_its_sentence():
    assert [*explained.BANDS] == [band for band in Band if band not in (Band.NO_CAPACITY, Band.UNALLOCATED)]


def test_former_and_coming_models_are_listed_with_who_agreed_them(cast, nia):
    agreed = {"agreed_by": cast.chief_officer, "agreed_at": "2026-10-05 09:00"}
    model("agreed", date(2026, 11, 1), amber="2.5", **agreed)
    model("agreed", date(2027, 1, 1), amber="3")
    page, _rules = told(nia)
    listed = [(row.get_cell("name"), row.get_cell("agreed"), str(row.get_cell("state"))) for row in
              page.context["models"].rows]  # fmt: skip
    assert [name for name, *_ in listed] == ["From 1 January 2027", "From 1 November 2026", "Initial values"]
    assert listed[1][1] == f"{cast.chief_officer} agreed it on 5 October 2026."
    for (_name, _agreed, state), word in zip(listed, ("To come", "In force", "Before"), strict=True):
        assert word in state
    assert "has applied since 1 November 2026" in words(page)
    assert "2.50 ÷ 103.1067 × 100" in words(page)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("administrator", True),
        ("chief_officer", True),
        ("ldu_head", False),
        ("team_manager", False),
        ("case_manager", False),
    ],
)
def test_drafts_are_listed_for_those_who_work_on_them(cast, sign_in, who, sees):
    draft = model(starts_on=date(2027, 1, 1))
    page, _rules = told(sign_in(getattr(cast, who)))
    assert (reverse("workload_model", args=[draft.pk]) in page.content.decode()) == sees
    assert ("Draft a workload model" in words(page)) == (who == "administrator")


def test_the_figures_lead_to_it(cast, sign_in):
    link = f'href="{reverse("workload_how")}"'
    assert link in sign_in(cast.team_manager).get(reverse("team_workload")).content.decode()
    own = reverse("officer_workload", args=[cast.case_manager.pk])
    assert link in sign_in(cast.case_manager).get(own).content.decode()
    assert link in sign_in(cast.administrator).get(reverse("workload_how")).content.decode()
