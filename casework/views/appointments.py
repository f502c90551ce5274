"""Booking, rearranging and cancelling: each shows what it does to the month's figure before anything is saved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from base.business_days import follow_up_due
from cases.models import ServiceUser
from casework.forms.appointments import (
    AppointmentForm,
    CancelForm,
    FurtherAppointmentForm,
    RearrangeForm,
    end_when_unsaid,
    new_reference,
)
from casework.services import appointments, outcomes
from casework.services.refusals import Refused
from casework.views.acting import ActPage, ContactActPage
from contacts import criteria
from contacts.models import CancelledBy, Contact
from staff.models import Office
from ui.formats import clock, weekday

NO_TIME_YET = {"date": None, "start_time": None, "end_time": None}


class BookingSteps(ActPage):
    """The form, then the answers to check, then booked. Both steps post the same form to the same address."""

    form_class = AppointmentForm
    template_name = "casework/book.html"
    check_template_name = "casework/book_check.html"
    heading = "Book an appointment"
    button = "Book the appointment"
    instead_of: Contact | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {
            **super().get_initial(),
            "contact_ref": new_reference(),
            "where": AppointmentForm.OFFICE,
            "office": self.person.office_id,
            "address": self.person.address,
            "officer": self.person.officer or self.request.user.pk,
        }

    def form_valid(self, form: AppointmentForm) -> HttpResponse:
        step = self.request.POST.get("step")
        if step == "change":
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if step == "save":
                return self.save(form)
            self.check(form)
        except appointments.Unconfirmed as refused:
            form.refuse(refused)
        except Refused as refused:
            return self.refused(form, refused)
        return self.answers_to_check(form)

    def check(self, form: AppointmentForm) -> None:
        """Raise `Refused` where the appointment cannot be booked."""
        found = appointments.problems(
            self.person, form.appointment, viewer=self.request.user, instead_of=self.instead_of
        )
        if found:
            raise Refused(*found)

    def answers_to_check(self, form: AppointmentForm) -> HttpResponse:
        self.template_name = self.check_template_name
        context = {
            "form": form,
            "appointment": form.appointment,
            "answers": self.answers(form),
            "cannot_count": appointments.cannot_count(self.person, form.appointment),
            "warnings": appointments.warnings(form.appointment),
            "started": appointments.has_started(form.appointment),
            "effects": self.effects(form),
        }
        return self.render_to_response(self.get_context_data(**context))

    def answers(self, form: AppointmentForm) -> list[tuple[str, str]]:
        """The answers to check beside the appointment's own: what was asked, what was answered."""
        return []

    def effects(self, form: AppointmentForm) -> list[str]:
        """What saving does beside booking, in sentences."""
        return []

    def arranged(self, form: AppointmentForm) -> dict[str, Any]:
        """What each service that books asks for."""
        return {
            "by": self.request.user,
            "appointment": form.appointment,
            "contact_ref": form.cleaned_data["contact_ref"],
            "confirmed": form.cleaned_data["confirmed"],
        }

    def booked(self, form: AppointmentForm, words: str) -> HttpResponse:
        """On to the notice of what was booked now, or when the same form was sent before."""
        new = get_object_or_404(self.person.contacts, contact_ref=form.cleaned_data["contact_ref"])
        when = f"{weekday(new.date)} at {clock(new.start_time)}"
        return self.done(words.format(when), "contact" if appointments.has_started(new) else "issue_notice", new.pk)


class Book(BookingSteps):
    def save(self, form: AppointmentForm) -> HttpResponse:
        appointments.book(service_user=self.person, **self.arranged(form))
        return self.booked(form, "The appointment on {} is booked.")


class OfferNewAppointment(BookingSteps, ContactActPage):
    """Booking the further appointment for a non-attendance."""

    form_class = FurtherAppointmentForm
    heading = "Book the further appointment"
    button = "Book and record as offered today"

    def refuse(self) -> None:
        outcomes.refuse_follow_up(self.contact)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **answers_of(self.contact, self.person), **NO_TIME_YET}

    def effects(self, form: AppointmentForm) -> list[str]:
        return offered_today(self.contact)

    def save(self, form: AppointmentForm) -> HttpResponse:
        seen = form.cleaned_data["seen"]
        outcomes.offer_new_appointment(contact=self.contact, seen=seen, **self.arranged(form))
        return self.booked(form, "The further appointment on {} is booked, and recorded as offered today.")

    @property
    def back_url(self) -> str:
        return self.address("follow_up", self.contact.pk)


