"""Messages to service users about their appointments: reminders, and appointment slips by email."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, in_choices
from cases.models import ServiceUser


class Channel(models.TextChoices):
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")


class MessageKind(models.TextChoices):
    REMINDER = "reminder", _("Reminder")
    SLIP = "slip", _("Appointment slip")


class MessageState(models.TextChoices):
    """How far a message has come. Only some ways of sending tell whether it arrived."""

    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    # The provider or the mail server could not be reached: it is tried again.
    UNREACHED = "unreached", _("Not sent yet")
    FAILED = "failed", _("Not delivered")


@history.kept()
class ReminderAgreement(models.Model):
    """That a service user agreed to be reminded of appointments, how, and when they said so. Without one, none go."""

    service_user = models.OneToOneField(ServiceUser, on_delete=models.PROTECT, related_name="reminder_agreement")
    channel = models.CharField(_("how"), max_length=5, choices=Channel)
    agreed_on = models.DateField(_("agreed on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [in_choices("reminder_channel_known", "channel", Channel)]

    def __str__(self) -> str:
        return str(self.get_channel_display())


class MessageQuerySet(models.QuerySet["Message"]):
    def undelivered(self) -> "MessageQuerySet":
        """Those that did not reach the service user, as far as is known."""
        return self.filter(state__in=[MessageState.UNREACHED, MessageState.FAILED])

    def unsettled(self) -> "MessageQuerySet":
        """Those of which the provider may still tell whether they arrived."""
        return self.exclude(reference="").filter(state=MessageState.SENT)


class Message(models.Model):
    """A message about an appointment. Whom it went to is not kept: it is the number or address held on the day."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind)
    notice = models.OneToOneField(
        "contacts.Notice", on_delete=models.PROTECT, related_name="message", null=True, help_text="Whose slip it is."
    )
    channel = models.CharField(_("how"), max_length=5, choices=Channel)
    state = models.CharField(_("state"), max_length=9, choices=MessageState)
    at = LocalDateTimeField(help_text="When it was sent, or when that was last tried.")
    reference = models.CharField(max_length=100, blank=True, help_text="The provider's, to ask whether it arrived.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            in_choices("message_kind_known", "kind", MessageKind),
            in_choices("message_channel_known", "channel", Channel),
            in_choices("message_state_known", "state", MessageState),
            models.UniqueConstraint(
                fields=["contact"], condition=Q(kind=MessageKind.REMINDER), name="message_one_reminder_of_a_contact"
            ),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.SLIP, notice__isnull=False)
                | Q(kind=MessageKind.REMINDER, notice__isnull=True),
                name="message_slip_is_of_a_notice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(state=MessageState.SENT) & ~Q(reference=""), name="message_unsettled"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
