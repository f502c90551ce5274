"""What may happen to the records: the services, an import, and writes past all of them, each a step taken at random.

A step that the services, the import or the database refuse changes nothing.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from base.months import Month
from cases.brag import AssessmentState, BragAssessment
from cases.models import (
    Allocation,
    Brag,
    BragReview,
    Custody,
    Designation,
    FileValue,
    Order,
    OrderRequirement,
    OrderType,
    RequirementCategory,
    RequirementScope,
    ServiceUser,
)
from casework.conflicts import conflicts_of
from casework.services.appointments import book, cancel, rearrange
from casework.services.conflicts import keep_ours, use_file
from casework.services.notices import issue_notice
from casework.services.orders import NotSeen, take_back_termination, terminate_order
from casework.services.outcomes import offer_new_appointment, record_follow_up, record_outcome
from casework.services.refusals import Refused, version
from casework.services.ways_back import correct_booking, undo_cancellation, undo_rearrangement
from contacts.measure import FollowUpReading, Measure
from contacts.models import (
    BankHoliday,
    CalendarDay,
    CancelledBy,
    Contact,
    ContactOutcome,
    ContactType,
    FollowUp,
    HolidayChange,
    Notice,
    NoticeMethod,
)
from staff.models import Office, Post, Role, Team, User
from tests.answers import load
from tests.brag import agree, send_back
from tests.brag import review as review_status
from tests.measures import add_measure
from tests.oracle.days import days_of
from tests.strategies import Example, write_caseload

DAY = timedelta(days=1)
TYPES = ["COAP", "COAI", "CHVS", "COPT"]
OUTCOMES = [None, "ATTC", "UAAB", "AAME", "RSSR", "ATSS"]


class World(NamedTuple):
    """An imported caseload, the folder of its files, and what decides which records a step takes."""

    example: Example
    folder: Path
    random: Random

    def one(self, model: type[Model], **where: Any) -> Any:
        """A record; of those ``where`` if there are any. Raises IndexError where there is none at all."""
        found = model._default_manager.order_by("pk")
        narrow = list(found.filter(**where))
        return self.random.choice(narrow or list(found))

    def day(self) -> date:
        """A day in the month that the caseload is about, or near it."""
        return self.random.choice(days_of(self.example.month)) + self.random.choice([-31, -1, 0, 0, 0, 1, 31]) * DAY

    def end(self) -> date | None:
        return self.random.choice([None, self.day()])

    def text(self) -> str:
        return f"W{self.random.getrandbits(40)}"


# Through the services


def new_appointment(world: World, service_user: ServiceUser) -> dict[str, Any]:
    """The arguments of a service that books."""
    starts = world.random.randrange(8, 18)
    appointment = Contact(
        contact_ref=world.text(),
        service_user=service_user,
        type=world.one(ContactType, pk__in=TYPES),
        officer=world.one(Allocation, ends_on=None).officer,
        date=timezone.localdate() + world.random.randrange(-9, 20) * DAY,
        start_time=time(starts),
        end_time=time(starts, world.random.choice([20, 30, 45])),
        place="Bala",
    )
    return {"appointment": appointment, "confirmed": True}


def on_contact(world: World, **where: Any) -> dict[str, Any]:
    """The arguments of a service that changes a contact."""
    contact = world.one(Contact, **where)
    return {"by": world.one(User), "contact": contact, "seen": version(contact)}


def books(world: World) -> None:
    book(by=world.one(User), **new_appointment(world, world.one(ServiceUser)))


def rearranges(world: World) -> None:
    who = {"asked_by": world.random.choice(CancelledBy.values), "reason": "Unwell"}
    old = on_contact(world, outcome=None, cancelled_by="")
    rearrange(**old, **who, **new_appointment(world, old["contact"].service_user))


def cancels(world: World) -> None:
    asked_by = world.random.choice(CancelledBy.values)
    cancel(**on_contact(world, outcome=None, cancelled_by=""), asked_by=asked_by, reason="Unwell")


def issues_a_notice(world: World) -> None:
    to_come = {"outcome": None, "cancelled_by": "", "date__gt": timezone.localdate()}
    issue_notice(**on_contact(world, **to_come), method=NoticeMethod.POSTED, confirmed=True)


def undoes_a_cancellation(world: World) -> None:
    undo_cancellation(**on_contact(world, outcome=None, follow_up="", cancelled_by__gt=""), reason="Mistaken")


def undoes_a_rearrangement(world: World) -> None:
    undo_rearrangement(**on_contact(world, rearrangements__isnull=False), reason="Mistaken")


def corrects_a_booking(world: World) -> None:
    old = on_contact(world, outcome=None, cancelled_by="", notice_issued_at=None)
    correct_booking(**old, **new_appointment(world, old["contact"].service_user), reason="Mistyped")


def records_an_outcome(world: World) -> None:
    outcome = world.one(ContactOutcome, pk__in=filter(None, OUTCOMES))
    record_outcome(**on_contact(world, cancelled_by=""), outcome=outcome, remove_follow_up=True, reason="Mistyped")


def offers_another(world: World) -> None:
    missed = on_contact(world, outcome__attended=False, follow_up="")
    offer_new_appointment(**missed, **new_appointment(world, missed["contact"].service_user))


def records_a_follow_up(world: World) -> None:
    missed = on_contact(world, outcome__attended=False, follow_up="")
    kind = world.random.choice(FollowUp.values)
    further = world.one(Contact, service_user=missed["contact"].service_user, outcome=None, cancelled_by="")
    record_follow_up(**missed, kind=kind, further=further if kind == FollowUp.FURTHER_APPOINTMENT else None)


def terminates_an_order(world: World) -> None:
    about = {"by": world.one(User), "order": world.one(Order, terminated_on=None), "reason": "progress"}
    about["terminated_on"] = world.day()
    try:
        terminate_order(**about)
    except NotSeen as shown:
        terminate_order(**about, seen=shown.changes.version)


def takes_a_termination_back(world: World) -> None:
    order = world.one(Order, terminations__taken_back_at=None, terminations__isnull=False)
    take_back_termination(by=world.one(User), order=order, reason="Mistaken")


def reviews_a_status(world: World) -> None:
    review_status(world.one(User), world.one(ServiceUser), world.random.choice(Brag.values))


def agrees_a_lower_status(world: World) -> None:
    """By a team manager of whoever holds the person, where there is one."""
    waiting = world.random.choice(list(BragAssessment.objects.filter(state=AssessmentState.WAITING).order_by("pk")))
    held = Allocation.objects.on(timezone.localdate()).filter(service_user=waiting.service_user)
    team = [allocation.officer.post.team_id for allocation in held if allocation.officer.post]
    managers = Post.objects.on(timezone.localdate()).filter(role=Role.TEAM_MANAGER, team__in=team)
    agree(world.random.choice(list(managers.order_by("pk"))).user, waiting.service_user)


def sends_a_review_back(world: World) -> None:
    waiting = world.one(BragAssessment, state=AssessmentState.WAITING)
    send_back(world.one(User, posts__role=Role.TEAM_MANAGER), waiting.service_user)


def decides_about_a_conflict(world: World) -> None:
    by = world.one(User)
    value = world.random.choice(list(FileValue.objects.in_conflict().exclude(service_user=None).order_by("pk")))
    conflict = world.random.choice(list(conflicts_of(value.service_user, by)))
    table_name, record = conflict.key
    about = {"person": value.service_user, "table_name": table_name, "record": record, "seen": conflict.version}
    world.random.choice([keep_ours, use_file])(by=by, **about)


# Through the import


def imports_again(world: World) -> None:
    """Some values differ from the last files."""
    for _ in range(world.random.randrange(1, 5)):
        name, columns = world.random.choice([file for file in CORRECTIONS.items() if world.example.files[file[0]]])
        column = world.random.choice(list(columns))
        value = columns[column](world)
        world.random.choice(world.example.files[name])[column] = "" if value is None else str(value)
    write_caseload(world.folder, world.example.files)
    load(world.folder)


def one_of(*values: Any) -> Callable[[World], Any]:
    return lambda world: world.random.choice(values)


def from_file(name: str, column: str) -> Callable[[World], str]:
    return lambda world: world.random.choice(world.example.files[name])[column]


CORRECTIONS: dict[str, dict[str, Callable[[World], Any]]] = {
    "offices": {"amk_from": World.end},
    "staff": {"weekly_hours": one_of("37", "18.5"), "office": from_file("offices", "office")},
    "service_users": {"office": from_file("offices", "office")},
    "orders": {"terminated_on": World.end, "requirements": one_of("", "W", "W;F"), "type": one_of(*OrderType.values)},
    "custody": {"ends_on": World.end},
    "brag": {"status": one_of(*Brag.values)},
    "allocations": {"ends_on": World.end, "staff_code": from_file("staff", "staff_code")},
    "designations": {"ends_on": World.end},
    "contacts": {
        "crn": from_file("service_users", "crn"),
        "staff_code": from_file("staff", "staff_code"),
        "date": World.day,
        "end_time": one_of("23:59"),
        "slip_uploaded": one_of("Y", "N"),
        "other_activity": one_of("", "RAR day"),
        "outcome": one_of("", "ATTC", "RSSR"),
    },
}

# Past everything: what an update of each watched table may set.


def record(model: type[Model]) -> Callable[[World], Any]:
    return lambda world: world.one(model)


CHANGES: dict[type[Model], dict[str, Callable[[World], Any]]] = {
    Contact: {
        "service_user": record(ServiceUser),
        "officer": record(User),
        "type_id": one_of(*TYPES),
        "date": World.day,
        "end_time": one_of(time(23, 58), time(23, 59)),
        "notice_issued_at": lambda world: datetime.combine(world.day(), time(9)),
        "notice_current": one_of(True, False),
        "slip_uploaded": one_of(True, False),
        "outcome_id": one_of(*OUTCOMES),
        "cancelled_by": one_of("", *CancelledBy.values),
        "other_activity": one_of("", "RAR day"),
        "follow_up": one_of(*FollowUp.values),
        "follow_up_on": World.day,
    },
    Allocation: {
        "service_user": record(ServiceUser), "officer": record(User), "starts_on": World.day, "ends_on": World.end,
    },
    Designation: {
        "service_user": record(ServiceUser), "officer": record(User), "starts_on": World.day, "ends_on": World.end,
    },
    Custody: {"service_user": record(ServiceUser), "starts_on": World.day, "ends_on": World.end},
    BragReview: {"service_user": record(ServiceUser), "reviewed_on": World.day, "status": one_of(*Brag.values)},
    Order: {
        "service_user": record(ServiceUser),
        "type": one_of(*OrderType.values),
        "starts_on": World.day,
        "ends_on": World.day,
        "terminated_on": World.end,
    },
    OrderRequirement: {"order": record(Order), "requirementcategory": record(RequirementCategory)},
    Post: {"user": record(User), "starts_on": World.end, "ends_on": World.end, "weekly_hours": one_of(0, 37)},
    ServiceUser: {"office": record(Office)},
    Office: {"amk_from": World.end},
    ContactOutcome: {"attended": one_of(True, False, None), "complied": one_of(True, False, None)},
    RequirementCategory: {"minimum_contact_scope": one_of(*RequirementScope.values)},
    CalendarDay: {"follow_up_due": World.day},
    Measure: {
        "types": one_of(["COAP"], ["COPT", "CHVS"], ["COAP", "CHVS", "COAI"]),
        "minutes": one_of(1, 30, 31),
        "follow_up": one_of(*FollowUpReading.values),
        "starts_on": one_of(date(2018, 10, 1), date(2018, 9, 1), date(2019, 2, 1)),
    },
}  # fmt: skip
UNIQUE = {Contact: "contact_ref", Order: "order_ref"}
OF_PEOPLE = [Contact, Allocation, Designation, Custody, BragReview, Order]


def in_use(model: type[Model]) -> dict[str, Any]:
    """Which of the rows that nobody adds or deletes are about somebody."""
    return {
        ContactOutcome: {"pk__in": Contact.objects.values("outcome")},
        RequirementCategory: {"pk__in": OrderRequirement.objects.values("requirementcategory")},
        CalendarDay: {"pk__in": Contact.objects.values("date")},
    }.get(model, {})


def updates(model: type[Model]) -> Callable[[World], None]:
    def step(world: World) -> None:
        column = world.random.choice(list(CHANGES[model]))
        row = world.one(model, **in_use(model))
        model._default_manager.filter(pk=row.pk).update(**{column: CHANGES[model][column](world)})

    return step


def passes_on(model: type[Model]) -> Callable[[World], None]:
    """What was about one person is about another."""

    def step(world: World) -> None:
        row = world.one(model)
        model._default_manager.filter(pk=row.pk).update(service_user=world.one(ServiceUser))

    return step


def adds(model: type[Model]) -> Callable[[World], None]:
    """A row like another, with other values."""

    def step(world: World) -> None:
        row = world.one(model)
        row.pk = None
        if model in UNIQUE:
            setattr(row, UNIQUE[model], world.text())
        for column in world.random.sample(list(CHANGES[model]), 2):
            setattr(row, column, CHANGES[model][column](world))
        model._default_manager.bulk_create([row])

    return step


def deletes(model: type[Model]) -> Callable[[World], None]:
    def step(world: World) -> None:
        world.one(model).delete()

    return step


def changes_post(world: World) -> None:
    """Somebody is in another team from a day on."""
    post, day = world.one(Post, team__isnull=False), world.day()
    Post.objects.filter(pk=post.pk).update(ends_on=day)
    post.pk, post.starts_on, post.team = None, day + DAY, world.one(Team)
    post.save(force_insert=True)


def changes_hands(world: World) -> None:
    """Somebody is allocated to another from a day on."""
    allocation, day = world.one(Allocation, ends_on=None), world.day()
    Allocation.objects.filter(pk=allocation.pk).update(ends_on=day)
    Allocation.objects.bulk_create(
        [Allocation(service_user=allocation.service_user, officer=world.one(User), starts_on=day + DAY)]
    )


def forgets_a_day(world: World) -> None:
    CalendarDay.objects.filter(pk=world.one(CalendarDay, **in_use(CalendarDay)).pk).delete()


def knows_a_day(world: World) -> None:
    day = world.one(Contact).date
    CalendarDay.objects.bulk_create(
        [CalendarDay(date=day, follow_up_due=day + 8 * DAY, measure=world.one(Measure))], ignore_conflicts=True
    )


def adds_another_measure(world: World) -> None:
    first = world.random.choice(
        [*Month.parse(world.example.month).and_before(2), Month.parse(world.example.month).next]
    )
    if not Measure.objects.filter(starts_on=first.first).exists():
        add_measure(str(first), minutes=world.random.choice([30, 31]), business_days=world.random.choice([1, 5, 6]))


def takes_a_measure_back(world: World) -> None:
    if Measure.objects.count() > 1:
        Measure.objects.latest("starts_on").delete()


def moves_a_bank_holiday(world: World) -> None:
    """A day is a bank holiday, is none, or is again what it was."""
    day, change = world.day(), world.random.choice([None, *HolidayChange])
    if change:
        BankHoliday.objects.update_or_create(date=day, defaults={"name": "Jubilee", "change": change})
    else:
        for each in BankHoliday.objects.all():
            each.delete()


def deletes_a_person(world: World) -> None:
    person = world.one(ServiceUser)
    Contact.objects.filter(service_user=person).update(follow_up_contact=None)
    Notice.objects.filter(contact__service_user=person).delete()
    OrderRequirement.objects.filter(order__service_user=person).delete()
    for model in (BragAssessment, *OF_PEOPLE):
        model.objects.filter(service_user=person).delete()
    person.delete()


def named(*steps: Callable[[World], None]) -> dict[str, Callable[[World], None]]:
    return {step.__name__.replace("_", " "): step for step in steps}


STEPS = {
    **named(
        books, rearranges, cancels, issues_a_notice, records_an_outcome, offers_another, records_a_follow_up,
        undoes_a_cancellation, undoes_a_rearrangement, corrects_a_booking, reviews_a_status, agrees_a_lower_status,
        sends_a_review_back, decides_about_a_conflict, terminates_an_order,
        takes_a_termination_back,
        imports_again, adds_another_measure, takes_a_measure_back, moves_a_bank_holiday,
    ),
    **{f"updates {model.__name__}": updates(model) for model in CHANGES},
    **{f"passes on {model.__name__}": passes_on(model) for model in OF_PEOPLE},
    **{f"adds {model.__name__}": adds(model) for model in (*OF_PEOPLE, OrderRequirement)},
    **{f"deletes {model.__name__}": deletes(model) for model in (*OF_PEOPLE, OrderRequirement, Post)},
    **named(changes_post, changes_hands, forgets_a_day, knows_a_day, deletes_a_person),
}  # fmt: skip


def take(name: str, seed: int, world: World, steps: dict[str, Callable[[World], None]] = STEPS) -> bool:
    """Take the step, or nothing where it is refused: whether it was taken."""
    try:
        with transaction.atomic():
            steps[name](world._replace(random=Random(seed)))
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (Refused, IntegrityError, CommandError, IndexError):
        return False
    return True
