"""The lists of a case manager's adjustments and allowances, and of whoever is allocated and is no case."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.templatetags.cases import person_cell
from ui import formats
from ui.tables import BaseTable, Column, DayColumn, NumberColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy
from workload.models import Adjustment, Allowance, is_over


class DatedTable(BaseTable):
    """What is recorded of a case manager from a day to a day; ``may_change`` leads to the page that changes it."""

    caption_visible = True

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, day: date, may_change: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.day, self.may_change = day, may_change

    def render_state(self, record: Adjustment | Allowance) -> SafeString:
        if record.starts_on > self.day:
            return tag(gettext("To come"), "blue")
        return tag(gettext("Over"), "grey") if is_over(record, self.day) else tag(gettext("In force"), "green")

    def render_ends_on(self, value: date | None) -> str:
        return formats.day(value) if value else gettext("No end date")


class AdjustmentTable(DatedTable):
    """Why each is made is told only where ``reasons`` says so."""

    caption = _("Adjustments")

    reason = Column(verbose_name=_("Reason"))
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = Column(verbose_name=_("To"), empty_values=())
    state = Column(verbose_name=_("State"), empty_values=())
    agreed_with = Column(verbose_name=_("Agreed by"), on_phone=False)
    percent = NumberColumn(verbose_name=_("Percentage off"), places=2)

    class Meta(DatedTable.Meta):
        empty_text = _("No adjustments are recorded.")

    def __init__(self, *args: Any, reasons: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        self.columns["reason"].column.href = self.href

    def href(self, record: Adjustment) -> str | None:
        can_change = self.may_change and not is_over(record, self.day)
        return reverse("end_adjustment", args=[record.pk]) if can_change else None

    def render_reason(self, value: str) -> str:
        return value if self.reasons else gettext("Adjustment")


class AllowanceTable(DatedTable):
    caption = _("Allowances")

    kind = Column(verbose_name=_("Work"), accessor="get_kind_display")
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = Column(verbose_name=_("To"), empty_values=())
    state = Column(verbose_name=_("State"), empty_values=())
    note = Column(verbose_name=_("Note"), on_phone=False)
    points = NumberColumn(verbose_name=_("Points"), places=2)

    class Meta(DatedTable.Meta):
        empty_text = _("No allowances are recorded.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.columns["kind"].column.href = self.href

    def href(self, record: Allowance) -> str | None:
        can_change = self.may_change and not is_over(record, self.day)
        return reverse("end_allowance", args=[record.pk]) if can_change else None


class NoCaseTable(BaseTable):
    """People who are allocated and count as nothing (of `workload.selectors.no_cases`), with why."""

    caption: str | Promise = _("Allocated people with no points")
    caption_visible = True

    name = Column(verbose_name=word_lazy("Service_user"), orderable=False)
    why = Column(verbose_name=_("Why"), empty_values=(), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = _("Everybody who is allocated has a current order.")

    def render_name(self, record: Any) -> SafeString:
        return person_cell(record, back=self.request.get_full_path())

    def render_why(self, record: Any) -> str:
        if not record.visible:
            return ""
        if record.next_starts_on:
            words = gettext("The order starts on %(day)s")
            return words % {"day": formats.day(record.next_starts_on)}
        if record.last_terminated_on:
            words = gettext("The last order was terminated on %(day)s")
            return words % {"day": formats.day(record.last_terminated_on)}
        return gettext("No order is recorded")
