"""The month's minimum contact figure, by LDU, team and case manager, from month to month, and the people behind it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from base.clock import local_now
from base.months import Month
from cases.models import ServiceUser, ServiceUserQuerySet
from contacts.criteria import in_words
from contacts.measure import Measures
from contacts.models import BankHoliday, CalendarDay
from contacts.months import Result
from reports.explained import SOURCES, sections
from reports.figures import figures
from reports.forms import RESULTS, UNALLOCATED_PEOPLE, WITHOUT, AnyMonthForm, MonthForm, PeopleForm
from reports.models import MonthReturn
from reports.parts import by_needed, by_result
from reports.rows import FigureRows
from reports.rules import Figure
from reports.selectors import NEEDED, people_of, with_contacts, with_deadline
from reports.tables import (
    CAPTIONS,
    FigureRow,
    FigureTable,
    MeasureTable,
    MonthTable,
    NeededTable,
    PeopleTable,
    WhyTable,
    band_in_words,
)
from reports.why import Why, who_lost_by, why_in_words, why_not_met
from staff.access import ALL_WITH_CASES, LDU_AND_ABOVE, MANAGERS, ForRoles
from staff.units import HEADINGS, Place, Unit
from ui import formats
from ui.filters import BaseFilterSet
from ui.views import ListPage, csv_response
from ui.words import named

TABLES = {"division": ["ldu"], "ldu": ["team", "case_manager"], "team": ["case_manager"]}
MONTHS_SHOWN = 13
TARGET = _("The target is %(target)s. Below %(improvement_below)s, the improvement process starts.")


class OfMonth(ForRoles):
    """A page about a unit's month."""

    roles = MANAGERS
    form_class: type[MonthForm] = MonthForm
    request: Any

    @cached_property
    def form(self) -> Any:
        form = self.form_class(self.request.GET, user=self.request.user)
        if not form.is_valid():
            raise Http404
        return form

    @cached_property
    def month(self) -> Month:
        return self.form.cleaned_data["month"]

    @property
    def measures(self) -> Measures:
        return self.form.measures

    @cached_property
    def unit(self) -> Unit:
        return self.form.unit

    @cached_property
    def as_of(self):
        return timezone.localdate()

    @cached_property
    def rows(self) -> FigureRows:
        return FigureRows(self.unit, self.form.own, self.measures, self.as_of)

    def url(self, unit: Unit, month: Month) -> str:
        return self.rows.url(unit, month)


