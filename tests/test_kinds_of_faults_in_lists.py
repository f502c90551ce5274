"""Faults of lists and figures that other software of the kind had, each by its kind, with its input and others."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from cases.models import Alias
from cases.search import Sought
from contacts.measure import Measure
from reports.tables import percent_in_words
from staff.models import Ldu, Office, Team
from tests.factories import ContactFactory, LduFactory, OfficeFactory, TeamFactory, UserFactory, person
from ui import searches
from workload.models import WorkloadModel
from workload.selectors import Load
from workload.tables import BANDS, LoadRow

pytestmark = pytest.mark.django_db
CASELOAD = "/caseload/"


@pytest.fixture(autouse=True)
def tuesday_morning():
    with time_machine.travel("2018-11-20 10:00", tick=False):
        yield


def names(response) -> list[str]:
    return [row.record.name for row in response.context["table"].page.object_list]


def file_of(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def link(response, pattern: str) -> str:
    """The address of the page's link that is as ``pattern`` says."""
    return unescape(re.search(f'href="({pattern})"', response.content.decode())[1])


def search(client, text: str, **filters: str) -> str:
    """The address that answers a search."""
    return client.post(CASELOAD, {"search": text, **filters})["Location"]


def seen(someone, officer) -> None:
    """Somebody whose November is met."""
    ContactFactory(service_user=someone, officer=officer, date=date(2018, 11, 6), outcome_id="ATTC", noticed=True)


# One tab's search answers in another


@pytest.fixture
def abels_and_bells(cast):
    for number in range(27):
        person(cast.case_manager, first_name=f"Ann{number:02}", last_name="Abel")
    person(cast.case_manager, first_name="Bob", last_name="Bell")


def test_one_tabs_search_answers_in_another(nia, abels_and_bells):
    first, second = search(nia, "abel"), search(nia, "bell")
    assert names(nia.get(second)) == ["Bob Bell"]
    page = nia.get(first)
    assert names(page)[:2] == ["Ann00 Abel", "Ann01 Abel"]
    sorted_by_name = nia.get(CASELOAD + link(page, r"\?[^\"]*sort=name[^\"]*"))
    backwards = nia.get(CASELOAD + link(sorted_by_name, r"\?[^\"]*sort=-name[^\"]*"))
    assert names(backwards)[0] == "Ann26 Abel"
    assert names(nia.get(CASELOAD + link(backwards, r"\?[^\"]*page=2[^\"]*"))) == ["Ann01 Abel", "Ann00 Abel"]
    assert {row["Name"].split()[1] for row in file_of(nia.get(CASELOAD + link(page, r"\?[^\"]*_export[^\"]*")))} == {
        "Abel"
    }
    assert names(nia.get(second)) == ["Bob Bell"]


def test_one_tabs_search_is_narrowed_and_taken_away_beside_another(nia, cast, abels_and_bells):
    first, second = search(nia, "abel"), search(nia, "bell")
    everybody = nia.get(nia.post(second, {"remove": "search"})["Location"])
    assert everybody.context["table"].paginator.count == 29
    assert names(nia.get(search(nia, "abel", brag="red"))) == []
    assert (len(names(nia.get(first))), names(nia.get(second))) == (25, ["Bob Bell"])


def test_one_tabs_search_is_there_again_after_a_look_at_somebody(nia, abels_and_bells):
    first = search(nia, "abel") + "&sort=-name&page=2"
    page = nia.get(first)
    search(nia, "bell")
    at_the_person = nia.get(link(page, r"/people/[^\"]*"))
    assert "Ann01 Abel" in at_the_person.content.decode()
    assert names(nia.get(link(at_the_person, r"/caseload/\?[^\"]*"))) == names(page)


