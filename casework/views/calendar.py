"""The own diary in another calendar program: the secret link, and the file that it leads to."""

from secrets import token_urlsafe
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from casework.calendar_file import calendar_file
from staff.access import CASEWORK, ForRoles
from staff.models import CalendarFeed
from staff.selectors import whose_calendar
from staff.services import renew_calendar_link


class CalendarLink(ForRoles, TemplateView):
    """Makes a link, which is shown once: only its hash is kept. A new one ends the one before."""

    roles = CASEWORK
    template_name = "casework/calendar_link.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = CalendarFeed.objects.filter(user=self.request.user).first()
        return super().get_context_data(feed=made, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = token_urlsafe(32)
        renew_calendar_link(by=self.request.user, token=token)
        link = request.build_absolute_uri(f"{reverse('calendar_file')}?token={token}")
        return self.render_to_response(self.get_context_data(link=link))


@method_decorator(login_not_required, name="dispatch")
class CalendarFile(View):
    """The diary of whoever was given the token. To anything else it does not exist."""

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        officer = whose_calendar(request.GET.get("token", ""), today)
        if officer is None:
            raise Http404
        return HttpResponse(
            calendar_file(officer, today),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'inline; filename="diary.ics"', "Cache-Control": "private, no-store"},
        )
