"""Monthly returns: which months are signed, what was signed of one, and signing."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django_tables2 import RequestConfig

from base.months import Month
from cases.gate import people_for, people_seen_by
from contacts.measure import Measures
from contacts.months import Result
from reports.forms import MeasuredMonthForm
from reports.models import LONGEST_REASON, MonthReturn, ReturnedPerson
from reports.return_tables import DifferenceTable, LduMonth, LduMonthTable, ReturnedTable, TeamFigure, TeamFigureTable
from reports.returns import differences, drafted, figure_with, first_day_to_sign, is_as_signed
from reports.rules import Figure
from reports.services import is_theirs, sign_return, why_not_sign
from reports.tables import BANDS, percent_in_words
from staff.access import LDU_AND_ABOVE, ForRoles
from staff.kept_answers import KeepsAnswers
from staff.models import Ldu, Role, User
from staff.units import Unit
from ui import formats
from ui.fields import LongTextField
from ui.filters import BaseFilterSet
from ui.views import ListPage

MONTHS_SHOWN = 13
RESULTS = {**{result.value: result.label for result in Result}, "not_applicable": _("Not applicable")}


def ldus_of(user: User) -> QuerySet[Ldu]:
    """Those whose returns the user reads: the own one, or all of the division."""
    unit = Unit.of_member(user)
    within = {"pk": unit.record.pk} if unit.level == "ldu" else {"division": unit.record.pk}
    return Ldu.objects.filter(**within).select_related("division")


class Returns(ForRoles, TemplateView):
    """The months that are over, the latest first, and which of them are signed."""

    roles = LDU_AND_ABOVE
    template_name = "reports/returns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        first, ldus = Measures.known().first_month, list(ldus_of(user))
        months = [month for month in Month.of(today).previous.and_before(MONTHS_SHOWN) if month >= first]
        signed = MonthReturn.objects.filter(ldu__in=ldus, month__in=[month.first for month in months])
        latest = {(each.ldu_id, each.month): each for each in signed.order_by("version").select_related("signed_by")}
        rows = [
            LduMonth(
                ldu, month, latest.get((ldu.pk, month.first)), first_day_to_sign(month) <= today, is_theirs(user, ldu)
            )
            for month in months
            for ldu in ldus
        ]
        table = RequestConfig(self.request, paginate={"per_page": 25}).configure(LduMonthTable(rows))
        waiting = sum(row.can_be_signed and not row.latest for row in rows)
        return super().get_context_data(table=table, waiting=waiting, unit=Unit.of_member(user), **kwargs)


class ReturnPage(ForRoles, ListPage):
    """What was signed, from what was stored then; and what would be signed another way today."""

    roles: tuple[Role, ...] = LDU_AND_ABOVE
    filterset_class = BaseFilterSet
    table_class = ReturnedTable
    template_name = "reports/return.html"
    title = _("Signed return")

    @cached_property
    def signed(self) -> MonthReturn:
        found = MonthReturn.objects.filter(ldu__in=ldus_of(self.request.user)).select_related(
            "signed_by", "ldu__division"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def versions(self) -> list[MonthReturn]:
        """All of the month, the latest first."""
        return list(MonthReturn.objects.of_month(self.signed.ldu, self.signed.of).select_related("signed_by"))

    @property
    def file_title(self) -> str:
        return gettext("Signed return %(ldu)s %(month)s version %(version)d") % {
            "ldu": self.signed.ldu_name,
            "month": self.signed.of,
            "version": self.signed.version,
        }

    @property
    def chosen(self) -> str:
        asked = self.request.GET.get("result", "")
        return asked if asked in RESULTS else ""

    def get_queryset(self) -> QuerySet[ReturnedPerson]:
        people = self.signed.people.prefetch_related(people_for(self.request.user))
        if self.chosen:
            people = people.filter(result="" if self.chosen == "not_applicable" else self.chosen)
        return people

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed, latest = self.signed, self.versions[0]
        words, colour = BANDS[signed.figure.band(signed)]
        return super().get_context_data(
            signed=signed,
            month=formats.month(signed.month),
            percent=percent_in_words(signed.figure.percent, signed),
            band=(words, colour),
            as_signed=is_as_signed(signed),
            versions=self.versions if len(self.versions) > 1 else [],
            latest=None if latest == signed else latest,
            teams=TeamFigureTable(self.teams()),
            results=self.results(),
            **(self.changed() if latest == signed else {}),
            **kwargs,
        )

    def teams(self) -> list[TeamFigure]:
        """What was signed, by the team that each person's case manager was in then."""
        found: dict[str, Figure] = defaultdict(Figure)
        for team, result in self.signed.people.values_list("team", "result"):
            found[team] += Figure(1, **{result: 1} if result else {})
        return [TeamFigure(team, found[team], self.signed) for team in sorted(found)]

    def results(self) -> list[tuple[str, str, int, bool]]:
        figure = self.signed.figure
        numbers = {"met": figure.met, "pending": figure.pending, "not_met": figure.not_met}
        numbers["not_applicable"] = figure.service_users - figure.applicable
        parts = [(name, RESULTS[name], number) for name, number in numbers.items()]
        return [
            (str(label), f"?{urlencode({'result': name} if name else {})}", number, name == self.chosen)
            for name, label, number in [("", _("Everyone"), figure.service_users), *parts]
        ]

    def changed(self) -> dict[str, Any]:
        """What is not as it was signed any more, and what the figure would be with that."""
        found = differences(self.signed, timezone.localdate(), self.request.user)
        people = people_seen_by(self.request.user).in_bulk([each.person.service_user_id for each in found])
        for each in found:
            each.person.service_user = people[each.person.service_user_id]
        table = DifferenceTable(found, prefix="changed-")
        now_met = sum(each.is_now(Result.MET) for each in found)
        words = ngettext("%(number)d person would now be met.", "%(number)d people would now be met.", now_met)
        restate = is_theirs(self.request.user, self.signed.ldu)
        address = reverse("sign_return", args=[self.signed.ldu_id, self.signed.of])
        return {
            "changed": RequestConfig(self.request, paginate={"per_page": 25}).configure(table),
            "now_met": words % {"number": now_met} if now_met else "",
            "would_be": percent_in_words(figure_with(self.signed, found).percent, self.signed),
            "restate_url": address if found and restate else "",
        }