def test_the_way_back_leads_to_the_list_and_nowhere_else(nia, cast):
    address = reverse("service_user", args=[cast.own.public_id])
    page = nia.get(address, {"back": 'https://example.org/"><script>?brag=red'})
    assert "example.org" not in page.content.decode()
    page = nia.get(address, {"back": '/caseload/?brag="><script>'})
    assert link(page, r"/caseload/\?[^\"]*") == "/caseload/?brag=%22%3E%3Cscript%3E"


def test_the_oldest_search_goes_and_that_is_said(nia, cast):
    first = search(nia, "morgan")
    others = [search(nia, f"somebody {number}") for number in range(searches.KEPT)]
    page = nia.get(first)
    assert "This search is no longer kept. The last 20 are kept until you sign out. Search again" in (
        page.content.decode()
    )
    assert names(page) == []
    assert nia.get(f"{first}&_export=csv")["Location"] == first
    assert "somebody 0" in nia.get(others[0]).content.decode()
    assert len(nia.session[searches.IN_SESSION]) == searches.KEPT


def test_the_same_search_again_has_the_same_address(nia, cast):
    assert search(nia, "morgan") == search(nia, "morgan ")
    assert len(nia.session[searches.IN_SESSION]) == 1


def test_a_search_in_one_list_is_none_of_another(nia, cast):
    key = searches.keep(nia.session, "/caseload/", {"search": "morgan"})
    assert searches.find(nia.session, "/elsewhere/", key) is None


def test_a_search_is_in_no_address_of_its_pages(nia, cast):
    address = search(nia, "morgan", brag="amber")
    page = nia.get(address)
    addresses = [address, *re.findall(r'(?:href|action)="([^"]*)"', page.content.decode())]
    assert names(page) == ["Dafydd Morgan"]
    assert not [each for each in addresses if "morgan" in each.lower()]


# People are searched as they are written

BY_NAME = [
    "O'Brien-Siôn, Gwenllïan", "Gwenllïan O'Brien-Siôn", "O'Brien-Siôn Gwenllïan", "  o'brien-siôn ,  gwenllïan ",
    "gwenllian obriension", "O’Brien‐Sion", "O‘Brien Siôn", "obrien sion", "O Brien Sion", "brien", "GWENLL", "lian",
    "O´Brien–Sion", "gwen o'b", "Gwenlli\u0308an", "g o", "gw",
]  # fmt: skip
BY_CRN = ["X123456", "x123456", "x 123 456", "X12 34 56", "X-123456", "123456", "123 456", "x123"]
BY_PHONE = [
    "07700 900123", "07700900123", "+44 7700 900123", "+447700900123", "+44 (0)7700 900 123", "0044 7700 900123",
    "(07700) 900-123", "07700.900.123", "447700900123", "7700 900123", "700 900123",
]  # fmt: skip
BY_BIRTH = [
    "7/3/1985", "07-03-1985", "7 March 1985", "1985-03-07", "07.03.1985", "7 3 1985", "7th march 1985", "7 Mar 85",
    "7/3/85", "07–03–1985",
]  # fmt: skip
TOGETHER = ["gwenllian 7/3/1985", "x123456, O'Brien-Siôn", "7 March 1985 07700 900123 brien", "obrien X123456 7/3/1985"]


@pytest.fixture
def gwenllian(cast):
    written = {"first_name": "Gwenllïan", "last_name": "O'Brien-Siôn", "phone": "07700 900 123"}
    person(cast.case_manager, first_name="Bryn", last_name="Siôr", date_of_birth=date(1958, 7, 3), phone="01633 960123")
    return person(cast.case_manager, crn="X123456", date_of_birth=date(1985, 3, 7), **written)


@pytest.mark.parametrize("text", [*BY_NAME, *BY_CRN, *BY_PHONE, *BY_BIRTH, *TOGETHER])
def test_people_are_searched_as_they_are_written(nia, gwenllian, text):
    assert names(nia.get(search(nia, text))) == ["Gwenllïan O'Brien-Siôn"]


