"""Records in conflict for tests: changed here, and a file says something new."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from cases.models import FileValue, ServiceUser


def in_conflict(record: Model, *, since: datetime | None = None, **said: Any) -> Model:
    """Have a file say of the record's columns what is ``said``, as the database writes it; returns the record."""
    person = record.pk if isinstance(record, ServiceUser) else record.service_user_id
    for column, value in said.items():
        FileValue.objects.update_or_create(
            table_name=record._meta.db_table,
            record=record.pk,
            column_name=column,
            defaults={
                "value": value,
                "service_user_id": person,
                "conflict_since": since or timezone.now(),
            },
        )
    return record
