"""What case managers carry: by LDU, team and case manager, and one case manager's cases with their points."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from cases.models import BY_NAME, ServiceUser, ServiceUserQuerySet
from staff.access import ALL_WITH_CASES, ALLOCATES, MANAGERS, ForRoles
from staff.forms import UnitForm
from staff.models import Post, Role, User
from staff.units import HEADINGS, Unit
from ui.views import csv_response
from workload.access import ASK_FOR_REVIEWS, may_see_reasons, whose_reviews, whose_thresholds
from workload.derivation import derivation, indicator_in_words, points_in_words, threshold_in_words
from workload.models import WorkloadModel
from workload.past import Past
from workload.review_tables import ROLES, state_tag, waited_in_words
from workload.selectors import cases, load_of, loads, no_cases, number_by_kind
from workload.standing import IS_OVER, Standing, reviews_for
from workload.tables import BANDS, CaseTable, LoadRow, LoadTable, load_rows, total_row
from workload.threshold_tables import AdjustmentTable, AllowanceTable, NoCaseTable
from workload.trend import Trend


def unit_url(unit: Unit, user: User, page: str = "team_workload") -> str:
    """The workload page of a unit within the user's own, or another page that is asked for in the same way."""
    address = reverse(page)
    return address if unit.record == Unit.of_member(user).record else f"{address}?{unit.level}={unit.record.pk}"


def officers_of(user: User) -> QuerySet[User]:
    """Those whose workload the user may look at: case managers only their own."""
    unit = Unit.of(user) if user.role == Role.CASE_MANAGER else Unit.of_member(user)
    return User.objects.filter(pk__in=unit.posts.values("user"))


def above_officer(post: Post | None, user: User) -> list[tuple[str, str]]:
    """The workload pages of the units above a case manager of the post, for managers.

    None of somebody who is with another unit by now.
    """
    if user.role == Role.CASE_MANAGER or not post or not post.team:
        return []
    if not Unit.of_member(user).posts.filter(pk=post.pk).exists():
        return []
    team = Unit.of(post.team)
    return [(str(unit), unit_url(unit, user)) for unit in [*team.above(user), team]]


