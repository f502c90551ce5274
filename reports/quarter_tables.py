"""The lists of the quarterly review."""

from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.months import Month
from contacts.additional import AdditionalMeasure, Whose
from reports.quarter import Carried, QuarterlyReview, in_full_time
from reports.tables import FigureRow, change_in_words
from staff.models import Role
from staff.units import HEADINGS
from ui import formats
from ui.tables import BaseTable, Column, DayColumn, NumberColumn
from workload.review_tables import ROLES
from workload.tables import band_tag


class QuarterTable(BaseTable):
    """Of the page that is printed: not sorted, and with its caption."""

    caption_visible = True

    class Meta(BaseTable.Meta):
        orderable = False


class CarriedTable(QuarterTable):
    """Rows are `Carried`; of a row without a snapshot nothing is known."""

    caption = _("Workload at the end of the quarter")

    name = Column(verbose_name=HEADINGS["ldu"])
    cases = NumberColumn(accessor="now__load__cases", verbose_name=_("Cases"), on_phone=False)
    points = NumberColumn(accessor="now__load__points", verbose_name=_("Points"), places=2, on_phone=False)
    threshold = NumberColumn(accessor="now__threshold", verbose_name=_("Threshold"), places=2, on_phone=False)
    indicator = NumberColumn(accessor="now__indicator", verbose_name=_("Indicator"), default=_("No snapshot"))
    band = Column(accessor="now__band", verbose_name=_("Band"), default="")
    change = NumberColumn(verbose_name=_("Change in the quarter"), default=_("Not known"))

    class Meta(QuarterTable.Meta):
        empty_text = _("There is nothing to show for this quarter.")

    def render_indicator(self, record: Carried) -> str:
        return record.now.indicator_in_words if record.now else ""

    def value_indicator(self, value: Any) -> Any:
        return value

    def render_change(self, value: Any) -> str:
        return change_in_words(value)

    def value_change(self, value: Any) -> Any:
        return value

    def render_band(self, value: Any) -> SafeString:
        return band_tag(value)


class SustainedTable(QuarterTable):
    caption = _("Sustained overload")

    officer = Column(verbose_name=HEADINGS["case_manager"])
    team = Column(verbose_name=HEADINGS["team"])
    ldu = Column(verbose_name=HEADINGS["ldu"])
    indicator = NumberColumn(accessor="load__indicator", verbose_name=_("Indicator"))

    class Meta(QuarterTable.Meta):
        empty_text = _("Nobody was well over the threshold at four weekly snapshots running.")

    def render_indicator(self, record: Any) -> str:
        return str(record.load.indicator_in_words)

    def value_indicator(self, value: Any) -> Any:
        return value


class FiguresTable(QuarterTable):
    """A row for each LDU, and one of all: the figure of each month. Made by `of`."""

    caption = _("Minimum contact")

    name = Column(accessor="0", verbose_name=HEADINGS["ldu"])

    class Meta(QuarterTable.Meta):
        empty_text = _("No month of this quarter has a figure.")

    @classmethod
    def of(cls, review: QuarterlyReview) -> "FiguresTable":
        columns = [
            (f"month_{number}", MonthColumn(month, empty_values=(), orderable=False))
            for number, month in enumerate(review.months)
        ]
        return cls(review.figures, extra_columns=columns, prefix="figures-")


class MonthColumn(Column):
    """The figure of a month in a row of `FiguresTable`."""

    numeric = True

    def __init__(self, month: Month, **kwargs: Any):
        super().__init__(verbose_name=formats.month(month.first), **kwargs)
        self.month = month
        self.href = self.address

    def address(self, record: tuple[str, dict[Month, FigureRow]]) -> str | None:
        """The page of the figure; of no cases there is none to see."""
        row = self.row(record)
        return row.url if row and row.percent is not None else None

    def row(self, record: tuple[str, dict[Month, FigureRow]]) -> FigureRow | None:
        return record[1].get(self.month)

    def render(self, record: Any) -> str:
        row = self.row(record)
        if not row or row.percent is None:
            return gettext("No cases")
        words = {"percent": row.percent_in_words, "met": formats.number(row.met)}
        words |= {"applicable": formats.number(row.applicable)}
        if row.is_final:
            return gettext("%(percent)s (%(met)s of %(applicable)s)") % words
        return gettext("%(percent)s so far (%(met)s of %(applicable)s)") % words

    def value(self, record: Any) -> Any:
        row = self.row(record)
        return row.percent if row else None


