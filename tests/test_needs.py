"""What a service user needs: written on a page of its own, shown wherever an appointment is booked, kept by imports."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import FileValue, ServiceUser
from casework.services.needs import change_needs
from tests.answers import load
from tests.appointments import VISIT, arrange, page
from tests.factories import ContactFactory
from tests.small_caseload import small_caseload, write

pytestmark = pytest.mark.django_db

NEEDS = "Welsh interpreter\n2 members of staff at home visits"


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def write_down(nia, cast, needs, seen=""):
    return nia.post(reverse("change_needs", args=[cast.own.public_id]), {"needs": needs, "seen": seen})


def test_they_are_written_down_with_an_entry_and_their_history(nia, cast):
    write_down(nia, cast, NEEDS)
    write_down(nia, cast, "None any more", seen=NEEDS)
    person = ServiceUser.objects.get(pk=cast.own.pk)
    assert person.needs == "None any more"
    assert list(person.events.order_by("pgh_id").values_list("needs", flat=True)) == ["", NEEDS]
    assert [entry.action for entry in Entry.objects.all()] == ["change needs", "change needs"]
    assert not FileValue.objects.filter(table_name="cases_serviceuser").exists()


def test_they_stand_on_the_page_and_beside_each_form_that_books(nia, cast):
    assert "None are written down." in page(nia, "service_user", cast.own)
    write_down(nia, cast, NEEDS)
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 25))
    pages = [page(nia, name, cast.own) for name in ("service_user", "book", "record_contact", "change_needs")]
    pages += [page(nia, name, cast.own, contact.pk) for name in ("rearrange", "correct_booking")]
    answers = {**VISIT, "officer": cast.case_manager.pk}
    pages.append(arrange(nia, "book", cast.own, step="", **answers).content.decode())
    for html in pages:
        assert "2 members of staff at home visits" in html


def test_what_somebody_else_wrote_meanwhile_is_not_lost(nia, cast):
    change_needs(by=cast.colleague, service_user=cast.own, seen="", needs="Step-free access")
    refused = write_down(nia, cast, NEEDS)
    assert "It now says: Step-free access" in refused.context["form"].errors["needs"][0]
    assert 'value="Step-free access"' in refused.content.decode()
    assert ServiceUser.objects.get(pk=cast.own.pk).needs == "Step-free access"


def test_of_two_records_of_one_person_neither_loses_them(tmp_path):
    load(write(tmp_path, small_caseload()))
    for crn, needs in [("A000001", "Step-free access"), ("A000003", "Welsh interpreter")]:
        ServiceUser.objects.filter(crn=crn).update(needs=needs)
    files = small_caseload()
    files = {name: [row for row in rows if row.get("crn") != "A000003"] for name, rows in files.items()}
    load(write(tmp_path, files | {"merges": [{"old_crn": "A000003", "crn": "A000001"}]}))
    assert ServiceUser.objects.get(crn="A000001").needs == "Step-free access\nWelsh interpreter"


def test_an_import_keeps_them(tmp_path):
    load(write(tmp_path, small_caseload()))
    ServiceUser.objects.update(needs=NEEDS)
    changed = small_caseload()
    for row in changed["service_users"]:
        row["phone"] = "01633 960199"
    load(write(tmp_path, changed))
    assert set(ServiceUser.objects.values_list("needs", "phone")) == {(NEEDS, "01633 960199")}
