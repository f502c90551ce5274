"""The diary of a case manager by day, week or month, and booking from one of its gaps."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.diary import Days, Show, diary_of, weeks_of
from casework.filters import PeopleToBookFilters
from casework.forms.diary import DiaryForm, SlotForm
from casework.selectors import slips_of
from casework.tables import PeopleToBookTable
from casework.views.caseload import Caseload
from staff.access import CASEWORK, ForRoles
from staff.models import User
from staff.selectors import whose_absences


class Diary(ForRoles, TemplateView):
    """One's own diary or a colleague's. A wrong date is told, and one's own of today shown."""

    roles = CASEWORK

    def get_template_names(self) -> list[str]:
        return ["casework/diary_month.html" if self.show == Show.MONTH else "casework/diary_days.html"]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def asked(self) -> DiaryForm:
        form = DiaryForm(self.request.GET, user=self.request.user, today=self.today)
        if not form.is_valid() and form.errors.keys() - {"on"}:
            raise Http404
        return form

    @cached_property
    def show(self) -> str:
        return self.asked.cleaned_data["show"] or Show.WEEK

    @cached_property
    def officer(self) -> User:
        return self.asked.cleaned_data["officer"] or self.request.user

    def address(self, show: str, day: date) -> str:
        asked: dict[str, Any] = {"show": str(show), "on": day.isoformat()}
        if self.officer != self.request.user:
            asked["officer"] = self.officer.pk
        return f"{reverse('diary')}?{urlencode(asked)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = self.asked.cleaned_data.get("on") or self.today
        days = Days.of(self.show, on)
        found = diary_of(self.officer, days, viewer=self.request.user)
        is_own = self.officer == self.request.user
        is_today = self.show == Show.DAY and on == self.today
        others = [
            (words, self.address(self.show, day))
            for words, day in ((_("Earlier"), days.before), (_("Later"), days.after))
            if Days.of(self.show, day).are_known
        ]
        return super().get_context_data(
            officer=self.officer,
            is_own=is_own,
            has_slips=is_own and is_today and slips_of(self.request.user, self.today).exists(),
            tells_why=whose_absences(self.request.user, self.today).contains(self.officer),
            today=self.today,
            heading=days.in_words(self.show),
            shows=[(show.label, self.address(show, on), show == self.show) for show in Show],
            others=others,
            today_url=None if days.first <= self.today <= days.last else self.address(self.show, self.today),
            days=[(day, self.address(Show.DAY, day.date)) for day in found if self.is_shown(day)],
            weeks=[[day and (day, self.address(Show.DAY, day.date)) for day in week] for week in weeks_of(found)],
            weekdays=WEEKDAYS.values(),
            form=self.drawn(on),
            **kwargs,
        )

    def is_shown(self, day: Any) -> bool:
        return self.show == Show.DAY or not day.may_be_left_out

    def drawn(self, on: date) -> DiaryForm:
        """The form as the page shows it: with what is shown, or with what was wrong."""
        if self.asked.errors:
            self.asked.data = {**self.request.GET.dict(), "officer": self.officer.pk}
            return self.asked
        answers = {"officer": self.officer.pk, "on": on, "show": self.show}
        return DiaryForm(initial=answers, user=self.request.user, today=self.today)


class BookFromDiary(Caseload):
    """Whom to book at a time of the diary: a list to search, each of which leads on to the form."""

    roles = CASEWORK
    filterset_class = PeopleToBookFilters
    table_class = PeopleToBookTable
    template_name = "casework/book_from_diary.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Choose who to book")

    @cached_property
    def slot(self) -> dict[str, Any]:
        """``date``, ``start_time`` and ``officer``."""
        user, today = self.request.user, timezone.localdate()
        form = SlotForm(self.kwargs, user=user, today=today)
        if not form.is_valid():
            raise Http404
        return form.cleaned_data

    @property
    def back_url(self) -> str:
        asked = {"show": Show.DAY.value, "on": self.slot["date"].isoformat(), "officer": self.slot["officer"].pk}
        return f"{reverse('diary')}?{urlencode(asked)}"

    def get_table_kwargs(self) -> dict[str, Any]:
        slot = self.slot
        said = {
            "date": slot["date"].isoformat(),
            "start_time": f"{slot['start_time']:%H:%M}",
            "officer": slot["officer"].pk,
        }
        return {"empty_text": self.nobody, "said": urlencode(said)}
