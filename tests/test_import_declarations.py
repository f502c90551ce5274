"""A file of the interchange is declared once: what else names its columns agrees."""

import re
from pathlib import Path

import pytest

from interchange.files import FILES
from tests.oracle.records import COLUMNS

DOCUMENT = (Path(__file__).parent.parent / "docs" / "interchange.md").read_text()
SECTION = r"^### {}( \(required\))?\n(.*?)(?=^#)"
NAME = re.compile(r"(\*\*)?([a-z_]+)(\*)?(?:\*\*)?")


def documented(file_name: str) -> tuple[bool, dict[str, tuple[bool, bool]]]:
    """Whether the file is required, and for each column of its table whether it is of the key, and required."""
    required, text = re.search(SECTION.format(re.escape(file_name)), DOCUMENT, re.MULTILINE | re.DOTALL).groups()
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")][1:]
    names = [NAME.fullmatch(name.strip()) for row in rows for name in row.split(",")]
    return bool(required), {name[2]: (bool(name[1]), bool(name[3])) for name in names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_document_has_the_columns(file):
    declared = {column.name: (column.name in file.key, column.required) for column in file.columns}
    assert documented(file.file_name) == (file.required, declared)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_oracle_knows_the_columns(file):
    assert COLUMNS[file.name].split() == file.column_names()
