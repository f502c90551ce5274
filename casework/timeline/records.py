"""The records of a time line with what is told beside them, and the conditions on which they have an entry."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from cases.brag import BragAssessment, BragOccasion
from cases.models import (
    Allocation,
    AllocationDecision,
    BragReview,
    Designation,
    OrderProgress,
    OrderTermination,
    RarDay,
    RarPlan,
    Referral,
    ReferralStep,
    RevocationDecision,
)
from contacts.models import Attachment, Enforcement, Note, Notice
from contacts.oversight import Oversight


def notices() -> QuerySet[Notice]:
    return Notice.objects.defer("slip", "letters").select_related("issued_by", "contact__type")


def notes() -> QuerySet[Note]:
    files = Attachment.objects.filter(note=OuterRef("pk")).order_by("pk")
    described = files.values(json=JSONObject(pk="pk", name="name", size="size"))
    return Note.objects.annotate(files=ArraySubquery(described)).select_related("written_by", "contact__type")


def enforcements() -> QuerySet[Enforcement]:
    return Enforcement.objects.select_related("action", "recorded_by", "contact__type")


def reviews() -> QuerySet[BragReview]:
    return BragReview.objects.select_related("reviewed_by")


def assessments() -> QuerySet[BragAssessment]:
    return BragAssessment.objects.select_related("reviewed_by")


def occasions() -> QuerySet[BragOccasion]:
    return BragOccasion.objects.select_related("recorded_by")


def oversights() -> QuerySet[Oversight]:
    return Oversight.objects.select_related("asked_by", "decided_by", "ended_by")


def allocations() -> QuerySet[Allocation]:
    return Allocation.objects.select_related("officer")


def allocation_decisions() -> QuerySet[AllocationDecision]:
    return AllocationDecision.objects.select_related("officer", "decided_by")


def designations() -> QuerySet[Designation]:
    return Designation.objects.select_related("officer")


def terminations() -> QuerySet[OrderTermination]:
    return OrderTermination.objects.select_related("order", "recorded_by", "taken_back_by")


def rar_plans() -> QuerySet[RarPlan]:
    return RarPlan.objects.select_related("order", "changed_by")


def rar_days() -> QuerySet[RarDay]:
    return RarDay.objects.select_related("order", "recorded_by")


def referrals() -> QuerySet[Referral]:
    return Referral.objects.select_related("kind", "order", "recorded_by", "taken_out_by")


def referral_steps() -> QuerySet[ReferralStep]:
    return ReferralStep.objects.select_related("referral__kind", "recorded_by", "taken_out_by")


def progress() -> QuerySet[OrderProgress]:
    return OrderProgress.objects.select_related("order", "recorded_by")


def revocation_decisions() -> QuerySet[RevocationDecision]:
    return RevocationDecision.objects.select_related("order", "decided_by")


def ends_as_planned() -> Q:
    """Whether an order was not terminated on or before its last day."""
    return Q(terminated_on=None) | Q(terminated_on__gt=F("ends_on"))


def is_imported_notice() -> Q:
    """Whether a contact's notice was given elsewhere: no `Notice` tells of it."""
    told = Notice.objects.filter(contact=OuterRef("pk"), issued_at=OuterRef("notice_issued_at"))
    return Q(notice_issued_at__isnull=False) & ~Q(Exists(told))


def has_no_successor() -> Q:
    """Whether nobody took over when an allocation ended: where somebody did, that entry says so."""
    follows = Allocation.objects.filter(service_user=OuterRef("service_user"), starts_on=OuterRef("ends_on") + 1)
    return Q(ends_on__isnull=False) & ~Q(Exists(follows))


def is_first_allocation() -> Q:
    earlier = Allocation.objects.filter(service_user=OuterRef("service_user"), starts_on__lt=OuterRef("starts_on"))
    return ~Q(Exists(earlier))
