"""Importing codes: what nDelius calls types, outcomes and requirements, and what each means. All of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from audit.services import writes
from cases.models import RequirementCategory
from contacts import facts
from contacts.models import ContactOutcome, ContactType
from interchange.faults import Fault
from interchange.reading import records, without_empty_end
from interchange.services import CaseloadRejected, WrongDirectory

FLAGS = {"Y": True, "N": False, "": None}
DATES = {"retired_on"}
# Columns that nDelius gives and nothing here asks for.
NOT_ASKED = {"national_standard"}


@dataclass(frozen=True)
class CodeFile:
    """A file of codes: its columns are fields of ``model``; those in ``flags`` are Y, N or blank.

    Blank is N of a field that knows no more than both.
    """

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    flags: tuple[str, ...] = ()
    sets: tuple[tuple[str, Any], ...] = ()


FILES = [
    CodeFile(
        "contact_types",
        ContactType,
        ("description", "location", "is_group", "retired_on"),
        flags=("is_group",),
        sets=(("known", True),),
    ),
    CodeFile(
        "contact_outcomes",
        ContactOutcome,
        ("description", "attended", "complied", "enforceable", "retired_on"),
        flags=("attended", "complied", "enforceable"),
    ),
    CodeFile("requirement_categories", RequirementCategory, ("description", "minimum_contact_scope", "retired_on")),
]
PAIRS = "contact_type_outcomes"


@writes("import codes")
def import_codes(*, by: Any, directory: Path) -> dict[str, Any]:
    """Import the files of codes in ``directory``, in the form of docs/interchange.md.

    Returns for each file how many codes were created, changed and unchanged, and under ``altered`` whose month is no
    longer what it was: for each month the CRNs. Codes that a file leaves out stay as they are.
    Raises `WrongDirectory`, or `CaseloadRejected` where any row is at fault: then nothing is written.
    """
    paths = {path.name.lower(): path for path in directory.iterdir()} if directory.is_dir() else {}
    names = [f"{name}.csv" for name in (*(file.name for file in FILES), PAIRS)]
    if not paths.keys() & {*names}:
        raise WrongDirectory(f"{directory} has none of the files {', '.join(names)}.")
    faults: list[Fault] = []
    counts: dict[str, Any] = {}
    for file in FILES:
        if path := paths.get(f"{file.name}.csv"):
            counts[f"{file.name}.csv"] = _import(file, path, faults)
    if path := paths.get(f"{PAIRS}.csv"):
        counts[f"{PAIRS}.csv"] = _import_pairs(path, faults)
    if faults:
        raise CaseloadRejected(len(faults), faults[:20])
    altered = facts.altered()
    facts.refresh()
    return counts | {"altered": altered}


def rehearse_codes(**arguments: Any) -> dict[str, Any]:
    """Do all that `import_codes` does, then take it back."""
    with transaction.atomic():
        counts = import_codes(**arguments)
        transaction.set_rollback(True)
    return counts


def _rows(path: Path, faults: list[Fault], known: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    header: list[str] = []
    for record in records(path.name, path):
        if isinstance(record, Fault):
            faults.append(record)
            return
        line, cells = record
        if not header:
            header = without_empty_end(cells)
            unknown = sorted({*header} - known - NOT_ASKED)
            expected = f"one of the columns {', '.join(sorted(known))}"
            faults.extend(Fault(path.name, 1, name, name, expected) for name in unknown)
            if unknown:
                return
        elif any("\0" in cell for cell in cells):
            # PostgreSQL has no text with a NUL in it.
            faults.append(Fault(path.name, line, "", r"\0", "text without it"))
        elif any(cells):
            row = dict(zip(header, cells, strict=False))
            yield line, {name: row.get(name, "") for name in known if name in header}


def _import(file: CodeFile, path: Path, faults: list[Fault]) -> dict[str, int]:
    held: dict[str, Any] = {record.pk: record for record in file.model._default_manager.all()}
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    written = []
    told: dict[str, int] = {}
    for line, row in _rows(path, faults, {"code", *file.columns}):
        code = row.pop("code", "")
        if told.setdefault(code, line) != line:
            faults.append(Fault(path.name, line, "code", code, f"each code only once: line {told[code]} has it too"))
            continue
        record = held.get(code) or file.model(code=code)
        before = {name: getattr(record, name) for name in (*row, *dict(file.sets))}
        try:
            for name, text in row.items():
                setattr(record, name, _value(file, name, text))
            for name, value in file.sets:
                setattr(record, name, value)
            record.clean_fields(exclude=file.flags)
            record.clean()
        except ValidationError as error:
            faults.extend(_told(error, path.name, line, row | {"code": code}))
            continue
        kind = "created" if code not in held else "changed" if before != _now(record, before) else "unchanged"
        counts[kind] += 1
        if kind != "unchanged":
            written.append(record)
        held[code] = record
    if written and not faults:
        fields = [*file.columns, *dict(file.sets)]
        file.model._default_manager.bulk_create(
            written, update_conflicts=True, unique_fields=["code"], update_fields=fields
        )
    return counts


def _now(record: models.Model, names: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _value(file: CodeFile, name: str, text: str) -> Any:
    """What a cell says. Raises ValidationError, by the name of the column."""
    field: Any = file.model._meta.get_field(name)
    try:
        if name in file.flags:
            return FLAGS[text or ("" if field.null else "N")]
        return field.to_python(text or None) if name in DATES else text
    except KeyError:
        raise ValidationError({name: "Y, N or nothing"}) from None
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def _told(error: ValidationError, file: str, line: int, row: dict[str, str]) -> Iterator[Fault]:
    for name, messages in error.message_dict.items():
        yield Fault(file, line, name, row.get(name, ""), " ".join(messages))


def _import_pairs(path: Path, faults: list[Fault]) -> dict[str, int]:
    """Which outcomes each type allows: of the types in the file, these and no others."""
    through = ContactType.outcomes.through
    known: dict[str, set[str]] = {
        "contact_type": set(ContactType.objects.values_list("pk", flat=True)),
        "outcome": set(ContactOutcome.objects.values_list("pk", flat=True)),
    }
    told = set()
    for line, row in _rows(path, faults, set(known)):
        for name, codes in known.items():
            if row.get(name) not in codes:
                faults.append(Fault(path.name, line, name, row.get(name, ""), "a known code"))
        told.add((row.get("contact_type"), row.get("outcome")))
    if faults:
        return {}
    theirs = through.objects.filter(contacttype__in={code for code, _ in told})
    held = set(theirs.values_list("contacttype_id", "contactoutcome_id"))
    gone = held - told
    for code, outcome in gone:
        theirs.filter(contacttype=code, contactoutcome=outcome).delete()
    through.objects.bulk_create(
        through(contacttype_id=code, contactoutcome_id=outcome) for code, outcome in sorted(told - held)
    )
    return {"created": len(told - held), "changed": len(gone), "unchanged": len(told & held)}
