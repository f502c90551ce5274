"""Booking a series of appointments: what is arranged, then its real dates one by one, then all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.forms.appointments import new_reference
from casework.forms.series import ROWS, SeriesForm, SeriesRowForm, SeriesRows, new_series_reference
from casework.models import Draft
from casework.next_contact import NextContact, next_contact_of
from casework.proposing import (
    Told,
    interval_in_words,
    like,
    moved_in_words,
    proposed_for,
    told_of_each,
    usual_first_day,
    usual_interval,
)
from casework.series import Interval, Proposed
from casework.services.appointments import ends_after_start, place_where_needed, to_come
from casework.services.around import Around
from casework.services.refusals import Problem, Refused, RowsRefused
from casework.services.series import book_series, problems_of_each
from casework.views.appointments import BookingPage
from contacts.models import Contact
from contacts.series import Series

NOTHING_TOLD = Told([], [], [])
# Beside which answer of a row a problem is told that is not about one of its own.
BESIDE = {"start_time": "start_time", "end_time": "start_time"}


@dataclass
class Row:
    """A date of the list: its form, what was proposed, and the appointment that it is, where one can be made of it."""

    form: Any
    proposed: Proposed | None
    appointment: Contact | None = None
    told: Told = field(default=NOTHING_TOLD)

    @property
    def moved(self) -> str:
        """Why it is not on the day that was planned, as long as it is on the one that is proposed."""
        if not self.proposed:
            return ""
        day = self.appointment.date if self.appointment else None
        return moved_in_words(self.proposed) if day == self.proposed.day else ""


class BookSeries(BookingPage):
    """The form, then the list of its dates, then booked. All steps post to the same address."""

    form_class = SeriesForm
    template_name = "casework/book_series.html"
    heading = gettext_lazy("Book a series")
    button = gettext_lazy("Book the series")

    @cached_property
    def next_contact(self) -> NextContact:
        return next_contact_of(self.person, self.today)

    @cached_property
    def usual(self) -> Interval | None:
        return usual_interval(self.next_contact)

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        initial["reference"] = new_series_reference()
        if interval := self.usual:
            first = usual_first_day(interval, self.next_contact, initial["officer"])
            initial |= {"every": interval.number, "unit": interval.unit, "date": first}
        return initial

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or where answers are kept of the list, the list with them."""
        response = super().get(request, *args, **kwargs)
        answers = QueryDict(self.kept.answers) if self.kept else QueryDict()
        if f"{ROWS}-TOTAL_FORMS" in answers:
            form = SeriesForm(answers, service_user=self.person, user=request.user)
            if form.is_valid():
                return self.dates(form, SeriesRows(answers, prefix=ROWS))
        return response

    def keep(self, *, path: str, into: Draft | None, change: bool) -> None:
        """No draft: a page has the answers with the list of dates, which the form alone does not say."""

    def save(self, form: Any) -> HttpResponse:
        rows = SeriesRows(self.request.POST, prefix=ROWS)
        step = self.request.POST.get("step")
        if step == "change":
            return self.render_to_response(self.get_context_data(form=form))
        if step == "check" or not rows.management_form.is_valid():
            if found := self.problems(form):
                raise Refused(*found)
            return self.answers_to_check(form)
        if step == "save" and rows.is_valid():
            return self.book_rows(form, rows)
        return self.dates(form, rows)

    def problems(self, form: Any) -> list[Problem]:
        """What is wrong with all of them; the dates are looked at one by one."""
        first = form.appointment
        around = Around.of([first], viewer=self.request.user)
        return [*place_where_needed(first, around), *ends_after_start(first, around), *to_come(first)]

    def answers_to_check(self, form: Any) -> HttpResponse:
        return self.dates(form, None)

    def book_rows(self, form: SeriesForm, rows: BaseFormSet) -> HttpResponse:
        asked = [row for row in rows if row.cleaned_data["include"]]
        appointments = [self.appointment_of(form, row) for row in asked]
        series = Series(
            reference=form.cleaned_data["reference"],
            every=form.pattern.interval.number,
            unit=form.pattern.interval.unit,
            starts_on=form.pattern.first,
            ends_on=form.pattern.last,
        )
        confirmed = form.cleaned_data["confirmed"]
        try:
            booked = book_series(by=self.request.user, series=series, appointments=appointments, confirmed=confirmed)
        except RowsRefused as refused:
            return self.dates(form, rows, refused.rows)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(problem.field, problem.message)
            return self.dates(form, rows)
        words = ngettext(
            "You have booked a series of %(number)d appointment.",
            "You have booked a series of %(number)d appointments.",
            len(appointments),
        )
        return self.done(words % {"number": len(appointments)}, "series", booked.pk)

    def appointment_of(self, form: SeriesForm, row: SeriesRowForm) -> Contact:
        return like(form.appointment, row.cleaned_data["date"], row.cleaned_data["start_time"], new_reference())

    def dates(
        self, form: SeriesForm, rows: BaseFormSet | None, problems: Sequence[Sequence[Problem]] | None = None
    ) -> HttpResponse:
        """The list of the dates: as they are proposed or, where there are ``rows``, as they were sent.

        ``problems`` are those of the dates to book, in order, where they are known; else they are looked for.
        """
        proposed = proposed_for(form.appointment, form.pattern, viewer=self.request.user)
        if rows is None:
            start = form.appointment.start_time
            rows = SeriesRows(prefix=ROWS, initial=[{"date": each.day, "start_time": start} for each in proposed])
        listed = [Row(row, each) for row, each in zip_longest(rows, proposed[: len(rows.forms)])]
        self.look_at(form, listed, problems)
        errors = [each for number, row in enumerate(listed, 1) for each in errors_of(number, row.form)]
        if errors:
            form.add_error(None, _("Some of these dates cannot be booked. Change them or leave them out."))
        included = [row for row in listed if row.appointment]
        context = self.get_context_data(
            form=form,
            rows=listed,
            management_form=rows.management_form,
            first=form.appointment,
            interval=interval_in_words(form.pattern.interval.number, form.pattern.interval.unit),
            is_open=any(not each.day for each in proposed),
            wants_confirmation=any(row.told.unusual for row in included),
            none_counts=reasons_of_all(included),
            errors=errors,
        )
        return TemplateResponse(self.request, "casework/book_series_dates.html", context)

    def look_at(self, form: SeriesForm, listed: Sequence[Row], problems: Sequence[Sequence[Problem]] | None) -> None:
        """Put the appointment of each date into its row, with its problems or what else is to be told of it."""
        for row in listed:
            row.appointment = self.appointment_in(form, row)
        asked = [row for row in listed if row.appointment]
        appointments = [row.appointment for row in asked if row.appointment]
        if asked and problems is None:
            problems = problems_of_each(appointments, around=Around.of(appointments, viewer=self.request.user))
        for row, found in zip(asked, problems or (), strict=True):
            for problem in found:
                row.form.add_error(BESIDE.get(problem.field or "", "date"), problem.message)
        sound = [row for row in asked if not row.form.is_bound or not row.form.errors]
        for row, told in zip(sound, told_of_each([row.appointment for row in sound if row.appointment]), strict=True):
            row.told = told

    def appointment_in(self, form: SeriesForm, row: Row) -> Contact | None:
        """The appointment that the row is, if it is to be booked and its answers are right."""
        if row.form.is_bound:
            is_sound = row.form.is_valid() and row.form.cleaned_data["include"]
            return self.appointment_of(form, row.form) if is_sound else None
        day = row.proposed.day if row.proposed else None
        return like(form.appointment, day, form.appointment.start_time) if day else None


def errors_of(number: int, form: Any) -> list[tuple[str, str]]:
    """What is wrong with a row, for the summary: which one it is, and the answer that each message leads to."""
    words = _("Appointment %(number)d: %(problem)s")
    if not form.is_bound:
        return []
    return [
        (words % {"number": number, "problem": message}, field.first_id) for field in form for message in field.errors
    ]


def reasons_of_all(rows: Sequence[Row]) -> list[str]:
    """The reasons for which none of them can count."""
    if not rows or not all(row.told.cannot_count for row in rows):
        return []
    return [reason for reason in rows[0].told.cannot_count if all(reason in row.told.cannot_count for row in rows)]
