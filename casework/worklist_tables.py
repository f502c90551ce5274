"""The lists of the worklist pages."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.templatetags.cases import person_cell, person_in_words
from casework.forms.worklist import Tab
from casework.team_worklist import TeamCounts, TeamRow
from casework.templatetags.casework import days_left
from casework.worklist import Line
from contacts.cadence import Due
from staff.units import HEADINGS
from ui import formats
from ui.tables import BaseTable, Column, NumberColumn
from ui.templatetags.ui import tag
from ui.ways import and_back
from ui.words import word_lazy

CAPTIONS: dict[Tab, str | Promise] = {
    Tab.TO_DO: _("What to do, by deadline"),
    Tab.SNOOZED: _("What is snoozed, by deadline"),
    Tab.MISSED: _("What was missed"),
    Tab.COVER: _("What to do about cases that you cover, by deadline"),
}
NOTHING: dict[Tab, str | Promise] = {
    Tab.TO_DO: _("There is nothing to do."),
    Tab.SNOOZED: _("Nothing is snoozed."),
    Tab.MISSED: _("Nothing was missed."),
    Tab.COVER: _("There is nothing to do about cases that you cover."),
}


class WorklistTable(BaseTable):
    """Lines of `casework.worklist` on a tab; where they are one's ``own``, what is snoozed is on its tab alone.

    Whoever ``acts`` is led to the page on which a line is put right, and snoozes.
    """

    person = Column(verbose_name=word_lazy("Service_user"))
    what = Column(verbose_name=_("What to do"))
    day = Column(verbose_name=_("By when"), default=_("No deadline"), empty_values=())
    snooze = Column(verbose_name=_("Snooze"), empty_values=())

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, tab: Tab, own: bool, acts: bool, **kwargs: Any):
        hidden = ("snooze",) if tab == Tab.MISSED or not acts else ()
        super().__init__(*args, empty_text=NOTHING[tab], exclude=hidden, **kwargs)
        self.tab, self.own, self.acts = tab, own, acts
        self.caption = CAPTIONS[tab]
        if tab == Tab.MISSED:
            self.columns["what"].column.verbose_name = _("What was missed")
            self.columns["day"].column.verbose_name = _("Deadline")

    def render_person(self, record: Line) -> SafeString:
        return person_cell(record.person, back=self.request.get_full_path())

    def render_what(self, record: Line) -> SafeString:
        what: Any = record.what
        if record.person.visible and self.acts:
            what = format_html(
                '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> ({})</span></a>',
                and_back(record.href, self.request.get_full_path()),
                record.what,
                person_in_words(record.person),
            )
        about = record.about if record.person.visible else ""
        mark = format_html('<strong class="cm-second">{}</strong>', record.mark) if record.mark else ""
        return format_html('<span>{}<span class="cm-second">{}</span>{}</span>', what, about, mark)

    def render_day(self, record: Line) -> SafeString | str:
        return by_when(record)

    def render_snooze(self, record: Line) -> SafeString | str:
        if not record.person.visible:
            return ""
        address = and_back(reverse("snooze", args=[record.person.public_id, record.key]), self.request.get_full_path())
        whose = person_in_words(record.person)
        if record.snooze is None:
            link = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> ({}, {})</span></a>'
            return format_html(link, address, gettext("Snooze"), record.label, whose)
        told = {"day": formats.weekday(record.snooze.until), "who": record.snooze.made_by}
        words = gettext("Until %(day)s, by %(who)s.") % told
        button = format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button type="submit" name="put_back" value="1" class="cm-link-button">{}'
            '<span class="govuk-visually-hidden"> ({}, {})</span></button></form>',
            address,
            get_token(self.request),
            gettext("Put back"),
            record.label,
            whose,
        )
        return format_html(
            '<div>{} {}<span class="cm-second">{}</span>{}</div>',
            "" if self.tab == Tab.SNOOZED else tag(gettext("Snoozed"), "grey"),
            words,
            record.snooze.reason,
            button,
        )


def by_when(line: Line) -> SafeString | str:
    """By 3 December, with how many business days are left; or since when it is overdue, or stands."""
    if line.day is None:
        return gettext("No deadline")
    day = formats.weekday(line.day)
    if not line.deadline:
        return gettext("Since %(day)s") % {"day": day}
    words = gettext("By %(day)s") % {"day": day}
    if line.mendable:
        late = line.is_overdue
        beside = tag(gettext("Overdue"), "red") if late else tag(days_left(line.day), colour_of(line))
        return format_html("<span>{} {}</span>", words, beside)
    return words


def colour_of(line: Line) -> str:
    """Of how many days are left: yellow on the last one."""
    return "yellow" if line.day == timezone.localdate() else "blue"


def of_total(show: Callable[[TeamRow], Any]) -> Callable[[Any], Any]:
    """The foot of a column, from the row of the whole unit."""

    def foot(table: Any) -> Any:
        return show(table.total)

    return foot


def number_link(count: int, href: str) -> SafeString | str:
    """A number that leads to the list behind it; 0 leads nowhere."""
    shown = formats.number(count)
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, shown) if count else shown


def name_cell(row: TeamRow) -> SafeString | str:
    """The part, a link to the counts of its own parts where it has some."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.leads_to, row.name) if row.leads_to else row.name


