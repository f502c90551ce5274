"""What each task takes, walked by the pages' own links and forms: as docs/ui.md says, and no more than it ever took."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from alerts.scan import scan_contacts
from contacts.models import Contact
from staff.models import Office, User
from tests.brag import WRITTEN, review
from tests.factories import ContactFactory
from tests.own_apps import ROOT
from tests.walk import Counts, Walk

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)
VISIT = {"type": "COAP", "date": "26/11/2026", "start_time": "10am"}
# A task, its pages, clicks and fields in the first version, and those of now.
ROW = re.compile(r"^\| ([A-Z].+?) \| ((?:[-\d]+ \| ){5}\d+) \|$", re.MULTILINE)
FURTHER = {"date": "26/11/2026", "start_time": "10am"}
TOLD = {"told": "handed_over"}
ASKED = {"reason": "Unwell"}


def table() -> dict[str, tuple[Counts | None, Counts]]:
    """By task: what it took in the first version, where it was possible at all, and what it takes now."""
    section = (ROOT / "docs" / "ui.md").read_text(encoding="utf-8").split("## Pages and clicks by task")[1]
    rows = {task: counts.split(" | ") for task, counts in ROW.findall(section)}
    return {
        task: (None if "-" in counts else Counts(*map(int, counts[:3])), Counts(*map(int, counts[3:])))
        for task, counts in rows.items()
    }


TABLE = table()
WALKS: dict[str, Callable] = {}


def walks(task: str) -> Callable[[Callable], Callable]:
    def declare(walk: Callable) -> Callable:
        WALKS[task] = walk
        return walk

    return declare


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


@pytest.fixture
def walk(cast, sign_in):
    """Begins a walk at a page of a member of staff, by default their home, once the scan has looked at everyone."""

    def begin(user: User, start: str = "/") -> Walk:
        scan_contacts(by=None, as_of=TODAY)
        return Walk(sign_in(user), start)

    return begin


def booked(cast, **fields) -> Contact:
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, **fields)


def page_of(cast) -> str:
    return reverse("service_user", args=[cast.own.public_id])


@walks("Find a person by name")
def find(cast, walk):
    way = walk(cast.case_manager)
    way.send("Search", search="morgan")
    way.follow("Dafydd Morgan")
    way.says("A000001")
    return way


@walks("Book from the person’s page")
def book(cast, walk):
    way = walk(cast.case_manager, page_of(cast))
    way.follow("Book an appointment")
    way.send("Continue", **VISIT)
    way.send("Book the appointment")
    way.says("You have booked the appointment")
    # That is the page of the notice, with which the next task begins.
    way.pages -= 1
    return way


@walks("Book from the person’s page, with its notice")
def book_and_tell(cast, walk):
    way = walk(cast.case_manager, page_of(cast))
    way.follow("Book an appointment")
    way.send("Continue", **VISIT)
    way.send("Book the appointment", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Book from what Home says is not booked, with its notice")
def book_from_home(cast, walk):
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/book/")
    way.send("Continue", **VISIT)
    way.send("Book the appointment", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("The same, where the first time is taken")
def book_beside_another(cast, walk):
    taken = {"date": date(2026, 11, 26), "start_time": time(10), "end_time": time(11)}
    ContactFactory(service_user=cast.colleagues, officer=cast.case_manager, **taken)
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/book/")
    way.send("Continue", **VISIT)
    way.says("already has an appointment from 10am to 11am")
    way.send("Continue", start_time="11am")
    way.send("Book the appointment", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Record “attended” from Home")
def attended(cast, walk):
    booked(cast, date=date(2026, 11, 17))
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/outcome/")
    way.send("Save the outcome", outcome="ATTC")
    way.says("You have recorded the outcome")
    return way


@walks("Record a non-attendance, offer a further appointment, with its notice")
def missed(cast, walk):
    booked(cast, date=date(2026, 11, 17))
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/outcome/")
    way.send("Save the outcome", outcome="UAAB")
    way.send("Continue")
    way.send("Continue", **FURTHER)
    way.send("Book and record the offer", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Offer a further appointment from Home, with its notice")
def offer(cast, walk):
    booked(cast, date=date(2026, 11, 17), outcome_id="UAAB", noticed=True)
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/follow-up/")
    way.send("Continue")
    way.send("Continue", **FURTHER)
    way.send("Book and record the offer", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Rearrange from today’s list, with the new notice")
def rearrange(cast, walk):
    booked(cast, date=TODAY, start_time=time(16), end_time=time(16, 30), noticed=True)
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/contacts/")
    way.follow("Move it, cancel it or record an absence")
    way.send("Continue", happened="moved_by_service_user")
    way.send("Continue", **ASKED, **FURTHER)
    way.send("Rearrange the appointment", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Cancel by the service, from today’s list")
def cancel(cast, walk):
    booked(cast, date=TODAY, start_time=time(16), end_time=time(16, 30), noticed=True)
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/contacts/")
    way.follow("Move it, cancel it or record an absence")
    way.send("Continue", happened="cancelled_by_service", **ASKED)
    way.says("You have cancelled the appointment")
    return way


@walks("Cancel by the service user, offer a further appointment, with its notice")
def cancel_and_offer(cast, walk):
    booked(cast, date=TODAY, start_time=time(16), end_time=time(16, 30), noticed=True)
    way = walk(cast.case_manager)
    way.follow("Dafydd Morgan", to="/contacts/")
    way.follow("Move it, cancel it or record an absence")
    way.send("Continue", happened="cancelled_by_service_user", **ASKED)
    way.send("Continue")
    way.send("Continue", **FURTHER)
    way.send("Book and record the offer", **TOLD)
    way.says("You have recorded that the notice was given.")
    return way


@walks("Record a contact of yesterday that was not booked, from the person’s page")
def record(cast, walk):
    way = walk(cast.case_manager, page_of(cast))
    way.follow("Record a contact that took place")
    held = {"type": "COAP", "date": "17/11/2026", "start_time": "10am", "end_time": "10:30am"}
    way.send("Continue", **held, outcome="ATTC")
    way.send("Record the contact")
    way.says("You have recorded")
    return way


@walks("Review the BRAG status from the person’s page")
def review_brag(cast, walk):
    way = walk(cast.case_manager, page_of(cast))
    way.follow("Review the BRAG status")
    way.send("Continue", status="red", **WRITTEN)
    way.send("Save the review")
    way.says("It is Red from today.")
    return way


@walks("Team manager: agree a lower BRAG status from Home")
def agree_brag(cast, walk):
    review(cast.case_manager, cast.own, "green")
    way = walk(cast.team_manager)
    way.follow("BRAG review to agree")
    way.follow("Agree the lower BRAG status")
    way.send("Save the decision", decision="agree")
    way.says("The status is Green from today.")
    return way


@walks("LDU head: from the figure to the reasons")
def reasons(cast, walk):
    booked(cast, date=date(2026, 10, 6), outcome_id="UAAB", noticed=True)
    way = walk(cast.ldu_head, f"{reverse('compliance')}?month=2026-10")
    way.follow("", to="result=not_met")
    way.says("Dafydd Morgan")
    way.says("not followed up")
    return way


@walks("LDU head: from Home to a contact of October’s worst case manager")
def worst(cast, walk):
    booked(cast, date=date(2026, 10, 6), outcome_id="UAAB", noticed=True)
    seen = {"service_user": cast.colleagues, "officer": cast.colleague, "outcome_id": "ATTC"}
    ContactFactory(date=date(2026, 10, 6), noticed=True, **seen)
    way = walk(cast.ldu_head)
    way.follow("October 2026")
    way.follow("Percent", to="case_manager-sort=percent")
    way.follow("", to=f"officer={cast.case_manager.pk}&result=not_met")
    way.follow("", to="/contacts/")
    return way


@walks("Team manager: who has nothing booked, by case manager")
def nothing_booked(cast, walk):
    way = walk(cast.team_manager)
    way.follow("", to=f"officer={cast.case_manager.pk}&kind=nothing_booked")
    way.says("Dafydd Morgan")
    return way


@walks("Team manager: the team’s percentage")
def percentage(cast, walk):
    booked(cast, date=date(2026, 11, 2), outcome_id="ATTC", noticed=True)
    way = walk(cast.team_manager)
    way.says("50.0%")
    return way


@walks("Administrator: add a case manager with hours")
def add_case_manager(cast, walk):
    way = walk(cast.administrator)
    way.follow("Add", to=reverse("admin:staff_user_add"))
    post = cast.case_manager.post
    way.send(
        "Save",
        **{
            "email": "tomos@example.org",
            "password1": "a-long-new-password",
            "password2": "a-long-new-password",
            "staff_code": "CM9",
            "first_name": "Tomos",
            "last_name": "Bevan",
            "posts-0-role": "case_manager",
            "posts-0-team": str(post.team_id),
            "posts-0-office": str(post.office_id),
            "posts-0-weekly_hours": "18.5",
        },
    )
    assert User.objects.get(staff_code="CM9").post.weekly_hours == 18.5
    return way


@walks("Administrator: add 10 offices that can be booked")
def add_offices(cast, walk):
    way = walk(cast.administrator)
    way.follow("Add", to=reverse("admin:staff_office_add"))
    office = {"ldu": str(cast.ldu_head.post.ldu_id), "kind": "front_office", "phone": "01633 960100"}
    for number in range(1, 11):
        button = "Save and add another" if number < 10 else "Save"
        way.send(button, name=f"Office {number}", address=f"{number} Fore Street, NP20 4AA", **office)
    assert [office.is_ready for office in Office.objects.filter(name__startswith="Office ")] == [True] * 10
    return way


def test_every_task_is_walked():
    assert TABLE.keys() == WALKS.keys()


@pytest.mark.parametrize("task", WALKS)
def test_it_takes(cast, walk, task):
    before, now = TABLE[task]
    assert WALKS[task](cast, walk).counts == now
    assert not before or all(count <= least for count, least in zip(now, before, strict=True))
