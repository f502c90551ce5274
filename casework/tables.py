"""The caseload, and a case manager's own month, as tables."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Case, F, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from base.clock import local_now
from cases.models import BY_NAME, Brag, ServiceUserQuerySet
from cases.templatetags.cases import brag_tag, person_cell, person_in_words
from casework.absences import when_in_words
from casework.next_contact import NextContact
from casework.presenters import ContactEntry, PersonsMonth, month_in_words
from casework.selectors import listed_for
from contacts.cadence import with_due
from contacts.months import Reason, Result
from contacts.templatetags.measure import due_tag, result_tag
from ui import formats
from ui.tables import BaseTable, Column, DayColumn, NumberColumn, TagColumn
from ui.templatetags.ui import tag
from ui.words import named_lazy, word_lazy
from workload.tables import band_tag

# Why the measure does not apply, in the few words that a cell has room for.
DOES_NOT_APPLY = {
    Reason.BEFORE_START: _("Before the measure started"),
    Reason.OFFICE_NOT_LIVE: _("Office not live"),
    Reason.NO_IN_SCOPE_ORDER: _("No order in scope"),
    Reason.PART_MONTH: _("Part of the month"),
    Reason.CUSTODY: _("In custody"),
    Reason.BLUE: _("Blue"),
}


class CaseloadTable(BaseTable):
    """People of `casework.selectors.caseload`."""

    caption = word_lazy("Service_users")

    name = Column(verbose_name=_("Name"), order_by=BY_NAME)
    crn = Column(verbose_name=_("CRN"), visible=False)
    brag = TagColumn(verbose_name=_("BRAG"), tag=brag_tag)
    result = Column(verbose_name=_("This month"), order_by=("result", "reason", *BY_NAME), empty_values=())
    next_contact = Column(verbose_name=_("Next contact due"), order_by=("contact_due", *BY_NAME))
    contact_group = Column(verbose_name=_("When due"), accessor="next_contact", visible=False)
    contact_reason = Column(verbose_name=_("Why then"), accessor="next_contact", visible=False)
    next_at = Column(verbose_name=_("Next appointment"), order_by=("next_at", *BY_NAME), default=_("None booked"))
    last_attended = DayColumn(
        on_phone=False, verbose_name=_("Last attended"), order_by=("last_attended", *BY_NAME), default=_("Never")
    )
    order_ends_on = DayColumn(
        on_phone=False,
        verbose_name=_("Order ends"),
        order_by=("order_ends_on", *BY_NAME),
        default=_("No current order"),
    )
    officer_name = Column(
        verbose_name=word_lazy("Case_manager"), order_by=("officer_filed_as", *BY_NAME), default=_("Unallocated")
    )
    team_name = Column(
        verbose_name=word_lazy("Team"),
        order_by=("team_name", "officer_filed_as", *BY_NAME),
        default=_("None"),
        on_phone=False,
    )
    ldu_name = Column(
        verbose_name=word_lazy("Ldu"), order_by=("ldu_name", "team_name", "officer_filed_as", *BY_NAME), on_phone=False
    )

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed.")

    def render_name(self, record: Any) -> SafeString:
        return person_cell(record, back=self.request.get_full_path())

    def value_name(self, record: Any) -> str:
        return person_in_words(record)

    def value_crn(self, record: Any) -> str:
        return record.crn if record.visible else ""

    def order_brag(self, people: ServiceUserQuerySet, descending: bool) -> tuple[ServiceUserQuerySet, bool]:
        """Red first, nobody's status last."""
        rank = Case(*(When(brag=status, then=Value(place)) for place, status in enumerate(Brag)), default=len(Brag))
        return people.order_by(rank.desc() if descending else rank.asc(), *BY_NAME), True

    def render_result(self, record: Any) -> SafeString:
        if record.result:
            return result_tag(record.result)
        return format_html('<span class="cm-none">{}</span>', DOES_NOT_APPLY[record.reason])

    def order_next_contact(self, people: ServiceUserQuerySet, descending: bool) -> tuple[ServiceUserQuerySet, bool]:
        """Whose contact is due longest first; where none is due, last either way."""
        due = F("contact_due").desc(nulls_last=True) if descending else F("contact_due").asc(nulls_last=True)
        today = timezone.localdate()
        return with_due(people, today, listed_for(self.request.user, today)).order_by(due, *BY_NAME), True

    def render_next_contact(self, value: dict[str, Any]) -> SafeString:
        told = NextContact.of(value)
        day = formats.day(told.due) if told.due else ""
        return format_html(
            '<span><span class="cm-day">{}</span> {}<span class="cm-second">{}</span></span>',
            day,
            due_tag(told.group),
            told.beside_last_attended,
        )

    def value_next_contact(self, value: dict[str, Any]) -> date | None:
        return NextContact.of(value).due

    def value_contact_group(self, value: dict[str, Any]) -> str:
        return str(NextContact.of(value).group.label)

    def value_contact_reason(self, value: dict[str, Any]) -> str:
        return " ".join(NextContact.of(value).because)

    def render_next_at(self, value: datetime) -> SafeString:
        return format_html(
            '<span>{}<span class="cm-second">{}</span></span>',
            formats.weekday(value),
            formats.clock(value.time()),
        )

    def value_next_at(self, value: datetime) -> datetime:
        return value

    def render_order_ends_on(self, record: Any, value: date) -> SafeString:
        overdue = tag(gettext("Overdue"), "red") if value < timezone.localdate() else ""
        return format_html('<span><span class="cm-day">{}</span> {}</span>', formats.day(value), overdue)

    def value_order_ends_on(self, value: date) -> date:
        return value


