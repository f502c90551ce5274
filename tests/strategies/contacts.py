"""One contact: each criterion fails once in about ten times, and every outcome and every sort of follow-up occurs."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from tests.oracle.days import add_business_days, within
from tests.oracle.records import OUTCOMES, REFERENCE, read_csv
from tests.strategies.days import DAY, is_clock_change
from tests.strategies.staff import STAFF_CODES

CONTACT_TYPES = [row["code"] for row in read_csv(REFERENCE / "contact_types.csv")]
ATTENDED = [code for code, row in OUTCOMES.items() if row["attended"] == "Y"]
NOT_ATTENDED = [code for code in OUTCOMES if code not in ATTENDED]
COMPLIED = [code for code, row in OUTCOMES.items() if row["complied"] == "Y"]

# In March no time from 01:00 to 01:59 exists, in October each comes twice; minutes are counted on the clock's face.
SMALL_HOURS = {
    3: [(time(0, 29), time(0, 59)), (time(0, 45), time(2, 10)), (time(2), time(2, 30))],
    10: [(time(1, 30), time(2)), (time(1, 31), time(2)), (time(0, 45), time(1, 15))],
}

Allocation = tuple[str, date, date | None]


def contact(
    random: Random, day: date, allocated: Sequence[Allocation], other_references: Sequence[str]
) -> dict[str, str]:
    """The row of a contact on a day, without crn and contact_ref, for a person with these allocations and contacts."""
    start, end = times(random, day)
    responsible = [code for code, starts_on, ends_on in allocated if within(day, starts_on, ends_on)]
    counting = ["COAP", "COAP", "COAI", "CHVS"]
    return {
        "staff_code": random.choice(responsible if responsible and not one_in(random, 8) else STAFF_CODES),
        "code": random.choice(CONTACT_TYPES if one_in(random, 10) else counting),
        "date": str(day),
        "start_time": f"{start:%H:%M}",
        "end_time": "" if one_in(random, 25) else f"{end:%H:%M}",
        "withdrawn": random.choice(["Y", "N", "", ""]) if one_in(random, 10) else "",
        "place": random.choice(["", "Exeter", "1 Stryd Fawr, Môn"]),
        "notice_issued_at": notice(random, start),
        "slip_uploaded": random.choice(["", "N"]) if one_in(random, 20) else "Y",
        "other_activity": random.choice(["RAR day", "APAT"]) if one_in(random, 12) else "",
        **what_happened(random, day, other_references),
    }


def one_in(random: Random, n: int) -> bool:
    """True once in n times."""
    return random.randrange(n) == 0


def times(random: Random, day: date) -> tuple[datetime, datetime]:
    """A start and an end: 30 minutes or about that, in the small hours too when the clocks change."""
    if is_clock_change(day) and one_in(random, 2):
        start_time, end_time = random.choice(SMALL_HOURS[day.month])
        return datetime.combine(day, start_time), datetime.combine(day, end_time)
    start = datetime.combine(day, random.choice([time(9), time(10, 15), time(23, 28)]))
    minutes = random.choice([1, 29]) if one_in(random, 10) else random.choice([30, 30, 31])
    return start, start + timedelta(minutes=minutes)


def notice(random: Random, start: datetime) -> str:
    """When the notice was issued: before the start, a minute before it, at the start, after it, or never."""
    if one_in(random, 20):
        return ""
    minutes = random.choice([0, -1]) if one_in(random, 10) else random.choice([1, 2, 7 * 24 * 60])
    issued_at = start - timedelta(minutes=minutes)
    if is_clock_change(issued_at.date()) and issued_at.month == 3 and issued_at.hour == 1:
        issued_at = issued_at.replace(hour=0)
    return f"{issued_at:%Y-%m-%dT%H:%M}"


def what_happened(random: Random, day: date, other_references: Sequence[str]) -> dict[str, str]:
    """Outcome, who cancelled and the follow-up, in the combinations that may stand together."""
    kind = random.choices(["attended", "not attended", "cancelled", "nothing yet"], [3, 5, 1, 2])[0]
    if kind == "attended":
        return {"outcome": random.choice([*ATTENDED, "ATTC", "APPK", "AFTC"])}
    if kind == "nothing yet":
        return {"cancelled_by": "service"} if one_in(random, 8) else {}
    outcome, cancelled_by = "", "service_user"
    if kind == "not attended":
        outcome = random.choice([*NOT_ATTENDED, *["AFTA", "UAAB", "AAME", "RSOF"] * 4])
        cancelled_by = random.choices(["", "service_user", "service"], [8, 2, 1])[0]
    known_beforehand = cancelled_by == "service_user" or outcome in COMPLIED
    return {
        "outcome": outcome,
        "cancelled_by": cancelled_by,
        **follow_up(random, day, known_beforehand, other_references),
    }


def follow_up(random: Random, day: date, known_beforehand: bool, other_references: Sequence[str]) -> dict[str, str]:
    """None, or one at either end of the five business days; before the contact where the absence was known."""
    if one_in(random, 3):
        return {}
    if one_in(random, 4):
        kind = random.choice(["breach", "recall", "warrant"])
        reference = ""
    else:
        kind = "further_appointment"
        reference = random.choice(other_references) if other_references and one_in(random, 2) else ""
    fifth, sixth = add_business_days(day, 5), add_business_days(day, 6)
    when = random.choice([day, fifth, fifth, fifth + DAY, sixth, day + 60 * DAY])
    if kind == "further_appointment" and known_beforehand and one_in(random, 3):
        when = random.choice([day - DAY, day - 20 * DAY])
    return {"follow_up": kind, "follow_up_on": str(when), "follow_up_ref": reference}
