"""The forms of sessions: opening, changing and cancelling one, adding people, telling all of them, and who came."""

import datetime
from collections.abc import Iterable
from copy import copy, deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.months import Month
from cases.models import ServiceUser
from casework.forms.appointments import NOT_READY, grouped, offer_rooms, room_at
from casework.forms.base import SeenForm, reason_field
from casework.forms.notices import NoticeForm, SlipForm, asked_for
from casework.services.appointments import RECORDED_BACK
from casework.services.refusals import version
from casework.services.sessions import WHEN_AND_WHERE
from contacts import calendar
from contacts.measure import Measures
from contacts.models import Contact, ContactType, Location, Session
from contacts.session import MOST_PEOPLE
from staff.models import BY_NAME, Office, User
from staff.selectors import colleagues_of
from ui.fields import ComingDateField, DatePicker, EndTimeField, Radios, StartTimeField
from ui.words import named, named_lazy


def capacity_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many people can come?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Enter how many people can come"),
            "invalid": _("Enter how many people can come, as a number"),
            "min_value": _("Enter 1 or more"),
            "max_value": _("Enter %(limit_value)d or fewer"),
        },
    )


class OpenSessionForm(forms.Form):
    """When and where several people are seen. A valid form has it as ``session``, which is not saved."""

    OFFICE, ADDRESS = "office", "address"

    type = forms.ChoiceField(label=_("Type of contact"), error_messages={"required": _("Select the type of contact")})
    date = ComingDateField(label=_("Date"), help_text=_("For example, 17/5/2027, tomorrow or Friday 2pm."))
    start_time = StartTimeField()
    end_time = EndTimeField()
    where = forms.ChoiceField(
        label=_("Where will it take place?"),
        choices=[(OFFICE, _("At an office or hub")), (ADDRESS, _("At another address"))],
        widget=Radios(reveals={OFFICE: ["office", "room"], ADDRESS: ["address"]}),
        error_messages={"required": _("Select where it will take place")},
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("Select an office")
    )
    room = forms.ChoiceField(label=_("Room (optional)"), required=False)
    address = forms.CharField(
        label=_("Address"),
        help_text=_("The written notices will state this address."),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Address must be %(limit_value)d characters or fewer")},
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who is the session with?"),
        empty_label=None,
        error_messages={"required": _("Select who the session is with")},
    )
    capacity = capacity_field()
    confirmed = forms.BooleanField(label=_("Open it anyway"), required=False)

    session: Session

    def __init__(self, *args: Any, user: User, today: datetime.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        measure = Measures.known().of(Month.of(today))
        offered = ContactType.objects.offered(today).exclude(location__in=[Location.UNKNOWN, Location.NONE])
        self.types = {code: each for code, each in offered.in_bulk().items() if each.is_group or code in measure.types}
        field: Any = self.fields
        field["type"].choices = [each for each in grouped(self.types, measure) if each[1]]
        field["date"].widget = DatePicker(min_date=today - RECORDED_BACK, max_date=calendar.last_contact_day())
        field["start_time"].help_text = field["end_time"].help_text = gettext("For example, 9:30am or 14:00.")
        field["office"].queryset = Office.objects.order_by(*BY_NAME)
        self.rooms = offer_rooms(self)
        field["officer"].queryset = colleagues_of(user, today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        place = self._place(data)
        room = room_at(self) if data.get("where") == self.OFFICE else None
        if not self.errors:
            arranged = {name: data[name] for name in ("officer", "date", "start_time", "end_time", "capacity")}
            self.session = Session(type=self.types[data["type"]], place=place, room=room, **arranged)
        return data

    def _place(self, data: dict[str, Any]) -> str:
        if data.get("where") == self.ADDRESS and "address" not in self.errors:
            if not data.get("address"):
                self.add_error("address", gettext("Enter the address"))
            return data.get("address", "")
        office = data.get("office")
        if data.get("where") == self.OFFICE and not office:
            self.add_error("office", gettext("Select an office"))
        elif office and data.get("where") == self.OFFICE:
            if office.is_ready:
                return office.place
            self.add_error("office", named(NOT_READY, office=office.name))
        return ""


class ChangeSessionForm(SeenForm, OpenSessionForm):
    """What becomes of a ``session``, and why where somebody is ``moving`` with it."""

    reason = reason_field(_("Why are you changing it?"))
    hub_exception = forms.CharField(
        label=_("Why are people who are Amber not seen at the community hub?"),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Reason must be %(limit_value)d characters or fewer")},
    )
    confirmed = forms.BooleanField(label=_("Change it anyway"), required=False)

    def __init__(self, *args: Any, session: Session, moving: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.current, field = session, self.fields
        field["reason"].help_text = gettext(
            "Only needed for a new time or place. It is kept with the appointment of each person."
        )
        if not moving:
            del field["reason"]
        if session.type_id not in self.types:
            # It is not offered any more, and stays what it is.
            self.types[session.type_id] = session.type
            of_type: Any = field["type"]
            of_type.choices = [*of_type.choices, (session.type_id, f"{session.type_id}: {session.type}")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_asked = not self.errors and "reason" in self.fields and not data["reason"]
        if is_asked and any(getattr(self.session, name) != getattr(self.current, name) for name in WHEN_AND_WHERE):
            self.add_error("reason", gettext("Enter why you are changing it"))
        return data


class CapacityForm(SeenForm):
    """How many people can come to a ``session`` whose time and place stay as they are. As `ChangeSessionForm`."""

    capacity = capacity_field()

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.session = copy(session)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.session.capacity = data["capacity"]
        return data


class CancelSessionForm(SeenForm):
    """Why the service cancels it."""

    reason = reason_field(_("Why is it being cancelled?"), _("Enter why it is being cancelled"))


class AddPeopleForm(forms.Form):
    """Whom to add to a session: from ``people``, who may be added, by their public ids."""

    search = forms.CharField(
        label=named_lazy(_("Search for other %(service_users)s")),
        help_text=_("By name, CRN, date of birth or telephone number."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Search must be %(limit_value)d characters or fewer")},
    )
    people = forms.MultipleChoiceField(
        label=_("Who will come?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Select at least one person"),
            "invalid_choice": _("Select only people from this list"),
        },
    )
    hub_exception = forms.CharField(
        label=_("Why are people who are Amber not seen at the community hub?"),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Reason must be %(limit_value)d characters or fewer")},
    )
    confirmed = forms.BooleanField(label=_("Add them anyway"), required=False)

    def __init__(self, *args: Any, people: Iterable[ServiceUser], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_id = {str(person.public_id): person for person in people}
        field: Any = self.fields
        field["people"].choices = [(key, f"{each.name}, {each.crn}") for key, each in self.by_id.items()]

    @property
    def chosen(self) -> list[ServiceUser]:
        return [self.by_id[key] for key in self.cleaned_data["people"]]


class SlipsForm(forms.Form):
    """Which slip each of the ``contacts``, which come with the ``usual`` languages, gets: as `SlipForm`, of several."""

    def __init__(self, *args: Any, usual: Iterable[tuple[Contact, Iterable[str]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Only those are asked about whom the gate let through.
        labels = {
            "languages": gettext("Language of the notice: %(name)s"),
            "size": gettext("Size of the text: %(name)s"),
        }
        self.contacts = []
        for contact, languages in usual:
            self.contacts.append(contact)
            initial = {"languages": " ".join(languages), "size": ""}
            for name, field in SlipForm.base_fields.items():
                asked: Any = deepcopy(field)
                # Whoever was added since the page was shown gets what is usual.
                asked.required = False
                asked.label, asked.initial = labels[name] % {"name": contact.service_user.name}, initial[name]
                self.fields[f"{name}_{contact.pk}"] = asked

    @property
    def asked(self) -> list[tuple[Contact, dict[str, Any]]]:
        """Each contact with what is asked for of its slip, as the services take it."""
        said = self.cleaned_data if self.is_bound else {key: each.initial for key, each in self.fields.items()}
        return [
            (each, asked_for({name: said[f"{name}_{each.pk}"] for name in SlipForm.base_fields}))
            for each in self.contacts
        ]


class SessionNoticesForm(SlipsForm, NoticeForm):
    """How and when the notices of a session were given to everyone, and which slip each got."""

    seen = None  # type: ignore[assignment]  # each appointment has its own
    languages = None  # type: ignore[assignment]  # and so each slip
    size = None  # type: ignore[assignment]
    paper = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["method"].label = gettext("How did you give the notices?")
        field["method"].choices = [
            (value, label) for value, label in zip(dict(field["method"].choices), HOW_GIVEN, strict=True)
        ]
        field["method"].widget.reveals = {}
        field["method"].error_messages["required"] = gettext("Select how you gave the notices")
        field["when"].label = gettext("When did you give them?")
        field["when"].error_messages["required"] = gettext("Select when you gave the notices")
        for contact in self.contacts:
            field[f"seen_{contact.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=version(contact)
            )


# As the choices of `NoticeForm`, of several notices.
HOW_GIVEN = (_("I handed them over"), _("I posted them"), _("I emailed them"))