class PeopleToBookTable(CaseloadTable):
    """People of `casework.selectors.caseload`; each name leads to the booking form, which is ``said`` the time."""

    class Meta(CaseloadTable.Meta):
        exclude = ("result", "last_attended", "order_ends_on")

    def __init__(self, *args: Any, said: str, exclude: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, exclude=(*self._meta.exclude, *exclude), **kwargs)
        self.said = said

    def render_name(self, record: Any) -> SafeString:
        if not record.visible:
            return person_cell(record)
        address = f"{reverse('book', args=[record.public_id])}?{self.said}"
        link = '<a class="govuk-link" href="{}">{}</a><span class="cm-second">{}</span>'
        return format_html(link, address, record.name, record.crn)


class AbsenceTable(BaseTable):
    """Absences, each with its number of ``appointments`` to rearrange. Of one person alone, the days lead to each."""

    caption_visible = True

    user = Column(verbose_name=_("Who is away"), href=lambda absence: reverse("absence", args=[absence.pk]))
    kind = Column(verbose_name=_("Kind"), accessor="get_kind_display")
    when = Column(verbose_name=_("When"), accessor="starts_on")
    cover = Column(verbose_name=_("Who covers"), default=_("Nobody yet"), empty_values=(None, "", []))
    appointments = Column(verbose_name=_("To rearrange"))

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, own_only: bool, **kwargs: Any):
        if own_only:
            kwargs |= {"exclude": ("user",), "sequence": ("when", "...")}
        super().__init__(*args, **kwargs)
        self.own_only = own_only

    def render_when(self, record: Any) -> str:
        when = when_in_words(record)
        if not self.own_only:
            return when
        return format_html('<a class="govuk-link" href="{}">{}</a>', reverse("absence", args=[record.pk]), when)

    def render_cover(self, value: list[Any]) -> str:
        return ", ".join(map(str, value))

    def render_appointments(self, value: int) -> Any:
        words = ngettext("%(number)d appointment", "%(number)d appointments", value) % {"number": value}
        return tag(words, "yellow") if value else gettext("None")


class ManyCasesTable(BaseTable):
    """Case managers (`workload.tables.LoadRow`) with their cases: the most first."""

    caption: Any = word_lazy("Case_managers")

    name = Column(verbose_name=word_lazy("Case_manager"), order_by="place", href=attrgetter("url"))
    cases = NumberColumn(accessor="load__cases", verbose_name=_("Cases"), href=attrgetter("all_cases"))
    indicator = NumberColumn(
        verbose_name=_("Indicator"), accessor="indicator_in_words", order_by="indicator", default=_("No capacity")
    )
    band = TagColumn(verbose_name=_("Band"), tag=band_tag, orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = named_lazy(_("No %(case_manager)s has more cases than this."))
        order_by = "-cases"

    def render_indicator(self, value: str) -> str:
        return value


class OwnMonthTable(BaseTable):
    """The people of a case manager's month (`people_of`), each in a sentence. Their contacts are ``month_contacts``."""

    caption = word_lazy("Service_users")

    name = Column(verbose_name=word_lazy("Service_user"), order_by=BY_NAME)
    result = Column(verbose_name=_("Result"), order_by=("result", "reason", *BY_NAME), empty_values=())
    because = Column(verbose_name=_("Why, and what to do"), empty_values=(), orderable=False)

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is in this part of your month.")
        order_by = "name"

    def render_name(self, record: Any) -> SafeString:
        return person_cell(record, back=self.request.get_full_path())

    def value_name(self, record: Any) -> str:
        return person_in_words(record)

    def render_result(self, record: Any) -> SafeString | str:
        return result_tag(record.result) if record.result else tag(gettext("Not applicable"), "grey")

    def value_result(self, record: Any) -> str:
        return str(Result(record.result).label) if record.result else ""

    def render_because(self, record: Any) -> str:
        if not record.visible:
            return ""
        entries = [ContactEntry(contact, local_now()) for contact in record.month_contacts]
        return month_in_words(PersonsMonth(record.result, record.reason), entries)
