"""The former row of a record, kept at each change and deletion, by triggers that see whatever wrote."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from pghistory.trigger import Event


class Update(pghistory.UpdateEvent):
    """Keeps the rows of a statement as they were, those of which something changed.

    They are told by taking the new rows away from the old ones. The library joins them instead; a plan made for a
    statement of one row is used for the next one of a hundred thousand, and then compares each with each.
    """

    row = pghistory.Old
    level = pgtrigger.Statement

    def add_event_trigger(self, event_model: Any) -> None:
        trigger = _Update(event_model=event_model, label=self.label, name=self.trigger_name, row=self.row)
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


class _Update(Event):
    operation = pgtrigger.Update
    level = pgtrigger.Statement

    def get_func(self, model: Any) -> pgtrigger.Func:
        insert = super().get_func(model).func
        event: Any = self.event_model
        kept = [f'"{field.column}"' for field in event._meta.concrete_fields if is_tracked(event, field)]
        columns, joined = ", ".join(kept), "SELECT old_values.* FROM {cond_old_values}"
        assert joined in insert, insert
        changed = f"SELECT {columns} FROM old_values EXCEPT SELECT {columns} FROM new_values"
        return pgtrigger.Func(insert.replace(joined, changed))


def is_tracked(event: Any, field: models.Field) -> bool:
    """Whether the field of the former rows is one of the record's own."""
    return field.column in {own.column for own in event.pgh_tracked_model._meta.concrete_fields}


def kept(**options: Any):
    """Keep the former rows of a model. The options are those of `pghistory.track`."""
    return pghistory.track(Update(), pghistory.DeleteEvent(), **options)