class MeasuresTable(QuarterTable):
    """Rows are additional measures."""

    caption = _("Additional measures in force")

    ldu = Column(accessor="team__ldu", verbose_name=HEADINGS["ldu"])
    team = Column(verbose_name=HEADINGS["team"])
    kind = Column(accessor="get_kind_display", verbose_name=_("Measure"))
    whose = Column(verbose_name=_("For whom"))
    starts_on = DayColumn(verbose_name=_("From"), on_phone=False)
    ends_on = DayColumn(verbose_name=_("To"))
    review_on = DayColumn(verbose_name=_("Review"), on_phone=False)

    class Meta(QuarterTable.Meta):
        empty_text = _("No additional measure was in force.")

    def render_whose(self, record: AdditionalMeasure) -> str:
        return str(record.officer if record.whose == Whose.CASE_MANAGER else record.get_whose_display())


class PlansTable(QuarterTable):
    """Rows are of `QuarterlyReview.plans`."""

    caption = _("Plans about a workload that were open")

    officer = Column(accessor="review__officer", verbose_name=_("Whose workload"))
    ldu = Column(verbose_name=HEADINGS["ldu"], default="")
    held_at = DayColumn(accessor="review__held_at", verbose_name=_("Since"))
    overdue = NumberColumn(verbose_name=_("Overdue actions"), default="0")
    escalated_to = Column(verbose_name=_("Escalated to"), default=_("Nobody"))

    class Meta(QuarterTable.Meta):
        empty_text = _("No plan was open.")

    def render_escalated_to(self, value: str) -> str:
        return str(ROLES[Role(value)])


class StaffingTable(QuarterTable):
    """Rows are `Staffing`."""

    caption = _("Full-time posts and vacancies")

    name = Column(verbose_name=HEADINGS["ldu"])
    establishment = NumberColumn(verbose_name=_("Establishment"), places=2, default=_("Not recorded"))
    in_post = NumberColumn(verbose_name=_("In post"), places=2)
    vacancies = NumberColumn(verbose_name=_("Vacancies"), places=2, default=_("Not known"))

    class Meta(QuarterTable.Meta):
        empty_text = _("There is nothing to show for this quarter.")

    def render_establishment(self, value: Any) -> str:
        return posts_in_words(value)

    def value_establishment(self, value: Any) -> Any:
        return value

    def render_in_post(self, value: Fraction) -> str:
        return posts_in_words(value)

    def value_in_post(self, value: Fraction) -> Any:
        return in_full_time(value)

    def render_vacancies(self, value: Fraction) -> str:
        return posts_in_words(value)

    def value_vacancies(self, value: Fraction) -> Any:
        return in_full_time(value)


def posts_in_words(posts: Any) -> str:
    shown = in_full_time(posts)
    return "" if shown is None else formats.number(shown, 2)


def tables_of(review: QuarterlyReview) -> dict[str, BaseTable]:
    """The lists of the review, in their order, by a name of each."""
    return {
        "workload": CarriedTable(review.carried, prefix="workload-"),
        "sustained": SustainedTable(review.sustained, prefix="sustained-"),
        "contact": FiguresTable.of(review),
        "measures": MeasuresTable(review.measures, prefix="measures-"),
        "plans": PlansTable(review.plans, prefix="plans-"),
        "staffing": StaffingTable(review.staffing, prefix="staffing-"),
    }
