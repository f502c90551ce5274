"""Booking, rearranging and cancelling: each shows what it does to the month's figure before anything is saved."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.clock import local_now
from base.months import Month
from cases.models import ServiceUser
from casework import drafts
from casework.cover import covers_for
from casework.diary import FreeTimes, free_times
from casework.forms.appointments import (
    AppointmentForm,
    CancelForm,
    FurtherAppointmentForm,
    OfferedForm,
    RearrangeForm,
    cancelling_means,
    end_when_unsaid,
    new_reference,
)
from casework.forms.diary import BookedFromForm
from casework.forms.notices import ToldForm
from casework.hubs import hubs_of
from casework.possible import Action, can_be_told, weighed_contact
from casework.presenters import group_in_words
from casework.selectors import officer_instead
from casework.services import appointments, outcomes
from casework.services.notices import gaps_of, is_late_by_post, issue_notice, printed, why_unprintable
from casework.services.refusals import Problem, Refused, SentBefore, Unconfirmed, version
from casework.slip.words import appointment_of
from casework.views.acting import ContactActPage
from casework.views.drafting import SLIP, DraftedPage
from casework.views.files import as_pdf
from contacts import calendar, criteria
from contacts.lateness import is_recorded_late
from contacts.models import CancelledBy, Contact, NoticeMethod
from contacts.overtaken import would_be_to_cancel
from staff.models import Office
from ui.formats import clock, weekday
from ui.words import named

# The step of a booking that is no booking: what took place already is recorded on a page of its own.
TOOK_PLACE = "took_place"
NO_TIME_YET = {"date": None, "start_time": None, "end_time": None, "room": None}


class BookingPage(DraftedPage):
    """The form, then the answers to check, then booked. Both steps post the same form to the same page."""

    form_class = AppointmentForm
    template_name = "casework/book.html"
    check_template = "casework/book_check.html"
    heading: str | Promise
    button: str | Promise

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "service_user": self.person, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {
            **super().get_initial(),
            "contact_ref": new_reference(),
            "office": self.usual_office,
            "address": self.person.address,
            "officer": self.person.officer or self.request.user.pk,
        }

    def show_draft(self) -> HttpResponse:
        """As every draft, or the slip of the appointment that it says, to print or to send before it is booked."""
        if SLIP not in self.request.GET or not self.draft:
            return super().show_draft()
        form = self.form_of(self.draft)
        if form.is_valid():
            with suppress(Refused):
                return as_pdf(printed(form.appointment).pdf)
        return redirect(self.address_of(self.draft))

    @property
    def usual_office(self) -> int:
        """That of the person, or the hub at which they are offered appointments."""
        hubs = hubs_of(self.person, self.person.brag)
        return hubs[0].pk if hubs else self.person.office_id

    def save(self, form: AppointmentForm) -> HttpResponse:
        if self.request.POST.get("step") == "save":
            # Booked and told, or neither.
            with transaction.atomic():
                return self.book(form)
        if found := self.problems(form):
            raise Refused(*found)
        return self.answers_to_check(form)

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The answers to check where they want to be confirmed; else the form, which may be sent as another one."""
        if isinstance(refused, Unconfirmed):
            return self.answers_to_check(form)
        if isinstance(refused, SentBefore):
            form.data = {**form.data.dict(), "contact_ref": new_reference()}
        return super().refused(form, refused)

    def answers_to_check(self, form: AppointmentForm) -> HttpResponse:
        started = not form.appointment.is_to_come(local_now())
        to_cancel = not started and would_be_to_cancel(form.appointment)
        context = self.get_context_data(
            form=form,
            told_form=None if started or to_cancel else self.told_form(form.appointment),
            slip_url=f"{self.address_of(self.draft)}&{SLIP}=1" if self.draft else "",
            change_url=self.address_of(self.draft, change=True),
            appointment=form.appointment,
            cannot_count=appointments.cannot_count(form.appointment),
            warnings=self.warnings(form),
            started=started,
            not_responsible=criteria.Test.CASE_MANAGER
            in criteria.failed_tests(criteria.previews([form.appointment])[0]),
            covers_for=covers_for(form.appointment.officer, self.person, form.appointment.date),
            to_cancel=to_cancel,
            group=group_in_words(form.appointment),
            answers=self.answers(form),
            effects=self.effects(form),
        )
        return TemplateResponse(self.request, self.check_template, context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``free_times`` is asked for by the page that shows them."""
        context = super().get_context_data(**kwargs)
        return {**context, "free_times": partial(self.free_times, context["form"])}

    def free_times(self, form: AppointmentForm) -> FreeTimes | None:
        """The diary of who is asked for, on the day that is asked for: what is free, before and after a clash."""
        said = form.so_far()
        day, officer = said.get("date"), said.get("officer")
        if not officer:
            return None
        if day and day > calendar.last_contact_day():
            day = None
        least = timedelta(minutes=form.measures.of(Month.of(day or self.today)).minutes)
        office = said.get("office") if said.get("where") in (form.OFFICE, "", None) else None
        return free_times(officer, day, viewer=self.request.user, least=least, office=office)

    def problems(self, form: Any) -> list[Problem]:
        """Why it cannot be booked, said before the answers are checked."""
        return appointments.problems(form.appointment, viewer=self.request.user)

    def warnings(self, form: Any) -> list[str]:
        """What is unusual about it, and so wants a second confirmation."""
        return appointments.warnings(form.appointment)

    def answers(self, form: Any) -> list[tuple[str, str]]:
        """The answers to check beside the appointment's own: what was asked, what was answered."""
        return []

    def effects(self, form: Any) -> list[str]:
        """What saving does beside booking, in sentences."""
        return []

    def book(self, form: Any) -> HttpResponse:
        """Call the service, and go on to the notice of what it booked."""
        raise NotImplementedError

    def told_form(self, appointment: Contact) -> ToldForm | None:
        """Whether the notice is given; None where no slip of the appointment can be printed from here."""
        slip = appointment_of(appointment)
        if not appointment.place or why_unprintable(slip) or gaps_of(slip):
            return None
        late = is_late_by_post(appointment, NoticeMethod.POSTED, local_now())
        return ToldForm(self.request.POST or None, late_by_post=late, initial={"told": ""})

    def booked(self, new: Contact, words: str) -> HttpResponse:
        """On to the notice of the new appointment, unless it is given; ``words`` have %(day)s and %(time)s."""
        drafts.drop(self.draft)
        when = {"day": weekday(new.date), "time": clock(new.start_time)}
        contact = weighed_contact(self.person, new.pk)
        told = self.told_form(contact) if contact and can_be_told(contact, local_now()) else None
        if contact is None or told is None or not told.is_valid() or not told.cleaned_data["told"]:
            return self.on_to_notice(words % when, new)
        issue_notice(
            by=self.request.user,
            contact=contact,
            seen=version(contact),
            method=told.cleaned_data["told"],
            confirmed=True,
        )
        said = f"{words % when} {_('You have recorded that the notice was given.')}"
        return self.done(said, "contact", new.pk)


class Book(BookingPage):
    template_name = "casework/book_new.html"
    heading = gettext_lazy("Book an appointment")
    button = gettext_lazy("Book the appointment")

    def get_initial(self) -> dict[str, Any]:
        """With the time and the officer that the diary's link says."""
        return {**super().get_initial(), **BookedFromForm(self.request.GET).said}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As every form, or on to recording what took place already, with the answers."""
        if request.POST.get("step") == TOOK_PLACE:
            path = reverse("record_contact", args=[self.person.public_id])
            if moved := self.keep(path=path, into=None, change=True):
                drafts.drop(self.draft)
                return moved
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        booked = getattr(context["form"], "appointment", None)
        return {**context, "took_place": booked and not booked.is_to_come(local_now())}

    def book(self, form: AppointmentForm) -> HttpResponse:
        new = appointments.book(
            by=self.request.user, appointment=form.appointment, confirmed=form.cleaned_data["confirmed"]
        )
        return self.booked(new, _("You have booked the appointment on %(day)s at %(time)s."))


class OfferNewAppointment(BookingPage, ContactActPage):
    """Booking the further appointment for a non-attendance. The page before asked when it was offered."""

    action = Action.FOLLOW_UP
    form_class = FurtherAppointmentForm
    heading = gettext_lazy("Book the further appointment")
    button = gettext_lazy("Book and record the offer")

    @property
    def back_url(self) -> str:
        return self.address("follow_up", self.contact.pk)

    def get_initial(self) -> dict[str, Any]:
        offered = OfferedForm(self.request.GET)
        day = offered.cleaned_data["offered"] if offered.is_valid() else self.today
        answers = instead_of(self.contact, self.person, self.today)
        return {**super().get_initial(), **answers, **NO_TIME_YET, "done_on": day}

    def problems(self, form: Any) -> list[Problem]:
        if words := self.refusal():
            return [Problem(None, words)]
        offered_on = form.cleaned_data["done_on"]
        return [
            *outcomes.problems_of_day(self.contact, offered_on, local_now()),
            *appointments.problems(form.appointment, viewer=self.request.user, offered_on=offered_on),
        ]

    def answers(self, form: FurtherAppointmentForm) -> list[tuple[str, str]]:
        return [(_("Offered on"), weekday(form.cleaned_data["done_on"]))]

    def effects(self, form: FurtherAppointmentForm) -> list[str]:
        return what_an_offer_means(self.contact, form.cleaned_data["done_on"])

    def book(self, form: FurtherAppointmentForm) -> HttpResponse:
        new = outcomes.offer_new_appointment(
            by=self.request.user,
            contact=self.contact,
            seen=form.cleaned_data["seen"],
            appointment=form.appointment,
            done_on=form.cleaned_data["done_on"],
            confirmed=form.cleaned_data["confirmed"],
        )
        return self.booked(new, _("You have booked the further appointment on %(day)s at %(time)s."))


class Rearrange(BookingPage, ContactActPage):
    action = Action.REARRANGE
    form_class = RearrangeForm
    template_name = "casework/rearrange.html"
    heading = gettext_lazy("Rearrange the appointment")
    button = gettext_lazy("Rearrange the appointment")

    def get_initial(self) -> dict[str, Any]:
        """The page before may have asked who wants it moved."""
        asked_by = self.request.GET.get("asked_by", "")
        return {**super().get_initial(), **instead_of(self.contact, self.person, self.today), "asked_by": asked_by}

    def problems(self, form: Any) -> list[Problem]:
        if words := self.refusal():
            return [Problem(None, words)]
        return appointments.problems(form.appointment, viewer=self.request.user, instead_of=self.contact)

    def answers(self, form: RearrangeForm) -> list[tuple[str, str]]:
        given = form.cleaned_data
        who = str(CancelledBy(given["asked_by"]).label)
        return [(_("Who asked for the change"), who), (_("Reason"), given["reason"])]

    def effects(self, form: RearrangeForm) -> list[str]:
        day = weekday(self.contact.date)
        if form.cleaned_data["asked_by"] == CancelledBy.SERVICE:
            words = _("The appointment on %(day)s can no longer count, because the %(service)s rearranged it.")
            return [named(words, day=day)]
        words = _("The appointment on %(day)s is recorded as rearranged by the %(service_user)s.")
        return [named(words, day=day), *what_an_offer_means(self.contact, self.today)]

    def book(self, form: RearrangeForm) -> HttpResponse:
        given = form.cleaned_data
        new = appointments.rearrange(
            by=self.request.user,
            contact=self.contact,
            seen=given["seen"],
            asked_by=given["asked_by"],
            reason=given["reason"],
            appointment=form.appointment,
            confirmed=given["confirmed"],
        )
        return self.booked(new, _("You have rearranged the appointment to %(day)s at %(time)s."))


class CancelsPage(ContactActPage):
    """A page that cancels an appointment, and leads on to what comes next."""

    def cancel(self, *, asked_by: str, reason: str, seen: str) -> HttpResponse:
        appointments.cancel(by=self.request.user, contact=self.contact, asked_by=asked_by, reason=reason, seen=seen)
        day = {"day": weekday(self.contact.date)}
        if asked_by == CancelledBy.SERVICE_USER:
            return self.done(_("You have cancelled the appointment on %(day)s.") % day, "follow_up", self.contact.pk)
        words = _("You have cancelled the appointment on %(day)s. It does not count.")
        return self.done(words % day, "contact", self.contact.pk)


class Cancel(CancelsPage):
    action = Action.CANCEL
    form_class = CancelForm
    template_name = "casework/cancel.html"

    def get_form(self, form_class: Any = None) -> CancelForm:
        form = super().get_form(form_class)
        form.fields["asked_by"].widget.hints = cancelling_means(self.contact)
        return form

    def save(self, form: CancelForm) -> HttpResponse:
        return self.cancel(**form.cleaned_data)


def what_an_offer_means(contact: Contact, offered_on: date) -> list[str]:
    """What an offer of that day means for a non-attendance: in sentences."""
    due = contact.known_day.follow_up_due
    if offered_on > due:
        return [_("This offer is too late to count, because it was due by %(day)s.") % {"day": weekday(due)}]
    in_time = _(
        "The new appointment is recorded as the further appointment, offered on %(offered)s. This is in time, because"
        " the offer is due by %(day)s."
    )
    said = [in_time % {"offered": weekday(offered_on), "day": weekday(due)}]
    if is_recorded_late(offered_on, local_now(), None):
        said.append(_("It will be marked “recorded late”, and counts all the same."))
    failing = Contact.objects.filter(pk=contact.pk).values_list(criteria.failing(), flat=True).get()
    if why := criteria.reasons(failing, contact.measure):
        said.append(_("The appointment on %(day)s still does not count.") % {"day": weekday(contact.date)})
        said += why
    return said


def instead_of(contact: Contact, person: ServiceUser, today: date) -> dict[str, Any]:
    """The answers of `answers_of` for another appointment: with whoever has taken the person over since.

    What went on beside the one goes on beside no other.
    """
    return {**answers_of(contact, person), "officer": officer_instead(contact, today), "other_activity": ""}


def answers_of(contact: Contact, person: ServiceUser) -> dict[str, Any]:
    """A contact as the answers of the form; where it has no office or no address, those of the person are offered.

    The end stays empty where the form would say the same, so that who changes the start need not change it too.
    """
    office = next((office for office in Office.objects.all() if office.place == contact.place), None)
    end_unsaid = end_when_unsaid(contact.start_time, contact.measure)
    elsewhere = AppointmentForm.ADDRESS if contact.place else AppointmentForm.NONE
    where = AppointmentForm.OFFICE if office else AppointmentForm.place_by_type(contact.type) or elsewhere
    return {
        "type": contact.type_id,
        "date": contact.date,
        "start_time": contact.start_time,
        "end_time": None if contact.end_time == end_unsaid else contact.end_time,
        "where": where,
        "office": office.pk if office else person.office_id,
        "room": contact.room_id,
        "hub_exception": contact.hub_exception,
        "address": contact.place if where == AppointmentForm.ADDRESS and contact.place else person.address,
        "officer": contact.officer_id,
        "other_activity": contact.other_activity,
    }
