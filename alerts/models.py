"""What the scan found to be missed or due."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alerts.findings import FINDINGS, Finding
from cases.models import Order, ServiceUser
from contacts.models import Contact
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
