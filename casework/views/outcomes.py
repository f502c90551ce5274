"""Recording what became of an appointment, and following up a non-attendance."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from base.business_days import follow_up_due
from casework.forms.outcomes import FollowUpForm, OutcomeForm
from casework.services import outcomes
from casework.views.acting import ContactActPage
from contacts.models import FollowUp


class RecordOutcome(ContactActPage):
    form_class = OutcomeForm
    template_name = "casework/outcome.html"

    def refuse(self) -> None:
        outcomes.refuse_outcome(self.contact)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.contact}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **OutcomeForm.initial_for(self.contact)}

    def save(self, form: OutcomeForm) -> HttpResponse:
        outcomes.record_outcome(
            by=self.request.user,
            contact=self.contact,
            seen=form.cleaned_data["seen"],
            outcome=form.recorded,
            remove_follow_up=form.cleaned_data["remove_follow_up"],
        )
        next_page = "follow_up" if outcomes.awaits_follow_up(self.contact) else "contact"
        return self.done("The outcome is recorded.", next_page, self.contact.pk)


class OfferFurtherAppointment(ContactActPage):
    """What to do about a non-attendance, and by when."""

    form_class = FollowUpForm
    template_name = "casework/follow_up.html"

    def refuse(self) -> None:
        outcomes.refuse_follow_up(self.contact)

    def get_form_kwargs(self) -> dict[str, Any]:
        further = outcomes.future_appointments(self.contact)
        return {**super().get_form_kwargs(), "further": further, "actions_count": self.actions_count}

    @property
    def actions_count(self) -> bool:
        return settings.MINIMUM_CONTACT_FOLLOW_UP == "any_action"

    def save(self, form: FollowUpForm) -> HttpResponse:
        what, further = form.cleaned_data["what"], form.cleaned_data["further"]
        if what == FollowUpForm.NEW:
            return redirect(self.address("follow_up_book", self.contact.pk))
        booked = what == FollowUpForm.BOOKED
        outcomes.record_follow_up(
            by=self.request.user,
            contact=self.contact,
            seen=form.cleaned_data["seen"],
            kind=FollowUp.FURTHER_APPOINTMENT if booked else what,
            further=further if booked else None,
        )
        if booked:
            return self.done("The further appointment is recorded as offered today.", "issue_notice", further.pk)
        return self.done(f"{FollowUp(what).label} is recorded.", "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = follow_up_due(self.contact.date)
        return super().get_context_data(
            due=due,
            overdue=due < timezone.localdate(),
            actions_count=self.actions_count,
            recorded=outcomes.follow_up_words(self.contact),
            **kwargs,
        )
