"""The tour leads to files and functions that are there."""

import re

import pytest

from tests.own_apps import ROOT

TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", TOUR)))
PATHS = [each for each in QUOTED if re.fullmatch(r"[a-z_/]+/([a-z_]+\.(py|html|md))?", each) and "." in each]
# A name, and the file in brackets after it in which it stands.
STEPS = sorted(set(re.findall(r"`([A-Za-z_.]+)`\s+\(`([a-z_/]+\.py)`\)", TOUR)))


def test_there_are_steps():
    assert len(PATHS) > 20
    assert len(STEPS) > 20


@pytest.mark.parametrize("path", PATHS)
def test_a_file_is_there(path):
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name, path", STEPS)
def test_a_name_stands_in_its_file(name, path):
    assert re.search(rf"\b{re.escape(name.split('.')[-1])}\b", (ROOT / path).read_text(encoding="utf-8"))
