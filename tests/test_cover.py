"""Cover: a colleague's cases from a day to a day, visible to both, and no figure changed."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alerts.scan import scan_contacts
from audit.models import Entry
from cases.models import Allocation, Cover
from casework.cover import who_covers
from staff.models import Absence
from tests.appointments import arrange, page
from tests.factories import ContactFactory, UserFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(f"{TODAY} 12:00", tick=False):
        yield


def signed_in(user) -> Client:
    """A browser of their own."""
    client = Client()
    client.force_login(user, backend="staff.backends.InPostBackend")
    return client


@pytest.fixture
def manager(cast):
    return signed_in(cast.team_manager)


@pytest.fixture
def owain(cast):
    return signed_in(cast.colleague)


@pytest.fixture
def nia(cast):
    return signed_in(cast.case_manager)


def cover(manager, cast, officer=None, **answers):
    """The team manager records that Owain covers all of Nia's cases, or what is answered."""
    days = {"starts_on": "today", "ends_on": "27/11/2026"}
    said = {**days, "which": "all", "covered_by": cast.colleague.pk} | answers
    return manager.post(reverse("record_cover", args=[(officer or cast.case_manager).pk]), said)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def html_of(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_both_see_it_on_home_with_the_number_of_cases(manager, owain, nia, cast):
    assert cover(manager, cast).url == reverse("cover")
    assert "You cover for Nia Rees until 27 November 2026" in html_of(owain, "home")
    assert "Owain Parry covers for you until 27 November 2026" in html_of(nia, "home")
    for client in (owain, nia, manager):
        html = html_of(client, "cover")
        assert "Dafydd Morgan" in html
        assert "1 case" in html
    assert Entry.objects.get().action == "record cover"


def test_the_persons_page_says_who_covers_until_when(manager, nia, cast):
    cover(manager, cast)
    assert "Covered by Owain Parry until 27 November 2026." in page(nia, "service_user", cast.own)
    assert "Covered by" not in page(nia, "service_user", cast.colleagues)


def test_after_its_last_day_and_before_its_first_nobody_sees_it(manager, owain, nia, cast):
    cover(manager, cast, starts_on="19/11/2026")
    assert "You cover for" not in html_of(owain, "home")
    assert "To come" in html_of(owain, "cover")
    assert "You cover for Nia Rees" in html_of(owain, "cover")
    with time_machine.travel("2026-11-28 12:00"):
        html = html_of(signed_in(cast.colleague), "cover")
        assert "Nobody covers now." in html
        assert "You cover for" not in html
        assert "Covered by" not in page(signed_in(cast.case_manager), "service_user", cast.own)


def test_chosen_cases_are_covered_by_whoever_was_chosen_for_each(manager, owain, nia, cast):
    second, third = (person(cast.case_manager, first_name=name, office=cast.own.office) for name in ("Bryn", "Carys"))
    other = UserFactory(first_name="Tegan", last_name="Vaughan", team=cast.case_manager.post.team)
    chosen = {f"case_{cast.own.pk}": cast.colleague.pk, f"case_{second.pk}": other.pk}
    cover(manager, cast, which="chosen", covered_by="", **chosen)
    assert Cover.objects.count() == 2
    assert "Covered by Owain Parry" in page(nia, "service_user", cast.own)
    assert "Covered by Tegan Vaughan" in page(nia, "service_user", second)
    assert "Covered by" not in page(nia, "service_user", third)
    html = html_of(owain, "cover")
    assert "Dafydd" in html
    assert "Bryn" not in html


def test_a_chosen_case_that_is_allocated_elsewhere_is_covered_no_more_and_a_new_one_of_all_cases_is(manager, cast):
    cover(manager, cast)
    new = person(cast.case_manager, office=cast.own.office)
    new.officer = cast.case_manager.pk
    assert [each.covered_by for each in who_covers(new, TODAY)] == [cast.colleague]
    Allocation.objects.filter(service_user=cast.own).update(officer=cast.colleague)
    cast.own.officer = cast.colleague.pk
    assert who_covers(cast.own, TODAY) == []


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"starts_on": ""}, "starts_on", "Enter or select the first day"),
        ({"ends_on": ""}, "ends_on", "Enter or select the last day"),
        ({"starts_on": "yesterday"}, "starts_on", "The first day must be today or in the future"),
        ({"ends_on": "yesterday"}, "ends_on", "The last day must be the same as or after the first day"),
        ({"ends_on": "19/11/2027"}, "ends_on", "The last day must be within a year of the first day"),
        ({"which": ""}, "which", "Select which cases are covered"),
        ({"covered_by": ""}, "covered_by", "Select who covers"),
    ],
)
def test_what_cannot_be_is_said_beside_the_answer(manager, cast, answers, field, message):
    assert message in errors(cover(manager, cast, **answers))[field][0]
    assert not Cover.objects.exists()


