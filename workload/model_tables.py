"""The lists of workload models and of what one would change."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.exact import rounded
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn, TagColumn
from ui.templatetags.ui import tag
from workload.derivation import plain
from workload.explained import agreed_in_words
from workload.preview import Changed
from workload.selectors import direct_hours
from workload.tables import band_tag
from workload.weightings import VALUES, WorkloadModel


class ModelTable(BaseTable):
    """The models, each with its dates; ``in_force`` is that of today. ``leads`` where its pages are the user's."""

    caption = _("The models and their dates")
    caption_visible = True

    name = Column(accessor="pk", verbose_name=_("Model"))
    state = Column(verbose_name=_("State"), accessor="pk")
    agreed = Column(verbose_name=_("Agreed"), accessor="pk")
    source = Column(verbose_name=_("Source"))
    red = NumberColumn(verbose_name=_("Red"), places=2)
    red_amber = NumberColumn(verbose_name=_("Red/Amber"), places=2)
    amber = NumberColumn(verbose_name=_("Amber"), places=2)
    green = NumberColumn(verbose_name=_("Green"), places=2)
    blue = NumberColumn(verbose_name=_("Blue"), places=2)
    single_requirement = NumberColumn(verbose_name=_("Single requirement"), places=2)
    direct_hours = NumberColumn(verbose_name=_("Direct hours"), accessor="pk", places=2)

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, in_force: WorkloadModel, leads: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        if leads:
            self.columns["name"].column.href = lambda model: reverse("workload_model", args=[model.pk])

    def render_name(self, record: WorkloadModel) -> str:
        return str(record)

    def render_state(self, record: WorkloadModel) -> SafeString:
        return state_tag(record, self.in_force)

    def render_agreed(self, record: WorkloadModel) -> str:
        return "" if record.is_draft else agreed_in_words(record)

    def render_direct_hours(self, record: WorkloadModel) -> str:
        return formats.number(rounded(direct_hours(record), 2), 2)


def state_tag(model: WorkloadModel, in_force: WorkloadModel) -> SafeString:
    if model.is_draft:
        return tag(gettext("Draft"), "yellow")
    if model == in_force:
        return tag(gettext("In force"), "green")
    before = model.starts_on is None or (in_force.starts_on is not None and model.starts_on < in_force.starts_on)
    return tag(gettext("Before") if before else gettext("To come"), "grey" if before else "blue")


class ValueTable(BaseTable):
    """Each value of two models beside each other, and which differ."""

    caption = _("The values of the model")
    caption_visible = True

    name = Column(verbose_name=_("Value"))
    before = NumberColumn(verbose_name=_("Before"))
    after = NumberColumn(verbose_name=_("After"))
    differs = Column(verbose_name=_("Changed"), empty_values=())

    class Meta(BaseTable.Meta):
        orderable = False

    def render_before(self, value: int | Decimal) -> str:
        return plain(Decimal(value))

    def render_after(self, value: int | Decimal) -> str:
        return plain(Decimal(value))

    def render_differs(self, record: dict[str, Any]) -> SafeString | str:
        return tag(gettext("Changed"), "blue") if record["before"] != record["after"] else ""


def value_rows(before: WorkloadModel, after: WorkloadModel) -> list[dict[str, Any]]:
    fields: list[Any] = [WorkloadModel._meta.get_field(name) for name in VALUES]
    labels = [str(field.verbose_name) for field in fields]
    return [
        {"name": label[:1].upper() + label[1:], "before": getattr(before, name), "after": getattr(after, name)}
        for name, label in zip(VALUES, labels, strict=True)
    ]


class ChangeTable(BaseTable):
    """What parts of the organisation carry by one model and by another, the worst change first."""

    name = Column(verbose_name=_("Name"))
    within = Column(verbose_name=_("In"), on_phone=False)
    points_before = NumberColumn(accessor="before__load__points", verbose_name=_("Points before"), places=2)
    points_after = NumberColumn(accessor="after__load__points", verbose_name=_("Points after"), places=2)
    threshold_before = NumberColumn(
        accessor="before__threshold", verbose_name=_("Threshold before"), places=2, on_phone=False
    )
    threshold_after = NumberColumn(
        accessor="after__threshold", verbose_name=_("Threshold after"), places=2, on_phone=False
    )
    indicator_before = NumberColumn(accessor="before__indicator_in_words", verbose_name=_("Indicator before"))
    indicator_after = NumberColumn(accessor="after__indicator_in_words", verbose_name=_("Indicator after"))
    change = NumberColumn(verbose_name=_("Change"))
    band_before = TagColumn(accessor="before__band", tag=band_tag, verbose_name=_("Band before"))
    band_after = TagColumn(accessor="after__band", tag=band_tag, verbose_name=_("Band after"))

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("There is nobody here.")

    def __init__(self, rows: Iterable[Changed], *, caption: str | Promise, parts: str | Promise, **kwargs: Any):
        super().__init__(rows, **kwargs)
        self.caption, self.caption_visible = caption, True
        self.columns["name"].column.verbose_name = parts

    def render_indicator_before(self, value: str) -> str:
        return value

    def render_indicator_after(self, value: str) -> str:
        return value

    def render_change(self, value: Fraction) -> str:
        return change_in_words(value)


def change_in_words(change: Fraction) -> str:
    """A difference of two percentages, in points of it, with its sign."""
    shown: Decimal = rounded(change, 1)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{formats.number(abs(shown), 1)}"
