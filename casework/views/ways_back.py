"""Undoing a cancellation or a rearrangement, and correcting a booking that was mistyped."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms.appointments import CorrectForm, UndoForm
from casework.possible import Action
from casework.presenters import moment_in_words
from casework.services import ways_back
from casework.services.amending import values_of, who_recorded
from casework.services.refusals import Problem
from casework.views.acting import ContactActPage
from casework.views.appointments import BookingPage, answers_of
from contacts.models import Rearrangement
from staff.models import User
from ui.formats import clock, weekday


class UndoPage(ContactActPage):
    """Why something is undone, and what that does."""

    form_class = UndoForm
    template_name = "casework/undo.html"
    heading: str | Promise
    # What it undoes, in columns and in words.
    columns: tuple[str, ...]
    recorded: str | Promise

    def effects(self) -> list[str]:
        """What undoing it does, in sentences."""
        raise NotImplementedError

    def recorded_by(self) -> list[str]:
        """Who recorded what is undone, and when; nothing where an import brought it."""
        by, at = who_recorded(self.contact, values_of(self.contact, self.columns))
        officer = User.objects.filter(pk=by).first()
        return [str(self.recorded) % {"officer": officer, **moment_in_words(at)}] if officer and at else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(said=[*self.recorded_by(), *self.effects()], **kwargs)


class UndoCancellation(UndoPage):
    action = Action.UNDO_CANCELLATION
    heading = gettext_lazy("Undo the cancellation")
    columns = ways_back.CANCELLATION
    recorded = gettext_lazy("%(officer)s recorded the cancellation on %(day)s at %(time)s.")

    def effects(self) -> list[str]:
        return [
            _("The appointment will stand again. Tell everyone whom you told that it was cancelled."),
            _("The cancellation stays on record, with your reason for undoing it."),
        ]

    def save(self, form: UndoForm) -> HttpResponse:
        ways_back.undo_cancellation(by=self.request.user, contact=self.contact, **form.cleaned_data)
        words = _("You have undone the cancellation. The appointment on %(day)s stands again.")
        return self.done(words % {"day": weekday(self.contact.date)}, "contact", self.contact.pk)


class UndoRearrangement(UndoPage):
    action = Action.UNDO_REARRANGEMENT
    heading = gettext_lazy("Undo the rearrangement")
    columns = ways_back.REARRANGEMENT
    recorded = gettext_lazy("%(officer)s recorded the rearrangement on %(day)s at %(time)s.")

    def effects(self) -> list[str]:
        if not (made := Rearrangement.objects.filter(original=self.contact).select_related("new").first()):
            return []
        when = {"day": weekday(made.new.date), "time": clock(made.new.start_time)}
        return [
            _("The appointment will stand again, and the new one on %(day)s at %(time)s will be removed.") % when,
            _("The rearrangement stays on record, with your reason for undoing it."),
        ]

    def save(self, form: UndoForm) -> HttpResponse:
        ways_back.undo_rearrangement(by=self.request.user, contact=self.contact, **form.cleaned_data)
        words = _("You have undone the rearrangement. The appointment on %(day)s stands again.")
        return self.done(words % {"day": weekday(self.contact.date)}, "contact", self.contact.pk)


class CorrectBooking(BookingPage, ContactActPage):
    action = Action.CORRECT
    form_class = CorrectForm
    template_name = "casework/correct.html"
    heading = gettext_lazy("Correct the booking")
    button = gettext_lazy("Correct the booking")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **answers_of(self.contact, self.person)}

    def problems(self, form: CorrectForm) -> list[Problem]:
        if words := self.refusal():
            return [Problem(None, words)]
        return list(ways_back.problems_of_correction(self.contact, form.appointment, viewer=self.request.user))

    def answers(self, form: CorrectForm) -> list[tuple[str, str]]:
        return [(_("What went wrong"), form.cleaned_data["reason"])]

    def effects(self, form: CorrectForm) -> list[str]:
        return [_("What was booked before stays on record, and counts in no figure.")]

    def book(self, form: CorrectForm) -> HttpResponse:
        ways_back.correct_booking(
            by=self.request.user,
            contact=self.contact,
            seen=form.cleaned_data["seen"],
            appointment=form.appointment,
            reason=form.cleaned_data["reason"],
            confirmed=form.cleaned_data["confirmed"],
        )
        del self.contact
        return self.booked(self.contact, _("You have corrected the booking. It is now on %(day)s at %(time)s."))