def test_chosen_asks_for_one_case_at_least(manager, cast):
    assert errors(cover(manager, cast, which="chosen")) == {
        f"case_{cast.own.pk}": ["Select who covers at least one case"]
    }


def test_nobody_covers_for_themselves_and_nobody_of_another_team_covers(manager, cast):
    for pk in (cast.case_manager.pk, cast.other_team_manager.pk):
        assert "covered_by" in errors(cover(manager, cast, covered_by=pk))


def test_a_case_is_covered_once_on_a_day(manager, cast):
    cover(manager, cast)
    again = errors(cover(manager, cast, covered_by=cast.team_manager.pk, starts_on="27/11/2026", ends_on="30/11/2026"))
    [words] = again["starts_on"]
    assert words.startswith("Owain Parry covers all cases of Nia Rees already: ")
    assert words.endswith("End that cover first")
    chosen = {"which": "chosen", f"case_{cast.own.pk}": cast.team_manager.pk}
    assert "starts_on" in errors(cover(manager, cast, **chosen))
    assert cover(manager, cast, starts_on="28/11/2026", ends_on="30/11/2026").status_code == 302


def test_two_share_the_days_where_their_cases_differ(manager, cast):
    second = person(cast.case_manager, office=cast.own.office)
    assert cover(manager, cast, which="chosen", **{f"case_{cast.own.pk}": cast.colleague.pk}).status_code == 302
    assert cover(manager, cast, which="chosen", **{f"case_{second.pk}": cast.team_manager.pk}).status_code == 302
    refused = errors(cover(manager, cast, which="chosen", **{f"case_{second.pk}": cast.colleague.pk}))
    assert "covers some of these cases of Nia Rees already" in refused["starts_on"][0]


def test_an_absence_that_names_who_covers_is_the_same_cover(manager, owain, nia, cast):
    leave = {"kind": "leave", "starts_on": TODAY, "ends_on": date(2026, 11, 20)}
    Absence.objects.create(user=cast.case_manager, covered_by=cast.colleague, **leave)
    assert "You cover for Nia Rees until 20 November 2026" in html_of(owain, "home")
    assert "Covered by Owain Parry until 20 November 2026." in page(nia, "service_user", cast.own)
    refused = errors(cover(manager, cast, covered_by=cast.team_manager.pk))
    assert "covers for Nia Rees already, as the absence says" in refused["starts_on"][0]


def test_an_absence_cannot_name_who_covers_where_cover_is_recorded(manager, nia, cast):
    cover(manager, cast)
    leave = {"kind": "leave", "starts_on": "23/11/2026", "ends_on": "24/11/2026"}
    named = nia.post(reverse("record_absence"), leave | {"covered_by": cast.team_manager.pk})
    assert errors(named)["covered_by"][0].startswith("Leave this blank. Owain Parry covers for Nia Rees already: ")
    assert nia.post(reverse("record_absence"), leave).status_code == 302


