"""What the scan found to be missed or due."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import Order, ServiceUser
from contacts.models import Contact


class AlertQuerySet(models.QuerySet):
    def open(self) -> "AlertQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, user) -> "AlertQuerySet":
        return self.filter(service_user__in=ServiceUser.objects.visible_to(user))


class Alert(models.Model):
    """Something that the scan found to be missed or due. It closes by itself when the thing is mended."""

    class Kind(models.TextChoices):
        OUTCOME_MISSING = "outcome_missing", "Outcome to record"
        FOLLOW_UP_DUE = "follow_up_due", "Further appointment to offer"
        FOLLOW_UP_MISSED = "follow_up_missed", "Further appointment not offered in time"
        NOTICE_MISSING = "notice_missing", "Notice to issue"
        NOTHING_BOOKED = "nothing_booked", "Nothing booked this month"
        NOT_SEEN = "not_seen", "Not seen for six weeks"
        BRAG_REVIEW_DUE = "brag_review_due", "BRAG review due"
        ORDER_OVERDUE = "order_overdue", "Order past its end date"
        IOM_STATUS = "iom_status", "IOM below Red/Amber"

    kind = models.CharField(max_length=20, choices=Kind)
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
                condition=Q(
                    kind__in=[
                        "outcome_missing",
                        "follow_up_due",
                        "follow_up_missed",
                        "notice_missing",
                        "nothing_booked",
                        "not_seen",
                        "brag_review_due",
                        "order_overdue",
                        "iom_status",
                    ]
                ),
                name="alert_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        """The page that mends it."""
        person = self.service_user.public_id
        if page := MENDED_ON.get(self.kind):
            return reverse(page, args=[person, self.contact_id])
        return reverse("book" if self.kind in MENDED_BY_BOOKING else "service_user", args=[person])


MENDED_ON: dict[str, str] = {
    Alert.Kind.OUTCOME_MISSING: "record_outcome",
    Alert.Kind.FOLLOW_UP_DUE: "follow_up",
    Alert.Kind.FOLLOW_UP_MISSED: "contact",
    Alert.Kind.NOTICE_MISSING: "issue_notice",
}
MENDED_BY_BOOKING = (Alert.Kind.NOTHING_BOOKED, Alert.Kind.NOT_SEEN)
