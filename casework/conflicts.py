"""The conflicts about a person, record by record: where a file says something other than is recorded here."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Exists, Field, Model, OuterRef, QuerySet

from cases.models import Allocation, Designation, FileValue, ServiceUser
from contacts.models import Contact
from interchange.files import FILES
from interchange.files.declaration import File
from staff.models import User

# What the words for a record read beside it.
READ_BESIDE = {Contact: ["type"], Allocation: ["officer"], Designation: ["officer"]}


@dataclass(frozen=True)
class Difference:
    """A column of which the file says ``said`` and what is recorded here is ``held``."""

    field: Any
    held: Any
    said: Any


@dataclass(frozen=True)
class Conflict:
    """A record that is in conflict: as it stands, in which columns the file differs, and since when it does.

    Beside the columns in conflict there are those that the file is taken with all or nothing, where they differ too.
    """

    file: File
    record: Model
    columns: list[str]
    differences: list[Difference]
    since: datetime

    @property
    def key(self) -> tuple[str, int]:
        """What it is about: a table and the id of its row."""
        return self.file.table, self.record.pk

    @property
    def version(self) -> str:
        """A short text that changes whenever what is recorded or what the file says does."""
        both = "|".join(f"{each.field.column}={each.held}/{each.said}" for each in self.differences)
        return sha256(both.encode()).hexdigest()[:16]


def conflicts_of(person: ServiceUser, user: User) -> Iterator[Conflict]:
    """The conflicts about the person, in the order of the files, as ``user`` may see them."""
    told: dict[str, dict[int, list[FileValue]]] = defaultdict(lambda: defaultdict(list))
    for value in _said_of_records_in_conflict(person):
        told[value.table_name][value.record].append(value)
    for file in FILES:
        for record in _records(file.model, list(told[file.table]), user):
            yield _conflict(file, record, told[file.table][record.pk])


def _said_of_records_in_conflict(person: ServiceUser) -> QuerySet[FileValue]:
    same_record = FileValue.objects.in_conflict().filter(table_name=OuterRef("table_name"), record=OuterRef("record"))
    return FileValue.objects.filter(Exists(same_record), service_user=person).order_by("pk")


def _records(model: type[Model], ids: list[int], user: User) -> QuerySet[Any]:
    """The records that there still are, withdrawn contacts among them."""
    if not ids:
        return model._base_manager.none()
    records = ServiceUser.objects.seen_by(user) if model is ServiceUser else model._base_manager.all()
    return records.filter(pk__in=ids).select_related(*READ_BESIDE.get(model, []))


def _conflict(file: File, record: Model, values: list[FileValue]) -> Conflict:
    fields: dict[Any, Field] = {field.column: field for field in record._meta.concrete_fields}
    columns = _taken_together(file, {value.column_name for value in values if value.conflict_since})
    said = {value.column_name: value.value for value in values if value.column_name in columns}
    differences = [
        Difference(field, getattr(record, field.attname), field.to_python(said[column]))
        for column, field in fields.items()
        if column in said
    ]
    return Conflict(
        file,
        record,
        list(said),
        [each for each in differences if each.held != each.said],
        min(value.conflict_since for value in values if value.conflict_since),
    )


def _taken_together(file: File, columns: set[str]) -> set[str]:
    """The columns, and those of which an import takes all or none with one of them."""
    groups = [{column.kept_as for column in file.select(names)} for names in file.together]
    return columns.union(*(group for group in groups if group & columns))
