"""Cells are read strictly, and as strictly by the quick way, which stops at the first text that is no value at all."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DataError, connection, transaction

from interchange.files.values import DATE, DATE_TIME, TIME, Email

pytestmark = pytest.mark.django_db

DATES = ["2018-02-28", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1600-02-29"]
NO_DATES = [
    "2018-02-29", "2100-02-29", "1900-02-29", "2018-04-31", "2018-13-01", "2018-00-10", "2018-01-00", "2018-01-32",
    "0000-01-01", "0000-02-29", "10000-01-01", "2018-1-5", "01/10/2018", "2018/01/05", "20180105", "-018-01-05",
    "today", "infinity", "-infinity", "2018-01-05 ", "2018-01-05\n", "2018-Jan-5", "2018-01-05 BC", "２018-01-05", "1",
]  # fmt: skip
TIMES = ["00:00", "09:30", "23:59"]
NO_TIMES = [
    "24:00",
    "23:60",
    "25:00",
    "9:30",
    "09:30:00",
    "09.30",
    "0930",
    "09:30Z",
    "now",
    "allballs",
    "aa:bb",
    "09:3 ",
]
MOMENTS = ["2018-11-06T09:30", "2024-02-29T00:00"]
NO_MOMENTS = [
    "2018-11-06", "2018-11-06 09:30", "2018-11-06T24:00", "2018-02-30T09:30", "2018-11-06T09:30:00", "2018-11-06T9:30",
    "2018-11-06T09:30Z", "infinity", "2018-11-06t09:30", "0000-01-01T00:00", "2018-11-06T09:60",
]  # fmt: skip


def holds(condition: str, text: str) -> bool:
    """Whether the condition holds of the text; False where the database stops at it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {condition} FROM (SELECT %(text)s::text AS cell) r", {"text": text})
            return bool(cursor.fetchone()[0])
    except DataError:
        return False


@pytest.mark.parametrize(
    ("kind", "text", "reads"),
    [
        *((DATE, text, True) for text in DATES),
        *((DATE, text, False) for text in NO_DATES),
        *((TIME, text, True) for text in TIMES),
        *((TIME, text, False) for text in NO_TIMES),
        *((DATE_TIME, text, True) for text in MOMENTS),
        *((DATE_TIME, text, False) for text in NO_MOMENTS),
    ],
)
def test_a_moment_has_one_form(kind, text, reads):
    assert holds(kind.reads("r.cell"), text) is reads
    assert holds(kind.reads_quickly("r.cell"), text) is reads
    if reads:
        assert holds(f"{kind.value('r.cell')} IS NOT NULL", text)


@pytest.mark.parametrize(
    "text",
    [
        "gwen.lewis@example.org", "o'brien+1%a@example.co.uk", "siân@example.org", "a@localhost", "a@b.cymru",
        "no address", "@example.org", "a@", "a@b", "a@@b.org", "a b@c.org", "a@-b.org", "a@b-.org", "a..b@c.org",
        "A@B.ORG", "a@b.c", "a@example.org.", "a@ex ample.org", '"a b"@example.org', "a@b.org\n", "a@b.123",
    ],
)  # fmt: skip
def test_an_address_is_read_as_everywhere_else(text):
    try:
        validate_email(text)
    except ValidationError:
        valid = False
    else:
        valid = True
    assert holds(Email().reads("r.cell"), text) is valid
