"""The register of additional measures as a list."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework.additional import Told, statuses_in_words, whose_in_words
from contacts.additional import AdditionalMeasure
from ui.tables import BaseTable, Column, DayColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy


def entry_url(measure: AdditionalMeasure) -> str:
    return reverse("additional_measure", args=[measure.pk])


class AdditionalTable(BaseTable):
    caption = _("Additional measures")

    kind = Column(accessor="get_kind_display", order_by=("kind", "pk"), verbose_name=_("Measure"), href=entry_url)
    whose = Column(verbose_name=_("For whom"), accessor="pk", orderable=False)
    team = Column(accessor="team__name", verbose_name=word_lazy("Team"), order_by=("team__name", "pk"))
    statuses = Column(verbose_name=_("BRAG"), orderable=False)
    starts_on = DayColumn(verbose_name=_("First day"), order_by=("starts_on", "pk"))
    ends_on = DayColumn(verbose_name=_("Last day"), order_by=("ends_on", "pk"))
    review_on = DayColumn(verbose_name=_("Review by"), order_by=("review_on", "pk"))
    proposed_by = Column(verbose_name=_("Proposed by"), order_by=("proposed_by__filed_as", "pk"), on_phone=False)
    state = Column(verbose_name=_("State"), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = _("No additional measures are recorded here.")

    def render_whose(self, record: AdditionalMeasure) -> str:
        return whose_in_words(record)

    def render_statuses(self, record: AdditionalMeasure) -> str:
        return statuses_in_words(record)

    def render_proposed_by(self, value: Any) -> str:
        return str(value)

    def render_state(self, record: AdditionalMeasure) -> SafeString:
        return tag(*Told(record, timezone.localdate()).tag)