class Rearrange(BookingSteps, ContactActPage):
    form_class = RearrangeForm
    template_name = "casework/rearrange.html"
    heading = "Rearrange the appointment"
    button = "Rearrange the appointment"

    @property
    def instead_of(self) -> Contact:  # type: ignore[override]
        return self.contact

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **answers_of(self.contact, self.person)}

    def check(self, form: AppointmentForm) -> None:
        self.refuse()
        super().check(form)

    def answers(self, form: AppointmentForm) -> list[tuple[str, str]]:
        given = form.cleaned_data
        return [("Who asked for the change", CancelledBy(given["asked_by"]).label), ("Why", given["reason"])]

    def effects(self, form: AppointmentForm) -> list[str]:
        old = f"The appointment on {weekday(self.contact.date)}"
        if form.cleaned_data["asked_by"] == CancelledBy.SERVICE:
            return [f"{old} can no longer count, because the service moves it."]
        return [f"{old} is recorded as rearranged by the service user.", *offered_today(self.contact)]

    def save(self, form: AppointmentForm) -> HttpResponse:
        answers = form.cleaned_data
        appointments.rearrange(
            contact=self.contact,
            seen=answers["seen"],
            asked_by=answers["asked_by"],
            reason=answers["reason"],
            **self.arranged(form),
        )
        return self.booked(form, "The appointment is rearranged to {}.")


class Cancel(ContactActPage):
    form_class = CancelForm
    template_name = "casework/cancel.html"

    def get_form(self, form_class: Any = None) -> CancelForm:
        form = super().get_form(form_class)
        due = weekday(follow_up_due(self.contact.date))
        form.fields["asked_by"].widget.hints = {
            CancelledBy.SERVICE_USER: f"It can count only when a further appointment is offered by {due}.",
            CancelledBy.SERVICE: "It can no longer count towards its month. Book another appointment.",
        }
        return form

    def save(self, form: CancelForm) -> HttpResponse:
        answers = form.cleaned_data
        appointments.cancel(by=self.request.user, contact=self.contact, **answers)
        if answers["asked_by"] == CancelledBy.SERVICE_USER:
            return self.done("The appointment is cancelled.", "follow_up", self.contact.pk)
        return self.done("The appointment is cancelled. It does not count.", "contact", self.contact.pk)


def offered_today(contact: Contact) -> list[str]:
    """What an offer of today means for a non-attendance: in sentences."""
    due = follow_up_due(contact.date)
    if timezone.localdate() > due:
        return [f"The offer is too late for it to count: it was due by {weekday(due)}."]
    said = [f"The new appointment is recorded as the further appointment, offered today: in time (by {weekday(due)})."]
    failing = Contact.objects.filter(pk=contact.pk).values_list(criteria.failing(), flat=True).get()
    if why := criteria.reasons(failing):
        said.append(f"The appointment on {weekday(contact.date)} does not count all the same: {'; '.join(why)}.")
    return said


def answers_of(contact: Contact, person: ServiceUser) -> dict[str, Any]:
    """A contact as the answers of the form; where it has no office or no address, those of the person are offered.

    The end stays empty where the form would say the same, so that who changes the start need not change it too.
    """
    office = next((office for office in Office.objects.all() if office.place == contact.place), None)
    where = AppointmentForm.OFFICE if office else AppointmentForm.ADDRESS if contact.place else AppointmentForm.NONE
    return {
        "type": contact.type_id,
        "date": contact.date,
        "start_time": contact.start_time,
        "end_time": None if contact.end_time == end_when_unsaid(contact.start_time) else contact.end_time,
        "where": where,
        "office": office.pk if office else person.office_id,
        "address": contact.place if where == AppointmentForm.ADDRESS else person.address,
        "officer": contact.officer_id,
    }
