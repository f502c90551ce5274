"""Sending a message to a service user: by GOV.UK Notify, or where it is an email, by the organisation's mail server.

Nothing is sent until one of them is configured (docs/set-up.md). No log line has a number, an address or a text.
"""

import io
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from notifications_python_client.utils import prepare_upload

from contacts.messages import Channel, MessageState

# What Notify says of a message, and what that means here. Whatever it says else may still change.
SETTLED = {
    "delivered": MessageState.DELIVERED,
    "permanent-failure": MessageState.FAILED,
    "temporary-failure": MessageState.FAILED,
    "technical-failure": MessageState.FAILED,
    "validation-failed": MessageState.FAILED,
}
ATTACHED = "appointment-slip.pdf"


class Text(NamedTuple):
    """What a message says. A text message has no subject."""

    subject: str
    body: str


class Unreachable(Exception):
    """The provider did not answer, or asks to be asked later."""


class Rejected(Exception):
    """The provider does not send this message, now or later."""


def channels() -> list[Channel]:
    """How reminders, and slips by email, can be sent as this site is configured."""
    found = [Channel.TEXT, Channel.EMAIL] if settings.NOTIFY_API_KEY else []
    return found or ([Channel.EMAIL] if settings.EMAIL_HOST else [])


def send(channel: Channel, to: str, text: Text, slip: bytes = b"") -> str:
    """Send it. Returns the reference by which the provider may be asked for a receipt; empty where it gives none.

    Raises `Unreachable` or `Rejected`; neither says to whom.
    """
    if settings.NOTIFY_API_KEY:
        return _by_notify(channel, to, text, slip)
    return _by_mail(to, text, slip)


def receipt(reference: str) -> MessageState | None:
    """What has become of a message; None while it is on its way. Raises `Unreachable`."""
    try:
        told = _notify().get_notification_by_id(reference)
    except APIError:
        raise Unreachable from None
    return SETTLED.get(told["status"])


def _notify() -> NotificationsAPIClient:
    return NotificationsAPIClient(
        settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.NOTIFY_TIMEOUT
    )


def _by_notify(channel: Channel, to: str, text: Text, slip: bytes) -> str:
    client, said = _notify(), {"message": text.body}
    try:
        if channel == Channel.TEXT:
            sent = client.send_sms_notification(
                phone_number=to, template_id=settings.NOTIFY_TEMPLATES["text"], personalisation=said
            )
        else:
            said |= {"subject": text.subject}
            if slip:
                said |= {"link_to_file": prepare_upload(io.BytesIO(slip), filename=ATTACHED)}
            template = settings.NOTIFY_TEMPLATES["slip" if slip else "email"]
            sent = client.send_email_notification(email_address=to, template_id=template, personalisation=said)
    except APIError as error:
        # Any other is not about this message: 403 is a wrong key or clock, 429 a limit.
        raise (Rejected if error.status_code == 400 else Unreachable) from None
    return sent["id"]


def _by_mail(to: str, text: Text, slip: bytes) -> str:
    message = EmailMessage(text.subject, text.body, settings.DEFAULT_FROM_EMAIL, [to])
    if slip:
        message.attach(ATTACHED, slip, "application/pdf")
    try:
        message.send()
    except SMTPRecipientsRefused:
        raise Rejected from None
    except (SMTPException, OSError):
        raise Unreachable from None
    return ""
