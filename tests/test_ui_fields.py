"""Dates and times are read as people type them, and shown back in one form."""

import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ui.fields import DateField, TimeField

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


@pytest.mark.parametrize("typed", ["17/5", "17/5/0024", "17/5/202", "tomorrow", "5//2024"])
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
