"""The slips of the notices that somebody issued today, as one PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from cases.gate import looked_at
from cases.models import ServiceUser
from casework.selectors import slips_of
from casework.slip import Slip, together
from casework.views.files import as_pdf
from staff.access import CASEWORK, ForRoles


class TodaysSlips(ForRoles, View):
    """Those that were made here, of the people whom the user may see: each of them is looked at."""

    roles = CASEWORK

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        notices = list(slips_of(user, timezone.localdate()))
        if not notices:
            messages.info(request, _("You have issued no slips today."))
            return redirect(f"{reverse('diary')}?show=day")
        people = ServiceUser.objects.seen_by(user).filter(pk__in={each.contact.service_user_id for each in notices})
        for person in people:
            looked_at.send(type(self), by=user, person=person, page="todays_slips")
        return as_pdf(together(Slip(each.letters) for each in notices))
