"""The lists of monthly returns: the months of the LDUs, what was signed of one, and what has changed since."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.months import Month
from cases.templatetags.cases import brag_tag, person_cell, person_in_words
from contacts.months import Result
from contacts.templatetags.measure import result_tag
from reports.models import MonthReturn, ReturnedPerson
from reports.returns import Difference, first_day_to_sign
from reports.rules import Figure
from reports.tables import BANDS, percent_in_words
from staff.models import Ldu
from staff.units import HEADINGS, WITHOUT
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy


@dataclass(frozen=True)
class LduMonth:
    """A month of an LDU, with its latest return, None where nobody signed it, and whether it can be signed today."""

    ldu: Ldu
    month: Month
    latest: MonthReturn | None
    can_be_signed: bool
    may_sign: bool

    @property
    def url(self) -> str | None:
        if self.latest:
            return reverse("return", args=[self.latest.pk])
        if self.can_be_signed and self.may_sign:
            return reverse("sign_return", args=[self.ldu.pk, self.month])
        return None


class LduMonthTable(BaseTable):
    caption = _("Months")

    month = Column(href=attrgetter("url"), verbose_name=_("Month"))
    ldu = Column(verbose_name=HEADINGS["ldu"])
    state = Column(verbose_name=_("State"), empty_values=())
    percent = NumberColumn(accessor="latest", verbose_name=_("Signed figure"), default="")
    signed_by = Column(accessor="latest__signed_by", verbose_name=_("Signed by"), default="")
    signed_at = Column(accessor="latest__signed_at", verbose_name=_("Signed on"), default="")

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("No month is over in which the measure applied.")

    def render_month(self, value: Month) -> str:
        return formats.month(value.first)

    def value_month(self, value: Month) -> str:
        return str(value)

    def render_state(self, record: LduMonth) -> SafeString:
        if record.latest:
            words = gettext("Restated") if record.latest.version > 1 else gettext("Signed")
            return tag(words, "green")
        if record.can_be_signed:
            return tag(gettext("To be signed"), "yellow")
        return tag(gettext("From %(day)s") % {"day": formats.day(first_day_to_sign(record.month))}, "grey")

    def render_percent(self, value: MonthReturn) -> str:
        return percent_in_words(value.figure.percent, value) or gettext("No cases")

    def render_signed_at(self, value: Any) -> str:
        return formats.day(value.date())


@dataclass(frozen=True)
class TeamFigure:
    """What was signed of the people of a team; ``name`` is blank of those who had none."""

    name: str
    figure: Figure
    signed: MonthReturn


class TeamFigureTable(BaseTable):
    caption = _("What was signed, by team")
    caption_visible = True

    name = Column(verbose_name=HEADINGS["team"], empty_values=())
    percent = NumberColumn(accessor="figure__percent", verbose_name=_("Percent"), default=_("No cases"))
    band = Column(accessor="figure", verbose_name=_("Band"))
    met = NumberColumn(accessor="figure__met", verbose_name=Result.MET.label)
    pending = NumberColumn(accessor="figure__pending", verbose_name=Result.PENDING.label)
    not_met = NumberColumn(accessor="figure__not_met", verbose_name=Result.NOT_MET.label)
    applicable = NumberColumn(accessor="figure__applicable", verbose_name=_("Applicable"))
    service_users = NumberColumn(accessor="figure__service_users", verbose_name=_("Listed"))

    class Meta(BaseTable.Meta):
        orderable = False

    def render_name(self, record: TeamFigure) -> str:
        return record.name or str(WITHOUT["team"])

    def render_percent(self, record: TeamFigure) -> str:
        return percent_in_words(record.figure.percent, record.signed)

    def render_band(self, record: TeamFigure) -> SafeString:
        words, colour = BANDS[record.figure.band(record.signed)]
        return tag(str(words), colour)


def result_in_words(person: ReturnedPerson | None) -> str:
    """What somebody's month had come to, or why the measure did not apply."""
    if person is None:
        return gettext("Not listed")
    return str(Result(person.result).label) if person.result else person.reason_in_words


def whose_in_words(person: ReturnedPerson | None) -> str:
    if person is None:
        return ""
    return ", ".join(filter(None, [person.officer or gettext("Unallocated"), person.team]))


class ReturnedTable(BaseTable):
    """The people of a return, as they were signed."""

    caption = word_lazy("Service_users")

    name = Column(accessor="service_user", verbose_name=word_lazy("Service_user"), order_by="crn")
    crn = Column(visible=False, verbose_name=_("CRN"))
    result = Column(verbose_name=_("Result"), empty_values=(), order_by=("result", "reason", "crn"))
    brag = Column(verbose_name=_("BRAG"), empty_values=(), orderable=False)
    officer = Column(verbose_name=word_lazy("Case_manager"), default=_("Unallocated"), order_by=("officer", "crn"))
    team = Column(verbose_name=HEADINGS["team"], default="", order_by=("team", "crn"))
    contacts = Column(verbose_name=_("Does it count?"), orderable=False, default=_("No contacts"))

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody was signed with this result.")

    def render_name(self, value: Any) -> SafeString:
        return person_cell(value, back=self.request.get_full_path())

    def value_name(self, value: Any) -> str:
        return person_in_words(value)

    def value_crn(self, record: Any) -> str:
        return record.crn if record.service_user.visible else ""

    def render_result(self, record: ReturnedPerson) -> SafeString | str:
        return result_tag(record.result) if record.result else record.reason_in_words

    def value_result(self, record: ReturnedPerson) -> str:
        return result_in_words(record)

    def render_brag(self, record: ReturnedPerson) -> SafeString:
        return brag_tag(record.brag or None)

    def value_brag(self, record: ReturnedPerson) -> str:
        return record.brag

    def render_contacts(self, record: Any, value: list[str]) -> SafeString | str:
        if not record.service_user.visible:
            return ""
        items = format_html_join("", "<li>{}</li>", ([line] for line in value))
        return format_html('<ul class="govuk-list">{}</ul>', items)

    def value_contacts(self, record: Any, value: list[str]) -> str:
        return "\n".join(value) if record.service_user.visible else ""


class DifferenceTable(BaseTable):
    """What would be signed another way today: rows of `Difference`, each person as the user may see them."""

    caption = _("What has changed since")

    name = Column(accessor="person__service_user", verbose_name=word_lazy("Service_user"))
    signed = Column(verbose_name=_("Signed as"), empty_values=())
    now = Column(verbose_name=_("Would now be"), empty_values=())
    was_with = Column(accessor="signed", verbose_name=_("Signed with"), empty_values=(), on_phone=False)
    is_with = Column(accessor="now", verbose_name=_("Now with"), empty_values=(), on_phone=False)

    class Meta(BaseTable.Meta):
        orderable = False
        empty_text = _("Nothing has changed since this was signed.")

    def render_name(self, value: Any) -> SafeString:
        return person_cell(value, back=self.request.get_full_path())

    def render_signed(self, record: Difference) -> str:
        return result_in_words(record.signed)

    def render_now(self, record: Difference) -> str:
        return result_in_words(record.now)

    def render_was_with(self, record: Difference) -> str:
        return whose_in_words(record.signed)

    def render_is_with(self, record: Difference) -> str:
        return whose_in_words(record.now)
