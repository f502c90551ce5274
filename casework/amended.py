"""What was undone or corrected, as the page of a contact tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.presenters import moment_in_words
from contacts.models import Amended, Amendment, CancelledBy, ContactOutcome, ContactType
from staff.models import Room, User
from ui.formats import clock, timespan, weekday
from ui.words import named

CANCELLATION_UNDONE = {
    CancelledBy.SERVICE: gettext_lazy(
        "It was cancelled by the %(service)s, until %(officer)s undid that on %(day)s at %(time)s."
    ),
    CancelledBy.SERVICE_USER: gettext_lazy(
        "It was cancelled by the %(service_user)s, until %(officer)s undid that on %(day)s at %(time)s."
    ),
}


@dataclass(frozen=True)
class AmendmentEntry:
    """Something that was undone or corrected, as a page tells of it; the names of what ``former`` refers to beside."""

    amendment: Amendment
    outcomes: Mapping[str, ContactOutcome]
    types: Mapping[str, ContactType]
    officers: Mapping[int, User]
    rooms: Mapping[int, Room]

    @property
    def sentences(self) -> list[str]:
        """What it was, who recorded that, and who changed it when and why."""
        made = {"officer": self.amendment.made_by, **moment_in_words(self.amendment.made_at)}
        reason = _("Reason for the change: %(reason)s") % {"reason": self.amendment.reason}
        return [*self.before(made), self.recorded, reason]

    @property
    def recorded(self) -> str:
        by, at = self.amendment.recorded_by, self.amendment.recorded_at
        if not by or not at:
            return _("An import had brought that.")
        return _("%(officer)s had recorded that on %(day)s at %(time)s.") % {"officer": by, **moment_in_words(at)}

    def before(self, made: dict[str, Any]) -> list[str]:
        former = self.amendment.former
        match Amended(self.amendment.what):
            case Amended.OUTCOME:
                words = _("The outcome was “%(outcome)s”, until %(officer)s changed it on %(day)s at %(time)s.")
                removed = [_("The follow-up was removed with it.")] if former.get("follow_up") else []
                return [words % {"outcome": self.outcomes[former["outcome_id"]], **made}, *removed]
            case Amended.CANCELLATION:
                why = _("Reason for the cancellation: %(reason)s") % {"reason": former["cancellation_reason"]}
                return [named(CANCELLATION_UNDONE[CancelledBy(former["cancelled_by"])], **made), why]
            case Amended.REARRANGEMENT:
                new = {"new_day": weekday(day_of(former["new"])), "new_time": clock(start_of(former["new"])), **made}
                why = _("Reason for the rearrangement: %(reason)s") % {"reason": former["cancellation_reason"]}
                words = _(
                    "It was rearranged to %(new_day)s at %(new_time)s, until %(officer)s undid that on %(day)s at"
                    " %(time)s."
                )
                return [words % new, why]
            case Amended.BOOKING:
                room = self.rooms.get(former.get("room_id", 0))
                in_room = [_("It was in this room: %(room)s.") % {"room": room}] if room else []
                corrected = _("%(officer)s corrected the booking on %(day)s at %(time)s.") % made
                return [corrected, *self.booked(former), *in_room]

    def booked(self, former: dict[str, Any]) -> list[str]:
        """What a booking said before it was corrected."""
        said = {
            "type": self.types[former["type_id"]],
            "with": self.officers[former["officer_id"]],
            "day": weekday(day_of(former)),
            "time": timespan(start_of(former), time.fromisoformat(former["end_time"])),
            "place": former["place"],
        }
        words = _("Before, it was: %(type)s with %(with)s on %(day)s, %(time)s, without a place.")
        if said["place"]:
            words = _("Before, it was: %(type)s with %(with)s on %(day)s, %(time)s, at %(place)s.")
        activity = _("Another activity was recorded for the same time: %(activity)s.")
        # What was corrected in earlier versions does not say.
        beside = former.get("other_activity")
        return [words % said, *([activity % {"activity": beside}] if beside else [])]


def day_of(former: dict[str, Any]) -> date:
    return date.fromisoformat(former["date"])


def start_of(former: dict[str, Any]) -> time:
    return time.fromisoformat(former["start_time"])
