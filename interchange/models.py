"""The contacts of an import while they are staged, so that the rules' own conditions can be asked of them."""

from django.db import models

from contacts.models import ContactOutcome


class StagedContact(models.Model):
    """A row of the temporary table that contacts.csv is staged in; it lives for one transaction."""

    line = models.IntegerField(primary_key=True)
    sound = models.BooleanField()
    date = models.DateField()
    outcome = models.ForeignKey(ContactOutcome, models.DO_NOTHING, db_column="outcome", null=True, related_name="+")
    cancelled_by = models.TextField()
    follow_up = models.TextField()
    follow_up_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "staged_contacts"

    def __str__(self) -> str:
        return f"line {self.line}"
