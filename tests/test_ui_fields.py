"""Dates and times are read as people type them, and shown back in one form."""

import datetime

import pytest
import time_machine
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import ComingDateField, DateField, EndTimeField, StartTimeField, TimeField, date_and_time

SEPARATORS = st.sampled_from(["/", "-", ".", " ", " / "])


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), SEPARATORS)
def test_a_date_is_read_with_any_separator(date, separator):
    typed = separator.join((str(date.day), f"{date.month:02}", str(date.year)))
    assert DateField().clean(typed) == date


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2068, 12, 31)), SEPARATORS)
def test_a_year_may_have_two_digits(date, separator):
    assert DateField().clean(f"{date.day}{separator}{date.month}{separator}{date:%y}") == date


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_a_date_is_shown_as_it_can_be_typed(date):
    shown = DateField().widget.format_value(date)
    assert shown == f"{date.day}/{date.month}/{date.year}"
    assert DateField().clean(shown) == date


@pytest.mark.parametrize("typed", ["17 May 2027", "17 may 2027", "17 Dec 2027", "2027-05-17"])
def test_a_date_is_read_as_pages_and_files_write_it(typed):
    assert DateField().clean(typed) == datetime.date(2027, 12 if "Dec" in typed else 5, 17)


@pytest.mark.parametrize("typed, day", [("yesterday", 17), (" Today ", 18), ("tomorrow", 19)])
def test_a_day_is_read_as_people_say_it(typed, day):
    with time_machine.travel("2026-11-18 12:00"):
        assert DateField().clean(typed) == datetime.date(2026, 11, day)


@pytest.mark.parametrize("typed", ["17/5", "17/5/0024", "17/5/202", "soon", "5//2024"])
def test_no_date(typed):
    with pytest.raises(forms.ValidationError, match="Enter a date in the correct format, for example 17/5/2027"):
        DateField().clean(typed)


@pytest.mark.parametrize("typed", ["31/2/2027", "30.2.27", "1/13/2027"])
def test_a_date_that_no_calendar_has(typed):
    with pytest.raises(forms.ValidationError, match="Enter a real date, for example 17/5/2027"):
        DateField().clean(typed)


def test_a_missing_date():
    with pytest.raises(forms.ValidationError, match="Enter or select a date"):
        DateField().clean(" ")


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_a_time_is_shown_as_it_can_be_typed(time):
    assert TimeField().clean(TimeField().widget.format_value(time)) == time


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)), st.sampled_from([":", ".", " ", ""]))
def test_a_time_is_read_with_any_separator(time, separator):
    assert TimeField().clean(f"{time:%H}{separator}{time:%M}") == time
    assert TimeField().clean(f"{time:%I}{separator}{time:%M} {'AM' if time.hour < 12 else 'PM'}") == time


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("9:30am", 9, 30),
        ("9.30", 9, 30),
        ("9 30", 9, 30),
        ("930", 9, 30),
        ("2pm", 14, 0),
        ("12am", 0, 0),
        ("12pm", 12, 0),
    ],
)
def test_a_time(typed, hour, minute):
    assert TimeField().clean(typed) == datetime.time(hour, minute)


@pytest.mark.parametrize("typed", ["9", "25:00", "9:60", "14:00am", "0pm", "half past nine", "9:30:00", "-1:30"])
def test_no_time(typed):
    with pytest.raises(forms.ValidationError, match="Enter a time in the correct format, for example 9:30am"):
        TimeField().clean(typed)


@pytest.mark.parametrize("field, which", [(StartTimeField, "start"), (EndTimeField, "end")])
def test_of_a_start_and_an_end_it_is_said_which_is_wrong(field, which):
    with pytest.raises(forms.ValidationError, match=f"Enter the {which} time in the correct format"):
        field().clean("25:00")
    with pytest.raises(forms.ValidationError, match=f"Enter an? {which} time"):
        field().clean("")


def test_a_missing_time():
    with pytest.raises(forms.ValidationError, match="Enter a time"):
        TimeField().clean("")


def test_what_was_typed_wrong_is_kept():
    class Form(forms.Form):
        date = DateField()
        time = TimeField()

    form = Form({"date": "31/2/2024", "time": "half nine"})
    assert 'value="31/2/2024"' in form["date"].as_field_group()
    assert 'value="half nine"' in form["time"].as_field_group()


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("friday", "2026-11-20"),
        ("Fri", "2026-11-20"),
        ("Wednesday", "2026-11-25"),
        ("weds", "2026-11-25"),
        ("next friday", "2026-11-27"),
        ("next Monday", "2026-11-23"),
        ("Tues", "2026-11-24"),
        ("3/12", "2026-12-03"),
        ("3.12", "2026-12-03"),
        ("18 Nov", "2026-11-18"),
        ("17 November", "2027-11-17"),
        ("8th January", "2027-01-08"),
        ("29/2", "2028-02-29"),
        ("Friday 8 January 2027", "2027-01-08"),
        ("Thu, 3 December", "2026-12-03"),
        ("2027-01-08", "2027-01-08"),
        ("8 January 2027", "2027-01-08"),
        ("17/5/27", "2027-05-17"),
        ("17/11/2026", "2026-11-17"),
    ],
)
@time_machine.travel("2026-11-18 12:00")  # a Wednesday
def test_a_date_to_come_is_read_as_people_say_it(typed, expected):
    assert ComingDateField().clean(typed) == datetime.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "typed, why",
    [
        ("Thursday 8 January 2027", "8 January 2027 is a Friday. Check the date"),
        ("31/11", "Enter a real date"),
        ("next 3/12", "correct format"),
        ("next Friday 8 January 2027", "correct format"),
        ("soon", "correct format"),
        ("monster", "correct format"),
        ("12", "correct format"),
        ("", "Enter or select a date"),
    ],
)
@time_machine.travel("2026-11-18 12:00")
def test_what_is_no_date_to_come(typed, why):
    with pytest.raises(forms.ValidationError, match=why):
        ComingDateField().clean(typed)


@pytest.mark.parametrize(
    "typed, apart",
    [
        ("tomorrow 2pm", ("tomorrow", "2pm")),
        ("Friday, 9.30am", ("Friday", "9.30am")),
        ("3/12 at 14:00", ("3/12", "14:00")),
        ("8 January 2027 noon", ("8 January 2027", "noon")),
        ("8 January 2027", ("8 January 2027", "")),
        ("17 5 27", ("17 5 27", "")),
        ("17.5.2027", ("17.5.2027", "")),
        ("2pm", ("2pm", "")),
        ("", ("", "")),
    ],
)
def test_a_time_beside_a_date_is_taken_apart(typed, apart):
    assert date_and_time(typed) == apart