class Compliance(OfMonth, TemplateView):
    """A unit's figure for a month, of its parts, and of the months before."""

    template_name = "reports/compliance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month, first = self.month, self.measures.first_month
        measure = self.measures.of(month)
        shown = [month for month in month.and_before(MONTHS_SHOWN) if month >= first]
        by_place = figures(shown, self.as_of, self.unit)
        rows = [self.rows.of_unit(month, by_place[month]) for month in shown]
        whole = rows[0]
        following = month.next if month < Month.of(self.as_of) else None
        return super().get_context_data(
            unit=self.unit,
            month=formats.month(month.first),
            how_made=how_made(month),
            whole=whole,
            band=band_in_words(whole.figure, measure, whole.month_is_over),
            counts=[self.card(whole, result) for result in Result],
            everyone=whole.people(),
            signed=self.signed,
            returns_url=reverse("returns") if self.request.user.role in LDU_AND_ABOVE else "",
            progress_url=whole.pending and replace(self.rows, page="compliance_progress").url(self.unit, month),
            applicable=number_link(whole.applicable, whole.people("applicable")),
            not_applicable=number_link(whole.not_applicable, whole.people("not_applicable")),
            measure=measure,
            ramp_up=measure.is_ramp_up(month) and formats.months(measure.first_month.first, measure.last_ramp_up.first),
            target=in_words(TARGET, measure),
            tables={level: self.table(level, by_place[month]) for level in TABLES[self.unit.level]},
            why=WhyTable(self.why(whole), row=whole),
            months=MonthTable(rows, heading=_("Month"), caption=_("By month"), prefix="month-"),
            previous=month > first and (formats.month(month.previous.first), self.url(self.unit, month.previous)),
            following=following and (formats.month(following.first), self.url(self.unit, following)),
            breadcrumbs=[(str(unit), self.url(unit, month)) for unit in self.unit.above(self.request.user)],
            **kwargs,
        )

    def why(self, whole: FigureRow) -> list[Why]:
        """Why those have not met the month who have not."""
        if not whole.not_met:
            return []
        people = people_of(self.unit, self.month, self.as_of)
        return why_not_met(people, self.month, self.as_of, whole.measure)

    @property
    def signed(self) -> MonthReturn | None:
        """What was signed of an LDU's month, latest."""
        if self.unit.level != "ldu" or self.request.user.role not in LDU_AND_ABOVE:
            return None
        return MonthReturn.objects.of_month(self.unit.record, self.month).first()

    def card(self, whole: FigureRow, result: Result) -> tuple[int, str, str]:
        """How many have a result, its words, and where they are listed; one of nobody leads nowhere."""
        number = getattr(whole, result)
        return number, str(result.label), whole.people(result) if number else ""

    def table(self, level: str, by_place: dict[Place, Figure]) -> FigureTable:
        """The figures of the parts of the unit at ``level``."""
        rows = self.rows.of_parts(level, self.month, by_place)
        table = FigureTable(rows, heading=HEADINGS[level], caption=CAPTIONS[level], prefix=f"{level}-")
        return RequestConfig(self.request, paginate=False).configure(table)

    def render_to_response(  # type: ignore[override]
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponseBase:
        exported = {**context["tables"], "month": context["months"], "why": context["why"]}.get(
            self.request.GET.get("_export")
        )
        if exported:
            title = _("Minimum contact %(unit)s %(month)s") % {"unit": self.unit, "month": self.month}
            return csv_response(exported, title)
        return super().render_to_response(context, **kwargs)


class CompliancePeople(OfMonth, ListPage):
    """The people of one figure, with their result and what their contacts of the month are worth."""

    form_class = PeopleForm
    filterset_class = BaseFilterSet
    table_class = PeopleTable
    template_name = "reports/compliance_people.html"
    title = _("People behind the figure")

    @cached_property
    def people(self) -> ServiceUserQuerySet:
        return people_of(self.form.part, self.month, self.as_of)

    @property
    def file_title(self) -> str:
        return gettext("People behind the figure %(unit)s %(month)s") % {"unit": self.unit, "month": self.month}

    @property
    def chosen_result(self) -> str:
        return self.form.cleaned_data["result"] or "everyone"

    @property
    def is_still_possible(self) -> bool:
        """Whether those are listed whose month can still be met."""
        return self.chosen_result == "pending"

    def get_queryset(self) -> QuerySet[ServiceUser]:
        people = self.people.filter(RESULTS[self.chosen_result].holds)
        if why := self.why:
            people = who_lost_by(why, people, self.month, self.as_of)
        if self.is_still_possible:
            people = self.narrowed(with_deadline(people, self.month, local_now()))
        people = people.seen_by(self.request.user)
        return with_contacts(people, self.month, self.as_of)

    @property
    def why(self) -> str:
        """The reason to which a list of those who have not met the month is narrowed; empty where it is not."""
        return self.form.cleaned_data["why"] if self.chosen_result == Result.NOT_MET else ""

    def narrowed(self, people: Any) -> ServiceUserQuerySet:
        """Of those whose month is still possible, whoever needs what was asked for, by the day that was asked for."""
        asked = self.form.cleaned_data
        if asked["needed"]:
            people = people.filter(needed=NEEDED[asked["needed"]])
        return people.filter(by=asked["by"]) if asked["by"] else people

    def get_table_class(self) -> type[PeopleTable]:
        return NeededTable if self.is_still_possible else PeopleTable

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"month": self.month}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = self.is_still_possible and self.form.cleaned_data["by"]
        return super().get_context_data(
            month=formats.month(self.month.first),
            by=by and formats.weekday(by),
            why=self.why and why_in_words(self.why, self.measures.of(self.month)),
            how_made=how_made(self.month),
            part=self.part_in_words(),
            results=self.results(),
            kinds=self.kinds() if self.is_still_possible else [],
            breadcrumbs=[
                (f"{unit}, {formats.month(self.month.first)}", self.url(unit, self.month))
                for unit in [*self.unit.above(self.request.user), self.unit]
            ],
            **kwargs,
        )

    def part_in_words(self) -> str:
        """Whose people are listed: the case manager, or the part of the organisation."""
        chosen = (self.form.cleaned_data[name] for name in ("officer", "team", "ldu"))
        part = next(filter(None, chosen), self.unit)
        names = {
            UNALLOCATED_PEOPLE: gettext("Unallocated"),
            WITHOUT: named(_("%(Case_managers)s without %(team)s or %(ldu)s")),
        }
        return names.get(str(part), str(part))

    def results(self) -> list[tuple[str, str, int, bool]]:
        return by_result(self.people, self.request.GET, self.chosen_result)

    def kinds(self) -> list[tuple[str, str, int, bool]]:
        return by_needed(self.people, self.month, local_now(), self.request.GET, self.form.cleaned_data["needed"])


class HowMade(ForRoles, TemplateView):
    """The rules behind the figure of a month, in words, each with its source."""

    roles = ALL_WITH_CASES
    template_name = "reports/how_made.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AnyMonthForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        month, measures = form.cleaned_data["month"], Measures.known()
        measure, last = measures.of(month), max(Month.of(timezone.localdate()), measures.rows[-1].first_month)
        beside = {
            "previous": month.previous if month > measures.first_month else None,
            "following": month.next if month < last else None,
        }
        return super().get_context_data(
            month=formats.month(month.first),
            measure=measure,
            sections=list(sections(measure, measures.rows[0], changed_holidays(month))),
            measures=MeasureTable(measures.rows, in_force=measure),
            sources=SOURCES,
            **{side: each and (formats.month(each.first), how_made(each)) for side, each in beside.items()},
            breadcrumbs=self.breadcrumbs(month),
            **kwargs,
        )

    def breadcrumbs(self, month: Month) -> list[tuple[str, str]]:
        """To the figure itself, for those who have its page."""
        if self.request.user.role not in MANAGERS or month > Month.of(timezone.localdate()):
            return []
        words = gettext("Minimum contact in %(month)s") % {"month": formats.month(month.first)}
        return [(words, f"{reverse('compliance')}?{urlencode({'month': month})}")]


def number_link(number: int, href: str) -> SafeString | str:
    """A number that leads to the list behind it; one of nothing leads nowhere."""
    shown = formats.number(number)
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, shown) if number else shown


def how_made(month: Month) -> str:
    """The address of the rules behind the figure of the month."""
    return f"{reverse('how_made')}?{urlencode({'month': month})}"


def changed_holidays(month: Month) -> QuerySet[BankHoliday]:
    """The organisation's own changes from the month's first day to the last deadline of its contacts."""
    deadline = CalendarDay.objects.filter(date__lte=month.last).order_by("-date").values("follow_up_due")[:1]
    return BankHoliday.objects.filter(date__gte=month.first, date__lte=deadline).order_by("date")
