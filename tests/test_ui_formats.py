"""How dates, times and figures are written."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template

from ui import formats

DATE = datetime.date(2019, 1, 2)


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("date|day", "2 January 2019"),
        ("none|day", ""),
        ("start|clock", "9:30am"),
        ("noon|clock", "midday"),
        ("one|clock", "1pm"),
        ("start|timespan:noon", "9:30am to midday"),
        ("summer|clock", "10:15am"),
        ("big|number", "1,235"),
        ("big|number:2", "1,234.50"),
    ],
)
def test_written(expression, written):
    context = {
        "date": DATE,
        "none": None,
        "start": datetime.time(9, 30),
        "noon": datetime.time(12),
        "one": datetime.time(13),
        "summer": datetime.datetime(2024, 7, 1, 9, 15, tzinfo=datetime.UTC),
        "big": Decimal("1234.5"),
    }
    assert Template("{{ " + expression + " }}").render(Context(context)) == written


@pytest.mark.parametrize(("number", "written"), [(0, "0 months"), (1, "1 month"), (1204, "1,204 months")])
def test_a_count(number, written):
    assert formats.count(number, "month") == written


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (None, "Since 2 January 2019"),
        (datetime.date(2019, 3, 1), "2 January to 1 March 2019"),
        (datetime.date(2020, 3, 1), "2 January 2019 to 1 March 2020"),
    ],
)
def test_a_period(last, written):
    assert formats.period(DATE, last) == written


@pytest.mark.parametrize(
    ("today", "written"), [(DATE, "Wednesday 2 January"), (datetime.date(2018, 12, 21), "Wednesday 2 January 2019")]
)
def test_a_weekday_has_the_year_when_it_is_another(today, written):
    with time_machine.travel(today):
        assert Template("{{ date|weekday }}").render(Context({"date": DATE})) == written


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{% load cases %}{% brag_tag 'red_amber' %}", "Red/Amber"),
        ("{% load cases %}{% brag_tag none %}", "No BRAG status"),
        ("{% load measure %}{% result_tag 'not_met' %}", "Not met"),
        ("{% load measure %}{% result_tag '' %}", "Not applicable"),
        ("{% tag words 'red' %}", "&lt;b&gt;"),
    ],
)
def test_a_tag_has_words(markup, words):
    assert f">{words}</strong>" in Template(markup).render(Context({"none": None, "words": "<b>"}))
