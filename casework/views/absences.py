"""Who is away: the list, recording an absence, and one with the appointments that are to be rearranged for it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from django_tables2 import RequestConfig

from base.clock import local_now
from casework.absences import to_rearrange, when_in_words
from casework.cover import why_covered_already, with_cover
from casework.forms.absences import AbsenceForm
from casework.services.cover import may_arrange_cover
from casework.tables import AbsenceTable
from staff.access import CASEWORK, ForRoles
from staff.kept_answers import KeepsAnswers
from staff.models import Absence, Role
from staff.selectors import whose_absences
from staff.services import record_absence, take_back_absence

# Those that are over are listed for so long.
LISTED_FOR = timedelta(days=28)


class Absences(ForRoles, TemplateView):
    """A case manager's own, a team manager's whole team's: those of now and to come, then those just over."""

    roles = CASEWORK
    template_name = "casework/absences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        absences = Absence.objects.filter(
            user__in=whose_absences(user, today), ends_on__gte=today - LISTED_FOR
        ).select_related("user", "covered_by")
        found = with_cover(absences)
        appointments = to_rearrange(found, local_now(), user)
        for absence in found:
            absence.appointments = len(appointments[absence.pk])
        return super().get_context_data(
            tables=[
                self.table(_("Now"), _("Nobody is away now."), [each for each in found if each.on_day(today)]),
                self.table(
                    _("To come"),
                    _("No absences to come are recorded."),
                    [each for each in found if each.starts_on > today],
                ),
                self.table(
                    _("In the last 4 weeks"),
                    _("Nobody was away in the last 4 weeks."),
                    [each for each in found if each.ends_on < today][::-1],
                ),
            ],
            **kwargs,
        )

    @property
    def own_only(self) -> bool:
        return self.request.user.role != Role.TEAM_MANAGER

    def table(self, caption: str, none: str, absences: list[Absence]) -> AbsenceTable:
        table = AbsenceTable(absences, empty_text=none, own_only=self.own_only)
        table.caption = caption
        return RequestConfig(self.request, paginate=False).configure(table)


class RecordAbsence(KeepsAnswers, ForRoles, FormView):
    roles = CASEWORK
    form_class = AbsenceForm
    template_name = "casework/record_absence.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user, "today": timezone.localdate()}

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        if covered := why_covered_already(form.absence):
            form.add_error("covered_by", covered)
            return self.form_invalid(form)
        try:
            absence = record_absence(by=self.request.user, absence=form.absence)
        except ValidationError as refused:
            problems = refused.message_dict
            for field, words in problems.items():
                form.add_error(field if field in form.fields else None, words)
            return self.form_invalid(form)
        messages.success(self.request, _("You have recorded the absence."))
        return redirect("absence", absence.pk)


class AbsencePage(ForRoles, TemplateView):
    """An absence, what is to be rearranged for it, and the way to take it back."""

    roles = CASEWORK
    template_name = "casework/absence.html"

    @cached_property
    def absence(self) -> Absence:
        theirs = Absence.objects.filter(user__in=whose_absences(self.request.user, timezone.localdate()))
        return get_object_or_404(theirs.select_related("user", "covered_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [absence] = with_cover([self.absence])
        user = self.request.user
        return super().get_context_data(
            absence=absence,
            may_arrange=may_arrange_cover(user, absence.user, timezone.localdate()) and user != absence.user,
            when=when_in_words(absence),
            appointments=to_rearrange([absence], local_now(), self.request.user)[absence.pk],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        take_back_absence(by=self.request.user, absence=self.absence)
        messages.success(request, _("You have taken back the absence."))
        return redirect("absences")
