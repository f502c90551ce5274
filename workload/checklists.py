"""The checklist of a workload review (Source B, 2.2): versioned, each version in force from a day on, never changed."""

from datetime import date
from string import ascii_lowercase

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.db import LocalDateTimeField, in_choices
from ui import formats
from ui.words import named_lazy

# One letter for each item.
MOST_ITEMS = len(ascii_lowercase)
LONGEST_QUESTION = 300


class AnsweredFrom(models.TextChoices):
    """Which records answer an item: `casework.checklist` counts them. An item without any is answered by hand."""

    BRAG = "brag", _("BRAG reviews")
    CONTACTS = "contacts", _("Contact levels by the standard")
    ORDERS = "orders", _("Orders past their end date")
    SINGLE = "single", _("Single requirements")
    HUB = "hub", _("Amber cases and the community hub")
    IOM = "iom", _("IOM cases")
    REVOCATION = "revocation", _("Early revocation")
    RAR = "rar", _("RAR days and their rationale")
    REFERRALS = "referrals", _("Referrals to RAR groups")
    PARTNERS = "partners", _("Referrals to partners")
    MEASURE = "measure", _("Minimum contact this month")


class CountKind(models.TextChoices):
    """What is counted of a case manager's people, each with a list of just these."""

    BRAG_DUE = "brag_due", _("BRAG review overdue")
    CONTACT_OVERDUE = "contact_overdue", _("Next contact overdue")
    NOT_SEEN = "not_seen", _("Not seen for six weeks")
    ORDER_OVERDUE = "order_overdue", _("Order past its end date")
    SINGLE = "single", named_lazy(_("Single requirement outside its %(team)s"))
    NOT_AT_HUB = "not_at_hub", _("Amber, and booked elsewhere than at the hub")
    IOM_LOW = "iom_low", _("IOM, and below Red/Amber")
    REVOCATION = "revocation", _("Early revocation to consider")
    RAR_NOT_PLANNED = "rar_not_planned", _("RAR requirement without RAR days and rationale")
    RAR_NOT_REFERRED = "rar_not_referred", _("RAR days and no referral")
    WITH_PARTNER = "with_partner", _("Referred to a partner or provider")
    REFERRAL_OPEN = "referral_open", _("Referral open for more than 12 weeks")
    NOT_MET = "not_met", _("Minimum contact not met this month")
    STILL_POSSIBLE = "still_possible", _("Minimum contact still possible this month")
    NOTHING_BOOKED = "nothing_booked", _("Nothing booked that can count this month")


class ReviewTemplateQuerySet(models.QuerySet["ReviewTemplate"]):
    def in_force(self, day: date) -> "ReviewTemplate":
        """The version of the latest start on or before ``day``."""
        started = self.filter(Q(starts_on=None) | Q(starts_on__lte=day))
        return started.order_by(F("starts_on").desc(nulls_last=True))[0]


class ReviewTemplate(models.Model):
    """A version of the checklist. The first one has no first day; a later one holds from its own on."""

    starts_on = models.DateField(_("from"), null=True)
    source = models.CharField(_("source"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = LocalDateTimeField(null=True)

    objects = ReviewTemplateQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("checklist"), _("checklists")
        ordering = [F("starts_on").desc(nulls_last=True)]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]
        constraints = [
            models.UniqueConstraint(fields=["starts_on"], nulls_distinct=False, name="review_template_starts_once"),
        ]

    def __str__(self) -> str:
        if not self.starts_on:
            return gettext("First version")
        return gettext("From %(day)s") % {"day": formats.day(self.starts_on)}

    def has_begun(self, day: date) -> bool:
        return self.starts_on is None or self.starts_on <= day


class ChecklistItem(models.Model):
    """A question of the checklist, in its place: the first is a."""

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=LONGEST_QUESTION)
    answered_from = models.CharField(max_length=10, choices=AnsweredFrom, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("item of a checklist"), _("items of checklists")
        ordering = ["place"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]
        constraints = [
            in_choices("checklist_item_answered_from_known", "answered_from", AnsweredFrom, blank=True),
            models.CheckConstraint(condition=Q(place__range=(1, MOST_ITEMS)), name="checklist_item_has_a_letter"),
            models.CheckConstraint(condition=~Q(question=""), name="checklist_item_asks"),
            models.UniqueConstraint(fields=["template", "place"], name="checklist_item_one_in_a_place"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def letter(self) -> str:
        return ascii_lowercase[self.place - 1]

    @property
    def by_hand(self) -> bool:
        """Whether the records cannot answer it."""
        return not self.answered_from
