"""A list whose filters cannot be used says so, and nothing untrue about the people."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_search_that_is_too_long_is_an_error_and_no_empty_caseload(cast, sign_in):
    client = sign_in(cast.case_manager)
    page = client.post("/caseload/", {"search": "x" * 150}, follow=True).content.decode()
    assert "There is a problem" in page
    assert "Search must be 100 characters or fewer" in page
    assert "<title>Error: My caseload" in page
    assert "Nobody is allocated to you" not in page


def test_the_overdue_order_is_the_one_whose_date_is_shown(cast, sign_in, time_machine):
    time_machine.move_to("2018-12-03 12:00")
    cast.own.orders.create(order_ref="late", type="licence", starts_on="2018-01-01", ends_on="2018-11-30")
    page = sign_in(cast.case_manager).get("/caseload/").content.decode()
    assert (
        '<span class="cm-day">30 November 2018</span> <strong class="govuk-tag govuk-tag--red">Overdue</strong>' in page
    )
    assert "31 August 2030" not in page
