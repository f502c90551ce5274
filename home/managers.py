"""The homes of managers: the unit's month, what is due or how its parts stand, and the lists to check."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from alerts.findings import FINDINGS
from base.clock import local_now
from base.months import Month
from casework.additional import Listed, number_told
from casework.cover import with_cover
from casework.team_worklist import TeamCounts, TeamRow
from casework.worklist import KINDS, worklist_of
from contacts.measure import Measures
from home.lists import LISTS, Counted
from home.tables import DueTable, PartRow, PartTable
from reports.figures import figures
from reports.progress import IN_ORDER
from reports.returns import to_be_signed
from reports.rows import FigureRows
from reports.rules import Figure
from reports.selectors import numbers_needed_of
from reports.tables import FigureRow, band_in_words
from staff.access import LDU_AND_ABOVE, ForRoles
from staff.models import Absence, Role, User
from staff.selectors import whose_absences
from staff.units import HEADINGS, Place, Unit
from ui import formats
from ui.words import named_lazy
from workload.access import scenarios_to_look_at
from workload.models import WorkloadModel
from workload.past import Past
from workload.selectors import loads
from workload.standing import Waiting
from workload.tables import BANDS, total_row

# What nobody but a team manager can put right.
DECISIONS = [finding.kind for finding in FINDINGS if finding.roles == (Role.TEAM_MANAGER,)]
BY_PART = {
    "ldu": named_lazy(_("%%(month)s by %(ldu)s, the lowest first")),
    "team": named_lazy(_("%%(month)s by %(team)s, the lowest first")),
}
# What the register of additional measures asks of whoever heads the unit, in words that say of what.
OF_THE_REGISTER = {
    Listed.TO_DECIDE: _("Additional measures to decide"),
    Listed.TO_REVIEW: _("Additional measures to review"),
    Listed.ENDING: _("Additional measures that end in the next 14 days"),
}
# Absences are told of so many days ahead.
AHEAD = timedelta(days=7)


def reviews_waiting(user: User, today: date) -> list[Counted]:
    """The workload reviews and plans that are with the manager, by what there is to do, where there is any."""
    waiting, href = Waiting.for_user(user, today), reverse("workload_reviews")
    found: list[Counted] = [
        (_("Workload reviews to hold"), waiting.to_hold, href, ""),
        (_("Escalated workload plans to decide about"), waiting.to_decide, href, ""),
        (_("Workload plans with something overdue"), waiting.overdue, href, ""),
        (_("Workload plans in progress"), waiting.plans - waiting.overdue, href, ""),
    ]
    return [each for each in found if each[1]]


class UnitsHome(ForRoles, TemplateView):
    """Of the manager's own unit: its month, and what those need whose month is still possible."""

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def unit(self) -> Unit:
        return Unit.of_member(self.request.user)

    @cached_property
    def month(self) -> Month:
        return Month.of(self.today)

    @cached_property
    def months(self) -> list[Month]:
        """This month, and the last where the measure applied to it."""
        first = self.rows.measures.first_month
        return [month for month in self.month.and_before(2) if month >= min(first, self.month)]

    @cached_property
    def by_month(self) -> dict[Month, dict[Place, Figure]]:
        return figures(self.months, self.today, self.unit)

    @cached_property
    def rows(self) -> FigureRows:
        return FigureRows(self.unit, self.unit, Measures.known(), self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole, *before = (self.rows.of_unit(month, self.by_month[month]) for month in self.months)
        return super().get_context_data(
            today=self.today,
            unit=self.unit,
            whole=whole,
            band=band_in_words(whole.figure, whole.measure, whole.month_is_over),
            before=before[0] if before else None,
            needed=self.needed(whole),
            **kwargs,
        )

    def of_the_register(self) -> list[Counted]:
        """The entries to decide about, to review and near their end; what there is none of is left out."""
        numbers, page = number_told(self.request.user, self.today), reverse("additional_measures")
        return [
            (words, numbers[each], f"{page}?{urlencode({'listed': each.value})}", "")
            for each, words in OF_THE_REGISTER.items()
            if numbers[each]
        ]

    def needed(self, whole: FigureRow) -> list[Counted]:
        """What those need whose month is still possible: as lists to check."""
        # Of a whole division that would take longer than the rest of the page: each list says it of its people.
        if not whole.pending or self.unit.level == "division":
            return []
        numbers = numbers_needed_of(self.unit, self.month, local_now())
        pending = whole.people("pending")
        return [(each.label, numbers[each], f"{pending}&{urlencode({'needed': each.value})}", "") for each in IN_ORDER]


class TeamManagersHome(UnitsHome):
    """What to decide and what is overdue, what is due by case manager, the workload, and who is away."""

    roles = (Role.TEAM_MANAGER,)
    template_name = "home/team.html"

    @cached_property
    def past(self) -> Past:
        return Past(self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worklist = worklist_of(self.request.user, self.today, counted=True)
        counts = TeamCounts.of(worklist, self.unit, {}, self.today)
        model = WorkloadModel.objects.in_force(self.today)
        load = total_row(self.unit, loads(self.today, self.unit, model), model, self.past)
        table = DueTable(counts.rows, counts=counts)
        return super().get_context_data(
            first=self.first(counts.total),
            table=RequestConfig(self.request, paginate=False).configure(table),
            listed=counts.total.people,
            load=load,
            load_band=BANDS[load.band],
            workload_url=reverse("team_workload"),
            lists=[each.counted(counts.total) for each in LISTS],
            sustained=self.sustained(),
            **self.away(),
            **kwargs,
        )

    def sustained(self) -> list[tuple[str, str]]:
        """The case managers who have been well over threshold for weeks, each with the workload page."""
        overloaded = self.past.sustained_case_managers(self.unit)
        return [(str(officer), reverse("officer_workload", args=[officer.pk])) for officer in overloaded]

    def first(self, everyone: TeamRow) -> list[Counted]:
        """What waits for the team manager's decision, by kind, and what is overdue."""
        numbers = {kind: sum(line.kind == kind for line in everyone.lines) for kind in DECISIONS}
        found: list[Counted] = [(KINDS[kind], numbers[kind], everyone.address(kind=kind), "") for kind in DECISIONS]
        overdue = (_("Overdue on the worklist"), everyone.overdue, everyone.address(overdue="1"), "")
        reviews = reviews_waiting(self.request.user, self.today)
        return [each for each in [*found, *reviews, overdue] if each[1]] + self.of_the_register()

    def away(self) -> dict[str, list[Absence]]:
        """Who of the team is away today, and who will be in the next days."""
        absences = Absence.objects.filter(user__in=whose_absences(self.request.user, self.today))
        soon = absences.overlapping(self.today, self.today + AHEAD).select_related("user", "covered_by")
        found = with_cover(soon)
        return {
            "away": [absence for absence in found if absence.on_day(self.today)],
            "away_soon": [absence for absence in found if absence.starts_on > self.today],
        }


class ManagersHome(UnitsHome):
    """How the parts of an LDU or a division stand, the worst first."""

    roles = LDU_AND_ABOVE
    template_name = "home/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        level = self.unit.parts
        now, *before = (self.rows.of_parts(level, month, self.by_month[month]) for month in self.months)
        former = {row.query[level]: row for rows in before for row in rows}
        rows = [PartRow(row, former.get(row.query[level])) for row in now]
        table = PartTable(
            rows,
            heading=HEADINGS[level],
            caption=str(BY_PART[level]) % {"month": formats.month(self.month.first)},
            last_month=formats.month(self.month.previous.first),
        )
        return super().get_context_data(
            table=RequestConfig(self.request, paginate=False).configure(table),
            parts=level,
            to_sign=self.to_sign(),
            reviews=[*reviews_waiting(self.request.user, self.today), *self.shared_scenarios()],
            to_decide=self.of_the_register(),
            lists=[each.counted() for each in LISTS],
            quarter_url=reverse("quarter") if self.unit.level == "division" else "",
            **kwargs,
        )

    def to_sign(self) -> tuple[str, str] | None:
        """The month that the LDU head is to sign, in words, and where that is done."""
        if self.unit.level != "ldu" or not (month := to_be_signed(self.unit.record, self.today)):
            return None
        return formats.month(month.first), reverse("sign_return", args=[self.unit.record.pk, month])

    def shared_scenarios(self) -> list[Counted]:
        """The scenarios that the LDU head has not said anything about yet, where there are any."""
        if number := scenarios_to_look_at(self.request.user).count():
            return [(_("Shared scenarios to look at"), number, reverse("scenarios"), "")]
        return []
