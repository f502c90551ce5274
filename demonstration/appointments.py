"""The contacts of the demonstration: a year of appointments kept, missed, mended and spoilt, and the bookings ahead."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from base.business_days import business_days
from contacts.criteria import SENT_HOME_BY_SERVICE
from contacts.models import RESCHEDULED_BY_SERVICE
from demonstration.organisation import Ldu, Officer, Team
from demonstration.people import Person
from demonstration.reference import BUSINESS_DAYS_TO_FOLLOW_UP, complies
from demonstration.timeline import Timeline

# Contacts a month, by BRAG status.
FREQUENCY = {"red": 3.6, "red_amber": 2.0, "amber": 1.3, "green": 1.1, "blue": 0.7}
OFFICE_MINUTES = (30, 30, 30, 30, 30, 45, 60)
HOME_VISIT_MINUTES = 60  # with the way there
GROUPS_START, GROUP_MINUTES = 17 * 60, 120

# Which outcomes come up, and of the attendances how often. What they mean is in the reference data.
ATTENDANCES = {"ATTC": 92, "AFTC": 2, "AFDA": 2, "ATSH": 1, "APPK": 3}
ABSENCES = ("AAME", "AAEM", "AAFC", "AACL", "AAHO", "AARE", "AAAA", "RSOF", "CO05", "AFTA", "UAAB")
ACCEPTABLE = tuple(filter(complies, ABSENCES))
UNACCEPTABLE = tuple(outcome for outcome in ABSENCES if not complies(outcome))
FORESEEN = ("AAHO", "AACL", "AAEM", "RSOF")
ENFORCEMENT = {"licence": "recall", "post_sentence_supervision": "breach"}
OTHER_ACTIVITIES = ("RAR intervention", "Programme session", "Unpaid work induction", "APAT")

# How a month without a contact that counts goes wrong, and how often one way against another.
LAPSES = {
    "no_notice": 12,
    "no_slip": 16,
    "late_notice": 8,
    "rearranged": 11,
    "cancelled_by_service": 7,
    "short": 8,
    "other_officer": 9,
    "other_activity": 6,
    "sent_home": 3,
    "not_followed_up": 20,
    "followed_up_late": 10,
    "enforcement_only": 7,
    "cancelled_and_left": 3,
    "telephone": 9,
    "nothing": 9,
}
# What may be amiss with a booking before its day.
BOOKING_LAPSES = {
    "no_notice": 10,
    "no_slip": 4,
    "short": 3,
    "other_officer": 3,
    "other_activity": 2,
    "cancelled_by_service": 3,
}
MONTHS_OF_STRAIN = {8: 1.25, 12: 1.4}


@dataclass(slots=True)
class Appointment:
    """A row of contacts.csv. ``start`` is in minutes after midnight."""

    ref: str
    officer: Officer
    code: str
    day: date
    start: int
    minutes: int
    place: str
    notice: datetime | None = None
    slip: bool = False
    other_activity: str = ""
    outcome: str = ""
    cancelled_by: str = ""
    follow_up: str = ""
    follow_up_on: date | None = None
    follow_up_ref: str = ""


class AppointmentMaker:
    """Makes the appointments of one person after another, each with a reference of its own."""

    def __init__(self, rng: Random, timeline: Timeline):
        self.rng = rng
        self.timeline = timeline
        self._made = 0

    def reference(self) -> str:
        """The next contact_ref."""
        self._made += 1
        return f"C{self._made:08d}"

    def appointments(self, person: Person, ldu: Ldu, team: Team) -> list[Appointment]:
        """Every appointment of ``person``, by date and time."""
        appointments = _History(self, person, ldu, team).appointments()
        return sorted(appointments, key=lambda made: (made.day, made.start, made.ref))


class _History:
    """One person's appointments, month by month."""

    def __init__(self, maker: AppointmentMaker, person: Person, ldu: Ldu, team: Team):
        self.maker = maker
        self.rng = maker.rng
        self.timeline = maker.timeline
        self.person = person
        self.months_met = ldu.months_met
        self.cover = team.veterans(self.timeline.start)
        self.made: list[Appointment] = []
        # Nobody has thought of booking the next appointment.
        self.forgotten = self.rng.random() < 0.05

    def appointments(self) -> list[Appointment]:
        periods = self.person.in_the_community()
        on_programme = any("RM38" in order.requirements for order in self.person.orders)
        for first, last in self.timeline.months:
            days = [
                day
                for start, end in periods
                if start <= last and first <= end
                for day in business_days().between(max(start, first), min(end, last))
            ]
            if days:
                self._month(days, first)
                if on_programme:
                    self._programme(days)
        return self.made

    def _month(self, days: list[date], first: date) -> None:
        rng = self.rng
        frequency = FREQUENCY[self.person.status_on(days[len(days) // 2])]
        wanted = frequency * min(1.0, len(days) / 19)
        count = int(wanted) + (rng.random() < wanted % 1)
        if len(days) >= 19 and frequency >= 1:
            count = max(1, count)
        officer = self.person.officer_on(days[-1])
        lapses = (officer.lapses if officer else 1.0) * MONTHS_OF_STRAIN.get(first.month, 1.0)
        lapsed = rng.random() < (1 - self.months_met) * lapses
        kept = rng.randrange(count) if count else 0
        for number in range(count):
            part = days[number * len(days) // count : (number + 1) * len(days) // count]
            if not part:
                continue
            day = rng.choice(part)
            if day > self.timeline.as_of:
                self._booking(day)
            elif lapsed or (number != kept and rng.random() < 0.12):
                self._lapse(day)
            else:
                self._kept(day)
        if rng.random() < 0.1:
            self._telephone(rng.choice(days))

    # What happened, or is to happen

    def _kept(self, day: date) -> None:
        """An appointment that counts, or will once someone has finished it."""
        made = self._appointment(day, known=True)
        if day == self.timeline.as_of:
            return
        recent = (self.timeline.as_of - day).days
        if self.rng.random() < (0.2 if recent <= 4 else 0.05 if recent <= 20 else 0):
            return  # the outcome is still to be recorded
        if self.rng.random() < 0.92:
            made.outcome = self._attendance()
        elif self.rng.random() < 0.12:
            self._known_absence(made)
        else:
            self._absence(made)
            self._follow_up(made, self.rng.choices((0, 1, 2, 3, 4, 5), (20, 28, 20, 14, 10, 8))[0])

    def _lapse(self, day: date) -> None:
        """An appointment that does not count, in one of the ways that there are."""
        lapse = self.rng.choices(tuple(LAPSES), tuple(LAPSES.values()))[0]
        if lapse == "nothing":
            return
        if lapse == "telephone":
            self._telephone(day)
            return
        made = self._appointment(day, known=lapse not in ("no_notice", "late_notice"), lapse=lapse)
        self._spoil(made, lapse)
        if day == self.timeline.as_of:
            return
        if lapse == "rearranged":
            usual, other = RESCHEDULED_BY_SERVICE
            made.outcome = self.rng.choice((usual, usual, other))
            made.cancelled_by = self.rng.choice(("service", ""))
        elif lapse == "sent_home":
            usual, other = SENT_HOME_BY_SERVICE
            made.outcome = self.rng.choice((usual, usual, other))
        elif lapse == "cancelled_and_left":
            made.cancelled_by = "service_user"
        elif lapse in ("not_followed_up", "followed_up_late", "enforcement_only"):
            self._absence(made)
            if lapse == "followed_up_late":
                self._follow_up(made, BUSINESS_DAYS_TO_FOLLOW_UP + self.rng.randint(1, 6), spoilt=True)
            elif lapse == "enforcement_only":
                self._enforce(made)
        elif lapse != "cancelled_by_service":
            made.outcome = self._attendance()

    def _booking(self, day: date) -> None:
        """An appointment after the day of the caseload: the next weeks' are mostly there, later ones less often."""
        rng = self.rng
        ahead = (day - self.timeline.as_of).days
        if self.forgotten or rng.random() > (0.96 if ahead <= 14 else 0.9 if ahead <= 28 else 0.7):
            return
        lapse = ""
        if rng.random() < 0.09:
            lapse = rng.choices(tuple(BOOKING_LAPSES), tuple(BOOKING_LAPSES.values()))[0]
        known = lapse != "no_notice" and (ahead <= 10 or rng.random() < 0.65)
        made = self._appointment(day, known=known, lapse=lapse)
        if lapse:
            self._spoil(made, lapse)
        elif made.notice and rng.random() < 0.03:
            self._known_absence(made)

    def _spoil(self, made: Appointment, lapse: str) -> None:
        """What is wrong with an appointment whatever came of it."""
        if lapse == "late_notice" and made.day < self.timeline.as_of:
            starts = datetime.combine(made.day, time()) + timedelta(minutes=made.start)
            made.notice = starts + timedelta(minutes=self.rng.choice((0, 0, 5, 20, 60)))
            made.slip = True
        elif lapse == "no_slip":
            made.slip = False
        elif lapse == "other_activity":
            made.other_activity = self.rng.choice(OTHER_ACTIVITIES)
        elif lapse == "cancelled_by_service":
            made.cancelled_by = "service"

    def _attendance(self) -> str:
        return self.rng.choices(tuple(ATTENDANCES), tuple(ATTENDANCES.values()))[0]

    # Absences and what follows them

    def _absence(self, made: Appointment) -> None:
        made.outcome = self.rng.choice(ACCEPTABLE if self.rng.random() < 0.45 else UNACCEPTABLE)
        if made.outcome == "RSOF":
            made.cancelled_by = "service_user"

    def _known_absence(self, made: Appointment) -> None:
        """The service user said beforehand that they could not come, and was offered another appointment at once."""
        offered = business_days().add_business_days(made.day, -self.rng.randint(1, 4))
        made.outcome = self.rng.choice(FORESEEN)
        self._further(made, min(offered, self.timeline.yesterday))

    def _follow_up(self, made: Appointment, days: int, *, spoilt: bool = False) -> None:
        """A further appointment, offered ``days`` business days after the absence if that day has come."""
        offered = business_days().add_business_days(made.day, days) if days else made.day
        if offered <= self.timeline.yesterday:
            self._further(made, offered, spoilt=spoilt)

    def _further(self, missed: Appointment, offered: date, *, spoilt: bool = False) -> None:
        """The offer of a further appointment, and where there is still an order for it the appointment itself."""
        rng = self.rng
        missed.follow_up, missed.follow_up_on = "further_appointment", offered
        day = business_days().add_business_days(max(missed.day, offered), rng.randint(1, 7))
        if not any(first <= day <= last for first, last in self.person.in_the_community()):
            return
        made = self._appointment(day, known=False)
        if not spoilt:
            # Offered on the day itself, it was sent at the end of it, once it was clear that nobody had come.
            issued_at = time(17, 15) if offered == missed.day else self._office_hours()
            made.notice, made.slip = datetime.combine(offered, issued_at), True
        if day < self.timeline.as_of:
            made.outcome = self._attendance()
        if rng.random() < 0.9:
            missed.follow_up_ref = made.ref

    def _enforce(self, made: Appointment) -> None:
        started = business_days().add_business_days(made.day, self.rng.randint(1, 5))
        if started <= self.timeline.yesterday:
            action = ENFORCEMENT.get(self.person.orders[-1].type, "breach")
            made.follow_up = "warrant" if self.rng.random() < 0.12 else action
            made.follow_up_on = started

    # Contacts that are no offers

    def _telephone(self, day: date) -> None:
        if day > self.timeline.as_of:
            return
        made = self._appointment(day, known=False, lapse="telephone")
        if day < self.timeline.as_of:
            made.outcome = "ATTC" if self.rng.random() < 0.85 else "AFTA"

    def _programme(self, days: list[date]) -> None:
        """Sessions of an accredited programme, for some months of an order: a group, in the evening, with a tutor."""
        if self.rng.random() < 0.6:
            return
        tutor = self.cover[-1]
        for day in days[self.rng.randrange(7) :: 7]:
            made = Appointment(
                self.maker.reference(), tutor, "APAT", day, GROUPS_START, GROUP_MINUTES, self.person.office.place
            )
            if day < self.timeline.as_of:
                made.outcome = "ATTC" if self.rng.random() < 0.85 else "AFTA"
            self.made.append(made)

    # The appointment itself

    def _appointment(self, day: date, *, known: bool, lapse: str = "") -> Appointment:
        """An appointment on ``day``, and where ``known`` a notice of it in good time with its slip."""
        rng = self.rng
        officer = self._officer(day, other=lapse == "other_officer")
        code, minutes, place = self._kind(day, lapse)
        made = Appointment(
            self.maker.reference(), officer, code, day, officer.diary.book(rng, day, minutes), minutes, place
        )
        if known:
            notice_day = min(business_days().add_business_days(day, -rng.randint(1, 9)), self.timeline.yesterday)
            made.notice, made.slip = datetime.combine(notice_day, self._office_hours()), True
        self.made.append(made)
        return made

    def _officer(self, day: date, *, other: bool) -> Officer:
        """Who sees the person on ``day``: with ``other``, someone who is neither responsible nor designated."""
        rng = self.rng
        holder = self.person.officer_on(day)
        designated = [spell.officer for spell in self.person.designations if spell.holds(day)]
        if other or holder is None or (holder.ends_on and day > holder.ends_on):
            covering = [officer for officer in self.cover if officer is not holder and officer not in designated]
            return rng.choice(covering or self.cover)
        if designated and rng.random() < 0.2:
            return designated[0]
        return holder

    def _kind(self, day: date, lapse: str) -> tuple[str, int, str]:
        """Contact type, minutes and place."""
        rng = self.rng
        office = self.person.office.place
        if lapse == "telephone":
            return "COPT", 15, ""
        minutes = 20 if lapse == "short" else rng.choice(OFFICE_MINUTES)
        if (day - self.person.orders[-1].starts_on).days in range(8):
            return "COAI", max(minutes, 45) if lapse != "short" else minutes, office
        if rng.random() < 0.1:
            return "CHVS", minutes if lapse == "short" else HOME_VISIT_MINUTES, self.person.address
        return "COAP", minutes, office

    def _office_hours(self) -> time:
        return time(self.rng.randint(9, 16), self.rng.choice((0, 5, 10, 20, 25, 35, 40, 50)))
