"""Service users and their sentences: orders, custody, BRAG reviews, allocations and designations."""

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import Days, Digits, filing_key, in_choices
from base.periods import PeriodQuerySet, ends_after_start, never_overlapping
from base.statements import Day
from cases.allocating import AllocationDecision as AllocationDecision
from cases.brag import Brag as Brag
from cases.brag import BragAssessment as BragAssessment
from cases.brag import BragOccasion as BragOccasion
from cases.cover import Cover as Cover
from cases.cover import CoveredCase as CoveredCase
from cases.file_values import remembers_files, remembers_posts
from cases.orders import PROGRAMMES, RAR, main_category
from cases.orders import OrderProgress as OrderProgress
from cases.orders import OrderTermination as OrderTermination
from cases.orders import RarDay as RarDay
from cases.orders import RarPlan as RarPlan
from cases.orders import RevocationDecision as RevocationDecision
from cases.orders import TerminationReason as TerminationReason
from cases.referrals import Referral as Referral
from cases.referrals import ReferralKind as ReferralKind
from cases.referrals import ReferralStep as ReferralStep
from cases.stale import THEMSELVES, marks_stale
from staff.access import CASEWORK
from staff.models import Office, Post, User
from staff.units import Unit
from ui import formats
from ui.words import word_lazy


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")


LONGEST_NEEDS = 1000
# People in a list.
BY_NAME = ("filed_as", "crn")


def may_see(user) -> Q:
    """Whose records ``user`` may open today, as a condition on service users.

    Case and team managers: those allocated to their team, to themselves, or whose sentence plan names them. LDU heads
    and chief officers: those whom somebody of theirs holds or held while in their unit (a past month's figure must be
    explicable), and the unallocated people of their offices. Administrators: none.
    """
    today, unit = timezone.localdate(), Unit.of_user(user)
    if unit is None:
        return Q(pk__in=[])
    theirs = {"service_user": OuterRef("pk")}
    allocated = Allocation.objects.on(today).filter(**theirs)
    if user.role in CASEWORK:
        named = Designation.objects.on(today).filter(**theirs, officer=user)
        in_unit = Allocation.objects.within(unit, today).filter(**theirs)
        return Q(Exists(in_unit)) | Q(Exists(allocated.filter(officer=user))) | Q(Exists(named))
    held = Allocation.objects.ever_within(unit).filter(**theirs)
    return Q(Exists(held)) | Q(~Exists(allocated), office__in=unit.offices.values("pk"))


class ServiceUserQuerySet(models.QuerySet["ServiceUser"]):
    def of(self, unit: Unit, day: Day) -> "ServiceUserQuerySet":
        """The unit's people on ``day``: whom its staff of that day hold, and its offices' people whom nobody holds."""
        held = Allocation.objects.within(unit, day).values("service_user")
        return self.filter(pk__in=held.union(self.unallocated_of(unit, day).values("pk"), all=True))

    def unallocated_of(self, unit: Unit, day: Day) -> "ServiceUserQuerySet":
        """The people of the unit's offices whom nobody holds on ``day``."""
        allocated = Allocation.objects.on(day).filter(service_user=OuterRef("pk"))
        return ServiceUser.objects.filter(~Exists(allocated), office__in=unit.offices.values("pk")).order_by()

    def visible_to(self, user) -> "ServiceUserQuerySet":
        """The people whose records ``user`` may open, today (see `may_see`)."""
        return self.filter(may_see(user))

    def seen_by(self, user) -> "ServiceUserQuerySet":
        """Adds ``visible``: whether ``user`` may open the record. Nobody is dropped: who may not be seen is masked."""
        return self.annotate(visible=ExpressionWrapper(may_see(user), output_field=models.BooleanField()))

    def with_brag(self, day: Day) -> "ServiceUserQuerySet":
        """Adds ``brag``: the status of the latest review on or before ``day``, None where there is none."""
        latest = BragReview.objects.filter(service_user=OuterRef("pk"), reviewed_on__lte=day).order_by("-reviewed_on")
        return self.annotate(brag=Subquery(latest.values("status")[:1]))

    def with_officer(self, day: Day) -> "ServiceUserQuerySet":
        """Adds ``officer``: the id of the case manager allocated on ``day``, None where there is none."""
        allocated = Allocation.objects.on(day).filter(service_user=OuterRef("pk"))
        return self.annotate(officer=Subquery(allocated.values("officer_id")[:1]))


