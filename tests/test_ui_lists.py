"""A list page: filters, chips, sorting, pages and the spreadsheet."""

import csv
import io

import django_filters
import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from django.urls import path

from ui.filters import BaseFilterSet
from ui.tables import BaseTable, Column, NumberColumn, csv_cell
from ui.views import ListPage

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Filters(BaseFilterSet):
    private_filters = ("search",)
    search = django_filters.CharFilter(label="Name", field_name="model", lookup_expr="icontains")
    app_label = django_filters.MultipleChoiceFilter(label="App", choices=[("auth", "Sign-in"), ("demo", "Demo")])

    class Meta:
        model = ContentType
        fields = ()


class Table(BaseTable):
    model = Column(verbose_name="Model", href=lambda record: f"/{record.pk}")
    id = NumberColumn(verbose_name="Points", on_phone=False)


class Page(ListPage):
    queryset = ContentType.objects.order_by("pk")
    filterset_class = Filters
    table_class = Table
    title = "My caseload"


urlpatterns = [path("list/", login_not_required(Page.as_view()))]


@pytest.fixture
def rows():
    ContentType.objects.all().delete()
    ContentType.objects.bulk_create(ContentType(app_label="demo", model=f"=row {n:02}") for n in range(30))


def test_a_page_shows_25_and_says_of_how_many(client, rows):
    html = client.get("/list/").content.decode()
    assert html.count("<tr") == 26
    assert "Showing <strong>1</strong> to <strong>25</strong> of <strong>30</strong> results" in html
    assert client.get("/list/?page=99").content.decode().count("<tr") == 6


def test_a_page_is_two_queries(client, rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/list/?app_label=demo")


def test_a_heading_sorts(client, rows):
    html = client.get("/list/?sort=-model&page=2").content.decode()
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=model"' in html
    assert "=row 00" in html


def test_a_search_never_is_in_an_address(client, rows):
    response = client.post("/list/", {"search": "row 07", "app_label": "demo", "sort": "-id"})
    assert response.status_code == 303
    query = QueryDict(response["Location"].removeprefix("/list/?")).dict()
    assert len(query.pop("searched")) == 8
    assert query == {"app_label": "demo", "sort": "-id"}
    page = client.get(response["Location"])
    html = page.content.decode()
    assert "Showing <strong>1</strong> result<" in html
    assert "Name: row 07" in html
    assert "row+07" not in html
    assert "row%2007" not in html


def test_a_link_from_elsewhere_does_not_bring_the_search_back(client, rows):
    client.post("/list/", {"search": "row 07"})
    assert "<strong>30</strong>" in client.get("/list/").content.decode()
    assert "<strong>30</strong>" in client.get("/list/?search=row+07").content.decode()


def test_a_chip_takes_its_filter_away(client, rows):
    address = client.post("/list/", {"search": "row 07", "app_label": ["demo", "auth"]})["Location"]
    html = client.get(address).content.decode()
    key = QueryDict(address)["searched"]
    assert f'href="?app_label=auth&amp;searched={key}"' in html
    response = client.post(address, {"remove": "search"})
    assert response["Location"] == "/list/?app_label=demo&app_label=auth"
    assert "Name: row 07" not in client.get(response["Location"]).content.decode()


def test_the_spreadsheet_has_every_filtered_row_in_one_query(client, rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/list/?app_label=demo&sort=model&_export=csv")
        text = response.getvalue().decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="my-caseload.csv"'
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["Model", "Points"]
    assert [line[0] for line in lines[1:]] == [f"'=row {n:02}" for n in range(30)]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@sum", "\tx", "\rx"])
def test_no_cell_is_a_formula(text):
    assert csv_cell(text) == f"'{text}"


def test_figures_stay_figures():
    assert csv_cell(-5) == -5


def test_a_phone_is_shown_less_of_each_row_and_sorts_from_a_list_that_unfolds(client, rows):
    html = client.get("/list/?sort=-id").content.decode()
    assert html.count(' cm-table__minor" data-label="Points"') == 25
    sorts = html[html.index('<details class="govuk-details cm-table-sort') : html.index("<table")]
    assert 'href="?sort=model"' in sorts
    assert "(now, last first)" in sorts


def test_sorting_one_of_several_tables_stays_with_it():
    assert Table([], prefix="team-").anchor == "#team-table"
    assert Table([]).anchor == ""
