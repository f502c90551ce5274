"""The time line of a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from casework.filters import TimelineFilters
from casework.timeline import Sort, Timeline, by_month
from casework.views.service_user import OfServiceUser
from contacts.models import Contact
from ui.views import KeepsSearches


class TimelinePage(KeepsSearches, OfServiceUser):
    """Everything that is recorded about somebody with its date: of the kinds and with the words that are asked for."""

    template_name = "casework/timeline.html"
    filterset_class = TimelineFilters

    @property
    def lead_back_to(self) -> str:
        return self.request.get_full_path()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not there for whoever may not see the person, as the page is not."""
        _seen = self.person
        return super().post(request, *args, **kwargs)

    @cached_property
    def filters(self) -> TimelineFilters:
        filters = TimelineFilters(self.asked_for(), Contact.objects.none(), request=self.request)
        self.say_what_is_gone(filters)
        return filters

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sort = Sort.NEXT if self.request.GET.get("sort") == Sort.NEXT else Sort.NEWEST
        page, parts = None, []
        if not self.filters.form.errors:
            timeline = Timeline(self.person, self.now, sort=sort, **self.filters.form.cleaned_data)
            page = timeline.page(self.request.GET.get("page"))
            parts = by_month(timeline.entries(list(page)))
        return super().get_context_data(
            filters=self.filters,
            sorts=[(each, each.label, each == sort) for each in Sort],
            page=page,
            parts=parts,
            **kwargs,
        )
