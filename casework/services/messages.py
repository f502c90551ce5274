"""Reminding service users of appointments, sending them their slips by email, and what they agreed to."""

from datetime import date

from django.utils.translation import gettext as _

from alerts.scan import look_again
from audit.services import Already, writes
from base.clock import local_now
from cases.models import ServiceUser
from casework.reminders import address_of, letter_with, reminder_of
from casework.sending import Rejected, Text, Unreachable, receipt, send
from casework.services.refusals import Problem, Refused
from casework.services.writing import locked_person
from contacts.messages import Channel, Message, MessageKind, MessageState, ReminderAgreement
from contacts.models import Contact, Notice
from staff.models import User


@writes("record an agreement to reminders")
def agree_to_reminders(
    *, by: User, person: ServiceUser, channel: str, agreed_on: date
) -> ReminderAgreement | Already[ReminderAgreement]:
    """Record that the person agreed to be reminded, and how; from now on that holds in place of what held before.

    Raises `Refused` where no number or address is held for it, or the day is to come.
    """
    person = locked_person(person.pk)
    if not address_of(person, channel):
        missing = {
            Channel.TEXT: _("Add the telephone number in nDelius first. No number is held here"),
            Channel.EMAIL: _("Add the email address in nDelius first. No address is held here"),
        }
        raise Refused(Problem("channel", missing[Channel(channel)]))
    if agreed_on > local_now().date():
        raise Refused(Problem("agreed_on", _("The date must be today or in the past")))
    values = {"channel": channel, "agreed_on": agreed_on}
    agreed = ReminderAgreement.objects.filter(service_user=person)
    if same := agreed.filter(**values).first():
        return Already(same)
    agreement, _made = agreed.update_or_create(service_user=person, defaults={**values, "recorded_by": by})
    return agreement


@writes("end an agreement to reminders")
def end_reminders(*, by: User, person: ServiceUser) -> dict[str, int] | None:
    """No more reminders go to the person. Returns None where none went before."""
    agreement = ReminderAgreement.objects.filter(service_user=locked_person(person.pk)).first()
    if agreement is None:
        return None
    agreement.delete()
    return {"ended": 1}


@writes("send a reminder")
def send_reminder(*, by: User | None, contact: Contact) -> Message | Already[Message]:
    """Remind the person of the appointment, once, however often this is called and by however many at once.

    What does not reach them is kept as that, and the person's case manager has an alert.
    """
    made, _is_new = Message.objects.get_or_create(
        contact=contact,
        kind=MessageKind.REMINDER,
        defaults={"channel": Channel.EMAIL, "state": MessageState.UNREACHED, "at": local_now()},
    )
    # Whoever sends it at the same time waits here, and then finds it sent.
    message = Message.objects.select_for_update().get(pk=made.pk)
    if message.state != MessageState.UNREACHED:
        return Already(message)
    person = contact.service_user
    message.channel = person.reminder_agreement.channel
    return _sent(message, person, reminder_of(contact, message.channel))


@writes("send an appointment slip")
def send_slip(*, by: User, notice: Notice) -> Message | Already[Message]:
    """Email the slip of the notice to the person. Raises `Refused` where it could not be sent: then nothing was."""
    if already := Message.objects.filter(notice=notice).first():
        return Already(already)
    contact = notice.contact
    person = contact.service_user
    message = Message(contact=contact, kind=MessageKind.SLIP, notice=notice, channel=Channel.EMAIL)
    message = _sent(message, person, letter_with(contact), bytes(notice.slip))
    if message.state != MessageState.SENT:
        words = _("The email could not be sent. Try again later, or hand the notice over or post it")
        raise Refused(Problem("method", words))
    return message


@writes("record a receipt")
def record_receipt(*, by: User | None, message: Message) -> Message | None:
    """Ask the provider what became of the message, and keep that. Returns None while it is on its way."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.state != MessageState.SENT:
        return None
    state = receipt(current.reference)
    if state is None:
        return None
    current.state = state
    current.save()
    look_again(current.contact.service_user_id)
    return current


def _sent(message: Message, person: ServiceUser, text: Text, slip: bytes = b"") -> Message:
    """The message, saved with what came of sending it."""
    message.at = local_now()
    to = address_of(person, message.channel)
    try:
        message.reference = send(Channel(message.channel), to, text, slip) if to else ""
        message.state = MessageState.SENT if to else MessageState.FAILED
    except Unreachable:
        message.state = MessageState.UNREACHED
    except Rejected:
        message.state = MessageState.FAILED
    message.save()
    look_again(person.pk)
    return message
