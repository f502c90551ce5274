"""Contacts with service users, and the notices that were issued for them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from audit import history
from base.business_days import first_known_day, last_known_day, shipped_bank_holidays
from base.db import IsAnyOf, LocalDateTimeField, in_choices
from base.months import Month
from base.statements import Day
from cases.file_values import BY_HAND, remembers_files
from cases.models import Brag, Code, ServiceUser
from cases.stale import THEMSELVES, marks_stale
from contacts.additional import AdditionalCase as AdditionalCase
from contacts.additional import AdditionalHolder as AdditionalHolder
from contacts.additional import AdditionalMeasure as AdditionalMeasure
from contacts.additional import AdditionalReview as AdditionalReview
from contacts.enforcement import Enforcement as Enforcement
from contacts.enforcement import EnforcementAction as EnforcementAction
from contacts.lateness import is_posted_late, is_recorded_late
from contacts.measure import Measure
from contacts.messages import Message as Message
from contacts.messages import ReminderAgreement as ReminderAgreement
from contacts.notes import Attachment as Attachment
from contacts.notes import Note as Note
from contacts.oversight import Oversight as Oversight
from contacts.series import Series
from contacts.session import IN_COMMON, never_at_once, the_same_session
from contacts.session import Session as Session
from contacts.units import CadenceUnit as CadenceUnit
from contacts.wording import Wording as Wording
from staff.models import Office, Post, Room
from ui import formats
from ui.words import named_lazy

# Outcomes that say that another appointment took the place of this one, and who asked for that.
RESCHEDULED_BY_SERVICE = ("RSSR", "RSSL")
RESCHEDULED_BY_SERVICE_USER = "RSOF"
RESCHEDULED = (*RESCHEDULED_BY_SERVICE, RESCHEDULED_BY_SERVICE_USER)
# A minimum contact is between a case manager and one person, whatever a file or an administrator says.
NEVER_GROUPS = ("CHVS", "COAI", "COAP")


class Location(models.TextChoices):
    """Whether a type of contact takes place at an office."""

    REQUIRED = "required", _("At an office")
    OPTIONAL = "optional", _("At an office or somewhere else")
    NONE = "none", _("Not at an office")
    UNKNOWN = "", _("Not known")


class ContactTypeQuerySet(models.QuerySet["ContactType"]):
    def offered(self, day: date) -> "ContactTypeQuerySet":
        """Those that may be chosen on ``day``."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), known=True)


