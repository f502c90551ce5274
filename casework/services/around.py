"""What is around appointments that are to be booked, as far as the checks ask: read once, however many they are."""

from collections.abc import Collection, Sequence
from datetime import date, time
from functools import cached_property
from typing import Self

from django.db.models import Q
from django.utils import timezone

from base.periods import is_in_force
from cases.models import ServiceUser
from casework.cover import with_cover
from casework.hubs import hubs_of, office_at
from contacts import calendar
from contacts.models import Contact, Session
from contacts.session import IN_COMMON
from staff.models import Absence, Office, Post, User


class Around:
    """The diaries of one officer and of one service user, on the days from ``first`` to ``last``.

    Of what is booked it has only what takes some of the time of day from ``start`` to ``end``. Each part is read when
    it is first asked for, and then stays as it was: a service makes its own once it holds the locks.
    """

    def __init__(
        self,
        *,
        officer: int,
        service_user: int,
        first: date,
        last: date,
        start: time,
        end: time,
        viewer: User,
        rooms: Collection[int] = (),
        moving: Collection[Contact | Session] = (),
    ):
        self.officer = officer
        self.service_user = service_user
        self.first, self.last = first, last
        self.start, self.end = start, end
        self.viewer = viewer
        self.rooms = rooms
        self.moving = moving

    @classmethod
    def of(cls, appointments: Sequence[Contact], *, viewer: User, moving: Collection[Contact | Session] = ()) -> Self:
        """Of appointments of one officer with one service user; ``viewer`` is told of the others.

        What is ``moving`` with them is in nobody's way.
        """
        days = [each.date for each in appointments]
        return cls(
            officer=appointments[0].officer_id,
            service_user=appointments[0].service_user_id,
            first=min(days),
            last=max(days),
            start=min(each.start_time for each in appointments),
            end=max(each.ends for each in appointments),
            viewer=viewer,
            rooms={each.room_id for each in appointments if each.room_id},
            moving=moving,
        )

    @cached_property
    def last_contact_day(self) -> date:
        return calendar.last_contact_day()

    @cached_property
    def posts(self) -> list[Post]:
        return list(Post.objects.filter(user=self.officer).select_related("user"))

    def is_in_post(self, day: date) -> bool:
        """As `UserQuerySet.in_post`, of the officer."""
        return any(is_in_force(post, day) and is_in_force(post.user, day) for post in self.posts)

    @cached_property
    def absences(self) -> list[Absence]:
        theirs = Absence.objects.filter(user=self.officer).overlapping(self.first, self.last)
        return with_cover(theirs.select_related("covered_by"))

    def absence_at(self, appointment: Contact) -> Absence | None:
        """The officer's absence that takes some of the time of the appointment."""
        when = (appointment.date, appointment.start_time, appointment.ends)
        return next((absence for absence in self.absences if absence.takes(*when)), None)

    @cached_property
    def booked(self) -> list[Contact]:
        """What is to take place, of either of them."""
        theirs = Q(officer=self.officer) | Q(service_user=self.service_user)
        found = Contact.objects.taking_place().filter(
            theirs, date__range=(self.first, self.last), start_time__lt=self.end, end_time__gt=self.start
        )
        return [each for each in found.select_related("officer", "service_user", "type") if each not in self.moving]

    def clash_with(self, appointment: Contact, *, instead_of: Contact | None = None) -> Contact | None:
        """What is booked for a part of its time, but other people's appointments in the same group session."""
        for each in self.booked:
            assert each.end_time  # without an end it takes no time, and is not among them
            at_once = each.start_time < appointment.ends and each.end_time > appointment.start_time
            is_itself = instead_of is not None and each.pk == instead_of.pk
            if each.date == appointment.date and at_once and not is_itself and each not in self.together(appointment):
                return each
        return None

    def together(self, appointment: Contact) -> list[Contact]:
        """Other people's appointments in its session."""
        opened = self.session_of(appointment) is not None
        return [each for each in self.booked if each.is_in_session_of(appointment, opened=opened)]

    @cached_property
    def sessions(self) -> list[Session]:
        """Those that the officer opened, of which some of the time of day is asked for."""
        theirs = Session.objects.filter(officer=self.officer, date__range=(self.first, self.last))
        found = theirs.filter(start_time__lt=self.end, end_time__gt=self.start).select_related("room")
        return [each for each in found if each not in self.moving]

    def session_of(self, appointment: Contact) -> Session | None:
        """As `SessionQuerySet.of`."""
        in_common = {name: getattr(appointment, name) for name in IN_COMMON}
        return next((session for session in self.sessions if session.in_common == in_common), None)

    @cached_property
    def in_rooms(self) -> list[Contact | Session]:
        """What has one of the rooms that are asked for."""
        when = {"date__range": (self.first, self.last), "start_time__lt": self.end, "end_time__gt": self.start}
        if not self.rooms:
            return []
        booked = Contact.objects.standing().filter(room__in=self.rooms, **when)
        opened = Session.objects.filter(room__in=self.rooms, **when)
        return [each for each in (*booked, *opened) if each not in self.moving]

    @cached_property
    def hubs(self) -> list[Office]:
        """The community hubs at which the service user is offered appointments today."""
        person = ServiceUser.objects.filter(pk=self.service_user).with_brag(timezone.localdate()).first()
        return hubs_of(person, person.brag) if person else []  # type: ignore[attr-defined]

    def office_of(self, appointment: Contact) -> Office | None:
        """As `office_at`, of the place of the appointment; that of the last one is remembered."""
        place, office = self._asked_last
        if place != appointment.place:
            office = office_at(appointment.place)
            self._asked_last = appointment.place, office
        return office

    _asked_last: tuple[str, Office | None] = "", None

    @cached_property
    def visible(self) -> set[int]:
        """Those of the people who are booked (ids) whom the viewer may be told about."""
        people = {each.service_user_id for each in self.booked}
        return set(ServiceUser.objects.visible_to(self.viewer).filter(pk__in=people).values_list("pk", flat=True))
