"""Whether a record is still as its page showed it."""

from hashlib import sha256

from django.db.models import Model


def version(record: Model) -> str:
    """A short text that changes whenever a column of the record does."""
    columns = "|".join(str(getattr(record, field.attname)) for field in type(record)._meta.concrete_fields)
    return sha256(columns.encode()).hexdigest()[:16]
