"""The lists of the compliance pages: figures, months, and the people behind a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.exact import rounded, rounded_within
from base.months import Month
from cases.models import BY_NAME
from cases.templatetags.cases import brag_tag, person_cell, person_in_words
from contacts.criteria import VERDICT_WORDS, Verdict, in_words, reasons
from contacts.measure import Measure
from contacts.models import Contact
from contacts.months import Reason, Result
from contacts.templatetags.measure import result_tag
from reports.rules import Band, Figure, Limits, band
from reports.selectors import Needed
from ui import formats
from ui.tables import BaseTable, Column, DayColumn, NumberColumn
from ui.templatetags.ui import tag
from ui.ways import and_back
from ui.words import named_lazy, word_lazy

# The percentage from which the bars of months are drawn where none is lower.
CLOSE_UP = 80

BANDS: dict[Band, tuple[Any, str]] = {
    Band.TARGET_MET: (_("Target met"), "green"),
    Band.BELOW_TARGET: (_("Below target"), "yellow"),
    Band.IMPROVEMENT: (_("Improvement process"), "red"),
    Band.NO_CASES: (_("No cases"), "grey"),
}
SO_FAR: dict[Band, tuple[Any, str]] = {
    Band.BELOW_TARGET: (_("Below %(target)s so far"), "yellow"),
    Band.IMPROVEMENT: (_("Below %(improvement_below)s so far"), "yellow"),
}
CAPTIONS = {
    "ldu": named_lazy(_("By %(ldu)s")),
    "team": named_lazy(_("By %(team)s")),
    "case_manager": named_lazy(_("By %(case_manager)s")),
}


def band_in_words(figure: Figure, measure: Measure, month_is_over: bool) -> tuple[str, str]:
    """The band with its colour. A figure that can still rise is not judged before its time; waiting lowers none."""
    band = figure.band(measure)
    words, colour = BANDS[band] if figure.is_final(month_is_over) else SO_FAR.get(band, BANDS[band])
    return in_words(words, measure), colour


def change_in_words(change: Fraction | Decimal) -> str:
    """How a percentage changed, in percentage points: Up 14.4 points. A rise and a fall are rounded alike."""
    points = rounded(abs(Fraction(change)), 1)
    if not points:
        return gettext("No change")
    words = gettext("Up %(points)s points") if change > 0 else gettext("Down %(points)s points")
    return words % {"points": formats.number(points, 1)}


def percent_in_words(percent: Fraction | None, measure: Limits) -> str:
    """As pages show it; nothing where nobody is applicable."""
    if percent is None:
        return ""
    return formats.percent(rounded_within(percent, 1, lambda shown: band(shown, measure)))


@dataclass
class FigureRow:
    """The figure of a part of a unit, or of a month. ``query`` asks for its people; ``url`` leads to its own page.

    ``place`` is where the part stands among the others by its name.
    """

    name: str
    url: str | None
    figure: Figure
    query: dict[str, Any]
    month_is_over: bool
    measure: Measure
    place: int = 0

    @cached_property
    def everybody(self) -> str:
        """The address of the people of this figure."""
        return f"{reverse('compliance_people')}?{urlencode(self.query)}"

    def people(self, result: str = "") -> str:
        """The address of the people of this figure with the result."""
        return f"{self.everybody}&result={result}" if result else self.everybody

    @property
    def service_users(self) -> int:
        return self.figure.service_users

    @property
    def applicable(self) -> int:
        return self.figure.applicable

    @property
    def met(self) -> int:
        return self.figure.met

    @property
    def pending(self) -> int:
        return self.figure.pending

    @property
    def not_met(self) -> int:
        return self.figure.not_met

    @property
    def not_applicable(self) -> int:
        return self.figure.service_users - self.figure.applicable

    @property
    def percent(self) -> Decimal | None:
        return shown(self.figure.percent)

    @property
    def from_worst(self) -> Fraction:
        """What sorts by percent: a part without cases is not the worst."""
        return Fraction(101) if self.figure.percent is None else self.figure.percent

    @property
    def best_percent(self) -> Decimal | None:
        return shown(self.figure.best_percent)

    @property
    def percent_in_words(self) -> str:
        return percent_in_words(self.figure.percent, self.measure)

    @property
    def best_percent_in_words(self) -> str:
        return percent_in_words(self.figure.best_percent, self.measure)

    @property
    def is_final(self) -> bool:
        return self.figure.is_final(self.month_is_over)

    @property
    def final(self) -> str:
        return gettext("Final") if self.is_final else gettext("Provisional")

    @property
    def band(self) -> Any:
        return band_in_words(self.figure, self.measure, self.month_is_over)[0]


def shown(percent: Fraction | None) -> Decimal | None:
    """As files give it: one decimal, half up."""
    return None if percent is None else rounded(percent, 1)


def count_column(result: str = "", **options: Any) -> NumberColumn:
    """A number of people that leads to them."""
    count = attrgetter(result or "service_users")
    return NumberColumn(href=lambda record: record.people(result) if count(record) else None, **options)


class FigureTable(BaseTable):
    """Figures of the parts of a unit."""

    caption_visible = True

    name = Column(href=attrgetter("url"), verbose_name=_("Name"), order_by="place")
    percent = NumberColumn(verbose_name=_("Percent"), order_by="from_worst")
    best_percent = NumberColumn(on_phone=False, verbose_name=_("Highest possible"))
    band = Column(orderable=False, verbose_name=_("Band"))
    met = count_column("met", verbose_name=Result.MET.label)
    pending = count_column("pending", verbose_name=Result.PENDING.label)
    not_met = count_column("not_met", verbose_name=Result.NOT_MET.label)
    applicable = count_column("applicable", on_phone=False, verbose_name=_("Applicable"))
    service_users = count_column(on_phone=False, verbose_name=_("Listed"))
    final = Column(visible=False, verbose_name=_("Final"))

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed for this month.")

    def __init__(self, *args: Any, heading: Any, caption: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.columns["name"].column.verbose_name = heading
        self.caption = caption

    def render_percent(self, record: FigureRow) -> str:
        return record.percent_in_words

    def value_percent(self, value: Decimal) -> Decimal:
        return value

    def render_best_percent(self, record: FigureRow) -> str:
        return record.final if record.is_final else record.best_percent_in_words

    def value_best_percent(self, value: Decimal) -> Decimal:
        return value

    def render_band(self, record: FigureRow) -> SafeString:
        return tag(*band_in_words(record.figure, record.measure, record.month_is_over))


class MonthTable(FigureTable):
    """The figures of a unit from month to month, each with a bar."""

    bar = Column(
        verbose_name=_("Percentages"), orderable=False, empty_values=(), exclude_from_export=True, on_phone=False
    )

    class Meta(FigureTable.Meta):
        orderable = False
        sequence = ("name", "percent", "bar", "...")

    def __init__(self, rows: list[FigureRow], *args: Any, **kwargs: Any):
        super().__init__(rows, *args, **kwargs)
        # Months that are all near the target differ to the eye only where the bars do not begin at nothing.
        ends = [row.figure.best_percent for row in rows if row.figure.best_percent is not None]
        marks = [Fraction(row.measure.improvement_below) for row in rows]
        self.bars_from = CLOSE_UP if ends and min([*ends, *marks]) >= CLOSE_UP else 0
        self.columns["bar"].column.verbose_name = gettext("%(first)s to 100%%") % {"first": self.bars_from}

    def along(self, percent: Any) -> Decimal:
        """Where a percentage is on a bar of 200."""
        return rounded(max(Fraction(percent or 0) - self.bars_from, Fraction(0)) * 200 / (100 - self.bars_from), 1)

    def render_bar(self, record: FigureRow) -> SafeString:
        """Met, what is still possible, and marks at the percentages of the measure. The numbers stand beside it."""
        marks = [self.along(percent) for percent in (record.measure.improvement_below, record.measure.target)]
        return format_html(
            '<svg width="120" height="20" viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true">'
            '<path d="M0 2h200v16H0z" fill="#f3f2f1"/><path d="M0 2h{}v16H0z" fill="#a5c6e2"/>'
            '<path d="M0 2h{}v16H0z" fill="#1d70b8"/>'
            '<path d="M{} 0v20M{} 0v20" stroke="#fff" stroke-width="6"/>'
            '<path d="M{} 0v20M{} 0v20" stroke="#0b0c0c" stroke-width="2"/></svg>',
            self.along(record.figure.best_percent),
            self.along(record.figure.percent),
            *marks,
            *marks,
        )


def verdict_in_words(contact: Any) -> str:
    """What a contact (of `reports.selectors.contacts_of`) is worth, and why: a word or two, then whole sentences."""
    verdict = Verdict(contact.verdict)
    because = " ".join(reasons(contact.failing, contact.measure)) or VERDICT_WORDS[verdict].sentence
    return f"{verdict.label}: {because}" if because else str(verdict.label)


class PeopleTable(BaseTable):
    """The people of a figure (`reports.selectors.people_of`).

    Those who have come to another LDU or division since count in the figure, and are shown without their records.
    """

    caption = word_lazy("Service_users")

    name = Column(verbose_name=word_lazy("Service_user"), order_by=BY_NAME)
    crn = Column(verbose_name=_("CRN"), visible=False)
    result = Column(verbose_name=_("Result"), order_by=("result", "reason", *BY_NAME), empty_values=())
    officer_name = Column(
        verbose_name=word_lazy("Case_manager"), order_by=("officer_filed_as", *BY_NAME), default=_("Unallocated")
    )
    number = NumberColumn(verbose_name=_("Contacts"), accessor="month_contacts", orderable=False)
    contacts = Column(
        verbose_name=_("Does it count?"), accessor="month_contacts", orderable=False, default=_("No contacts")
    )

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is in this figure.")
        order_by = "name"

    def __init__(self, *args: Any, month: Month, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.month = month

    def render_name(self, record: Any) -> SafeString:
        flag = brag_tag(None) if record.visible and not record.brag else ""
        return format_html("{}{}", person_cell(record, back=self.request.get_full_path()), flag)

    def value_name(self, record: Any) -> str:
        return person_in_words(record)

    def value_crn(self, record: Any) -> str:
        return record.crn if record.visible else ""

    def render_result(self, record: Any) -> SafeString | str:
        return result_tag(record.result) if record.result else str(Reason(record.reason).label)

    def value_result(self, record: Any) -> str:
        return str(Result(record.result).label if record.result else Reason(record.reason).label)

    def render_number(self, value: list[Contact]) -> int:
        return len(value)

    def value_number(self, value: list[Contact]) -> int:
        return len(value)

    def render_contacts(self, record: Any, value: list[Contact]) -> SafeString | str:
        if not record.visible or not value:
            return "" if value else format_html('<span class="cm-none">{}</span>', gettext("No contacts"))
        lines = (
            (
                and_back(reverse("contact", args=[record.public_id, contact.pk]), self.request.get_full_path()),
                formats.day_of_month(contact.date),
                verdict_in_words(contact),
            )
            for contact in value
        )
        items = format_html_join("", '<li><a class="govuk-link" href="{}">{}</a>: {}</li>', lines)
        return format_html('<ul class="govuk-list">{}</ul>', items)

    def value_contacts(self, record: Any, value: list[Contact]) -> str:
        return "\n".join(in_one_line(value)) if record.visible else ""


class NeededTable(PeopleTable):
    """Those whose month is still possible, with what they need and until when: whom to ring first."""

    by = DayColumn(verbose_name=_("By when"), order_by=("by", *BY_NAME))
    needed = Column(verbose_name=_("Needed"), order_by=("needed", "by", *BY_NAME))
    phone = Column(verbose_name=_("Telephone"), orderable=False, default="")

    class Meta(PeopleTable.Meta):
        order_by = "by"
        sequence = ("name", "crn", "by", "needed", "phone", "officer_name", "...")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, exclude=("result",), **kwargs)

    def render_needed(self, value: int) -> str:
        return str(list(Needed)[value].label)

    def value_needed(self, value: int) -> str:
        return str(list(Needed)[value].label)

    def render_phone(self, record: Any) -> SafeString | str:
        if not record.visible or not record.phone:
            return ""
        return format_html('<a class="govuk-link" href="tel:{}">{}</a>', record.phone.replace(" ", ""), record.phone)

    def value_phone(self, record: Any) -> str:
        return record.phone if record.visible else ""


def in_one_line(contacts: Iterable[Contact]) -> Iterable[str]:
    return (f"{contact.date} {verdict_in_words(contact)}" for contact in contacts)


class WhyTable(BaseTable):
    """Why people have not met the month (`reports.why.Why`), each with a list of just these; ``row`` is all of them."""

    caption = _("Why contacts did not count")
    caption_visible = True

    sentence = Column(verbose_name=_("What was wrong"))
    people = NumberColumn(verbose_name=_("People who have not met the month"))
    alone = NumberColumn(verbose_name=_("For whom it was the only fault"))

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("Nobody has failed to meet this month.")

    def __init__(self, *args: Any, row: FigureRow, **kwargs: Any):
        super().__init__(*args, prefix="why-", **kwargs)
        address = row.people(Result.NOT_MET)
        self.columns["people"].column.href = lambda why: f"{address}&{urlencode({'why': why.code})}"


class MeasureTable(BaseTable):
    """The measures, each with the months from which it holds; ``in_force`` is that of the month that is asked about."""

    caption = _("The measures and their dates")
    caption_visible = True

    starts_on = Column(verbose_name=_("From"))
    state = Column(verbose_name=_("State"), empty_values=())
    types = Column(verbose_name=_("Types that can count"))
    minutes = NumberColumn(verbose_name=_("Minutes"))
    business_days = NumberColumn(verbose_name=_("Business days to follow up"))
    follow_up = Column(verbose_name=_("What follows up"))
    target = Column(verbose_name=_("Target"))
    improvement_below = Column(verbose_name=_("Improvement process below"))
    source = Column(verbose_name=_("Source"))

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("There is no measure.")

    def __init__(self, *args: Any, in_force: Measure, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.in_force = in_force

    def render_starts_on(self, record: Measure) -> str:
        return formats.month(record.starts_on)

    def render_state(self, record: Measure) -> SafeString:
        if record == self.in_force:
            return tag(gettext("In force"), "green")
        before = record.starts_on < self.in_force.starts_on
        return tag(gettext("Before") if before else gettext("To come"), "grey" if before else "blue")

    def render_types(self, record: Measure) -> str:
        return record.words["types"]

    def render_target(self, record: Measure) -> str:
        return record.words["target"]

    def render_improvement_below(self, record: Measure) -> str:
        return record.words["improvement_below"]
