"""Reminders of appointments: of which, what they say, and what pages tell of the messages that were sent."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.models import Language, ServiceUser
from casework.sending import Text, channels
from casework.slip.words import CATALOGUES, appointment_of, usual_languages
from contacts import calendar
from contacts.messages import Channel, Message, MessageKind, MessageState, ReminderAgreement
from contacts.models import Contact, ContactQuerySet
from contacts.overtaken import is_to_cancel
from ui import formats

_SETTLED = [state for state in MessageState if state != MessageState.UNREACHED]
AGREED = {
    Channel.TEXT: gettext_lazy("By text message, agreed on %(day)s"),
    Channel.EMAIL: gettext_lazy("By email, agreed on %(day)s"),
}
TOLD = {
    (MessageKind.REMINDER, Channel.TEXT): gettext_lazy("Reminder by text message, %(day)s at %(time)s."),
    (MessageKind.REMINDER, Channel.EMAIL): gettext_lazy("Reminder by email, %(day)s at %(time)s."),
    (MessageKind.SLIP, Channel.EMAIL): gettext_lazy("Appointment slip by email, %(day)s at %(time)s."),
}
COLOURS = {MessageState.SENT: "blue", MessageState.DELIVERED: "green", MessageState.UNREACHED: "yellow"}


def agreed_in_words(agreement: ReminderAgreement | None) -> str:
    """How the person is reminded, and since when they agree to it; empty where they are not."""
    return AGREED[Channel(agreement.channel)] % {"day": formats.day(agreement.agreed_on)} if agreement else ""


def told_of(message: Message) -> tuple[str, str, str]:
    """A message in a sentence, how far it has come, and the colour of that."""
    words = TOLD[MessageKind(message.kind), Channel(message.channel)]
    when = {"day": formats.weekday(message.at), "time": formats.clock(message.at.time())}
    state = MessageState(message.state)
    return words % when, str(state.label), COLOURS.get(state, "red")


def address_of(person: ServiceUser, channel: str) -> str:
    """The number or the email address that is held; empty where there is none."""
    return person.phone if channel == Channel.TEXT else person.email


def to_remind(today: date) -> ContactQuerySet:
    """The appointments up to the next business day of those who agreed, that are to go ahead and not reminded of yet.

    Those that could not be sent before are among them. On a day that is no business day there are none.
    """
    days = calendar.business_days()
    if not days.is_business_day(today):
        return Contact.objects.none()
    soon = (today + timedelta(days=1), days.add_business_days(today, 1))
    settled = {"messages__kind": MessageKind.REMINDER, "messages__state__in": [*_SETTLED]}
    agreed = {"service_user__reminder_agreement__channel__in": channels()}
    contacts = Contact.objects.open().filter(~is_to_cancel(), date__range=soon, **agreed).exclude(**settled)
    return contacts.order_by("starts_at", "pk")


def reminder_of(contact: Contact, channel: str) -> Text:
    """What a reminder says, in each language of the person's notices. It does not say what the appointment is for."""

    def said(when: dict[str, str]) -> str:
        words = (
            _("Reminder: you have an appointment on %(day)s at %(time)s. Place: %(place)s.")
            if contact.place
            else _("Reminder: you have an appointment on %(day)s at %(time)s.")
        )
        cannot = _("If you cannot come, ring %(phone)s as soon as you can.")
        return f"{words % when} {cannot % when}"

    return _in_each_language(contact, said, between="\n\n" if channel == Channel.EMAIL else "\n")


def letter_with(contact: Contact) -> Text:
    """What an email says that carries the appointment slip."""

    def said(when: dict[str, str]) -> str:
        words = _("Your appointment slip for %(day)s is with this email. If you cannot open it, ring %(phone)s.")
        return words % when

    return _in_each_language(contact, said, between="\n\n")


def _in_each_language(contact: Contact, said: Callable[[dict[str, str]], str], *, between: str) -> Text:
    """What is ``said`` of when, where and whom to ring, in each language of the person's notices."""
    appointment = appointment_of(contact)
    told, subjects = [], []
    for language in usual_languages(contact, appointment.office):
        with override(CATALOGUES[Language(language)]):
            when = {
                "day": formats.weekday(contact.date),
                "time": formats.clock(contact.start_time),
                "place": contact.place,
                "phone": appointment.office.phone,
            }
            told.append(said(when))
            subjects.append(_("Your appointment on %(day)s") % when)
    return Text(" / ".join(subjects), between.join(told))
