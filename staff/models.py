"""The organisation (divisions, LDUs, teams, offices) and the people who work in it, who are also those who sign in."""

from datetime import date
from decimal import Decimal

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Division(models.Model):
    """The organisation's largest part, under a chief officer."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Ldu(models.Model):
    """A local delivery unit, under an LDU head (assistant chief officer). It lies in one division."""

    name = models.CharField(max_length=100, unique=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="ldus")

    class Meta:
        verbose_name = "LDU"
        constraints = [models.UniqueConstraint(fields=["id", "division"], name="ldu_with_division")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Case managers under a team manager. Known by its LDU and its name."""

    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ldu", "name"], name="team_name_once_in_ldu"),
            models.UniqueConstraint(fields=["id", "ldu"], name="team_with_ldu"),
        ]

    def __str__(self) -> str:
        return self.name


PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Office(models.Model):
    """Where service users report. Its minimum contact start date says when the specification began to bind it."""

    class Kind(models.TextChoices):
        FRONT_OFFICE = "front_office", "Front office"
        OPERATIONAL_HUB = "operational_hub", "Operational hub"
        COMMUNITY_HUB = "community_hub", "Community hub"

    name = models.CharField(max_length=100, unique=True)
    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, related_name="offices", verbose_name="LDU")
    kind = models.CharField(max_length=20, choices=Kind)
    amk_from = models.DateField(
        "minimum contact start date", null=True, blank=True, help_text="Empty: the office is not live yet."
    )
    rurality = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT, help_text="Percent, 0 to 100."
    )
    address = models.CharField(
        max_length=300, blank=True, db_default="", help_text="On one line. A written notice must say where to come."
    )
    phone = models.CharField(
        "telephone", max_length=50, blank=True, db_default="", help_text="For whoever cannot come, on the notice."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["front_office", "operational_hub", "community_hub"]), name="office_kind_known"
            ),
            models.CheckConstraint(condition=Q(rurality__range=(0, 100)), name="office_rurality_is_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The office as the place of an appointment: its name, and its address where it is known."""
        return f"{self.name}, {self.address}" if self.address else self.name


class Role(models.TextChoices):
    """What a member of staff sees and does."""

    CASE_MANAGER = "case_manager", "Case manager"
    TEAM_MANAGER = "team_manager", "Team manager"
    LDU_HEAD = "ldu_head", "LDU head"
    CHIEF_OFFICER = "chief_officer", "Chief officer"
    ADMINISTRATOR = "administrator", "Administrator"


class UserQuerySet(models.QuerySet):
    def in_post(self, day: date) -> "UserQuerySet":
        """Those employed on ``day``. A missing start or end date is open."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def visible_to(self, user: "User") -> "UserQuerySet":
        """The staff whose work ``user`` may look at: the own team, LDU or division."""
        return self.filter(scope_of(user))


def scope_of(user: "User", prefix: str = "") -> Q:
    """The staff within ``user``'s reach: a condition on users, or on what ``prefix`` ("officer__", say) leads to."""
    if user.role in (Role.CASE_MANAGER, Role.TEAM_MANAGER):
        return Q(**{f"{prefix}team": user.team_id})
    if user.role == Role.LDU_HEAD:
        return Q(**{f"{prefix}ldu": user.ldu_id})
    if user.role == Role.CHIEF_OFFICER:
        return Q(**{f"{prefix}ldu__division": user.division_id})
    return Q(pk__in=[])


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A member of staff who can sign in with ``password``, or not at all where it is None."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """An administrator, for ``manage.py createsuperuser``."""
        return self.create_user(email, password, **{"role": Role.ADMINISTRATOR, **fields})


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login"],
)
class User(AbstractBaseUser):
    """A member of staff. Known to nDelius by the staff code; signs in with the e-mail address."""

    staff_code = models.CharField(max_length=20, unique=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    email = models.EmailField("e-mail address", unique=True, help_text="In lower case.")
    role = models.CharField(max_length=20, choices=Role)
    grade = models.CharField(max_length=20, blank=True, help_text="PO, PSO, ...")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    ldu = models.ForeignKey(
        Ldu, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name="LDU"
    )
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    weekly_hours = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(48))],
    )
    rurality_override = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
        help_text="Percent, in place of the office's. Empty: the office's holds.",
    )
    starts_on = models.DateField("in post from", null=True, blank=True)
    ends_on = models.DateField("in post to", null=True, blank=True)
    is_active = models.BooleanField("may sign in", default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["staff_code", "first_name", "last_name"]

    objects = UserManager()

    class Meta:
        ordering = ["last_name", "first_name", "staff_code"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=Q(weekly_hours__range=(0, 48)), name="user_hours_0_to_48"),
            models.CheckConstraint(
                condition=Q(rurality_override=None) | Q(rurality_override__range=(0, 100)),
                name="user_rurality_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="user_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.CASE_MANAGER, Role.TEAM_MANAGER]) | Q(team__isnull=False),
                name="user_managers_have_team",
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(ldu__isnull=False),
                name="user_team_comes_with_ldu",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.LDU_HEAD) | Q(ldu__isnull=False), name="user_ldu_heads_have_ldu"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.CHIEF_OFFICER) | Q(division__isnull=False),
                name="user_chief_officers_have_division",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def is_in_post(self, day: date) -> bool:
        """Whether employed on ``day``, as `UserQuerySet.in_post` asks of many."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or self.ends_on >= day)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets this person in."""
        return self.role == Role.ADMINISTRATOR

    def has_perm(self, perm: str, obj=None) -> bool:
        """Administrators may do what the admin offers; everybody else works in the product's own pages."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
