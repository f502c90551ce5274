"""The forms of booking, rearranging and cancelling."""

from contextlib import suppress
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from base.months import Month
from cases.models import Allocation, Designation, ServiceUser
from casework.forms.base import SeenForm, reason_field
from casework.hubs import hubs_of
from casework.services.appointments import RECORDED_BACK
from contacts import calendar
from contacts.criteria import in_words
from contacts.measure import Measure, Measures
from contacts.models import CancelledBy, Contact, ContactType, Location
from staff.access import CASEWORK
from staff.models import BY_NAME, Office, Room, User
from staff.units import Unit
from ui.fields import (
    ComingDateField,
    DateField,
    DatePicker,
    EndTimeField,
    LongTextField,
    Radios,
    StartTimeField,
    date_and_time,
)
from ui.formats import weekday
from ui.words import named, named_lazy

WHO_ASKS = [(who, who.label) for who in (CancelledBy.SERVICE_USER, CancelledBy.SERVICE)]
BLANK_END = ngettext_lazy("Leave blank for %(minutes)d minute.", "Leave blank for %(minutes)d minutes.", "minutes")
NOT_READY = _(
    "%(office)s cannot be booked yet, because its address, postcode or telephone number is missing. Ask your"
    " %(administrator)s to add them"
)
# They take place at an office, and the other type that can be a minimum contact never does.
OFFICE_VISITS = ("COAI", "COAP")
OTHER_COMMON_TYPES = ("COPT", "COVC", "COOO", "C084", "CODC", "COSR")


def new_reference() -> str:
    """The reference of an appointment that is booked here: one a form, so that a form sent twice books once."""
    return f"W{uuid4().hex[:12].upper()}"


def end_when_unsaid(start: time, measure: Measure) -> time:
    """The default end time: after the time that must be set aside for the appointment to count."""
    return (datetime.combine(date.min, start) + timedelta(minutes=measure.minutes)).time()


