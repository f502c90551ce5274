"""What the scan found to be missed or due, and what somebody has put aside for some days."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alerts.declaration import Finding
from alerts.findings import FINDINGS
from audit import history
from base.statements import Day
from cases.models import Order, ServiceUser
from contacts.models import Contact
from staff.models import User
from ui import formats
from ui.words import named


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> "AlertQuerySet":
        return self.filter(closed_at=None)


class Alert(models.Model):
    """Something that the scan found to be missed or due. It closes by itself when the thing is mended."""

    kind = models.CharField(max_length=20, help_text="Of `alerts.findings.FINDINGS`.")
    service_user = models.ForeignKey(ServiceUser, on_delete=models.CASCADE, related_name="alerts")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="alerts", null=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="alerts", null=True)
    due_on = models.DateField(null=True, help_text="The day by which it must be mended, or since when it stands.")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "service_user", "contact", "order"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="alert_open_once_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(finding.kind for finding in FINDINGS)), name="alert_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.finding.label)

    def get_absolute_url(self) -> str:
        """The page that mends it."""
        about_contact = [self.contact_id] if self.contact_id else []
        return reverse(self.finding.page, args=[self.service_user.public_id, *about_contact])

    @property
    def finding(self) -> Finding:
        """The declaration of its kind."""
        return next(finding for finding in FINDINGS if finding.kind == self.kind)

    @property
    def sentence(self) -> str:
        """What is to be done, or since when it stands, where there is more to say than the name of its kind."""
        if self.due_on is None:
            return str(self.finding.undated)
        return named(
            self.finding.sentence,
            day=formats.day(self.due_on),
            weekday=formats.weekday(self.due_on),
            order=self.order.get_type_display() if self.order else "",
            officer=self.contact.officer if self.contact else "",
        )


# How long something can be put aside at most.
LONGEST_SNOOZE = timedelta(weeks=4)


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def on(self, day: Day) -> "SnoozeQuerySet":
        """Those that still hold on ``day``: on the day until which they last, things are back."""
        return self.filter(until__gt=day)


@history.kept()
class Snooze(models.Model):
    """Something that is put aside until a day, with a reason: an open alert, or a next contact that is due.

    It is of this alert, and of the contact that is due on this day: once that is put right, what comes after it is new.
    It changes no figure. What is put back before its day is deleted; the history keeps it.
    """

    service_user = models.ForeignKey(ServiceUser, on_delete=models.CASCADE, related_name="snoozes")
    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="snooze", null=True)
    contact_due = models.DateField(null=True, help_text="The day on which the next contact is due.")
    made_on = models.DateField()
    until = models.DateField(help_text="The day on which it is back.")
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_user", "contact_due"], name="snooze_once_for_one_next_contact"),
            models.CheckConstraint(
                condition=Q(alert=None, contact_due__isnull=False) | Q(alert__isnull=False, contact_due=None),
                name="snooze_of_an_alert_or_a_next_contact",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("made_on"), until__lte=F("made_on") + LONGEST_SNOOZE),
                name="snooze_for_four_weeks_at_most",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="snooze_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def about(self) -> int | tuple[int, date | None]:
        """What is put aside: the id of an alert, or whose next contact and the day on which that is due."""
        return self.alert_id or (self.service_user_id, self.contact_due)