@history.kept(exclude=["filed_as"])
class ServiceUser(models.Model):
    """A person on probation."""

    crn = models.CharField(_("CRN"), max_length=7, unique=True)
    public_id = models.UUIDField(
        db_default=RandomUUID(), unique=True, editable=False, help_text="Stands for the person in addresses."
    )
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="service_users")
    iom = models.BooleanField(_("integrated offender management"), default=False)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.CharField(max_length=254, blank=True)
    needs = models.CharField(
        max_length=LONGEST_NEEDS,
        blank=True,
        db_default="",
        help_text="At appointments, such as an interpreter. Written here: no file tells of it.",
    )
    filed_as = filing_key()

    objects = ServiceUserQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = word_lazy("service_user"), word_lazy("service_users")
        triggers = [*marks_stale("SELECT id FROM changed", "id", "office_id"), remembers_files("filed_as", "needs")]
        ordering = BY_NAME
        constraints = [
            models.CheckConstraint(condition=Q(crn__regex=r"^[A-Z][0-9]{6}$"), name="service_user_crn_form"),
            models.CheckConstraint(condition=~Q(first_name="", last_name=""), name="service_user_has_a_name"),
            in_choices("service_user_language_known", "language", Language),
        ]
        indexes = [
            models.Index(fields=BY_NAME, name="service_user_by_name"),
            GinIndex(OpClass("filed_as", name="gin_trgm_ops"), name="service_user_by_part_of_name"),
            GinIndex(OpClass(Digits("phone"), name="gin_trgm_ops"), name="service_user_by_phone"),
            models.Index(fields=["date_of_birth"], name="service_user_by_birth"),
        ]

    def __str__(self) -> str:
        return self.crn

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Alias(models.Model):
    """A former CRN of somebody of whom there were two records: it finds the one that survived."""

    crn = models.CharField("CRN", max_length=7, unique=True)
    service_user = models.ForeignKey(ServiceUser, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.crn


class RequirementScope(models.TextChoices):
    IN = "in", _("In scope of minimum contact")
    OUT = "out", _("Out of scope of minimum contact, unless another requirement is in scope")
    NEUTRAL = "neutral", _("No requirement of its own: it does not decide")


class Code(models.Model):
    """A code of nDelius. ``retired_on`` is the day from which nobody may choose it; in a month it stays what it was."""

    retired_on = models.DateField(
        _("retired on"), null=True, blank=True, help_text=_("Leave blank while it can be chosen.")
    )

    class Meta:
        abstract = True


class RequirementCategory(Code):
    """A main category of requirement in nDelius, or one of its subcategories (``RM59:EM2``) that decides by itself."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    description = models.CharField(_("description"), max_length=200)
    minimum_contact_scope = models.CharField(_("minimum contact scope"), max_length=7, choices=RequirementScope)

    class Meta:
        triggers = marks_stale(
            "SELECT service_user_id FROM changed JOIN cases_order_requirements r ON r.requirementcategory_id = code"
            " JOIN cases_order o ON o.id = r.order_id",
            "code",
            "minimum_contact_scope",
        )
        verbose_name, verbose_name_plural = _("requirement category"), _("requirement categories")
        ordering = ["code"]
        constraints = [in_choices("requirement_scope_known", "minimum_contact_scope", RequirementScope)]

    def __str__(self) -> str:
        return self.description

    @property
    def is_rar(self) -> bool:
        return main_category(self.code) in RAR

    @property
    def is_programme(self) -> bool:
        return main_category(self.code) in PROGRAMMES


class OrderType(models.TextChoices):
    COMMUNITY_ORDER = "community_order", _("Community order")
    SUSPENDED_SENTENCE_ORDER = "suspended_sentence_order", _("Suspended sentence order")
    LICENCE = "licence", _("Licence")
    POST_SENTENCE_SUPERVISION = "post_sentence_supervision", _("Post-sentence supervision")


# What a court can revoke early for good progress; licences and post-sentence supervision run to their end.
REVOCABLE = (OrderType.COMMUNITY_ORDER, OrderType.SUSPENDED_SENTENCE_ORDER)


class OrderTypeName(models.Model):
    """What a source calls a type of order, and which of ours it is: the import reads it so. Administrators keep it."""

    name = models.CharField(_("name in the source"), max_length=100, unique=True)
    type = models.CharField(_("type of order"), max_length=30, choices=OrderType)

    class Meta:
        verbose_name, verbose_name_plural = _("name of an order type"), _("names of order types")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="order_type_name_once_in_any_case"),
            in_choices("order_type_name_type_known", "type", OrderType),
        ]

    def __str__(self) -> str:
        return self.name


def is_in_scope() -> Q:
    """Whether an order is in scope of minimum contact.

    Licences and post-sentence supervision always are. A community or suspended sentence order is not when, neutral ones
    left aside, it has requirements and every one of them is of an "out" category.
    """
    requirements = Order.requirements.through.objects.filter(order=OuterRef("pk"))
    scoped, not_scoped = (
        requirements.filter(requirementcategory__minimum_contact_scope=scope)
        for scope in (RequirementScope.IN, RequirementScope.OUT)
    )
    after_custody = Q(type__in=[OrderType.LICENCE, OrderType.POST_SENTENCE_SUPERVISION])
    return after_custody | Exists(scoped) | ~Exists(not_scoped)


# The last day that the measure takes for an order's: the earlier of its end and its termination. Never before the
# start, so that it is the checks of `Order` that refuse such an end, by their names.
RAN_UNTIL = Greatest("starts_on", Least("ends_on", "terminated_on"))


class OrderQuerySet(models.QuerySet["Order"]):
    def in_scope(self) -> "OrderQuerySet":
        """The orders in scope of minimum contact."""
        return self.filter(is_in_scope())

    def overlapping(self, first, last) -> "OrderQuerySet":
        """The orders that ran, to end or termination, on a day from ``first`` to ``last``: dates or expressions."""
        days = (Value(day) if isinstance(day, date) else day for day in (first, last))
        return self.filter(ran__overlap=Days(*days))

    def current(self, day: Day) -> "OrderQuerySet":
        """The orders that have started and were not terminated before ``day``, past their end date or not."""
        return self.filter(Q(terminated_on=None) | Q(terminated_on__gte=day), starts_on__lte=day)

    def expected(self, day: Day, known_on: Day) -> "OrderQuerySet":
        """Those that will be current on ``day`` if each that is not past its end on ``known_on`` ends when it should.

        One that is past it already stays, as it does in `current`.
        """
        return self.current(day).exclude(ends_on__gte=known_on, ends_on__lt=day)

    def overdue(self, day: Day) -> "OrderQuerySet":
        """The current orders that should have ended before ``day``."""
        return self.current(day).filter(ends_on__lt=day)

    def to_consider_for_revocation(self, day: Day) -> "OrderQuerySet":
        """The orders whose early revocation is to be considered on ``day`` (Source B, 2.2g).

        Their requirements are recorded as completed and the plan's objectives as met, and nothing was decided since.
        Adds ``complete_since``, the day from which both are so.
        """
        done = {"progress__requirements_completed_on__lte": day, "progress__objectives_met_on__lte": day}
        since = OuterRef("progress__recorded_at")
        decided = RevocationDecision.objects.filter(order=OuterRef("pk"), decided_at__gte=since)
        running = self.current(day).filter(type__in=REVOCABLE, ends_on__gte=day, terminated_on=None)
        return running.filter(~Exists(decided), **done).annotate(
            complete_since=Greatest("progress__requirements_completed_on", "progress__objectives_met_on")
        )


@history.kept(exclude=["ran"])
class Order(models.Model):
    """A sentence in the community, or the part of one that is served there."""

    order_ref = models.CharField(max_length=50, unique=True)
    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="orders")
    type = models.CharField(max_length=30, choices=OrderType)
    starts_on = models.DateField()
    ends_on = models.DateField()
    terminated_on = models.DateField(null=True, blank=True)
    requirements = models.ManyToManyField(RequirementCategory, blank=True)
    # What the measure takes as the order's days.
    ran = models.GeneratedField(
        expression=Days("starts_on", RAN_UNTIL),
        output_field=DateRangeField(),
        db_persist=True,
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("order"), _("orders")
        triggers = [*marks_stale(THEMSELVES), remembers_files()]
        ordering = ["starts_on", "order_ref"]
        constraints = [
            in_choices("order_type_known", "type", OrderType),
            ends_after_start("order_ends_after_start"),
            models.CheckConstraint(
                condition=Q(terminated_on=None) | Q(terminated_on__gte=F("starts_on")),
                name="order_terminated_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.order_ref

    @property
    def has_rar(self) -> bool:
        """Whether one of its requirements is rehabilitation activity."""
        return any(category.is_rar for category in self.requirements.all())

    @property
    def programmes(self) -> list[RequirementCategory]:
        """Those of its requirements that are programmes."""
        return [category for category in self.requirements.all() if category.is_programme]


@pghistory.track(pghistory.DeleteEvent())
class OrderRequirement(Order.requirements.through):  # type: ignore[name-defined]
    """A requirement of an order, so that history keeps those that were taken away: they decide the order's scope."""

    class Meta:
        proxy = True
        triggers = marks_stale("SELECT service_user_id FROM changed JOIN cases_order o ON o.id = order_id")


class PostOfCaseManager(Post):
    """A post, so that a change of it reaches the people whom its holder is or was allocated."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            *marks_stale("SELECT service_user_id FROM changed JOIN cases_allocation a ON a.officer_id = user_id"),
            remembers_posts(),
        ]


class OfficeOfPeople(Office):
    """An office, so that a change of its start reaches its people."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            *marks_stale(
                "SELECT person.id FROM changed JOIN cases_serviceuser person ON person.office_id = changed.id",
                "id",
                "amk_from",
            ),
            remembers_files(),
        ]