class AppointmentForm(forms.Form):
    """What is arranged. A valid form has it as ``appointment``, a contact that is not saved."""

    OFFICE, ADDRESS, NONE = "office", "address", "none"

    contact_ref = forms.RegexField(r"^W[0-9A-F]{12}$", widget=forms.HiddenInput)
    type = forms.ChoiceField(
        label=_("Type of contact"),
        error_messages={"required": _("Select the type of contact")},
    )
    date: DateField = ComingDateField(label=_("Date"), help_text=_("For example, 17/5/2027, tomorrow or Friday 2pm."))
    start_time = StartTimeField()
    end_time = EndTimeField(required=False)
    where = forms.ChoiceField(
        label=_("Where will it take place?"),
        choices=[
            (OFFICE, _("At an office")),
            (ADDRESS, named_lazy(_("At another address, such as the %(service_user)s’s home"))),
            (NONE, _("By telephone or video")),
        ],
        help_text=_("You need not answer this for an office visit (COAP, COAI) or a home visit (CHVS)."),
        required=False,
        widget=Radios(reveals={OFFICE: ["office", "room", "hub_exception"], ADDRESS: ["address"]}),
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("Select an office")
    )
    room = forms.ChoiceField(label=_("Room (optional)"), required=False)
    hub_exception = forms.CharField(
        label=_("Why is it not at the community hub?"),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Reason must be %(limit_value)d characters or fewer")},
    )
    address = LongTextField(
        label=_("Visit address"),
        help_text=_("The written notice will state this address."),
        error_messages={"max_length": _("Visit address must be %(limit_value)d characters or fewer")},
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who is the appointment with?"),
        empty_label=None,
        error_messages={"required": _("Select who the appointment is with")},
    )
    other_activity = forms.CharField(
        label=_("Is another activity recorded for the same time, such as a RAR session?"),
        help_text=_(
            "Leave this blank if there is none. If there is one, say what it is. The appointment then cannot count"
            " towards the month."
        ),
        max_length=200,
        required=False,
        error_messages={"max_length": _("The other activity must be %(limit_value)d characters or fewer")},
    )
    confirmed = forms.BooleanField(label=_("Book anyway"), required=False)

    appointment: Contact

    def __init__(self, *args: Any, service_user: ServiceUser, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_bound and not self.data.get("start_time"):
            self.data = self._with_time_apart()
        self.service_user = service_user
        self.today = today = timezone.localdate()
        self.types = ContactType.objects.offered(today).exclude(location=Location.UNKNOWN).in_bulk()
        if self.is_bound and not self.data.get("where"):
            self.data = self._with_place_of_type()
        field: Any = self.fields
        self.measures = Measures.known()
        measure = self.measures.of(Month.of(today))
        field["type"].choices = grouped(self.types, measure)
        field["type"].help_text = in_words(_("Only these types can count towards the month: %(types)s."), measure)
        field["date"].widget = DatePicker(min_date=today - RECORDED_BACK, max_date=calendar.last_contact_day())
        field["start_time"].help_text = gettext("For example, 9:30am or 14:00.")
        field["end_time"].help_text = in_words(BLANK_END, measure)
        self.hubs = hubs_of(service_user, service_user.brag)  # type: ignore[attr-defined]  # by the gate
        first = [hub.pk for hub in self.hubs]
        field["office"].queryset = Office.objects.order_by(
            Case(When(pk__in=first, then=0), When(pk=service_user.office_id, then=1), default=2), *BY_NAME
        )
        if self.hubs:
            words = gettext("Leave blank for %(hub)s. People who are Amber are offered their appointments there.")
            field["hub_exception"].help_text = words % {"hub": self.hubs[0]}
        else:
            leave_out(self, "hub_exception")
        self.rooms = offer_rooms(self)
        field["officer"].queryset = officers_for(service_user, user)

    def so_far(self) -> dict[str, Any]:
        """The date, who it is with and where, as far as they are answered rightly, or are answers from the start."""
        if self.is_bound:
            # Of an appointment that is refused, what is wrong with it is no longer among the answers.
            of_appointment = ("date", "officer") if hasattr(self, "appointment") else ()
            return self.cleaned_data | {name: getattr(self.appointment, name) for name in of_appointment}
        said: dict[str, Any] = {}
        for name in ("date", "officer", "where", "office"):
            with suppress(ValidationError):
                said[name] = self.fields[name].clean(self.initial.get(name))
        return said

    def _with_time_apart(self) -> Any:
        """The answers, where the time was typed into the box of the date."""
        day, start = date_and_time(self.data.get("date", ""))
        answers: Any = copy(self.data)
        answers["date"], answers["start_time"] = day, start
        return answers

    def _with_place_of_type(self) -> Any:
        """The answers, where the type says where: should the address be missing, the page has its box open."""
        type = self.types.get(self.data.get("type", ""))
        answers: Any = copy(self.data)
        answers["where"] = self.place_by_type(type) if type else ""
        return answers

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, start = data.get("date"), data.get("start_time")
        if day and start and "end_time" in data and not data["end_time"]:
            data["end_time"] = end_when_unsaid(start, self.measures.of(Month.of(day)))
        place = self._place(data.get("where"), self.types.get(data.get("type", "")))
        room = room_at(self) if data.get("where") == self.OFFICE else None
        if not self.errors:
            self.appointment = Contact(
                contact_ref=data.get("contact_ref", ""),
                service_user=self.service_user,
                type=self.types[data["type"]],
                officer=data["officer"],
                date=data["date"],
                start_time=data["start_time"],
                end_time=data["end_time"],
                place=place,
                other_activity=data["other_activity"],
                room=room,
                hub_exception=self._why_not_at_the_hub(data),
            )
        return data

    @classmethod
    def place_by_type(cls, type: ContactType) -> str:
        """Where contacts of the type always take place, as an answer; empty where it has to be said."""
        return cls.OFFICE if type.pk in OFFICE_VISITS else cls.ADDRESS if type.location == Location.NONE else ""

    def _why_not_at_the_hub(self, data: dict[str, Any]) -> str:
        """What is asked only of an appointment at another office."""
        elsewhere = data["where"] == self.OFFICE and data["office"] not in self.hubs
        return data.get("hub_exception", "") if elsewhere else ""

    def _place(self, where: str | None, type: ContactType | None) -> str:
        by_type = self.place_by_type(type) if type else ""
        if type and not where and "where" in self.cleaned_data:
            self.add_error("where", gettext("Select where it will take place"))
        elif where == self.ADDRESS and by_type == self.OFFICE:
            self.add_error("where", gettext("Select an office. This type of contact takes place at an office"))
        elif where == self.OFFICE:
            if type and type.location == Location.NONE:
                self.add_error("where", gettext("Select another address. This type of contact cannot be at an office"))
            elif not (office := self.cleaned_data.get("office")):
                self.add_error("office", gettext("Select an office"))
            elif not office.is_ready:
                self.add_error("office", named(NOT_READY, office=office.name))
            else:
                return office.place
        elif where == self.ADDRESS and "address" in self.cleaned_data:
            address = self.cleaned_data["address"]
            if not address:
                self.add_error("address", gettext("Enter the visit address"))
            return address
        return ""


def offer_rooms(form: Any) -> dict[str, Room]:
    """Offer the rooms of the offices that the form offers, by office; where there are none, nothing is asked."""
    rooms = Room.objects.filter(closed=False).select_related("office")
    by_office: dict[Office, list[Room]] = {office: [] for office in form.fields["office"].queryset}
    for room in rooms:
        if room.office in by_office:
            by_office[room.office].append(room)
    offered = [
        (office.name, [(room.pk, room_in_words(room)) for room in theirs])
        for office, theirs in by_office.items()
        if theirs
    ]
    if not offered:
        leave_out(form, "room")
    else:
        form.fields["room"].choices = [("", gettext("No room yet")), *offered]
    return {str(room.pk): room for room in rooms}


def leave_out(form: Any, name: str) -> None:
    """Do not ask for the field, which an office reveals."""
    del form.fields[name]
    where = form.fields["where"].widget
    where.reveals = {**where.reveals, form.OFFICE: [each for each in where.reveals[form.OFFICE] if each != name]}


def room_at(form: Any) -> Room | None:
    """The room that was selected: it must be one of the office."""
    room, office = form.rooms.get(form.cleaned_data.get("room") or ""), form.cleaned_data.get("office")
    if room and office and room.office_id != office.pk:
        form.add_error("room", gettext("Select a room of the office %(office)s") % {"office": office})
    return room


def room_in_words(room: Room) -> str:
    """Room 1, 12 places."""
    words = ngettext("%(room)s, %(number)d place", "%(room)s, %(number)d places", room.places)
    return words % {"room": room, "number": room.places}


class OfferedForm(forms.Form):
    """The day on which a further appointment was offered, as the address of its page says."""

    offered = DateField(label=_("Offered on"))


class FurtherAppointmentForm(SeenForm, AppointmentForm):
    """The further appointment for a contact as the page showed it, and the day on which it was offered."""

    done_on = DateField(widget=forms.HiddenInput)


class RearrangeForm(SeenForm, AppointmentForm):
    """Who wants it moved and why, and what is arranged instead."""

    asked_by = forms.ChoiceField(
        label=_("Who asked for the change?"),
        choices=WHO_ASKS,
        widget=Radios(
            hints={
                CancelledBy.SERVICE_USER: _(
                    "The new appointment is recorded as the further appointment, offered today."
                ),
                CancelledBy.SERVICE: _("The original appointment can no longer count towards its month."),
            }
        ),
        error_messages={"required": _("Select who asked for the change")},
    )
    reason = reason_field(_("Why are you rearranging it?"), _("Enter why you are rearranging it"))


def cancelling_means(contact: Contact) -> dict[str, str]:
    """What a cancellation by whom does to its month, in words."""
    due = {"day": weekday(contact.known_day.follow_up_due)}
    return {
        CancelledBy.SERVICE_USER: gettext("It can only count if you offer a further appointment by %(day)s.") % due,
        CancelledBy.SERVICE: gettext("It can no longer count towards its month. Book another appointment."),
    }


class CancelForm(SeenForm):
    """Who cancels, and why."""

    asked_by = forms.ChoiceField(
        label=_("Who is cancelling it?"),
        choices=WHO_ASKS,
        widget=Radios(),
        error_messages={"required": _("Select who is cancelling it")},
    )
    reason = reason_field(_("Why is it being cancelled?"), _("Enter why it is being cancelled"))


class CorrectForm(SeenForm, AppointmentForm):
    """What should have been booked, and why it was not."""

    contact_ref = None  # type: ignore[assignment]  # it has its reference

    reason = reason_field(_("What went wrong?"), _("Enter what went wrong"))


class UndoForm(SeenForm):
    """Why something is undone."""

    reason = reason_field(_("Why are you undoing it?"), _("Enter why you are undoing it"))


def grouped(types: dict[str, ContactType], measure: Measure) -> list[tuple[str, Any]]:
    """The types of contact as choices, those that can count first; each with its code, which staff know and type."""
    common = [code for code in OTHER_COMMON_TYPES if code not in measure.types]
    groups = [code for code in sorted(types) if types[code].is_group and code not in measure.types]
    others = [code for code in sorted(types) if code not in (*measure.types, *common, *groups)]

    def options(codes) -> list[tuple[str, str]]:
        return [(code, f"{code}: {types[code].description}") for code in codes if code in types]

    return [
        ("", gettext("Select the type of contact")),
        (gettext("Can be a minimum contact"), options(measure.types)),
        (gettext("Other appointments"), options(common)),
        (gettext("Group sessions"), options(groups)),
        (gettext("Sessions and other contacts"), options(others)),
    ]


def officers_for(service_user: ServiceUser, user: User):
    """Whom an appointment may be with: the user's team, the person's case manager and whom the sentence plan names.

    Who takes over on a later day is among them.
    """
    today = timezone.localdate()
    own, named = (
        Q(pk__in=periods.objects.exclude(ends_on__lt=today).filter(service_user=service_user).values("officer"))
        for periods in (Allocation, Designation)
    )
    team = Q(pk__in=Unit.of_member(user).posts.on(today).filter(role__in=CASEWORK).values("user"))
    return User.objects.in_post(today).filter(team | own | named)