@pytest.mark.parametrize("written", ["+44 (0)7700 900123", "tel. 07700-900-123", "01633 200100 or 07700900123"])
def test_a_number_is_found_however_it_is_recorded(nia, gwenllian, written):
    gwenllian.phone = written
    gwenllian.save()
    assert names(nia.get(search(nia, "+44 7700 900123"))) == ["Gwenllïan O'Brien-Siôn"]


@pytest.mark.parametrize("text", ["O'Brien Siôr", "gwenllian x123457", "7/3/1958", "07700 900124", "x1235", "bs", "12"])
def test_who_is_not_as_it_is_written_is_not_found(nia, gwenllian, text):
    assert names(nia.get(search(nia, text))) == []


@pytest.mark.parametrize("crn", ["Q000099", "000099", "q 000 099", "q0000"])
def test_a_former_crn_finds_whoever_has_it_no_more(nia, gwenllian, crn):
    assert names(nia.get(search(nia, crn))) == []
    Alias.objects.create(crn="Q000099", service_user=gwenllian)
    assert names(nia.get(search(nia, crn))) == ["Gwenllïan O'Brien-Siôn"]


@pytest.mark.parametrize("text", ["%", "_", "...", "’", "- -"])
def test_a_search_of_nothing_but_signs_is_refused(nia, gwenllian, text):
    page = nia.get(search(nia, text))
    assert names(page) == []
    assert "Enter a name, a CRN, a telephone number or a date of birth" in page.content.decode()


def test_the_box_says_what_may_be_typed(nia, cast):
    said = nia.get(CASELOAD).content.decode()
    assert "Type a name or part of one, a CRN, a telephone number or a date of birth." in said


def test_where_nobody_is_found_it_is_said_what_was_searched_and_how_to_widen_it(nia, cast):
    page = nia.get(search(nia, "Hughes 7/3/1985", brag="amber"))
    said = page.content.decode()
    assert "Nobody in your caseload matches this search." in said
    assert "<li>Name: Hughes</li><li>Date of birth: 7 March 1985</li>" in said
    assert "type only the part that you are sure of" in said
    assert "without the other filters" in said
    cast.colleagues.date_of_birth = date(1985, 3, 7)
    cast.colleagues.save()
    assert names(nia.get(CASELOAD + link(page, r"\?[^\"]*whose=team"))) == ["Ffion Hughes"]


def test_a_part_of_a_long_text_is_taken_for_what_it_is():
    sought = Sought.of("Evans, Siân (01633) 960123 born 7th March 1985 A 123456")
    assert sought.names == ["Evans", "Siân", "born"]
    assert (sought.phones, sought.births, sought.crns) == (["(01633) 960123"], [date(1985, 3, 7)], ["A123456"])
    assert Sought.of("31/2/1985").names == ["31/2/1985"]
    assert Sought.of("12/5/31").births == [date(1931, 5, 12)]


# Names sort by code point

AS_IN_A_TELEPHONE_BOOK = ["ap Gwilym", "de Souza", "Évans", "Evans-Lee", "O'Brien", "Obuya", "Ŷstrad", "Zebra"]


def test_names_sort_by_code_point(nia, cast):
    for name in sorted(AS_IN_A_TELEPHONE_BOOK):
        person(cast.case_manager, first_name="Ann", last_name=name)
    person(cast.case_manager, first_name="Ádám", last_name="evans")
    person(cast.case_manager, first_name="Maredudd", last_name="")
    expected = ["Ann ap Gwilym", "Ann de Souza", "Ádám evans", "Ann Évans", "Ann Evans-Lee", "Maredudd"]
    expected += ["Dafydd Morgan", "Ann O'Brien", "Ann Obuya", "Ann Ŷstrad", "Ann Zebra"]
    for query in ("", "?sort=name", "?sort=brag", "?sort=result"):
        assert names(nia.get(CASELOAD + query)) == expected
    assert names(nia.get(CASELOAD + "?sort=-name")) == expected[::-1]
    assert [row["Name"] for row in file_of(nia.get(CASELOAD + "?_export=csv"))] == expected
    workload = nia.get(reverse("officer_workload", args=[cast.case_manager.pk]))
    assert [row.record.name for row in workload.context["table"].rows] == expected