class SignForm(forms.Form):
    """What was seen, and for a month that is signed already, why it is restated."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = LongTextField(
        label=_("Why is it restated?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Enter why the month is restated")},
    )

    def __init__(self, *args: Any, restates: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not restates:
            del self.fields["reason"]


class SignPage(KeepsAnswers, ForRoles, FormView):
    """The month as it would be signed now."""

    roles = (Role.LDU_HEAD,)
    form_class = SignForm
    template_name = "reports/sign_return.html"

    @cached_property
    def asked(self) -> tuple[Ldu, Month]:
        form = MeasuredMonthForm({"month": self.kwargs["month"]})
        if not form.is_valid():
            raise Http404
        return get_object_or_404(ldus_of(self.request.user), pk=self.kwargs["ldu"]), form.cleaned_data["month"]

    @cached_property
    def latest(self) -> MonthReturn | None:
        ldu, month = self.asked
        return MonthReturn.objects.of_month(ldu, month).first()

    @property
    def draft(self) -> MonthReturn:
        ldu, month = self.asked
        return drafted(self.request.user, ldu, month, timezone.localdate())[0]

    def get_form_kwargs(self) -> dict[str, Any]:
        sent, latest = self.request.POST, self.latest
        signed_twice = latest is not None and "reason" not in sent and sent.get("seen") == latest.checksum
        return {**super().get_form_kwargs(), "restates": latest is not None and not signed_twice}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (ldu, month), latest, draft = self.asked, self.latest, self.draft
        form = kwargs.get("form") or self.get_form()
        problem = why_not_sign(self.request.user, ldu, month, latest, "x" if latest else "")
        words, colour = BANDS[draft.figure.band(draft)]
        # The page shows what stands now: from here it may be signed.
        form.initial["seen"] = draft.checksum
        if form.is_bound:
            form.data = {**form.data.dict(), "seen": draft.checksum}
        return super().get_context_data(
            draft=draft,
            month=formats.month(month.first),
            percent=percent_in_words(draft.figure.percent, draft),
            band=(words, colour),
            latest=latest,
            problem=problem,
            back_url=reverse("return", args=[latest.pk]) if latest else reverse("returns"),
            **{**kwargs, "form": form},
        )

    def form_valid(self, form: Any) -> HttpResponse:
        ldu, month = self.asked
        said = {"reason": form.cleaned_data.get("reason", ""), "seen": form.cleaned_data["seen"]}
        try:
            signed = sign_return(by=self.request.user, ldu=ldu, month=month, **said)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, gettext("You have signed %(month)s.") % {"month": formats.month(month.first)})
        return redirect("return", signed.pk)
