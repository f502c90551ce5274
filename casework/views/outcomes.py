"""Recording what became of an appointment, and following up a non-attendance."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.clock import local_now
from casework.forms.change_of_plan import ChangeOfPlanForm
from casework.forms.outcomes import FollowUpForm, OutcomeForm
from casework.possible import Action, follow_up_in_words, possible
from casework.services import outcomes
from casework.services.refusals import Refused
from casework.views.acting import ContactActPage
from casework.views.appointments import CancelsPage
from contacts.models import ContactOutcome, FollowUp
from ui.formats import weekday

RECORDED = {
    FollowUp.FURTHER_APPOINTMENT: gettext_lazy("You have recorded the further appointment as offered on %(day)s."),
    FollowUp.BREACH: gettext_lazy("You have recorded breach as initiated on %(day)s."),
    FollowUp.RECALL: gettext_lazy("You have recorded recall as initiated on %(day)s."),
    FollowUp.WARRANT: gettext_lazy("You have recorded a warrant as initiated on %(day)s."),
}


class RecordOutcome(CancelsPage):
    """What happened: the outcome of an appointment or, before it starts, what has become of the plan."""

    template_name = "casework/outcome.html"

    @cached_property
    def in_future(self) -> bool:
        return self.contact.is_to_come(local_now())

    @property
    def heading(self) -> str:
        if self.is_planned:
            return _("What has happened?")
        return _("Change the outcome") if self.contact.outcome_id else _("What happened?")

    @property
    def is_planned(self) -> bool:
        """Whether it is to come with nothing recorded of it yet."""
        return self.in_future and self.contact.is_open

    def refusal(self) -> str:
        absence = Action.REARRANGE if self.is_planned else Action.RECORD_ABSENCE
        return possible(self.contact, local_now())[absence if self.in_future else Action.RECORD_OUTCOME]

    def get_form_class(self) -> type[ChangeOfPlanForm] | type[OutcomeForm]:
        return ChangeOfPlanForm if self.is_planned else OutcomeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"now": local_now()} if self.is_planned else {"in_future": self.in_future}
        return {**super().get_form_kwargs(), "contact": self.contact, **about}

    def get_initial(self) -> dict[str, Any]:
        if self.is_planned:
            return super().get_initial()
        return {**super().get_initial(), **OutcomeForm.answers_of(self.contact, in_future=self.in_future)}

    def save(self, form: Any) -> HttpResponse:
        seen = {"seen": form.cleaned_data["seen"]}
        if not isinstance(form, ChangeOfPlanForm):
            given = {name: form.cleaned_data[name] for name in ("remove_follow_up", "reason")}
            return self.record(form.recorded, **given, **form.beside, **seen)
        if form.action == Action.REARRANGE:
            return redirect(self.address("rearrange", self.contact.pk, asked_by=form.asked_by))
        if form.action == Action.CANCEL:
            return self.cancel(asked_by=form.asked_by, reason=form.cleaned_data["reason"], **seen)
        return self.record(form.recorded, **seen)

    def record(self, outcome: ContactOutcome, **given: Any) -> HttpResponse:
        """Record it, and go on to the follow-up where it needs one."""
        outcomes.record_outcome(by=self.request.user, contact=self.contact, outcome=outcome, **given)
        del self.contact
        follow_up = not possible(self.contact, local_now())[Action.FOLLOW_UP]
        words = _("You have recorded the outcome of the appointment on %(day)s.") % {"day": weekday(self.contact.date)}
        return self.done(words, "follow_up" if follow_up else "contact", self.contact.pk)


class OfferFurtherAppointment(ContactActPage):
    """What to do about a non-attendance, and by when."""

    action = Action.FOLLOW_UP
    form_class = FollowUpForm
    template_name = "casework/follow_up.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        further = outcomes.further_appointments(self.contact)
        return {**super().get_form_kwargs(), "further": further, "measure": self.contact.measure}

    @property
    def overdue(self) -> bool:
        return self.contact.known_day.follow_up_due < self.today

    def get_initial(self) -> dict[str, Any]:
        """The usual answers; once it is too late the day decides, and so it has to be said."""
        usual = {"what": FollowUpForm.NEW} if self.overdue else {"what": FollowUpForm.NEW, "when": FollowUpForm.TODAY}
        return {**super().get_initial(), **usual}

    def save(self, form: FollowUpForm) -> HttpResponse:
        what, further, day = (form.cleaned_data[name] for name in ("what", "further", "done_on"))
        if what == FollowUpForm.NEW:
            if found := list(outcomes.problems_of_day(self.contact, day, local_now())):
                raise Refused(*found)
            return redirect(self.address("follow_up_book", self.contact.pk, offered=day))
        booked = what == FollowUpForm.BOOKED
        kind = FollowUp.FURTHER_APPOINTMENT if booked else FollowUp(what)
        outcomes.record_follow_up(
            by=self.request.user,
            contact=self.contact,
            seen=form.cleaned_data["seen"],
            kind=kind,
            further=further if booked else None,
            done_on=day,
        )
        words = str(RECORDED[kind]) % {"day": weekday(day)}
        if booked:
            return self.on_to_notice(words, further)
        return self.done(words, "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = self.contact.known_day.follow_up_due
        return super().get_context_data(
            due=due, overdue=self.overdue, recorded=follow_up_in_words(self.contact), **kwargs
        )
