"""The page that says how a month's figure is made: every rule in force, with its source, for whoever has cases."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from contacts.criteria import CONDITIONS, Verdict, in_words
from contacts.measure import FollowUpReading, Measure
from contacts.models import BankHoliday
from contacts.months import Reason, Result
from reports import explained
from reports.rules import Band
from tests.factories import ContactFactory
from tests.measures import add_measure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-26 11:00", tick=False):
        yield


def told(browser, month=""):
    page = browser.get(reverse("how_made"), {"month": month} if month else {})
    return " ".join(page.content.decode().split()), page.context


def rules(context):
    return {rule.sentence: rule for section in context["sections"] for rule in section.rules}


@pytest.mark.parametrize(
    "sentences, codes",
    [
        (explained.VERDICTS, Verdict),
        (explained.REASONS, Reason),
        (explained.RESULTS, Result),
        (explained.BANDS, Band),
        (explained.FOLLOW_UP, FollowUpReading),
    ],
)
def test_every_code_of_the_rules_has_its_sentence(sentences, codes):
    assert list(sentences) == list(codes)


@pytest.mark.parametrize("who", ["case_manager", "team_manager", "ldu_head", "chief_officer"])
def test_it_has_every_condition_in_its_order_with_its_source(sign_in, cast, who):
    _, context = told(sign_in(getattr(cast, who)))
    measure = Measure.objects.get()
    first = context["sections"][0].rules
    assert [rule.sentence for rule in first] == [in_words(condition.rule, measure) for condition in CONDITIONS]
    assert {rule.source for rule in first} == {"Source A, point 1"}
    assert "At least 30 minutes were set aside for it." in rules(context)


def test_it_has_the_numbers_of_the_shipped_measure(nia):
    page, context = told(nia, "2018-11")
    assert {
        "The type of contact is one of these: COAP, CHVS, COAI.",
        "A further appointment must be offered within 5 business days of the missed contact.",
        "Only a further appointment follows up a missed contact. Breach, recall and a warrant do not.",
        "The month is before October 2018, when the measure started.",
        "At 95% or more the target is met.",
        "The first 3 months from October 2018 are marked as the ramp-up period.",
    } <= rules(context).keys()
    assert "Minimum Contact Specification, September 2018" in page
    assert "%(" not in page


def test_what_another_measure_changes_is_marked_with_its_document(nia):
    add_measure("2027-01", minutes=45, follow_up="any_action", source="Practice direction 7")
    page, context = told(nia, "2027-01")
    assert "A rule is marked as changed" in page
    found = rules(context)
    for sentence in (
        "At least 45 minutes were set aside for it.",
        "Breach, recall or a warrant that is initiated in time follows up a missed contact too.",
    ):
        assert (found[sentence].source, found[sentence].is_changed) == ("Practice direction 7", True)
    same = found["The type of contact is one of these: COAP, CHVS, COAI."]
    assert (same.source, same.is_changed) == ("Source A, point 1", False)
    assert "The month is before October 2018, when the measure started." in found


def test_the_measures_before_and_to_come_are_listed_with_their_dates(nia):
    add_measure("2026-06", minutes=40)
    add_measure("2027-01", minutes=45)
    _, context = told(nia, "2026-11")
    listed = [
        (row.get_cell("starts_on"), "To come" in row.get_cell("state"), "In force" in row.get_cell("state"))
        for row in context["measures"].rows
    ]
    assert listed == [("October 2018", False, False), ("June 2026", False, True), ("January 2027", True, False)]


def test_bank_holidays_of_the_organisation_are_told_where_they_matter(nia):
    BankHoliday.objects.create(date=date(2026, 12, 3), name="Jubilee")
    words = "3 December 2026 was added as a bank holiday: Jubilee."
    for month, matters in (("2026-10", False), ("2026-11", True), ("2026-12", True), ("2027-01", False)):
        found = rules(told(nia, month)[1])
        assert (words in found) == matters
        assert not matters or found[words].is_local


def test_months_lead_to_their_neighbours_up_to_the_last_measure(nia):
    def neighbours(month):
        _, context = told(nia, month)
        return [context[side] and context[side][0] for side in ("previous", "following")]

    assert neighbours("2018-10") == [None, "November 2018"]
    assert neighbours("2026-11") == ["October 2026", None]
    add_measure("2027-01")
    assert neighbours("2026-12") == ["November 2026", "January 2027"]


def test_a_month_that_is_none_is_not_found(nia):
    assert nia.get(reverse("how_made"), {"month": "November"}).status_code == 404


def test_pages_of_the_figure_and_of_a_contact_lead_to_it(sign_in, cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 10, 7))
    asked = reverse("how_made") + "?month=2026-10"
    browser = sign_in(cast.ldu_head)
    for address in (
        reverse("compliance") + "?month=2026-10",
        reverse("compliance_people") + "?month=2026-10",
        reverse("contact", args=[cast.own.public_id, contact.pk]),
    ):
        assert f'href="{asked}"' in browser.get(address).content.decode()
    assert browser.get(asked).status_code == 200


def test_it_leads_back_to_the_figure_those_who_have_its_page(cast, sign_in):
    assert told(sign_in(cast.team_manager), "2026-10")[1]["breadcrumbs"] == [
        ("Minimum contact in October 2026", "/compliance/?month=2026-10")
    ]
    assert told(sign_in(cast.case_manager), "2026-10")[1]["breadcrumbs"] == []
