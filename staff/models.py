"""The organisation (divisions, LDUs, teams, offices) and the people who work in it, who are also those who sign in."""

from datetime import date, time
from decimal import Decimal
from hashlib import sha256

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import Filed, filing_key, in_choices
from base.periods import PeriodQuerySet, ends_after_start, in_force, never_overlapping
from staff.establishment import Establishment as Establishment
from staff.offices import Opening
from staff.offices import OpeningHours as OpeningHours
from staff.offices import Room as Room
from staff.postcodes import is_in_wales, postcode_of
from ui.words import named, named_lazy, word_lazy

# What has one name: as in a telephone book, and two that are filed alike always in the same order.
BY_NAME: list[str | Combinable] = [Filed("name"), "name"]


class Division(models.Model):
    """The organisation's largest part, under a chief officer."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = word_lazy("division"), word_lazy("divisions")
        ordering = BY_NAME

    def __str__(self) -> str:
        return self.name


class Ldu(models.Model):
    """A local delivery unit, under an LDU head (assistant chief officer). It lies in one division."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="ldus", verbose_name=word_lazy("division")
    )

    class Meta:
        verbose_name, verbose_name_plural = word_lazy("ldu"), word_lazy("ldus")
        ordering = BY_NAME
        constraints = [models.UniqueConstraint(fields=["id", "division"], name="ldu_with_division")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Case managers under a team manager. Known by its LDU and its name."""

    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, related_name="teams", verbose_name=word_lazy("ldu"))
    name = models.CharField(_("name"), max_length=100)
    for_single_requirements = models.BooleanField(
        _("for single requirements"),
        default=False,
        db_default=False,
        help_text=named_lazy(_("Whether this %(team)s takes the cases with nothing but a single requirement.")),
    )

    class Meta:
        verbose_name, verbose_name_plural = word_lazy("team"), word_lazy("teams")
        ordering = BY_NAME
        constraints = [
            models.UniqueConstraint(fields=["ldu", "name"], name="team_name_once_in_ldu"),
            models.UniqueConstraint(fields=["id", "ldu"], name="team_with_ldu"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse another LDU once posts name the team: past figures would move with it."""
        if self.pk and Post.objects.filter(team=self.pk).exclude(ldu=self.ldu_id).exists():
            words = _("Posts name this %(team)s in its %(ldu)s. Add a new %(team)s instead, and give people new posts.")
            raise ValidationError({"ldu": named(words)})


PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class OfficeKind(models.TextChoices):
    FRONT_OFFICE = "front_office", _("Front office")
    OPERATIONAL_HUB = "operational_hub", _("Operational hub")
    COMMUNITY_HUB = "community_hub", _("Community hub")


class OfficeQuerySet(models.QuerySet["Office"]):
    def at(self, place: str) -> "OfficeQuerySet":
        """The office whose `Office.place` it is, if any."""
        stated = Case(When(address="", then=F("name")), default=Concat("name", Value(", "), "address"))
        return self.annotate(stated=stated).filter(stated=place)


class Office(models.Model):
    """Where service users report. Its minimum contact start date says when the specification began to bind it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    ldu = models.ForeignKey(Ldu, on_delete=models.PROTECT, related_name="offices", verbose_name=word_lazy("ldu"))
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind)
    amk_from = models.DateField(
        _("minimum contact start date"),
        null=True,
        blank=True,
        help_text=_("Leave blank if minimum contact has not started there yet."),
    )
    rurality = models.DecimalField(
        _("rurality"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=PERCENT,
        help_text=_("A percentage, from 0 to 100."),
    )
    address = models.CharField(
        _("address"),
        max_length=300,
        blank=True,
        db_default="",
        help_text=_(
            "On one line, with the postcode at the end. Printed on the notice, which must say where to come. No"
            " appointment can be booked at an office without it."
        ),
    )
    phone = models.CharField(
        _("telephone"),
        max_length=50,
        blank=True,
        db_default="",
        help_text=_(
            "Printed on the notice for people who cannot attend. No appointment can be booked at an office without it."
        ),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("office"), _("offices")
        ordering = BY_NAME
        constraints = [
            in_choices("office_kind_known", "kind", OfficeKind),
            models.CheckConstraint(condition=Q(rurality__range=(0, 100)), name="office_rurality_is_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The office as the place of an appointment: its name, and its address where it is known."""
        return f"{self.name}, {self.address}" if self.address else self.name

    @property
    def opening(self) -> Opening:
        """When it is open: asked once, for however many days."""
        return Opening(self.opening_hours.all())

    @property
    def is_ready(self) -> bool:
        """Whether a notice can name it: its address has a postcode, and there is a number to ring."""
        return bool(self.phone.strip() and postcode_of(self.address))

    @property
    def is_in_wales(self) -> bool:
        """By its postcode; without one it is not known to be."""
        return is_in_wales(postcode_of(self.address))

    def clean(self) -> None:
        if self.address and not postcode_of(self.address):
            words = _("Address must end with a postcode in capitals, like 12 Bridge Street, Newport, NP20 4AA")
            raise ValidationError({"address": words})


class Role(models.TextChoices):
    """What a member of staff sees and does."""

    CASE_MANAGER = "case_manager", word_lazy("Case_manager")
    TEAM_MANAGER = "team_manager", word_lazy("Team_manager")
    LDU_HEAD = "ldu_head", word_lazy("Ldu_head")
    CHIEF_OFFICER = "chief_officer", word_lazy("Chief_officer")
    ADMINISTRATOR = "administrator", word_lazy("Administrator")


class UserQuerySet(models.QuerySet["User"]):
    def in_post(self, day) -> "UserQuerySet":
        """Those employed on ``day`` (a date or an expression) who have a post then."""
        return self.filter(in_force(day), Exists(Post.objects.on(day).filter(user=OuterRef("pk"))))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        """Who signs in with the address: of several, whoever is in post today. Raises `User.DoesNotExist`."""
        theirs = self.filter(email=(username or "").lower()).exclude(email="")
        in_post = Exists(User.objects.in_post(timezone.localdate()).filter(pk=OuterRef("pk")))
        found = theirs.order_by(in_post.desc(), "-pk").first()
        if found is None:
            raise self.model.DoesNotExist
        return found

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A member of staff who can sign in with ``password``, or not at all where it is None.

        Raises ValidationError, for what another has already too.
        """
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """An administrator, for ``manage.py createsuperuser``."""
        with transaction.atomic():
            user = self.create_user(email, password, **fields)
            user.posts.create(role=Role.ADMINISTRATOR)
        return user


@history.kept(exclude=["password", "last_login", "filed_as"])
class User(AbstractBaseUser):
    """A member of staff. Known to nDelius by the staff code; signs in with the email address."""

    staff_code = models.CharField(_("staff code"), max_length=20, unique=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(
        _("email address"), blank=True, help_text=_("Leave blank for somebody who does not sign in.")
    )
    grade = models.CharField(_("grade"), max_length=20, blank=True, help_text=_("For example, PO or PSO."))
    starts_on = models.DateField(_("in post from"), null=True, blank=True)
    ends_on = models.DateField(_("in post to"), null=True, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    filed_as = filing_key()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["staff_code", "first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = _("member of staff"), _("staff")
        ordering = ["filed_as", "staff_code"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=~Q(first_name="", last_name=""), name="user_has_a_name"),
            # One person may be there twice, under two staff codes: with an end, under the earlier.
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(ends_on=None) & ~Q(email=""),
                name="user_email_once_in_post",
                violation_error_message=_("Somebody in post has this email address already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="user_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def post_on(self, day: date) -> "Post | None":
        """The post in force on ``day``, with the team, LDU, division and office that it names."""
        return self.posts.on(day).select_related("team", "ldu", "division", "office").first()

    @cached_property
    def post(self) -> "Post | None":
        """The post of today."""
        return self.post_on(timezone.localdate())

    @property
    def role(self) -> str | None:
        """The `Role` of today; None for somebody without a post today."""
        return self.post.role if self.post else None

    def is_in_post(self, day: date) -> bool:
        """Whether employed on ``day`` with a post, as `UserQuerySet.in_post` asks of many."""
        return User.objects.in_post(day).filter(pk=self.pk).exists()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.last_name

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets this person in."""
        return self.role == Role.ADMINISTRATOR

    def has_perm(self, perm: str, obj=None) -> bool:
        """Administrators may do what the admin offers; everybody else works in the product's own pages."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day) -> "PostQuerySet":
        """The posts in force on ``day``: a date or an expression."""
        return self.filter(in_force(day))


FULL_TIME = Decimal(37)


@history.kept()
class Post(models.Model):
    """What somebody is, where and for how many hours, from a day on: figures of a day take the post in force then.

    Without a start it has been so since ever, without an end it goes on. The team names its LDU too, and the LDU its
    division, so that each level can be asked for by itself; foreign keys of two columns hold that they agree.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts", verbose_name=_("member of staff"))
    starts_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Leave blank if it has always applied."))
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Leave blank if it has no end date."))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=word_lazy("team")
    )
    ldu = models.ForeignKey(
        Ldu, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=word_lazy("ldu")
    )
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=word_lazy("division"),
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("office")
    )
    weekly_hours = models.DecimalField(
        _("weekly hours"),
        max_digits=4,
        decimal_places=2,
        default=FULL_TIME,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(48))],
    )
    rurality_override = models.DecimalField(
        _("rurality override"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("A percentage. Leave blank to use that of the office."),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("post"), _("posts")
        ordering = [F("starts_on").desc(nulls_last=True)]
        constraints = [
            ends_after_start("post_ends_after_start"),
            never_overlapping("post_never_overlaps", "user"),
            in_choices("post_role_known", "role", Role),
            models.CheckConstraint(condition=Q(weekly_hours__range=(0, 48)), name="post_hours_0_to_48"),
            models.CheckConstraint(
                condition=Q(rurality_override=None) | Q(rurality_override__range=(0, 100)),
                name="post_rurality_is_percent",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.CASE_MANAGER, Role.TEAM_MANAGER]) | Q(team__isnull=False),
                name="post_managers_have_team",
            ),
            models.CheckConstraint(condition=Q(team=None) | Q(ldu__isnull=False), name="post_team_comes_with_ldu"),
            models.CheckConstraint(
                condition=Q(ldu=None) | Q(division__isnull=False), name="post_ldu_comes_with_division"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.LDU_HEAD) | Q(ldu__isnull=False), name="post_ldu_heads_have_ldu"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.CHIEF_OFFICER) | Q(division__isnull=False),
                name="post_chief_officers_have_division",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    def save(self, *args, **kwargs) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Take the LDU from the team, and the division from the LDU."""
        if self.team:
            self.ldu = self.team.ldu
        if self.ldu:
            self.division = self.ldu.division


class AbsenceKind(models.TextChoices):
    """Why a member of staff cannot be booked."""

    LEAVE = "leave", _("Leave")
    SICKNESS = "sickness", _("Sickness")
    TRAINING = "training", _("Training")
    DUTY = "duty", _("Duty")
    OTHER = "other", _("Other")


WHOLE_DAYS = Q(start_time=None, end_time=None)
HAS_BOTH_TIMES = Q(start_time__isnull=False, end_time__isnull=False)


class AbsenceQuerySet(PeriodQuerySet):
    def at(self, day: date, start: time, end: time) -> "AbsenceQuerySet":
        """Those that take some of the time from ``start`` to ``end`` of a day."""
        return self.on(day).filter(WHOLE_DAYS | Q(start_time__lt=end, end_time__gt=start))


@history.kept()
class Absence(models.Model):
    """Days on which a member of staff is away, or a part of each of them: nobody is booked with them then.

    Times are local. One that is taken back is deleted; the history keeps it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences", verbose_name=_("member of staff"))
    kind = models.CharField(_("kind"), max_length=10, choices=AbsenceKind)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    start_time = models.TimeField(_("start time"), null=True, blank=True)
    end_time = models.TimeField(_("end time"), null=True, blank=True)
    covered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="covers", verbose_name=_("who covers")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("absence"), _("absences")
        ordering = ["starts_on", F("start_time").asc(nulls_first=True), "pk"]
        constraints = [
            in_choices("absence_kind_known", "kind", AbsenceKind),
            ends_after_start("absence_ends_after_start"),
            never_overlapping("absence_of_whole_days_never_overlaps", "user", among=WHOLE_DAYS),
            models.CheckConstraint(
                condition=WHOLE_DAYS
                | Q(start_time__isnull=False, end_time__isnull=False, end_time__gt=F("start_time")),
                name="absence_part_of_day_has_both_times",
            ),
            models.CheckConstraint(
                condition=Q(covered_by=None) | ~Q(covered_by=F("user")), name="absence_covered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_whole_days(self) -> bool:
        return self.start_time is None

    def on_day(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def takes(self, day: date, start: time, end: time) -> bool:
        """As `AbsenceQuerySet.at`."""
        if self.start_time is None or self.end_time is None:
            return self.on_day(day)
        return self.on_day(day) and self.start_time < end and self.end_time > start

    def overlapping(self) -> AbsenceQuerySet:
        """The same person's others that share some time with it; it may be unsaved."""
        others = Absence.objects.filter(user=self.user_id).exclude(pk=self.pk)
        others = others.overlapping(self.starts_on, self.ends_on)
        if self.is_whole_days:
            return others
        return others.filter(WHOLE_DAYS | Q(start_time__lt=self.end_time, end_time__gt=self.start_time))


class CalendarFeed(models.Model):
    """The secret link by which somebody's calendar program reads the own diary. Only the hash of its token is kept."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("calendar link"), _("calendar links")

    def __str__(self) -> str:
        return str(self.user)

    @staticmethod
    def hash_of(token: str) -> str:
        """Of a random token this one is enough: nobody can try them all."""
        return sha256(token.encode()).hexdigest()


class DailyEmailChoice(models.Model):
    """That somebody asked for the daily email about their worklist. Whoever has none gets none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="daily_email_choice")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("daily email choice"), _("daily email choices")

    def __str__(self) -> str:
        return str(self.user)


class DailyEmail(models.Model):
    """That somebody's daily email of a day is done with, so that nobody gets it twice.

    ``lines`` says how many lines of the worklist it told of; with 0 there was nothing to do, and none was sent.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="daily_emails")
    day = models.DateField(_("day"))
    lines = models.PositiveIntegerField(_("lines"))

    class Meta:
        verbose_name, verbose_name_plural = _("daily email"), _("daily emails")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="daily_email_once_a_day")]

    def __str__(self) -> str:
        return str(self.user)
