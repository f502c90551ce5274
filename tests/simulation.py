"""A month in an organisation that records in two places: its source, whose files come each night, and these pages.

`Source` changes on its own. `Staff` work through the services, and write down in plain Python what each of them leaves
behind. Neither asks the product what is recorded.
"""

from datetime import date, datetime, time, timedelta
from itertools import count
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

from casework.conflicts import conflicts_of
from casework.services.appointments import book, cancel, rearrange
from casework.services.conflicts import keep_ours, use_file
from casework.services.notices import issue_notice
from casework.services.outcomes import offer_new_appointment, record_follow_up, record_outcome
from casework.services.refusals import Refused, version
from casework.services.ways_back import correct_booking, undo_cancellation, undo_rearrangement
from casework.uploads import Upload
from contacts.models import Contact, ContactOutcome
from staff.models import User
from tests.oracle.days import days_of
from tests.oracle.records import OUTCOMES
from tests.sides import CONTACTS, Sides, misfits_among, stands
from tests.strategies import write_caseload
from tests.strategies.people import Files

DAY = timedelta(days=1)
OFFICES = {"Bala": "Gwynedd", "Môn": "Ynys Môn", "Unallocated": "Gwynedd"}
OFFICERS = [f"CM{number}" for number in range(8)]
TYPES = ["COAP", "COAP", "COAI", "CHVS", "COPT"]
STATUSES = ["red", "red_amber", "amber", "green", "blue"]
KINDS_OF_WORK = [
    "books", "notices", "records", "offers", "follows_up", "cancels", "rearranges", "undoes", "corrects", "decides",
]  # fmt: skip
TOLD_BY_NOTICE = ("place", "date", "start_time", "end_time")


def is_missed(row: dict[str, str]) -> bool:
    return row["cancelled_by"] == "service_user" or OUTCOMES.get(row["outcome"], {"attended": "Y"})["attended"] != "Y"


