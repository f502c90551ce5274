"""Sessions: a time of an officer in which several people are seen, and rooms, which are never booked twice."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q, TextField, Value
from django.db.models.functions import Concat, Extract
from django.utils.translation import gettext_lazy as _

from audit import history
from base.db import LocalDateTimeField, OnlyThis, Times
from staff.models import Room

# What the appointments of one session have in common, with each other and with the session.
IN_COMMON = ("type_id", "officer_id", "date", "start_time", "end_time")
MOST_PEOPLE = 200


def the_same_session() -> Concat:
    """One text of what a session's appointments have in common beside the date, as an index can keep it."""
    start, end = Extract("start_time", "epoch"), Extract("end_time", "epoch")
    space = Value(" ")
    return Concat("officer", space, "type", space, start, space, end, output_field=TextField())


def never_at_once(name: str, what: str, *beside: Any, among: Q | None = None) -> ExclusionConstraint:
    """Two rows that agree on the foreign key ``what`` never share a time. Checked when the transaction ends."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (OnlyThis(what), RangeOperators.EQUAL),
            (Times(F("starts_at"), F("date") + F("end_time")), RangeOperators.OVERLAPS),
            *beside,
        ],
        condition=among,
        deferrable=Deferrable.DEFERRED,
    )


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, contact: Any) -> "SessionQuerySet":
        """The session that a contact, which may be unsaved, belongs to, if any: by what they have in common."""
        return self.filter(**{name: getattr(contact, name) for name in IN_COMMON})


@history.kept(exclude=["starts_at"])
class Session(models.Model):
    """A time at which an officer sees several people, at one place. An import knows of none.

    Whose appointment agrees with it in type, officer, date, start and end is in it.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions")
    type = models.ForeignKey("contacts.ContactType", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    start_time = models.TimeField()
    end_time = models.TimeField()
    starts_at = models.GeneratedField(
        expression=F("date") + F("start_time"), output_field=LocalDateTimeField(), db_persist=True
    )
    place = models.CharField(max_length=500)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)])

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("session"), _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end_time__gt=F("start_time")), name="session_ends_after_start"),
            models.CheckConstraint(condition=~Q(place=""), name="session_has_a_place"),
            models.CheckConstraint(condition=Q(capacity__range=(1, MOST_PEOPLE)), name="session_is_for_somebody"),
            never_at_once("session_officer_never_twice", "officer"),
            never_at_once("session_room_never_twice", "room", among=Q(room__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.type)

    @property
    def ends(self) -> time:
        """As that of a contact."""
        return self.end_time

    @property
    def in_common(self) -> dict[str, Any]:
        """What its appointments agree with it in, by column."""
        return {name: getattr(self, name) for name in IN_COMMON}

    def is_to_come(self, now: datetime) -> bool:
        """Whether it has not started at ``now``, which is local."""
        return datetime.combine(self.date, self.start_time) > now
