"""What staff keep for themselves beside the records: answers that are not saved yet."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from cases.models import ServiceUser


class Draft(models.Model):
    """What somebody typed into a form about a person and has not saved. It is theirs alone (`casework.drafts`)."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False, help_text="Stands for it in addresses.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    # No constraint: an import that merges two records of a person need not know of drafts.
    service_user = models.ForeignKey(
        ServiceUser, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    path = models.CharField(max_length=200, help_text="The page of the form.")
    answers = models.TextField(help_text="As they were posted, as a query string.")
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["user", "service_user"], name="draft_by_user")]

    def __str__(self) -> str:
        return str(self.key)


class RecentPerson(models.Model):
    """That somebody opened the page of a person, and when last (`casework.recent`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    # No constraint, as of drafts.
    service_user = models.ForeignKey(
        ServiceUser,
        on_delete=models.CASCADE,
        related_name="recently_opened",
        db_index=False,
        db_constraint=False,
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "service_user"], name="recent_person_once")]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.service_user_id}"