class Source:
    """The national record, in memory: the rows of its files, and what changes in them in a day."""

    def __init__(self, random: Random, month: str, people: int) -> None:
        self.random, self.days = random, days_of(month)
        self.refs = count()
        before = self.days[0] - 100 * DAY
        place = {"ldu": "Gwynedd", "division": "", "office": "Bala", "first_name": "Dewi", "last_name": "Rees"}
        self.files: Files = {
            "offices": [
                {"office": name, "ldu": ldu, "division": "Wales", "kind": "front_office", "amk_from": "2018-10-01"}
                for name, ldu in OFFICES.items()
            ],
            "staff": [
                {"staff_code": code, "role": "case_manager", "team": f"Team {code[2]}", "weekly_hours": "37", **place}
                for code in OFFICERS
            ],
            "service_users": [
                {"crn": f"X{number:06}", "first_name": "Sam", "last_name": f"Lloyd {number}", "office": "Bala"}
                for number in range(people)
            ],
            "orders": [], "custody": [], "brag": [], "allocations": [], "contacts": [],
        }  # fmt: skip
        for person in self.files["service_users"]:
            crn = person["crn"]
            about = {"crn": crn, "starts_on": str(before), "ends_on": ""}
            kind = random.choice(["community_order", "licence", "suspended_sentence_order"])
            requirements = random.choice(["", "", "F", "W", "Z"])
            order = {"order_ref": f"{crn}-1", "type": kind, "requirements": requirements, "terminated_on": ""}
            self.files["orders"].append(about | order | {"ends_on": str(self.days[-1] + 300 * DAY)})
            self.files["allocations"].append(about | {"staff_code": random.choice(OFFICERS)})
            review = {"crn": crn, "reviewed_on": str(before), "status": random.choice(STATUSES), "reviewed_by": ""}
            self.files["brag"].append(review)
            if random.random() < 0.1:
                for day in (self.days[0] - 60 * DAY, random.choice(self.days) - 20 * DAY):
                    self.files["custody"].append({"crn": crn, "starts_on": str(day), "ends_on": str(day + 15 * DAY)})
            for _ in range(random.choice([1, 2, 2, 3])):
                self.books(crn, random.choice(self.days))

    def officer(self, crn: str, day: date) -> str:
        theirs = [row for row in self.files["allocations"] if row["crn"] == crn and row["starts_on"] <= str(day)]
        return max(theirs, key=itemgetter("starts_on"))["staff_code"]

    def books(self, crn: str, day: date) -> None:
        hour = self.random.randrange(8, 18)
        row = dict.fromkeys((CONTACTS.key, *CONTACTS.columns), "") | {
            "contact_ref": f"D{next(self.refs)}", "crn": crn, "staff_code": self.officer(crn, day),
            "code": self.random.choice(TYPES), "date": str(day), "start_time": f"{hour:02}:15",
            "end_time": f"{hour:02}:{self.random.choice([45, 45, 30])}", "place": "Bala",
        }  # fmt: skip
        if self.random.random() < 0.6:
            row |= {"notice_issued_at": f"{day - 9 * DAY}T10:00", "slip_uploaded": "Y"}
        self.files["contacts"].append(row)

    def changes(self, today: date, staff: "Staff") -> None:
        """A few things happen in a day, some of them to what staff recorded here."""
        contacts = self.files["contacts"]
        here = {ref for ref, _ in staff.side.said}
        for _ in range(self.random.randrange(6, 18)):
            touched = [row for row in contacts if row["contact_ref"] in here]
            row = self.random.choice(touched if touched and self.random.random() < 0.6 else contacts)
            former = dict(row)
            self.random.choice(
                [self.outcome, self.outcome, self.moved, self.withdrawn, self.noticed, self.taken_over, self.passed_on]
            )(row, today, staff)
            follows_up = any(former["contact_ref"] == other["follow_up_ref"] for other in contacts)
            linked = row["crn"] != former["crn"] and (follows_up or former["follow_up_ref"])
            if linked or not stands(row, today) or (row["cancelled_by"] and not is_missed(row | {"cancelled_by": ""})):
                row.update(former)
        for change in (self.new_contact, self.review, self.custody, self.transfer, self.termination, self.takes_up):
            if self.random.random() < 0.7:
                change(today, staff)

    def outcome(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        outcome = self.random.choice(["", "ATTC", "UAAB", "AAHO", "RSSR"])
        row |= {"outcome": outcome, "cancelled_by": "", "follow_up": "", "follow_up_on": "", "follow_up_ref": ""}
        if outcome in ("UAAB", "AAHO") and self.random.random() < 0.6:
            theirs = [other for other in self.files["contacts"] if other["crn"] == row["crn"] and other is not row]
            row |= {"follow_up": self.random.choice(["breach", "further_appointment"]), "follow_up_on": str(today)}
            if theirs and row["follow_up"] == "further_appointment":
                row["follow_up_ref"] = self.random.choice(theirs)["contact_ref"]

    def moved(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        row |= self.random.choice(
            [
                {"date": str(self.random.choice(self.days))},
                {"end_time": "18:30"},
                {"place": "Harlech"},
                {"end_time": ""},
            ]
        )

    def withdrawn(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        row["withdrawn"] = self.random.choice(["Y", "N", ""])

    def noticed(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        row |= {"notice_issued_at": f"{today - self.random.randrange(9) * DAY}T08:00", "slip_uploaded": "Y"}

    def taken_over(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        """What staff recorded here is recorded at the source as well."""
        row |= staff.side.records[row["contact_ref"]]

    def passed_on(self, row: dict[str, str], today: date, staff: "Staff") -> None:
        row["crn"] = self.random.choice(self.files["service_users"])["crn"]

    def new_contact(self, today: date, staff: "Staff") -> None:
        self.books(self.random.choice(self.files["service_users"])["crn"], today + self.random.randrange(-5, 15) * DAY)

    def review(self, today: date, staff: "Staff") -> None:
        """A status is put right, taken away, or given today."""
        row = self.random.choice(self.files["brag"])
        row["status"] = self.random.choice(STATUSES)
        if self.random.random() < 0.3 and self.are_others_like(row, "brag"):
            self.files["brag"].remove(row)
        elif row["reviewed_on"] != str(today):
            self.files["brag"].append(row | {"reviewed_on": str(today), "status": self.random.choice(STATUSES)})

    def are_others_like(self, row: dict[str, str], file: str) -> bool:
        """Whether the file tells more of the person: complete is what it says of the people in it."""
        return sum(other["crn"] == row["crn"] for other in self.files[file]) > 1

    def custody(self, today: date, staff: "Staff") -> None:
        """A period is put right at one of its ends, or was none."""
        if self.files["custody"]:
            row = self.random.choice(self.files["custody"])
            starts_on = date.fromisoformat(row["starts_on"])
            match self.random.choice(["start", "end", "gone"]):
                case "start":
                    row["starts_on"] = str(starts_on - DAY)
                case "end":
                    row["ends_on"] = str(starts_on + self.random.choice([3, 20]) * DAY)
                case "gone" if self.are_others_like(row, "custody"):
                    self.files["custody"].remove(row)

    def transfer(self, today: date, staff: "Staff") -> None:
        """Somebody gets another case manager, who takes over on the day on which the former one ends."""
        rows = [row for row in self.files["allocations"] if not row["ends_on"] and row["starts_on"] < str(today)]
        if rows:
            row = self.random.choice(rows)
            row["ends_on"] = str(today)
            new = {
                "crn": row["crn"],
                "staff_code": self.random.choice(OFFICERS),
                "starts_on": str(today),
                "ends_on": "",
            }
            self.files["allocations"].append(new)
            person = next(each for each in self.files["service_users"] if each["crn"] == row["crn"])
            person["office"] = self.random.choice([*OFFICES])

    def termination(self, today: date, staff: "Staff") -> None:
        self.random.choice(self.files["orders"])["terminated_on"] = self.random.choice(["", str(today)])

    def takes_up(self, today: date, staff: "Staff") -> None:
        """An appointment that was booked here is entered at the source too."""
        known = {row["contact_ref"] for row in self.files["contacts"]}
        booked = [ref for ref in staff.side.records if ref not in known]
        if booked:
            ref = self.random.choice(booked)
            row = {"contact_ref": ref, **staff.side.records[ref]}
            if row["follow_up_ref"] in known or not row["follow_up_ref"]:
                self.files["contacts"].append(row)

    def write(self, folder: Path) -> None:
        write_caseload(folder, self.files)


class Staff:
    """Staff at work: what they do through the services, and what that leaves behind."""

    def __init__(self, random: Random, source: Source) -> None:
        self.random, self.source = random, source
        self.side = Sides(CONTACTS)
        self.lapsed: set[str] = set()
        self.booked_instead: dict[str, str] = {}
        self.refs = count(1)
        self.done: set[str] = set()

    def works(self, now: datetime) -> None:
        act = self.random.choice([*KINDS_OF_WORK, "notices", "records", "records"])
        try:
            getattr(self, act)(now)
        except (Refused, IndexError):
            return
        self.done.add(act)

    def one(self, condition) -> str:
        """The reference of a contact for which the condition holds. Raises IndexError where there is none."""
        found = [ref for ref, row in self.side.records.items() if self.is_known(ref) and condition(row)]
        return self.random.choice(sorted(found))

    def is_known(self, ref: str) -> bool:
        """Whether pages show it: its source has not withdrawn it, and nobody undid its booking."""
        return ref in self.side.records and self.side.records[ref]["withdrawn"] == "N"

    def on(self, ref: str) -> dict[str, Any]:
        contact = Contact.objects.get(contact_ref=ref)
        return {"by": contact.officer, "contact": contact, "seen": version(contact)}

    def appointment(self, crn: str, now: datetime) -> tuple[Contact, dict[str, str]]:
        """An appointment that is not booked yet, and what will be recorded of it."""
        hour, day = self.random.randrange(8, 18), now.date() + self.random.randrange(1, 20) * DAY
        row = {
            "crn": crn, "staff_code": self.source.officer(crn, day), "code": self.random.choice(TYPES),
            "date": str(day), "start_time": f"{hour:02}:30", "place": "Swyddfa",
            "end_time": self.random.choice([f"{hour + 1:02}:00", f"{hour:02}:50"]),
        }  # fmt: skip
        person = Contact.service_user.field.related_model.objects.get(crn=crn)
        contact = Contact(
            contact_ref=f"W{next(self.refs):012X}",
            service_user=person,
            officer=User.objects.get(staff_code=row["staff_code"]),
            type_id=row["code"],
            date=day,
            start_time=time.fromisoformat(row["start_time"]),
            end_time=time.fromisoformat(row["end_time"]),
            place=row["place"],
        )
        return contact, row

    def books(self, now: datetime) -> None:
        crn = self.random.choice(self.source.files["service_users"])["crn"]
        contact, row = self.appointment(crn, now)
        book(by=contact.officer, appointment=contact, confirmed=True)
        self.side.records_here(contact.contact_ref, **row)

    def notices(self, now: datetime) -> None:
        ref = self.one(lambda row: is_to_come(row, now) and is_open(row) and row["place"])
        issue_notice(**self.on(ref), method="emailed", paper=Upload(b"%PDF-1", ".pdf"), confirmed=True)
        self.side.records_here(ref, notice_issued_at=f"{now:%Y-%m-%dT%H:%M}", slip_uploaded="Y")
        self.lapsed.discard(ref)

    def records(self, now: datetime) -> None:
        ref = self.one(lambda row: not row["follow_up"] and not row["cancelled_by"])
        choices = ["AAHO"] if is_to_come(self.side.records[ref], now) else ["ATTC", "ATTC", "UAAB", "AAHO"]
        outcome = ContactOutcome.objects.get(pk=self.random.choice(choices))
        record_outcome(**self.on(ref), outcome=outcome, reason="Mistyped")
        self.side.records_here(ref, outcome=outcome.pk)

    def offers(self, now: datetime) -> None:
        ref = self.one(lambda row: is_missed(row) and not row["follow_up"])
        contact, row = self.appointment(self.side.records[ref]["crn"], now)
        offer_new_appointment(**self.on(ref), appointment=contact, confirmed=True)
        self.side.records_here(contact.contact_ref, **row)
        self.further(ref, contact.contact_ref, now)

    def follows_up(self, now: datetime) -> None:
        ref = self.one(lambda row: is_missed(row) and not row["follow_up"])
        kind = self.random.choice(["breach", "recall", "warrant"])
        record_follow_up(**self.on(ref), kind=kind)
        self.side.records_here(ref, follow_up=kind, follow_up_on=f"{now:%Y-%m-%d}")

    def further(self, ref: str, further: str, now: datetime) -> None:
        day = f"{now:%Y-%m-%d}"
        self.side.records_here(ref, follow_up="further_appointment", follow_up_on=day, follow_up_ref=further)

    def cancels(self, now: datetime) -> None:
        ref = self.one(lambda row: is_to_come(row, now) and is_open(row))
        asked_by = self.random.choice(["service", "service_user"])
        cancel(**self.on(ref), asked_by=asked_by, reason="Ill")
        self.side.records_here(ref, cancelled_by=asked_by)

    def rearranges(self, now: datetime) -> None:
        ref = self.one(lambda row: is_to_come(row, now) and is_open(row))
        asked_by = self.random.choice(["service", "service_user"])
        contact, row = self.appointment(self.side.records[ref]["crn"], now)
        rearrange(**self.on(ref), asked_by=asked_by, reason="Ill", appointment=contact, confirmed=True)
        self.side.records_here(contact.contact_ref, **row)
        self.side.records_here(ref, outcome="RSSR" if asked_by == "service" else "RSOF", cancelled_by=asked_by)
        if asked_by == "service_user":
            self.further(ref, contact.contact_ref, now)
        self.booked_instead[ref] = contact.contact_ref

    def undoes(self, now: datetime) -> None:
        if self.booked_instead and self.random.random() < 0.5:
            ref = self.random.choice(sorted(ref for ref in self.booked_instead if self.is_known(ref)))
            undo_rearrangement(**self.on(ref), reason="Mistaken")
            nothing = dict.fromkeys(("outcome", "cancelled_by", "follow_up", "follow_up_on", "follow_up_ref"), "")
            self.side.records_here(ref, **nothing)
            self.side.forgets(self.booked_instead.pop(ref))
        else:
            ref = self.one(lambda row: row["cancelled_by"] and not row["outcome"] and not row["follow_up"])
            undo_cancellation(**self.on(ref), reason="Mistaken")
            self.side.records_here(ref, cancelled_by="")

    def corrects(self, now: datetime) -> None:
        ref = self.one(lambda row: is_open(row) and not row["notice_issued_at"])
        contact, row = self.appointment(self.side.records[ref]["crn"], now)
        correct_booking(**self.on(ref), appointment=contact, reason="Mistyped", confirmed=True)
        self.side.records_here(ref, **row)

    def decides(self, now: datetime) -> None:
        ref = self.random.choice(sorted({ref for ref, _ in self.side.undecided}))
        contact = Contact.everything.get(contact_ref=ref)
        conflict = next(each for each in conflicts_of(contact.service_user, contact.officer) if each.record == contact)
        about = {"by": contact.officer, "person": contact.service_user, "seen": conflict.version}
        about |= {"table_name": "contacts_contact", "record": contact.pk}
        if self.random.random() < 0.5:
            keep_ours(**about)
            self.side.keeps(ref)
        else:
            use_file(**about)
            former = dict(self.side.records[ref])
            self.side.uses(ref)
            self.lapses(ref, former)

    def imported(self, rows: list[dict[str, str]], today: date):
        """The source's contacts came: what is in conflict."""
        former = {ref: dict(row) for ref, row in self.side.records.items()}
        conflicts = self.side.imported(rows, misfits=misfits_among(today))
        for ref, row in former.items():
            self.lapses(ref, row)
        return conflicts

    def lapses(self, ref: str, former: dict[str, str]) -> None:
        """A notice lapses with what it told of, until another is given."""
        now = self.side.records[ref]
        if now["notice_issued_at"] != former["notice_issued_at"]:
            self.lapsed.discard(ref)
        elif now["notice_issued_at"] and any(now[column] != former[column] for column in TOLD_BY_NOTICE):
            self.lapsed.add(ref)

    def contacts(self) -> list[dict[str, str]]:
        """What is recorded, as a file without lapsed notices would tell it."""
        return [
            {"contact_ref": ref, **row, **({"notice_issued_at": ""} if ref in self.lapsed else {})}
            for ref, row in self.side.records.items()
        ]


def is_open(row: dict[str, str]) -> bool:
    return not row["outcome"] and not row["cancelled_by"]


def is_to_come(row: dict[str, str], now: datetime) -> bool:
    return f"{row['date']}T{row['start_time']}" > f"{now:%Y-%m-%dT%H:%M}"
