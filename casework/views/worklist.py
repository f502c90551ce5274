"""The worklist: one's own or, for managers, that of their unit with its counts; and putting a line of it aside."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from casework.forms.worklist import UNALLOCATED, WITHOUT_PART, PartForm, SnoozeForm, Tab
from casework.services.snoozing import put_back, snooze
from casework.team_worklist import ASKED_AS, RECORDS, Parts, TeamCounts
from casework.views.acting import ActPage
from casework.worklist import KINDS, Line, Worklist, by_kind, line_for, worklist_of, worklist_of_cover
from casework.worklist_tables import ContactsDueTable, TeamTable, WorklistTable
from contacts.calendar import business_days
from staff.access import ALL_WITH_CASES, CASEWORK, MANAGERS, ForRoles
from staff.models import Role
from staff.units import LEVELS, WITHOUT, Unit
from ui import formats
from ui.views import Pages


class WorklistPage(ForRoles, TemplateView):
    """What there is to do, what is snoozed, and what was missed: all of it or one kind, by deadline."""

    roles: tuple[Role, ...] = ALL_WITH_CASES
    template_name = "casework/worklist.html"

    @cached_property
    def part(self) -> dict[str, Any]:
        """What is asked for; nothing else is there."""
        form = PartForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return {**form.cleaned_data, "tab": Tab(form.cleaned_data["tab"] or Tab.TO_DO)}

    @cached_property
    def worklist(self) -> Worklist:
        return worklist_of(self.request.user, timezone.localdate())

    @cached_property
    def covered(self) -> Worklist:
        return worklist_of_cover(self.request.user, timezone.localdate())

    @property
    def own(self) -> bool:
        return self.request.user.role == Role.CASE_MANAGER

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.worklist.people.values(), timezone.localdate())

    def narrowed(self, lines: list[Line]) -> list[Line]:
        """Those about the people of the part, and those that are overdue, where that is asked for."""
        theirs = [line for line in lines if self.parts.is_in(line.person, self.part)]
        return [line for line in theirs if not self.part["overdue"] or line.is_overdue]

    def lines(self) -> dict[Tab, list[Line]]:
        """Of each tab. A manager's figures have what is snoozed too, and so has their list."""
        to_do = self.worklist.awake if self.own else self.worklist.to_do
        of_tabs = {Tab.TO_DO: to_do, Tab.SNOOZED: self.worklist.snoozed, Tab.MISSED: self.worklist.missed}
        if self.own:
            of_tabs[Tab.COVER] = self.covered.awake
        return {tab: self.narrowed(lines) for tab, lines in of_tabs.items()}

    def address(self, **changed: Any) -> str:
        """Of this worklist with another tab or kind."""
        part = {
            name: int(value) if value is True else value for name, value in {**self.part, **changed}.items() if value
        }
        if part.get("tab") == Tab.TO_DO:
            del part["tab"]
        return f"{reverse('worklist')}?{urlencode(part)}" if part else reverse("worklist")

    def whose(self) -> str:
        """The smallest part that is asked for, as the heading says it."""
        level = next((level for level in reversed(LEVELS[1:]) if self.part[ASKED_AS[level]]), "")
        if not level:
            return str(self.request.user if self.own else Unit.of_member(self.request.user))
        if not any(self.parts.is_in(person, self.part) for person in self.worklist.people.values()):
            raise Http404
        key = self.part[ASKED_AS[level]]
        if key == UNALLOCATED:
            return _("Unallocated")
        return str(WITHOUT[level] if key == WITHOUT_PART else RECORDS[level].objects.get(pk=key))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Asked once, whether or not a line that is listed has days left.
        business_days()
        lines, tab, kind = self.lines(), self.part["tab"], self.part["kind"]
        if tab not in lines:
            raise Http404
        # Whoever covers nobody has no such part.
        shown = [each for each in lines if each != Tab.COVER or self.covered.people or tab == Tab.COVER]
        listed = [line for line in lines[tab] if not kind or line.kind == kind]
        table = WorklistTable(listed, tab=tab, own=self.own, acts=self.request.user.role in CASEWORK)
        RequestConfig(self.request, paginate={"paginator_class": Pages}).configure(table)
        kinds = [
            (KINDS[each], self.address(kind=each), count, each == kind) for each, count in by_kind(lines[tab]).items()
        ]
        if kinds:
            kinds.insert(0, (_("All"), self.address(kind=""), len(lines[tab]), not kind))
        return super().get_context_data(
            whose=self.whose(),
            tabs=[(each.label, self.address(tab=each, kind=""), len(lines[each]), each == tab) for each in shown],
            tab=tab,
            kinds=kinds,
            chosen=KINDS.get(kind, ""),
            table=table,
            snoozed=len(lines[Tab.SNOOZED]),
            everything_url=self.address(overdue="") if self.part["overdue"] else "",
            **kwargs,
        )


class TeamWorklist(ForRoles, TemplateView):
    """The worklist of a team, an LDU or a division in counts by its parts, and when their next contacts are due."""

    roles = MANAGERS
    template_name = "casework/team_worklist.html"

    @cached_property
    def where(self) -> dict[str, str]:
        """The part of the own unit that is asked for, if any; nothing else is there."""
        form = PartForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return {name: form.cleaned_data[name] for name in ("ldu", "team") if form.cleaned_data[name].isdecimal()}

    @cached_property
    def unit(self) -> Unit:
        own = Unit.of_member(self.request.user)
        if not self.where:
            return own
        level = "team" if "team" in self.where else "ldu"
        unit = Unit.of(get_object_or_404(RECORDS[level], pk=self.where[level]))
        if own not in unit.above(self.request.user):
            raise Http404
        return unit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        counts = TeamCounts.of(worklist_of(self.request.user, today), self.unit, self.where, today)
        configure = RequestConfig(self.request, paginate=False).configure
        return super().get_context_data(
            unit=self.unit,
            rows=counts.rows,
            total=counts.total,
            tables=[configure(table(counts.rows, counts=counts)) for table in (TeamTable, ContactsDueTable)],
            **kwargs,
        )


class SnoozePage(ActPage):
    """Puts a line aside until a day, or back at once: ``put_back`` among what is sent says so."""

    form_class = SnoozeForm
    template_name = "casework/snooze.html"

    @cached_property
    def line(self) -> Line:
        line = line_for(self.request.user, self.person, self.kwargs["key"], self.today)
        if line is None:
            raise Http404
        return line

    @property
    def back_url(self) -> str:
        """The worklist as it was."""
        return self.back.address if self.back else reverse("worklist")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "put_back" not in request.POST:
            return super().post(request, *args, **kwargs)
        put_back(by=self.request.user, person=self.person, key=self.kwargs["key"])
        messages.success(request, _("It is back on the worklist."))
        return redirect(self.back_url)

    def save(self, form: SnoozeForm) -> HttpResponse:
        made = snooze(by=self.request.user, person=self.person, key=self.kwargs["key"], **form.cleaned_data)
        words = _("You have snoozed it until %(day)s. No figure has changed.")
        messages.success(self.request, words % {"day": formats.weekday(made.until)})
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)
