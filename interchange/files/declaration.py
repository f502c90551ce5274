"""What is said of a file of the interchange, once: reading, checking and merging follow from it.

In the SQL of a declaration ``s`` is the row as it is staged and ``t`` the record that it has become. A row of another
table goes by the name that its `Reference` gives it. ``%(today)s`` is the day of the import.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet

from interchange.files.values import Kind


@dataclass(frozen=True)
class Reference:
    """Rows that others name: by ``column`` of ``file`` in this import, by ``field`` of ``model`` from earlier ones."""

    row: str
    file: str
    column: str
    model: type[Model]
    field: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table


@dataclass(frozen=True)
class Column:
    """A column of a file.

    ``blank`` is the text that a blank cell stands for; None: nothing. Where ``kept``, a blank leaves a record as it is.
    ``field`` is the database column that the value goes to: that of the same name unless told, or none where it is
    empty. ``value`` is what goes there in SQL: unless told, the staged value, or the id of the row that it refers to.
    ``held`` is what the record ``t`` would stand with in the file, where that is not said by the column it goes to.
    ``by_id`` is a name by the id that stands for it, and ``id_of`` an id by its name, with {} for the other.
    """

    name: str
    kind: Kind
    required: bool = False
    blank: str | None = None
    kept: bool = False
    refers_to: Reference | None = None
    field: str | None = None
    value: str = ""
    held: str = ""
    by_id: str = "{}"
    id_of: str = "{}"

    @property
    def target(self) -> str:
        return self.name if self.field is None else self.field

    @property
    def source(self) -> str:
        return self.value or (f"{self.refers_to.row}.id" if self.refers_to else f"s.{self.name}")

    @property
    def holds(self) -> str:
        """What the record ``t`` would stand with in the file, its references joined; empty where nothing is held."""
        if self.held or not self.target:
            return self.held
        return (
            f"{self.refers_to.row}.{self.refers_to.field}" if self.refers_to else self.by_id.format(f"t.{self.target}")
        )

    @property
    def kept_as(self) -> str:
        """The name under which `cases.models.FileValue` keeps what the files said of it."""
        return self.target or self.name

    def told_by_kept(self, said: str) -> str:
        """What the files said last, as it stood in them, of what was kept in ``said``."""
        if self.kind.sql.endswith("[]"):
            return f"ARRAY(SELECT jsonb_array_elements_text({said}->{self.kept_as!r}))"
        text = f"({said}->>{self.kept_as!r})"
        if self.refers_to and self.target:
            to = self.refers_to
            return f"(SELECT r.{to.field} FROM {to.table} r WHERE r.id = {text}::bigint)"
        if self.by_id != "{}":
            return self.by_id.format(f"{text}::bigint")
        return f"{text}::{self.kind.sql}"

    def stored_of(self, text: str) -> str:
        """What would be kept of a value that stands in the files as ``text``."""
        if self.refers_to and self.target:
            to = self.refers_to
            return f"(SELECT r.id FROM {to.table} r WHERE r.{to.field} = {text})"
        if self.kind.sql.endswith("[]"):
            return f"string_to_array({text}, ';')"
        return f"{text}::{self.kind.sql}" if self.id_of == "{}" else self.id_of.format(text)


@dataclass(frozen=True)
class Rule:
    """A condition on the values of one row: where ``broken`` holds, ``expected``, an SQL text, was expected."""

    column: str
    broken: str
    expected: str


@dataclass(frozen=True)
class Check:
    """A condition on several rows, or on what codes mean.

    ``rows`` are those at fault: the tail of a SELECT of ``s``, or a function that finds them in a queryset of staged
    rows or of records. ``linked`` is the line of another row that it takes to break the condition, ``recorded_here``
    whether it is work done here that the row does not fit.
    """

    column: str
    rows: str | Callable[[QuerySet], QuerySet]
    expected: str
    linked: str = ""
    recorded_here: str = ""


@dataclass(frozen=True)
class File:
    """A file: its columns, what holds for its rows, and where they go.

    ``together`` are groups of columns of which an import takes all or none. ``apart`` are the columns in which two rows
    that share a day must differ, ``corrects`` those in which a row agrees with what it corrects where they share one;
    with ``hands_over`` a later start ends what it overlaps. ``completes`` is the head of a statement about ``t`` that
    takes back what a complete file lacks, by the column ``taken_back`` where the record stays; without it a file is
    never complete. ``read`` are statements right after the file was staged, ``staged`` such before it is checked,
    ``before`` and ``after`` such round the merging, which note the records that they change in import_touched; what
    comes after ``fills`` a table beside that of the model.
    ``joins`` brings what the values of columns need beside their references, ``new`` what a record starts with that no
    file tells, ``also`` what changes with it. ``while_staged`` is the model of the staged rows, where checks ask one.
    """

    name: str
    model: type[Model]
    columns: Sequence[Column]
    key: tuple[str, ...]
    required: bool = False
    rules: Sequence[Rule] = ()
    together: Sequence[tuple[str, ...]] = ()
    apart: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    hands_over: bool = False
    completes: str = ""
    taken_back: str = ""
    while_staged: type[Model] | None = None
    read: Sequence[str] = ()
    staged: Sequence[str] = ()
    checks: Sequence[Check] = ()
    joins: str = ""
    new: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    fills: str = ""

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    @property
    def stage(self) -> str:
        """The temporary table that holds the file's rows during an import."""
        return f"staged_{self.name}"

    @property
    def states(self) -> str:
        """The temporary table of what becomes of the rows that differ from their records (`interchange.resolving`)."""
        return f"states_{self.name}"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def ids(self) -> str:
        """The sequence of the table's ids, for nextval."""
        return f"(SELECT pg_get_serial_sequence('{self.table}', 'id')::regclass)"

    @property
    def stored(self) -> list[Column]:
        """The columns whose values go to the table."""
        return [column for column in self.columns if column.target]

    def select(self, names: Iterable[str]) -> list[Column]:
        """The columns of these names."""
        return [column for name in names for column in self.columns if column.name == name]

    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]