def test_names_of_case_managers_sort_by_code_point(cast, sign_in):
    team = cast.team_manager.post.team
    for name in AS_IN_A_TELEPHONE_BOOK:
        person(UserFactory(first_name="Ann", last_name=name, team=team), last_name=f"of {name}")
    client = sign_in(cast.team_manager)
    expected = [f"Ann {name}" for name in AS_IN_A_TELEPHONE_BOOK]
    expected[6:6] = ["Owain Parry", "Nia Rees"]
    table = client.get(reverse("team_workload")).context["table"]
    assert [row.record.name for row in table.rows] == expected
    table = client.get(reverse("team_workload"), {"sort": "-name"}).context["table"]
    assert [row.record.name for row in table.rows] == expected[::-1]
    officers = [str(officer) for officer in client.get(CASELOAD).context["filter"].form.fields["officer"].queryset]
    assert officers == expected
    of_people = client.get(CASELOAD, {"sort": "officer_name"}).context["table"].page.object_list
    assert [row.record.officer_name for row in of_people] == expected
    figures = sign_in(cast.ldu_head).get(reverse("compliance"), {"team": team.pk}).context["tables"]["case_manager"]
    assert [row.record.name for row in figures.rows] == expected
    behind = client.get(reverse("compliance_people"), {"team": team.pk, "sort": "officer_name"})
    assert [row.record.officer_name for row in behind.context["table"].page.object_list] == expected


def test_names_of_units_sort_by_code_point(cast, sign_in):
    gwent, wales = cast.ldu_head.post.ldu, cast.chief_officer.post.division
    for name in AS_IN_A_TELEPHONE_BOOK:
        UserFactory(team=TeamFactory(ldu=gwent, name=name))
        UserFactory(team=TeamFactory(ldu=LduFactory(division=wales, name=name), name=name))
        OfficeFactory(ldu=gwent, name=name)
    teams = [*AS_IN_A_TELEPHONE_BOOK[:4], "Newport 1", "Newport 2", *AS_IN_A_TELEPHONE_BOOK[4:]]
    table = sign_in(cast.ldu_head).get(reverse("team_workload")).context["table"]
    assert [row.record.name for row in table.rows] == [*teams, "Unallocated"]
    ldus = [*AS_IN_A_TELEPHONE_BOOK[:4], "Gwent", *AS_IN_A_TELEPHONE_BOOK[4:6], "Powys", *AS_IN_A_TELEPHONE_BOOK[6:]]
    client = sign_in(cast.chief_officer)
    assert [row.record.name for row in client.get(reverse("team_workload")).context["table"].rows] == ldus
    assert [str(ldu) for ldu in client.get(CASELOAD).context["filter"].form.fields["ldu"].queryset] == ldus
    assert [ldu.name for ldu in Ldu.objects.filter(division=wales)] == ldus
    assert [team.name for team in Team.objects.filter(ldu=gwent)] == teams
    booking = sign_in(cast.case_manager).get(reverse("book", args=[cast.own.public_id]))
    offices = [office.name for office in booking.context["form"].fields["office"].queryset]
    assert [name for name in offices if name in AS_IN_A_TELEPHONE_BOOK] == AS_IN_A_TELEPHONE_BOOK
    assert Office.objects.count() == len(offices)


def test_the_answers_of_commands_go_on_sorting_by_code_point(cast):
    for name in AS_IN_A_TELEPHONE_BOOK:
        UserFactory(staff_code=name, team=TeamFactory(ldu=cast.ldu_head.post.ldu, name=name))
    out = io.StringIO()
    call_command("workload", "--level", "team", "--ldu", "Gwent", "--format", "csv", stdout=out)
    teams = [row["team"] for row in csv.DictReader(io.StringIO(out.getvalue()))]
    assert teams == sorted([*AS_IN_A_TELEPHONE_BOOK, "Newport 1", "Newport 2", "Unallocated"])