class ContactType(Code):
    """A type of contact in nDelius. Its code says what was arranged; only some codes can be a minimum contact.

    A code that came with an import and that nobody knows is "other contact": it never counts, and is not offered.
    """

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    description = models.CharField(_("description"), max_length=200)
    location = models.CharField(_("location"), max_length=10, choices=Location, blank=True)
    known = models.BooleanField(
        _("known"), default=True, db_default=True, help_text=_("If not, an import brought the code.")
    )
    is_group = models.BooleanField(
        _("group session"),
        default=False,
        db_default=False,
        help_text=_("Several people can be booked with one member of staff for the same start and end."),
    )
    outcomes: Any = models.ManyToManyField(
        "ContactOutcome", blank=True, related_name="types", verbose_name=_("outcomes that it allows")
    )

    objects = ContactTypeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact type"), _("contact types")
        ordering = ["code"]
        constraints = [
            in_choices("contact_type_location_known", "location", Location),
            models.CheckConstraint(
                condition=Q(is_group=False) | ~Q(code__in=NEVER_GROUPS), name="contact_type_minimum_contact_is_no_group"
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def clean(self) -> None:
        if self.is_group and self.code in NEVER_GROUPS:
            raise ValidationError({"is_group": gettext("A minimum contact is never a group session")})


class ContactOutcomeQuerySet(models.QuerySet["ContactOutcome"]):
    def known_beforehand(self) -> "ContactOutcomeQuerySet":
        """The absences that can be recorded before their appointment: those that comply."""
        return self.filter(attended=False, complied=True)

    def allowed_for(self, type: Any) -> "ContactOutcomeQuerySet":
        """Those that nDelius allows for contacts of the type (its code); all where it says nothing of the type."""
        allowed = ContactType.outcomes.through.objects.filter(contacttype=type)
        return self.filter(Q(pk__in=allowed.values("contactoutcome")) | ~Exists(allowed))

    def by_type(self, types: Iterable[str]) -> "dict[str, list[ContactOutcome]]":
        """Those of `allowed_for` each of the types (codes), in the same two statements for any number of them."""
        found, allowed = list(self), dict[str, set[str]]()
        pairs = ContactType.outcomes.through.objects.filter(contacttype__in=types)
        for type, outcome in pairs.values_list("contacttype", "contactoutcome"):
            allowed.setdefault(type, set()).add(outcome)
        return {type: [each for each in found if each.pk in allowed.get(type, {each.pk})] for type in types}


class ContactOutcome(Code):
    """An outcome in nDelius. Only ``attended`` true is an attendance: false and unknown are non-attendances."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    description = models.CharField(_("description"), max_length=200)
    attended = models.BooleanField(_("attended"), null=True)
    complied = models.BooleanField(_("complied"), null=True)
    enforceable = models.BooleanField(
        _("enforceable"), default=False, help_text=_("Whether it can be followed by a warning letter or breach.")
    )

    objects = ContactOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact outcome"), _("contact outcomes")
        triggers = marks_stale(
            "SELECT service_user_id FROM changed JOIN contacts_contact contact ON contact.outcome_id = code",
            "code",
            "attended",
            "complied",
        )
        ordering = ["code"]

    def __str__(self) -> str:
        return self.description

    @property
    def is_known_beforehand(self) -> bool:
        """As `ContactOutcomeQuerySet.known_beforehand`."""
        return self.attended is False and self.complied is True


class ContactStandardQuerySet(models.QuerySet):
    def started(self, day: Day) -> "ContactStandardQuerySet":
        """Those that hold on ``day`` or held before it: of each status the first is in force."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).order_by(F("starts_on").desc(nulls_last=True))


def minimum_contact_types() -> list[str]:
    """What counts towards a standard unless it says something else: the types that can be a minimum contact."""
    return [*NEVER_GROUPS]


class ContactStandard(models.Model):
    """How often a person of a BRAG status is seen and reviewed. A local default, for planning only.

    What follows of it for a person is in `contacts.cadence`.
    """

    status = models.CharField(_("BRAG status"), max_length=10, choices=Brag)
    starts_on = models.DateField(
        _("applies from"), null=True, blank=True, help_text=_("Leave blank if it has always applied.")
    )
    contacts = models.PositiveSmallIntegerField(
        _("contacts"),
        default=1,
        validators=[MaxValueValidator(100)],
        help_text=_("How many there must be in the time below. Enter 0 if none need to be planned."),
    )
    contact_every = models.PositiveSmallIntegerField(
        _("in how many days or months"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    unit = models.CharField(_("days or months"), max_length=6, choices=CadenceUnit, default=CadenceUnit.DAYS)
    types = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("contact types that count here"),
        default=minimum_contact_types,
        help_text=_("Their codes, separated by commas. They do not change what counts towards the month."),
    )
    first_within = models.PositiveSmallIntegerField(
        _("first contact within"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Business days after supervision starts."),
    )
    first_after_release = models.PositiveSmallIntegerField(
        _("first contact after a release within"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Business days after a release from custody."),
    )
    review_every = models.PositiveSmallIntegerField(_("days between BRAG reviews"))
    oversight_longest = models.PositiveSmallIntegerField(
        _("longest temporary measure"),
        default=84,
        db_default=84,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("How many days management oversight may hold at most."),
    )
    oversight_warned = models.PositiveSmallIntegerField(
        _("warned before a temporary measure ends"),
        default=5,
        db_default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Business days before the last day of management oversight."),
    )

    objects = ContactStandardQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact standard"), _("contact standards")
        ordering = ["status", F("starts_on").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["status", "starts_on"], nulls_distinct=False, name="contact_standard_once_a_day"
            ),
            in_choices("contact_standard_status_known", "status", Brag),
            in_choices("contact_standard_unit_known", "unit", CadenceUnit),
            models.CheckConstraint(
                condition=Q(contact_every__gt=0, review_every__gt=0), name="contact_standard_days_positive"
            ),
            models.CheckConstraint(condition=Q(contacts__lte=100), name="contact_standard_contacts_few"),
            models.CheckConstraint(
                condition=Q(first_within__range=(1, 60), first_after_release__range=(1, 60)),
                name="contact_standard_first_within_known_days",
            ),
            models.CheckConstraint(condition=Q(types__len__gt=0), name="contact_standard_has_types"),
            models.CheckConstraint(
                condition=Q(oversight_longest__range=(1, 366), oversight_warned__range=(1, 60)),
                name="contact_standard_oversight_known_days",
            ),
        ]

    def __str__(self) -> str:
        return cadence_in_words(
            status=self.get_status_display(), contacts=self.contacts, every=self.contact_every, unit=self.unit
        )


def cadence_in_words(*, status: str, contacts: int, every: int, unit: str) -> str:
    """How often somebody of a status is to be seen, as a sentence."""
    if not contacts:
        return gettext("%(status)s: no contacts need to be planned.") % {"status": status}
    if unit == CadenceUnit.MONTHS and contacts == 1:
        words = ngettext("%(status)s: every calendar month.", "%(status)s: every %(every)d calendar months.", every)
    elif unit == CadenceUnit.MONTHS:
        words = ngettext(
            "%(status)s: %(contacts)d contacts every calendar month.",
            "%(status)s: %(contacts)d contacts every %(every)d calendar months.",
            every,
        )
    elif contacts == 1:
        words = ngettext("%(status)s: every day.", "%(status)s: every %(every)d days.", every)
    else:
        words = ngettext(
            "%(status)s: %(contacts)d contacts every day.",
            "%(status)s: %(contacts)d contacts every %(every)d days.",
            every,
        )
    return words % {"status": status, "contacts": contacts, "every": every}


class HolidayChange(models.TextChoices):
    ADDED = "added", _("Added")
    TAKEN_AWAY = "taken_away", _("Taken away")


class BankHoliday(models.Model):
    """A bank holiday in England and Wales that the shipped dates lack, or one of theirs that does not hold.

    Saving or deleting one moves what follows from it at once (`contacts.calendar`).
    """

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    change = models.CharField(
        _("change"),
        max_length=10,
        choices=HolidayChange,
        default=HolidayChange.ADDED,
        help_text=_("Choose “Taken away” if one that comes with the software is not a bank holiday."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("bank holiday"), _("bank holidays")
        ordering = ["-date"]
        constraints = [in_choices("bank_holiday_change_known", "change", HolidayChange)]

    def __str__(self) -> str:
        return f"{formats.day(self.date)}: {self.name}"

    def clean(self) -> None:
        if not self.date:
            return
        if not first_known_day() <= self.date <= last_known_day():
            words = _("Enter a date from %(first)s to %(last)s. Bank holidays are known for these years only")
            years = {"first": formats.day(first_known_day()), "last": formats.day(last_known_day())}
            raise ValidationError({"date": words % years})
        is_shipped = self.date in shipped_bank_holidays()
        if self.change == HolidayChange.ADDED and is_shipped:
            raise ValidationError({"date": _("This day is a bank holiday already")})
        if self.change == HolidayChange.TAKEN_AWAY and not is_shipped:
            raise ValidationError({"date": _("This day is not one of the bank holidays that come with the software")})


class CalendarDay(models.Model):
    """A day on which the bank holidays are known, with what follows from them and from the measure of its month.

    `contacts.calendar` fills it.
    """

    date = models.DateField(primary_key=True)
    # Not held by Django: one that is deleted is replaced in the same transaction.
    measure = models.ForeignKey(Measure, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    follow_up_due = models.DateField(help_text="The last day on which a missed contact of the day is followed up.")
    business_days = models.PositiveIntegerField(
        db_index=True, help_text="How many there are up to the day, and with it: the nth after it has n more."
    )

    class Meta:
        triggers = marks_stale(
            "SELECT service_user_id FROM changed JOIN contacts_contact contact USING (date)",
            "date",
            "measure_id",
            "follow_up_due",
        )

    def __str__(self) -> str:
        return str(self.date)


class CancelledBy(models.TextChoices):
    SERVICE = "service", named_lazy(_("The %(service)s"))
    SERVICE_USER = "service_user", named_lazy(_("The %(service_user)s"))


class FollowUp(models.TextChoices):
    FURTHER_APPOINTMENT = "further_appointment", _("Further appointment offered")
    BREACH = "breach", _("Breach initiated")
    RECALL = "recall", _("Recall initiated")
    WARRANT = "warrant", _("Warrant initiated")


# What appointments of one group session have in common.


# Of such a contact nothing is recorded yet: neither an outcome nor a cancellation.
IS_OPEN = Q(outcome=None, cancelled_by="")


class ContactQuerySet(models.QuerySet["Contact"]):
    """What is asked of contacts by their own columns. ``now`` is local; see also the properties of `Contact`."""

    def open(self) -> "ContactQuerySet":
        """Those of which nothing is recorded yet."""
        return self.filter(IS_OPEN)

    def standing(self) -> "ContactQuerySet":
        """Those that take their time in a diary: neither cancelled nor rearranged."""
        return self.filter(Q(outcome=None) | ~Q(outcome__in=RESCHEDULED), cancelled_by="")

    def to_come(self, now: datetime) -> "ContactQuerySet":
        """Those that start after ``now``."""
        # The date is said by the start already; the indexes are by date.
        return self.filter(starts_at__gt=now, date__gte=now.date())

    def over(self, now: datetime) -> "ContactQuerySet":
        """Those whose end has passed at ``now``."""
        ended = Q(end_time__lte=now.time()) | Q(end_time=None, start_time__lte=now.time())
        return self.filter(Q(date__lt=now.date()) | Q(ended, date=now.date()))

    def can_count(self) -> "ContactQuerySet":
        """Those of a type that can be a minimum contact, by the measure of their month."""
        return self.filter(IsAnyOf(F("type_id"), F("day__measure__types")))

    def taking_place(self) -> "ContactQuerySet":
        """Those that keep officer and service user busy: standing, and no absence was known beforehand."""
        return self.standing().exclude(outcome__in=ContactOutcome.objects.known_beforehand())

    def same_session(self, contact: "Contact") -> "ContactQuerySet":
        """Other people's appointments in the session of ``contact``, which may be unsaved.

        Those of a type that is a group are one at the same time; those of another type where there is a `Session`.
        """
        others = self.taking_place().exclude(service_user=contact.service_user_id)
        others = others.filter(**{name: getattr(contact, name) for name in IN_COMMON})
        return others.filter(Q(type__is_group=True) | Exists(Session.objects.of(contact)))

    def in_month(self, month: Month) -> "ContactQuerySet":
        return self.filter(date__range=(month.first, month.last))


class ContactManager(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """The contacts, without those that were withdrawn."""

    def get_queryset(self) -> ContactQuerySet:
        return super().get_queryset().filter(withdrawn=False)


# Files know of no rooms: one that moves an appointment, or makes it stand again, cannot say that its room is free.
GIVES_ROOM_BACK = pgtrigger.Trigger(
    name="give_room_back",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        "officer", "type", "date", "start_time", "end_time", "place", "outcome", "cancelled_by", "withdrawn"
    ),
    func=f"IF NOT ({BY_HAND}) THEN NEW.room_id = NULL; END IF; RETURN NEW;",
)


# What is computed is not kept, nor what never changes.
@history.kept(exclude=["starts_at", "day", "series"])
class Contact(models.Model):
    """An appointment or another contact with a service user, and what became of it.

    Date and times are local. What it is worth is derived by `contacts.criteria` and kept as a `ContactFact`.
    """

    contact_ref = models.CharField(_("reference"), max_length=50)
    service_user = models.ForeignKey(ServiceUser, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    type = models.ForeignKey(ContactType, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    # No column: the day's row has what the rules ask about it. Unknown where the bank holidays are.
    day = models.ForeignObject(
        CalendarDay,
        on_delete=models.DO_NOTHING,
        from_fields=["date"],
        to_fields=["date"],
        related_name="+",
        null=True,
        editable=False,
    )
    start_time = models.TimeField()
    end_time = models.TimeField(null=True, blank=True, help_text="Not recorded for some that were imported.")
    starts_at = models.GeneratedField(
        expression=F("date") + F("start_time"), output_field=LocalDateTimeField(), db_persist=True
    )
    place = models.CharField(max_length=500, blank=True)
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,  # what holds that it is never booked twice is an index of those that have one
        help_text="No import tells of it.",
    )
    hub_exception = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="Why somebody Amber is not seen at the community hub. No import tells of it.",
    )
    notice_issued_at = LocalDateTimeField(null=True, blank=True)
    notice_current = models.BooleanField(
        default=True, help_text="False when place, date or time changed after the notice and no new one was issued."
    )
    slip_uploaded = models.BooleanField(default=False)
    other_activity = models.CharField(max_length=200, blank=True, help_text="Recorded for the same time. Empty: none.")
    outcome = models.ForeignKey(
        ContactOutcome, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    minutes_spent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The time really spent, where somebody said so. It decides nothing."
    )
    cancelled_by = models.CharField(max_length=12, choices=CancelledBy, blank=True)
    cancellation_reason = models.CharField(max_length=500, blank=True)
    follow_up = models.CharField(max_length=20, choices=FollowUp, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    follow_up_contact = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="follows_up",
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,  # what makes it a contact of the same person is one too: see below
    )

    withdrawn = models.BooleanField(
        default=False, db_default=False, help_text="The source took it back: it is in no list and no figure."
    )

    from_files = models.BooleanField(default=False, db_default=False, help_text="Whether an import brought it.")
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="contacts", null=True, blank=True, db_index=False
    )

    objects = ContactManager()
    everything = models.Manager.from_queryset(ContactQuerySet)()

    class Meta:
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        triggers = [*marks_stale(THEMSELVES), remembers_files(), GIVES_ROOM_BACK]
        ordering = ["starts_at", "contact_ref"]
        constraints = [
            # Here and not at the field, which would bring a second index for searches by the beginning.
            models.UniqueConstraint(fields=["contact_ref"], name="contact_ref_once"),
            models.CheckConstraint(condition=Q(end_time__gt=F("start_time")), name="contact_ends_after_start"),
            in_choices("contact_cancelled_by_known", "cancelled_by", CancelledBy, blank=True),
            in_choices("contact_follow_up_known", "follow_up", FollowUp, blank=True),
            models.CheckConstraint(
                condition=Q(follow_up="", follow_up_on=None) | ~Q(follow_up="") & Q(follow_up_on__isnull=False),
                name="contact_follow_up_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(follow_up="") | Q(outcome__isnull=False) | Q(cancelled_by=CancelledBy.SERVICE_USER),
                name="contact_follow_up_needs_non_attendance",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_contact=None) | ~Q(follow_up_contact=F("id")), name="contact_follows_up_another"
            ),
            models.CheckConstraint(
                condition=Q(room=None) | Q(end_time__isnull=False), name="contact_in_room_has_an_end"
            ),
            never_at_once(
                "contact_room_never_twice",
                "room",
                (the_same_session(), RangeOperators.NOT_EQUAL),
                among=Q(room__isnull=False, cancelled_by="", withdrawn=False)
                & (Q(outcome=None) | ~Q(outcome__in=RESCHEDULED)),
            ),
            # With this the database holds, by a foreign key of two columns, that a follow-up is of the same person.
            models.UniqueConstraint(fields=["service_user", "id"], name="contact_with_service_user"),
        ]
        indexes = [
            models.Index(fields=["service_user", "date"], name="contact_by_service_user"),
            models.Index(fields=["officer", "date"], name="contact_by_officer"),
            models.Index(fields=["date"], name="contact_by_date"),
            models.Index(fields=["date"], name="contact_open", condition=IS_OPEN),
            models.Index(fields=["series"], name="contact_by_series", condition=Q(series__isnull=False)),
            models.Index(
                fields=["follow_up_contact"], name="contact_by_follow_up", condition=Q(follow_up_contact__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.contact_ref

    @property
    def known_day(self) -> CalendarDay:
        """The row of its day: contacts are booked and imported only for days that have one."""
        return cast(CalendarDay, self.day)

    @property
    def measure(self) -> Measure:
        """That of its month, by which it is judged."""
        return self.known_day.measure

    @property
    def is_open(self) -> bool:
        """As `ContactQuerySet.open`."""
        return not self.outcome_id and not self.cancelled_by

    @property
    def ends(self) -> time:
        """The time of its end; where none was recorded, of its start."""
        return self.end_time or self.start_time

    @property
    def is_standing(self) -> bool:
        """As `ContactQuerySet.standing`."""
        return self.outcome_id not in RESCHEDULED and not self.cancelled_by

    @property
    def is_taking_place(self) -> bool:
        """As `ContactQuerySet.taking_place`."""
        return self.is_standing and not (self.outcome and self.outcome.is_known_beforehand)

    def is_in_session_of(self, contact: "Contact", *, opened: bool) -> bool:
        """As `ContactQuerySet.same_session`, of one that takes place; ``opened``: whether there is a `Session`."""
        alike = all(getattr(self, name) == getattr(contact, name) for name in IN_COMMON)
        return alike and (self.type.is_group or opened) and self.service_user_id != contact.service_user_id

    def is_to_come(self, now: datetime) -> bool:
        """As `ContactQuerySet.to_come`, of a contact that is not saved yet too."""
        return datetime.combine(self.date, self.start_time) > now

    def is_over(self, now: datetime) -> bool:
        """As `ContactQuerySet.over`."""
        return datetime.combine(self.date, self.ends) <= now


class FollowUpRecord(models.Model):
    """That a follow-up was recorded here: of which day, and when and by whom. An import leaves none.

    Append-only: when another follow-up takes its place, it stays.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="follow_up_records")
    kind = models.CharField(max_length=20, choices=FollowUp)
    done_on = models.DateField(help_text="The day that counts.")
    recorded_at = LocalDateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            in_choices("follow_up_record_kind_known", "kind", FollowUp),
            models.CheckConstraint(
                condition=Q(done_on__lte=Cast("recorded_at", models.DateField())), name="follow_up_not_recorded_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.done_on}"


class Rearrangement(models.Model):
    """That an appointment was rearranged here: ``new`` was booked in its place. Undoing it takes both away."""

    original = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="rearrangements")
    new = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="rearranged_from", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["new"], name="rearrangement_new_once")]

    def __str__(self) -> str:
        return f"{self.original_id}, {self.new_id}"


class Amended(models.TextChoices):
    """What was recorded of a contact and then put right."""

    OUTCOME = "outcome", _("Outcome changed")
    BOOKING = "booking", _("Booking corrected")
    CANCELLATION = "cancellation", _("Cancellation undone")
    REARRANGEMENT = "rearrangement", _("Rearrangement undone")


class Amendment(models.Model):
    """Something that was recorded of a contact and then undone or corrected: what it was, and who, when and why.

    ``former`` has the values that stood before, by column; of a rearrangement, those of the appointment that was
    booked in place of this one too, under ``new``.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="amendments")
    what = models.CharField(max_length=13, choices=Amended)
    former = models.JSONField(encoder=DjangoJSONEncoder)
    recorded_at = LocalDateTimeField(null=True, help_text="When the former values were recorded; null: by an import.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = LocalDateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["-id"]
        constraints = [
            in_choices("amendment_kind_known", "what", Amended),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.what}"


class NoticeMethod(models.TextChoices):
    HANDED_OVER = "handed_over", _("Handed over")
    POSTED = "posted", _("Posted")
    EMAILED = "emailed", _("Emailed")


class Notice(models.Model):
    """A written notice of an appointment: the details it stated, how and when it was given, and its slip.

    The slip is the PDF made here, or where another one was handed over on paper, an upload of that.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="notices")
    issued_at = LocalDateTimeField(help_text="When it was given, which is what counts.")
    recorded_at = LocalDateTimeField(help_text="When that was recorded here, by issued_by.")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(_("how"), max_length=12, choices=NoticeMethod)
    date = models.DateField()
    start_time = models.TimeField()
    end_time = models.TimeField(null=True)
    place = models.CharField(max_length=500)
    slip = models.BinaryField(blank=True, default=b"", help_text="The appointment slip made here, a tagged PDF.")
    letters = models.JSONField(
        blank=True, default=list, help_text="The letters of that slip in their words, to print it together with others."
    )
    paper = models.CharField(
        max_length=60, blank=True, help_text="The slip that was handed over instead: its name among the uploads."
    )

    class Meta:
        verbose_name, verbose_name_plural = _("notice"), _("notices")
        ordering = ["-issued_at", "-id"]
        constraints = [
            in_choices("notice_method_known", "method", NoticeMethod),
            models.CheckConstraint(condition=Q(end_time__gt=F("start_time")), name="notice_ends_after_start"),
            models.CheckConstraint(condition=Q(issued_at__lte=F("recorded_at")), name="notice_not_recorded_before"),
            models.CheckConstraint(
                condition=Q(slip=b"") & ~Q(paper="") | ~Q(slip=b"") & Q(paper=""), name="notice_has_one_slip"
            ),
        ]

    def __str__(self) -> str:
        return _("Notice for %(day)s") % {"day": formats.day(self.date)}

    @property
    def is_recorded_late(self) -> bool:
        start = datetime.combine(self.date, self.start_time)
        return is_recorded_late(self.issued_at.date(), self.recorded_at, start)

    @property
    def is_posted_late(self) -> bool:
        return self.method == NoticeMethod.POSTED and is_posted_late(self.issued_at.date(), self.date)


class CalendarMonth(models.Model):
    """A calendar month. Filled after each migration; ``kept`` says that the facts of its people are kept."""

    first = models.DateField(primary_key=True)
    last = models.DateField()
    kept = models.BooleanField(db_default=False)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


class ContactFact(models.Model):
    """What a contact is worth, derived from its person's records and kept (`contacts.facts`). Nobody else writes it."""

    contact = models.OneToOneField(
        Contact, on_delete=models.DO_NOTHING, primary_key=True, related_name="fact", db_constraint=False
    )
    service_user = models.ForeignKey(
        ServiceUser, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    date = models.DateField()
    failing = models.SmallIntegerField(help_text="The conditions that do not hold, as bits.")
    came_to = models.CharField(max_length=12, help_text="What it is worth where it is an offer.")
    follow_up_due = models.DateField(null=True, help_text="Of a non-attendance.")
    worth = models.GeneratedField(
        expression=Case(When(failing=0, then=F("came_to")), default=Value("none")),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["service_user", "date"], name="contact_fact_by_service_user"),
            models.Index(fields=["follow_up_due"], name="contact_fact_missed", condition=Q(worth="missed")),
        ]

    def __str__(self) -> str:
        return str(self.contact_id)


COUNTED = """
    INSERT INTO contacts_figurefact (month_id, officer_id, post_id, office_id, service_users, applicable, met)
    SELECT * FROM (
        SELECT month_id, officer_id, post_id, CASE WHEN officer_id IS NULL THEN office_id END,
            sum(sign) AS service_users,
            coalesce(sum(sign) FILTER (WHERE reason IS NULL), 0) AS applicable,
            coalesce(sum(sign) FILTER (WHERE reason IS NULL AND met), 0) AS met
        FROM ({rows}) rows GROUP BY 1, 2, 3, 4
    ) counted WHERE (service_users, applicable, met) <> (0, 0, 0);
    RETURN NULL;
"""
GONE, COME = "SELECT -1 AS sign, * FROM old_rows", "SELECT 1 AS sign, * FROM new_rows"


def _counts(operation: pgtrigger.Operation, rows: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"count_on_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=COUNTED.format(rows=rows),
    )


# How many people a figure counts follows from the month facts, whoever writes them.
COUNTING = [
    _counts(pgtrigger.Insert, COME, new="new_rows"),
    _counts(pgtrigger.Update, f"{GONE} UNION ALL {COME}", old="old_rows", new="new_rows"),
    _counts(pgtrigger.Delete, GONE, old="old_rows"),
]


class MonthFact(models.Model):
    """What somebody's month has come to, whatever the day that is asked about (`contacts.facts`).

    There is one for each kept month in which an order of the person ran. Nobody else writes it.
    """

    service_user = models.ForeignKey(
        ServiceUser, on_delete=models.DO_NOTHING, related_name="month_facts", db_constraint=False, db_index=False
    )
    month = models.ForeignKey(
        CalendarMonth, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    reason = models.CharField(max_length=20, null=True, help_text="Why the measure does not apply.")
    met = models.BooleanField()
    missed_until = models.DateField(null=True, help_text="The last day on which a non-attendance can be followed up.")
    open_from = models.DateField(null=True, help_text="The first day of an offer without an outcome.")
    brag = models.CharField(max_length=10, null=True, help_text="At the end of the month's last day.")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        help_text="Allocated on the month's last day.",
    )
    post = models.ForeignKey(
        Post,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        help_text="The officer's post on the month's last day.",
    )
    office = models.ForeignKey(
        Office, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        triggers = COUNTING
        constraints = [models.UniqueConstraint(fields=["month", "service_user"], name="month_fact_once")]
        indexes = [
            models.Index(fields=["service_user", "month"], name="month_fact_by_service_user"),
            # Of a month that is over, who can still be followed up, or has no outcome yet: few.
            models.Index(fields=["month", "post"], condition=Q(reason=None, met=False), name="month_fact_not_met"),
        ]

    def __str__(self) -> str:
        return f"{self.service_user_id}, {self.month_id:%Y-%m}"


class FigureFact(models.Model):
    """How many people a case manager's month, or that of an office's unallocated people, has.

    Rows of one group are added up: each write of month facts adds one with what it changed, so that nobody waits for
    anybody, and the nightly job puts them together (`contacts.facts.tidy`).
    """

    month = models.ForeignKey(CalendarMonth, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    post = models.ForeignKey(Post, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False)
    office = models.ForeignKey(
        Office,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_constraint=False,
        help_text="Of unallocated people.",
    )
    service_users = models.IntegerField()
    applicable = models.IntegerField()
    met = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.service_users}, {self.month_id:%Y-%m}"


class FactsBasis(models.Model):
    """What the kept facts were derived by: a fingerprint of the rules. Facts of other rules are not read."""

    fingerprint = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.fingerprint
