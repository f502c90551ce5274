"""Deciding about a record of which a file says something other than is recorded here."""

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from alerts.scan import look_again
from audit.services import writes
from cases.file_values import IMPORTING
from cases.models import FileValue, ServiceUser
from casework.conflict_words import heading_of
from casework.conflicts import Conflict, conflicts_of
from casework.services.refusals import Problem, Refused
from casework.services.writing import locked_person
from contacts import facts
from contacts.models import Contact
from interchange.resolving import stay_with_records
from staff.models import User


class ConflictChanged(Refused):
    """What is recorded or what the file says is no longer as the page showed it."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                None,
                _(
                    "This record, or what the file says about it, has changed since you opened the page. "
                    "Nothing was changed. Check both, then choose again."
                ),
            )
        )


@writes("keep what is recorded here")
def keep_ours(*, by: User, person: ServiceUser, table_name: str, record: int, seen: str) -> models.Model | None:
    """Keep the record as it is: files that say what they say now are not asked about again.

    Returns the record, or None where somebody has decided already. Raises `ConflictChanged` where the conflict is not
    as ``seen``, its version, any more.
    """
    conflict = _locked(by, person, table_name, record, seen)
    if conflict is None:
        return None
    FileValue.objects.in_conflict().filter(table_name=table_name, record=record).update(conflict_since=None)
    look_again(person.pk)
    return conflict.record


@writes("use what the file says")
def use_file(*, by: User, person: ServiceUser, table_name: str, record: int, seen: str) -> models.Model | None:
    """Set the columns in conflict, and those that are taken together with them, to what the file says.

    Returns and raises as `keep_ours` does, and raises `Refused` where the values do not fit what else is recorded.
    """
    conflict = _locked(by, person, table_name, record, seen)
    if conflict is None:
        return None
    try:
        with transaction.atomic():
            _take(conflict)
            _check(conflict)
            # What the database would ask for at the end is asked here, where it can still be told.
            connection.check_constraints()
    except IntegrityError as error:
        words = _(
            "The file’s values for “%(record)s” do not fit with what else is recorded here, so nothing was changed."
            " Correct the record in nDelius, or keep what is recorded here."
        )
        raise Refused(Problem(None, words % {"record": heading_of(conflict.record)})) from error
    conflict.record.refresh_from_db(from_queryset=type(conflict.record)._base_manager.all())
    # A record may pass to somebody else.
    whose = {person.pk, getattr(conflict.record, "service_user_id", person.pk)}
    facts.refresh(sorted(whose))
    for each in whose:
        look_again(each)
    return conflict.record


def _locked(by: User, person: ServiceUser, table_name: str, record: int, seen: str) -> Conflict | None:
    """The conflict as it stands now, locked until the transaction ends; None where it is decided.

    The person and the contact come first, as with every service: an import locks them before it writes what it says.
    """
    locked_person(person.pk)
    if table_name == Contact._meta.db_table:
        Contact.everything.select_for_update(no_key=True).filter(pk=record, service_user=person).first()
    list(FileValue.objects.select_for_update().filter(table_name=table_name, record=record, service_user=person))
    asked = (conflict for conflict in conflicts_of(person, by) if conflict.key == (table_name, record))
    conflict = next(asked, None)
    if conflict and conflict.version != seen:
        raise ConflictChanged
    return conflict


def _take(conflict: Conflict) -> None:
    """Write what the file says over the record, as an import would; then nothing differs any more."""
    table, pk = conflict.key
    values = {column: f"s.{connection.ops.quote_name(column)}" for column in conflict.columns}
    settings = (values | dict(conflict.file.also)).items()
    said = FileValue.objects.filter(table_name=table, record=pk, column_name__in=conflict.columns)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [IMPORTING])
        cursor.execute(
            f"""
            UPDATE {table} t SET {", ".join(f"{column} = {value}" for column, value in settings)} FROM (
                SELECT (jsonb_populate_record(held, told.said)).* FROM {table} held, (
                    SELECT jsonb_object_agg(column_name, value) AS said FROM cases_filevalue
                    WHERE table_name = %s AND record = %s AND column_name = ANY (%s)
                ) told WHERE held.id = %s
            ) s WHERE s.id = t.id
            """,
            [table, pk, conflict.columns, pk],
        )
        cursor.execute("SELECT set_config(%s, 'off', true)", [IMPORTING])
    said.delete()
    stay_with_records(conflict.file)


def _check(conflict: Conflict) -> None:
    """Raise IntegrityError where an import would refuse the record as it is now."""
    record = type(conflict.record)._base_manager.filter(pk=conflict.record.pk)
    for check in conflict.file.checks:
        if callable(check.rows) and check.rows(record).exists():
            raise IntegrityError(check.expected)
