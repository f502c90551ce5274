"""The list page: a queryset, a filter set, a table and a title make one."""

from http import HTTPStatus
from itertools import chain
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, Table

from ui import searches
from ui.tables import csv_lines

# In the address it has the key of a search. What was searched for is in the session, and an address without a key (a
# link from another page, whose figure the list has to agree with) never gets it.
SEARCHED = "searched"
GONE = _("This search is no longer kept. The last %(number)s are kept until you sign out. Search again")
ROWS_ON_A_PAGE = 25
# No list has as many; the database cannot begin a page anywhere.
MOST_PAGES = 1_000_000
# What a search is cut to before it is kept. It is longer than any that a filter takes, and so refused as it was.
LONGEST_KEPT = 1000


def csv_response(table: Table, title: str | Promise) -> StreamingHttpResponse:
    """The rows of the table as a file to keep, named after ``title``; sent as they come, whatever their number."""
    return StreamingHttpResponse(
        # Without this mark, Excel takes Welsh letters for gibberish.
        chain(["\ufeff"], csv_lines(table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slugify(str(title))}.csv"'},
    )


class Pages(Paginator):
    """Pages of one length, whatever length an address asks for."""

    def __init__(self, object_list: Any, per_page: Any, **options: Any):
        super().__init__(object_list, ROWS_ON_A_PAGE, **options)


class CountedPages(Pages):
    """Pages of a table of records, each asked for together with how many there are in all: for long lists."""

    def page(self, number: Any) -> Page:
        if not str(number).isdecimal() or not 1 <= int(number) <= MOST_PAGES:
            return super().page(number)
        first = (int(number) - 1) * self.per_page
        table_rows: Any = self.object_list
        table_rows.data.data = table_rows.data.data.annotate(in_all=Window(Count("pk")))
        rows = table_rows[first : first + self.per_page]
        # Fetched here, they are at hand when the rows are drawn.
        listed = list(rows.data)
        if not listed:
            return super().page(number)
        self.count = listed[0].in_all
        return Page(rows, int(number), self)


class KeepsSearches:
    """A page with the filters of a ``filterset_class``, of which those that are private are kept in the session."""

    filterset_class: Any
    request: HttpRequest

    @cached_property
    def search(self) -> dict[str, str] | None:
        """The private filters that the address stands for; None where they are no longer kept."""
        key = self.request.GET.get(SEARCHED)
        return {} if key is None else searches.find(self.request.session, self.request.path, key)

    def asked_for(self) -> QueryDict:
        """What the filters are given: those of the address, and the private ones that it stands for."""
        data, kept = self.request.GET.copy(), self.search or {}
        for name in self.filterset_class.private_filters:
            data.setlist(name, [kept[name]] if name in kept else [])
        return data

    def say_what_is_gone(self, filters: Any) -> None:
        """Without its search the list would not be the one that the address stands for: that is said."""
        if self.search is None and filters.private_filters:
            filters.form.add_error(filters.private_filters[0], GONE % {"number": searches.KEPT})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the private filters in the session and answer with the address that has the others, and their key."""
        private_filters = self.filterset_class.private_filters
        if "remove" in request.POST:
            query = request.GET.copy()
            kept = {name: value for name, value in (self.search or {}).items() if name != request.POST["remove"]}
        else:
            query = QueryDict(mutable=True)
            for name in request.POST.keys() - {*private_filters, "csrfmiddlewaretoken"}:
                query.setlist(name, [value for value in request.POST.getlist(name) if value])
            values = {name: request.POST.get(name, "").strip()[:LONGEST_KEPT] for name in private_filters}
            kept = {name: value for name, value in values.items() if value}
        for name in ("page", SEARCHED):
            query.pop(name, None)
        if kept:
            query[SEARCHED] = searches.keep(request.session, request.path, kept)
        address = f"{request.path}?{query.urlencode()}" if query else request.path
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


class ListPage(KeepsSearches, SingleTableMixin, FilterView):
    """A list that can be filtered, sorted, paged and, at ``?_export=csv``, taken away.

    Give ``queryset`` or ``get_queryset()``, ``filterset_class`` (a BaseFilterSet), ``table_class`` (a BaseTable) and
    ``title``; ``template_name`` may extend ui/list.html.
    """

    template_name = "ui/list.html"
    title: str | Promise = ""
    table_pagination = {"paginator_class": Pages}

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "data": self.asked_for()}

    def get_filterset(self, filterset_class: Any) -> Any:
        filters = super().get_filterset(filterset_class)
        self.say_what_is_gone(filters)
        return filters

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.search is None and self.is_export:
            query = request.GET.copy()
            query.pop("_export")
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return super().get(request, *args, **kwargs)

    @property
    def file_title(self) -> Any:
        """What the file is named after."""
        return self.title

    @property
    def is_export(self) -> bool:
        return self.request.GET.get("_export") == "csv"

    def get_table_pagination(self, table: Any) -> Any:
        return False if self.is_export else super().get_table_pagination(table)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            return csv_response(context["table"], self.file_title)
        return super().render_to_response(context, **kwargs)
