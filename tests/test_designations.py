"""Designated case managers: naming one in the sentence plan, what follows for contacts, and ending it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry
from cases.models import Designation, Stale
from casework.services.designations import end_designation, name_designated
from casework.services.refusals import Refused
from contacts.models import Contact, ContactFact, MonthFact
from staff.models import User
from tests.appointments import VISIT, arrange, page
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

NEITHER = "Owain Parry is neither the case manager nor named in the sentence plan."


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


def name(nia, cast, **answers):
    given = {"officer": cast.colleague.pk, "starts_on": "18/11/2026", "agreed_with": "Cara Manager, team manager"}
    return nia.post(reverse("name_designated", args=[cast.own.public_id]), {**given, **answers})


def plan(cast, **fields) -> Designation:
    about = {"service_user": cast.own, "officer": cast.colleague, "starts_on": date(2026, 11, 18)}
    return Designation(**{**about, "agreed_with": "Cara Manager", **fields})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_one_is_named_and_shown_with_who_agreed(nia, cast):
    assert name(nia, cast, ends_on="31/12/2026").url == reverse("service_user", args=[cast.own.public_id])
    made = Designation.objects.get()
    assert (made.officer, made.starts_on, made.ends_on) == (cast.colleague, date(2026, 11, 18), date(2026, 12, 31))
    html = page(nia, "service_user", cast.own)
    assert "18 November to 31 December 2026" in html
    assert "Agreed with Cara Manager, team manager" in html
    assert Entry.objects.get().action == "name a designated case manager"


def test_contacts_with_them_can_count_at_once(cast):
    contact = ContactFactory(
        service_user=cast.own, officer=cast.colleague, date=date(2026, 11, 16), outcome_id="ATTC", noticed=True
    )
    name_designated(by=cast.case_manager, designation=plan(cast, starts_on=date(2026, 11, 16)))
    assert not Stale.objects.filter(service_user=cast.own).exists()
    assert ContactFact.objects.get(contact=contact).worth == "attended"
    assert MonthFact.objects.get(service_user=cast.own, month=date(2026, 11, 1)).met
    end_designation(by=cast.case_manager, designation=Designation.objects.get(), ends_on=date(2026, 11, 17))
    assert ContactFact.objects.get(contact=contact).worth == "attended"


def test_booking_with_somebody_else_warns_before_saving(nia, cast):
    answers = {**VISIT, "officer": cast.colleague.pk}
    html = arrange(nia, "book", cast.own, step="", **answers).content.decode()
    assert NEITHER in html
    assert reverse("name_designated", args=[cast.own.public_id]) in html
    name(nia, cast)
    html = arrange(nia, "book", cast.own, step="", **answers).content.decode()
    assert NEITHER not in html
    assert "This appointment can count towards the month" in html
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"officer": ""}, "officer", "Select who the sentence plan names"),
        ({"agreed_with": ""}, "agreed_with", "Enter who agreed this"),
        ({"ends_on": "17/11/2026"}, "ends_on", "The last day must be on or after 18 November 2026"),
        ({"starts_on": "1/1/2026"}, "starts_on", "Enter a date on or after 18 August 2026"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(nia, cast, answers, field, message):
    assert message in errors(name(nia, cast, **answers))[field][0]
    assert not Designation.objects.exists()


def test_nobody_is_named_twice_for_one_day_or_without_a_post(nia, cast):
    name_designated(by=cast.case_manager, designation=plan(cast))
    again = errors(name(nia, cast, starts_on="1/12/2026"))
    assert again["officer"] == ["Owain Parry is already named in the sentence plan: Since 18 November 2026"]
    User.objects.filter(pk=cast.colleague.pk).update(ends_on=date(2026, 11, 30))
    Designation.objects.all().delete()
    assert "is not in post on the first day" in errors(name(nia, cast, starts_on="1/12/2026"))["officer"][0]


def test_only_case_and_team_managers_of_the_ldu_are_offered_and_not_the_persons_own(nia, cast):
    html = page(nia, "name_designated", cast.own)
    for officer, offered in [
        (cast.colleague, True),
        (cast.team_manager, True),
        (cast.case_manager, False),
        (cast.ldu_head, False),
    ]:
        assert (f'<option value="{officer.pk}"' in html) == offered


def test_the_same_sent_twice_is_recorded_once(nia, cast):
    assert name(nia, cast).url == name(nia, cast).url
    assert Designation.objects.count() == 1
    assert Entry.objects.count() == 1


def test_it_is_ended_and_then_cannot_be_ended_again(nia, cast):
    made = name_designated(by=cast.case_manager, designation=plan(cast, starts_on=date(2026, 11, 2)))
    address = reverse("end_designation", args=[cast.own.public_id, made.pk])
    assert address in page(nia, "service_user", cast.own)
    early = nia.post(address, {"ends_on": "1/11/2026"})
    assert errors(early)["ends_on"] == ["The last day must be on or after 2 November 2026, the first day"]
    nia.post(address, {"ends_on": "17/11/2026"})
    made.refresh_from_db()
    assert made.ends_on == date(2026, 11, 17)
    assert address not in page(nia, "service_user", cast.own)
    assert "This designation has ended already." in nia.get(address, follow=True).content.decode()
    with pytest.raises(Refused, match="This ended on 17 November 2026 already"):
        end_designation(by=cast.case_manager, designation=made, ends_on=date(2026, 12, 1))


def test_anothers_designation_is_not_found(nia, cast):
    others = Designation.objects.create(
        service_user=cast.other_team, officer=cast.colleague, starts_on=date(2026, 11, 2)
    )
    assert nia.get(reverse("end_designation", args=[cast.own.public_id, others.pk])).status_code == 404