# A figure is rounded over a line that it does not reach


@pytest.mark.parametrize(
    ("met", "of", "shown"),
    [
        (113, 119, "94.96%"),
        (18999, 20000, "94.995%"),
        (199999, 210526, "94.9997%"),
        (96, 113, "84.96%"),
        (19, 20, "95.0%"),
        (114, 119, "95.8%"),
        (17, 20, "85.0%"),
        (2, 3, "66.7%"),
        (1, 1, "100.0%"),
        (0, 7, "0.0%"),
    ],
)
def test_a_figure_is_rounded_over_a_line_that_it_does_not_reach(met, of, shown):
    assert percent_in_words(Fraction(100 * met, of), Measure.objects.get()) == shown


@pytest.mark.parametrize(
    ("points", "shown", "band"),
    [
        ("89.96", "89.96%", "Has capacity"),
        ("90", "90.0%", "Near threshold"),
        ("100", "100.0%", "Near threshold"),
        ("100.04", "100.04%", "Over threshold"),
        ("100.06", "100.1%", "Over threshold"),
        ("110.02", "110.02%", "Well over threshold"),
        ("109.96", "110.0%", "Over threshold"),
    ],
)
def test_an_indicator_is_rounded_over_a_line_that_it_does_not_reach(points, shown, band):
    load = Load(carried=Decimal(points), threshold=Fraction(100), allocated=True)
    row = LoadRow("", None, load, WorkloadModel.objects.get())
    assert (row.indicator_in_words, BANDS[row.band][0]) == (shown, band)


def test_a_figure_under_the_target_is_so_on_every_page_and_has_one_decimal_in_files(cast, sign_in):
    with time_machine.travel("2018-12-20 10:00", tick=False):
        for number in range(115):
            someone = person(cast.case_manager, office=cast.own.office)
            if number < 113:
                seen(someone, cast.case_manager)
        client = sign_in(cast.ldu_head)
        page = client.get(reverse("compliance"), {"month": "2018-11"})
        said = page.content.decode()
        assert "94.96%" in said
        assert "95.0%" not in said
        assert "Below target" in said
        [november, *_] = file_of(client.get(reverse("compliance"), {"month": "2018-11", "_export": "month"}))
        assert (november["Percent"], november["Band"]) == ("95.0", "Below target")
    out = io.StringIO()
    call_command("compliance", "--month", "2018-11", "--as-of", "2018-12-20", "--ldu", "Gwent", stdout=out)
    [row] = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["percent"], row["band"]) == ("95.0", "below_target")


def test_the_own_figures_are_not_rounded_over_a_line(nia, cast):
    Measure.objects.update(target=Decimal("66.7"), improvement_below=Decimal("33.4"))
    for _ in range(2):
        seen(person(cast.case_manager), cast.case_manager)
    cast.case_manager.posts.update(weekly_hours=Decimal("2.22"), rurality_override=Decimal("3.02"))
    said = nia.get(reverse("home")).content.decode()
    assert '<p class="cm-figure__value">66.67%</p>' in said
    assert "100.02%" in said
    assert "Workload: Over threshold" in said
    workload = nia.get(reverse("officer_workload", args=[cast.case_manager.pk])).content.decode()
    assert '<p class="cm-figure__value">100.02%</p>' in workload


def test_a_team_over_its_threshold_is_not_shown_at_it(cast, sign_in):
    cast.case_manager.posts.update(weekly_hours=Decimal("0.74"), rurality_override=Decimal("3.02"))
    table = sign_in(cast.team_manager).get(reverse("team_workload")).context["table"]
    shown = {row.record.name: row.get_cell("indicator") for row in table.rows}
    assert shown["Nia Rees"] == "100.02%"
