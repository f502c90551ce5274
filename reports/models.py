"""Monthly returns: what an LDU head signed for a month, as it was then. A return is never changed or deleted."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField, in_choices
from base.months import Month
from contacts.months import Reason, Result
from reports.rules import Figure
from staff.models import Ldu
from ui import formats
from ui.words import word_lazy

LONGEST_REASON = 1000
LONGEST_NAME = 200


class MonthReturnQuerySet(models.QuerySet["MonthReturn"]):
    def of_month(self, ldu: Ldu, month: Month) -> "MonthReturnQuerySet":
        """The versions of an LDU's month, the latest first."""
        return self.filter(ldu=ldu, month=month.first).order_by("-version")


class MonthReturn(models.Model):
    """The figure of an LDU for a month, signed on a day. A later version restates it, and says why.

    Names and percentages are those of the day on which it was signed; ``checksum`` is that of `returns.content_of`.
    """

    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, related_name="returns", verbose_name=word_lazy("ldu"))
    month = models.DateField(_("month"), help_text="Its first day.")
    version = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("why it is restated"), max_length=LONGEST_REASON, blank=True)
    ldu_name = models.CharField(max_length=LONGEST_NAME)
    division_name = models.CharField(max_length=LONGEST_NAME)
    target = models.DecimalField(max_digits=5, decimal_places=2)
    improvement_below = models.DecimalField(max_digits=5, decimal_places=2)
    service_users = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    pending = models.PositiveIntegerField()
    not_met = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = LocalDateTimeField()

    objects = MonthReturnQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("monthly return"), _("monthly returns")
        ordering = ["-month", "ldu_name", "-version"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["ldu", "month", "version"], name="month_return_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="month_return_restated_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_return_of_a_month"),
            models.CheckConstraint(
                condition=Q(service_users__gte=F("met") + F("pending") + F("not_met")), name="month_return_adds_up"
            ),
            models.CheckConstraint(condition=Q(checksum__regex="^[0-9a-f]{64}$"), name="month_return_has_a_checksum"),
        ]

    def __str__(self) -> str:
        return gettext("%(ldu)s, %(month)s") % {"ldu": self.ldu_name, "month": formats.month(self.month)}

    @property
    def of(self) -> Month:
        return Month.of(self.month)

    @property
    def figure(self) -> Figure:
        return Figure(self.service_users, self.met, self.pending, self.not_met)


class ReturnedPerson(models.Model):
    """What somebody's month had come to in a return, with whose it was and what their contacts were worth, in words.

    Without a result the measure did not apply, for the ``reason``. Of the person only the CRN of that day is kept: the
    name comes from the record, for whoever may see it.
    """

    month_return = models.ForeignKey(MonthReturn, on_delete=models.PROTECT, related_name="people")
    service_user = models.ForeignKey("cases.ServiceUser", on_delete=models.PROTECT, related_name="returned")
    crn = models.CharField(max_length=7)
    result = models.CharField(max_length=7, choices=Result, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    reason_in_words = models.CharField(max_length=LONGEST_NAME, blank=True)
    team = models.CharField(max_length=LONGEST_NAME, blank=True)
    officer = models.CharField(max_length=LONGEST_NAME, blank=True, help_text="The name; blank where nobody was.")
    brag = models.CharField(max_length=20, blank=True)
    contacts = ArrayField(models.TextField(), default=list)

    class Meta:
        verbose_name, verbose_name_plural = _("person of a return"), _("people of returns")
        ordering = ["crn"]
        triggers = [
            # Where two records of one person are merged, the row goes with the record: what was signed stays.
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["service_user"]),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(fields=["month_return", "crn"], name="returned_person_once"),
            models.CheckConstraint(
                condition=~Q(result="") & Q(reason="", reason_in_words="")
                | Q(result="") & ~Q(reason="") & ~Q(reason_in_words=""),
                name="returned_person_result_or_reason",
            ),
            in_choices("returned_person_result_known", "result", Result, blank=True),
            in_choices("returned_person_reason_known", "reason", Reason, blank=True),
        ]

    def __str__(self) -> str:
        return self.crn