class TeamWorkload(ForRoles, TemplateView):
    """Who carries what today: the case managers of a team, the teams of an LDU or the LDUs of a division."""

    roles = MANAGERS
    template_name = "workload/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = UnitForm(self.request.GET, user=self.request.user)
        if not form.is_valid():
            raise Http404
        unit, day = form.unit, timezone.localdate()
        model = WorkloadModel.objects.in_force(day)
        carried, past = loads(day, unit), Past(day)
        rows, whole = load_rows(unit, carried, model, past), total_row(unit, carried, model, past)
        table = LoadTable(rows, total=whole, parts=HEADINGS[unit.parts])
        return super().get_context_data(
            unit=unit,
            day=day,
            total=whole,
            band=BANDS[whole.band],
            table=RequestConfig(self.request, paginate=False).configure(table),
            trend=Trend.of(unit, whole.load, past, model),
            forecast_url=unit_url(unit, self.request.user, "team_forecast"),
            sustained=[(row.name, row.url) for row in rows if row.sustained] if unit.level == "team" else [],
            unallocated=self.unallocated(unit, model),
            breadcrumbs=[(str(above), unit_url(above, self.request.user)) for above in unit.above(self.request.user)],
            **derivation(model),
            **kwargs,
        )

    def unallocated(self, unit: Unit, model: WorkloadModel) -> CaseTable | None:
        """The unallocated people of an LDU."""
        day = timezone.localdate()
        held = cases(day, ServiceUser.objects.of(unit.unallocated(), day)).seen_by(self.request.user)
        if unit.level != "ldu" or not held.exists():
            return None
        table = CaseTable(held, model=model, prefix="unallocated-", order_by="name")
        table.caption, table.caption_visible = _("Unallocated people"), True
        return RequestConfig(self.request, paginate=False).configure(table)

    def render_to_response(  # type: ignore[override]
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponseBase:
        if self.request.GET.get("_export") == "csv":
            return csv_response(
                context["table"], _("Workload %(whose)s %(day)s") % {"whose": context["unit"], "day": context["day"]}
            )
        return super().render_to_response(context, **kwargs)


class OfficerWorkload(ForRoles, TemplateView):
    """One case manager: how the threshold was calculated, and each case with its points."""

    roles = ALL_WITH_CASES
    template_name = "workload/officer.html"

    @cached_property
    def officer(self) -> User:
        return get_object_or_404(officers_of(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer, day = self.officer, timezone.localdate()
        model, post = WorkloadModel.objects.in_force(day), officer.post_on(day)
        own = self.request.user == officer
        unit, whose = Unit.of(officer), {} if own else {"officer": officer.pk}
        load, past = load_of(officer, day, model), Past(day)
        row = LoadRow(str(officer), None, load, model, whose, sustained=past.is_sustained(unit))
        people = ServiceUser.objects.of(unit, day)
        held = cases(day, people, model)
        table = CaseTable(held.seen_by(self.request.user), model=model, order_by="name")
        in_post = post if officer.is_in_post(day) else None
        reasons = may_see_reasons(self.request.user, officer, day)
        return super().get_context_data(
            officer=officer,
            post=post,
            steps=[
                *points_in_words(row.load, number_by_kind(held), officer.allowances.on(day), model),
                *threshold_in_words(in_post, model, officer.adjustments.on(day), row.load.threshold, reasons=reasons),
                *indicator_in_words(row.load, row.indicator_in_words),
            ],
            day=day,
            load=row,
            trend=Trend.of(unit, row.load, past, model),
            forecast_url=reverse("officer_forecast", args=[officer.pk]),
            band=BANDS[row.band],
            table=RequestConfig(self.request, paginate=False).configure(table),
            no_cases=self.no_cases(people, day),
            breadcrumbs=above_officer(post, self.request.user),
            **self.recorded(day, reasons),
            **self.review(day),
            **derivation(model),
            may_allocate=self.request.user.role in ALLOCATES,
            **kwargs,
        )

    def recorded(self, day: date, reasons: bool) -> dict[str, Any]:
        """The adjustments and allowances, of now, to come and over, and whether the user changes them."""
        officer = self.officer
        may_change = whose_thresholds(self.request.user, day).filter(pk=officer.pk).exists()
        shown: dict[str, Any] = {"day": day, "may_change": may_change}
        adjustments = AdjustmentTable(officer.adjustments.order_by("-starts_on", "reason"), reasons=reasons, **shown)
        allowances = AllowanceTable(officer.allowances.order_by("-starts_on", "pk"), **shown)
        configure = RequestConfig(self.request, paginate=False).configure
        return {
            "adjustments": configure(adjustments), "allowances": configure(allowances), "may_change": may_change,
        }  # fmt: skip

    def review(self, day: date) -> dict[str, Any]:
        """Where the workload review stands that is not over, if the user may look at it, or how to get one."""
        user = self.request.user
        found = reviews_for(user, day).filter(officer=self.officer).exclude(IS_OVER).first()
        standing = Standing(found, day) if found else None
        return {
            "review": standing,
            "review_state": state_tag(standing) if standing else "",
            "review_since": waited_in_words(standing) if standing else "",
            "review_holder": ROLES[standing.holder] if standing and standing.holder else "",
            "may_ask_review": user == self.officer and user.role in ASK_FOR_REVIEWS,
            "may_open_review": whose_reviews(user, day).filter(pk=self.officer.pk).exists(),
            "is_own": user == self.officer,
        }

    def no_cases(self, people: ServiceUserQuerySet, day: date) -> NoCaseTable:
        """Whoever is allocated and has no points, with why."""
        theirs = no_cases(day, people).seen_by(self.request.user).order_by(*BY_NAME, "crn")
        table = NoCaseTable(list(theirs), prefix="no-case-")
        return RequestConfig(self.request, paginate=False).configure(table)

    def render_to_response(  # type: ignore[override]
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponseBase:
        if self.request.GET.get("_export") == "csv":
            return csv_response(
                context["table"],
                _("Workload %(whose)s %(day)s") % {"whose": context["officer"].staff_code, "day": context["day"]},
            )
        return super().render_to_response(context, **kwargs)