class StaffOfFiles(User):
    """A member of staff, so that what is changed here is not lost to the next import."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [remembers_files("password", "last_login", "is_active", "filed_as")]


class FileValueQuerySet(models.QuerySet["FileValue"]):
    def in_conflict(self) -> "FileValueQuerySet":
        """Those that nobody has decided about."""
        return self.filter(conflict_since__isnull=False)


class FileValue(models.Model):
    """What the files of an import said last of a column that was changed here since (`cases.file_values`).

    While ``conflict_since`` is set they say something new, which nobody has decided about.
    """

    table_name = models.CharField(max_length=63)
    record = models.BigIntegerField(help_text="The id of its row.")
    column_name = models.CharField(max_length=63)
    value = models.JSONField(null=True)
    service_user = models.ForeignKey(
        ServiceUser, on_delete=models.CASCADE, related_name="file_values", null=True, db_index=False
    )
    conflict_since = models.DateTimeField(null=True)

    objects = FileValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table_name", "record", "column_name"], name="file_value_once_a_column")
        ]
        indexes = [
            models.Index(
                fields=["service_user"], condition=Q(conflict_since__isnull=False), name="file_value_in_conflict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.record} {self.column_name}"


class Stale(models.Model):
    """Somebody whose records changed since what is kept about them was derived. ``batch`` is the transaction at it."""

    # The mark of somebody who is deleted stays: what is kept about them goes when it is derived anew.
    service_user = models.ForeignKey(ServiceUser, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    batch = models.CharField(max_length=20, blank=True, db_default="")

    class Meta:
        verbose_name_plural = "stale"

    def __str__(self) -> str:
        return str(self.service_user_id)


@history.kept()
class Custody(models.Model):
    """Days in custody."""

    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="custody")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        triggers = [*marks_stale(THEMSELVES), remembers_files()]
        verbose_name, verbose_name_plural = _("period in custody"), _("periods in custody")
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("custody_ends_after_start"),
            models.UniqueConstraint(fields=["service_user", "starts_on"], name="custody_starts_once"),
            never_overlapping("custody_never_overlaps", "service_user"),
        ]

    def __str__(self) -> str:
        return formats.period(self.starts_on, self.ends_on)


@history.kept()
class BragReview(models.Model):
    """A review that gave a person a BRAG status from that day on: agreed, or in need of no agreement.

    Every figure reads these alone. Of one that was made here, `cases.brag.BragAssessment` has the words.
    """

    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="brag_reviews")
    reviewed_on = models.DateField()
    status = models.CharField(max_length=10, choices=Brag)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="brag_reviews"
    )

    class Meta:
        triggers = [*marks_stale(THEMSELVES), remembers_files()]
        verbose_name, verbose_name_plural = _("BRAG review"), _("BRAG reviews")
        ordering = ["-reviewed_on"]
        constraints = [
            models.UniqueConstraint(fields=["service_user", "reviewed_on"], name="brag_review_once_a_day"),
            in_choices("brag_review_status_known", "status", Brag),
        ]

    def __str__(self) -> str:
        return _("%(status)s on %(day)s") % {"status": self.get_status_display(), "day": formats.day(self.reviewed_on)}


class AllocationQuerySet(PeriodQuerySet):
    def within(self, unit: Unit, day: Day) -> "AllocationQuerySet":
        """Those of ``day`` whose officer has a post in the unit that day."""
        return self.filter(officer__in=unit.posts.on(day).values("user")).on(day).order_by()

    def ever_within(self, unit: Unit) -> "AllocationQuerySet":
        """Those in which, on one day at least, the officer had a post in the unit."""
        begins = Q(starts_on=None) | Q(starts_on__lte=Coalesce(OuterRef("ends_on"), F("starts_on")))
        ends = Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on"))
        return self.filter(Exists(unit.posts.filter(begins, ends, user=OuterRef("officer")))).order_by()


@history.kept()
class Allocation(models.Model):
    """The case manager who is responsible for a person. One at a time."""

    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="allocations")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("allocation"), _("allocations")
        triggers = [*marks_stale(THEMSELVES), remembers_files()]
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("allocation_ends_after_start"),
            models.UniqueConstraint(fields=["service_user", "starts_on"], name="allocation_starts_once"),
            never_overlapping("allocation_never_overlaps", "service_user"),
        ]

    def __str__(self) -> str:
        return formats.period(self.starts_on, self.ends_on)


@history.kept()
class Designation(models.Model):
    """A designated case manager whom the sentence plan names beside the one who is responsible."""

    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="designations")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="designations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    agreed_with = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="Who agreed it. Blank: an import brought it, and may take it back.",
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("designation"), _("designations")
        triggers = [*marks_stale(THEMSELVES), remembers_files("agreed_with")]
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("designation_ends_after_start"),
            models.UniqueConstraint(fields=["service_user", "officer", "starts_on"], name="designation_starts_once"),
            never_overlapping("designation_never_overlaps", "service_user", "officer"),
        ]

    def __str__(self) -> str:
        return formats.period(self.starts_on, self.ends_on)

    def goes_on(self, day: date) -> bool:
        """Whether it is not over before ``day``."""
        return self.ends_on is None or self.ends_on >= day