def test_an_absence_without_anybody_named_leads_to_cover_and_shows_it(manager, cast):
    leave = {"kind": "leave", "starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 25)}
    absence = Absence.objects.create(user=cast.case_manager, **leave)
    html = html_of(manager, "absence", absence.pk)
    way = f"{reverse('record_cover', args=[cast.case_manager.pk])}?from=2026-11-23&amp;to=2026-11-25"
    assert way in html
    form = manager.get(way.replace("&amp;", "&")).context["form"]
    assert (form.initial["starts_on"], form.initial["ends_on"]) == (leave["starts_on"], leave["ends_on"])
    assert "Nobody covers" in html_of(manager, "home")
    cover(manager, cast, starts_on="23/11/2026", ends_on="25/11/2026")
    assert "Owain Parry covers" in html_of(manager, "home")
    assert "Owain Parry" in html_of(manager, "absence", absence.pk)
    assert "Owain Parry" in html_of(manager, "absences")


def test_what_is_to_do_about_covered_cases_is_a_part_of_its_own_on_the_worklist(manager, owain, nia, cast):
    ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 17))
    scan_contacts(by=None, as_of=TODAY)
    assert "Covered for colleagues" not in html_of(owain, "worklist")
    before = html_of(nia, "worklist")
    cover(manager, cast)
    assert "Dafydd Morgan" not in html_of(owain, "worklist")
    covered = owain.get(reverse("worklist"), {"tab": "cover"}).content.decode()
    assert "Dafydd Morgan" in covered
    assert "They stay on the worklist of the case manager responsible" in covered
    assert html_of(nia, "worklist").count("Dafydd Morgan") == before.count("Dafydd Morgan")
    assert manager.get(reverse("worklist"), {"tab": "cover"}).status_code == 404


def test_an_appointment_with_whoever_covers_cannot_count_and_the_page_says_why(manager, owain, cast):
    cover(manager, cast)
    checked = arrange(
        owain, "book", cast.own, step="check", date="25/11/2026", start_time="14:00", officer=cast.colleague.pk
    ).content.decode()
    assert "Cannot count" in checked
    assert "Owain Parry covers for Nia Rees on that day. Cover changes no allocation" in checked


def test_it_ends_early(manager, nia, cast):
    cover(manager, cast)
    made = Cover.objects.get()
    Cover.objects.update(starts_on=date(2026, 11, 16))
    address = reverse("end_cover", args=[made.pk])
    for day in ("16/11/2026", "28/11/2026"):
        refused = errors(manager.post(address, {"ends_on": day}))
        assert "Enter a date from 17 November 2026 to 27 November 2026" in refused["ends_on"][0]
    for _ in range(2):
        assert manager.post(address, {"ends_on": "17/11/2026"}).url == reverse("cover")
    made.refresh_from_db()
    assert made.ends_on == date(2026, 11, 17)
    assert "Covered by" not in page(nia, "service_user", cast.own)
    assert [entry.action for entry in Entry.objects.order_by("pk")] == ["record cover", "end cover"]


def test_what_has_not_begun_is_taken_away_and_history_keeps_it(manager, cast):
    cover(manager, cast, starts_on="19/11/2026")
    address = reverse("end_cover", args=[Cover.objects.get().pk])
    assert "Take away this cover" in manager.get(address).content.decode()
    for _ in range(2):
        assert manager.post(address).url == reverse("cover")
    assert not Cover.objects.exists()
    assert Cover.pgh_event_model.objects.get().covered_by == cast.colleague


def test_sent_twice_it_is_recorded_once(manager, cast):
    assert cover(manager, cast).url == cover(manager, cast).url
    assert Cover.objects.count() == 1


def test_only_the_manager_of_the_team_records_and_ends_it(manager, nia, cast):
    cover(manager, cast)
    made = Cover.objects.get()
    for client in (nia, signed_in(cast.other_team_manager), signed_in(cast.ldu_head)):
        assert client.get(reverse("record_cover", args=[cast.case_manager.pk])).status_code == 404
        assert client.post(reverse("end_cover", args=[made.pk]), {"ends_on": "19/11/2026"}).status_code == 404
    assert Cover.objects.get().ends_on == date(2026, 11, 27)


def test_no_allocation_changes(manager, cast):
    before = list(Allocation.objects.order_by("pk").values())
    cover(manager, cast)
    assert list(Allocation.objects.order_by("pk").values()) == before
