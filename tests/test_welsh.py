"""The Welsh catalogue: whole for the slip, and compiled as it is written."""

import gettext
import re

import pytest
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import override

from casework import reminders
from casework.slip import words
from tests.own_apps import ROOT

CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES"
# Of how times are written, what a slip needs.
TIMES = {"%(time)sam", "%(time)spm", "midday", "midnight", "%(start)s to %(end)s"}


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    source = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.MULTILINE))


def test_what_is_compiled_is_what_is_written(written):
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {message: compiled.gettext(message) for message in written} == written, "run msgfmt, as the file says"


@pytest.mark.parametrize("module, at_least", [(words, 15), (reminders, 5)])
def test_every_label_of_slips_and_messages_is_in_it(written, module, at_least):
    labels = set(re.findall(r'\b_\("([^"]+)"\)', (ROOT / module.__file__).read_text(encoding="utf-8")))
    assert len(labels) >= at_least
    assert (labels | TIMES) - set(written) == set()
    assert all(written.values())


def test_placeholders_are_the_same_in_both(written):
    for message, welsh in written.items():
        assert sorted(re.findall(r"%\(\w+\)s", message)) == sorted(re.findall(r"%\(\w+\)s", welsh)), message


def test_days_and_months():
    with override("cy"):
        assert [str(name) for name in MONTHS.values()] == [
            "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
            "Tachwedd", "Rhagfyr",
        ]  # fmt: skip
        assert [str(name) for name in WEEKDAYS.values()] == [
            "dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul",
        ]  # fmt: skip