def kinds_cell(row: TeamRow) -> SafeString | str:
    """How many lines of each kind, each a link to them."""
    items = format_html_join(
        "",
        '<li><a class="govuk-link" href="{}">{}: {}</a></li>',
        [(href, label, count) for label, count, href in row.kinds],
    )
    return format_html('<ul class="govuk-list">{}</ul>', items) if items else gettext("Nothing to do")


class TeamTable(BaseTable):
    """What there is to do by part of a unit; ``total`` is the row of all of it."""

    caption = _("To do")
    caption_visible = True

    name = Column(verbose_name=_("Name"), footer=of_total(attrgetter("name")))
    kinds = Column(verbose_name=_("By kind"), footer=of_total(kinds_cell), orderable=False)
    to_do = NumberColumn(verbose_name=_("To do"), footer=of_total(lambda row: number_link(row.to_do, row.address())))
    overdue = NumberColumn(
        verbose_name=_("Overdue"), footer=of_total(lambda row: number_link(row.overdue, row.address(overdue="1")))
    )
    snoozed = NumberColumn(
        verbose_name=_("Snoozed"), footer=of_total(lambda row: number_link(row.snoozed, row.address(tab=Tab.SNOOZED)))
    )

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed.")

    def __init__(self, *args: Any, counts: TeamCounts, **kwargs: Any):
        super().__init__(*args, prefix="to-do-", **kwargs)
        self.total = counts.total
        self.columns["name"].column.verbose_name = HEADINGS[counts.level]

    def render_name(self, record: TeamRow) -> SafeString | str:
        return name_cell(record)

    def render_to_do(self, record: TeamRow) -> SafeString | str:
        return number_link(record.to_do, record.address())

    def render_overdue(self, record: TeamRow) -> SafeString | str:
        return number_link(record.overdue, record.address(overdue="1"))

    def render_snoozed(self, record: TeamRow) -> SafeString | str:
        return number_link(record.snoozed, record.address(tab=Tab.SNOOZED))

    def render_kinds(self, record: TeamRow) -> SafeString | str:
        return kinds_cell(record)


class ContactsDueTable(BaseTable):
    """When the next contacts are due by part of a unit; ``total`` is the row of all. Everyone is in one column."""

    caption = _("Next contact due")
    caption_visible = True

    name = Column(verbose_name=_("Name"), footer=of_total(attrgetter("name")))

    class Meta(BaseTable.Meta):
        empty_text = _("Nobody is listed.")

    def __init__(self, *args: Any, counts: TeamCounts, **kwargs: Any):
        self.total = counts.total
        groups = [(due.value, DueColumn(due)) for due in Due]
        people = NumberColumn(
            verbose_name=_("All"), footer=of_total(lambda row: number_link(row.people, row.people_address))
        )
        super().__init__(*args, prefix="due-", extra_columns=[*groups, ("people", people)], **kwargs)
        self.columns["name"].column.verbose_name = HEADINGS[counts.level]

    def render_name(self, record: TeamRow) -> SafeString | str:
        return name_cell(record)

    def render_people(self, record: TeamRow) -> SafeString | str:
        return number_link(record.people, record.people_address)


class DueColumn(NumberColumn):
    """How many people's next contact is in a group, a link to them."""

    def __init__(self, due: Due):
        super().__init__(
            verbose_name=due.label,
            accessor=f"contacts__{due.value}",
            footer=of_total(lambda row: number_link(row.contacts[due], row.due_address(due))),
        )
        self.due = due

    def render(self, record: TeamRow) -> SafeString | str:  # type: ignore[override]
        return number_link(record.contacts[self.due], record.due_address(self.due))
