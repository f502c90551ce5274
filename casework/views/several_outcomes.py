"""Recording many outcomes at once: those of one case manager that are over with nothing recorded."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.clock import local_now
from cases.gate import people_for
from casework.forms.diary import WhoseForm
from casework.forms.several_outcomes import OutcomesForm
from casework.possible import Weighed, weighed
from casework.services.sessions import record_attendance
from casework.views.sessions import SessionFormPage
from contacts.models import Contact
from staff.models import User

AT_MOST = 50


class SeveralOutcomes(SessionFormPage):
    """A table of one's own appointments, or of a colleague's whom one covers for, saved all together.

    The exceptions, such as those with a note, are recorded on the page of the appointment.
    """

    form_class = OutcomesForm
    template_name = "casework/several_outcomes.html"

    @cached_property
    def whose(self) -> WhoseForm:
        form = WhoseForm(self.request.GET, user=self.request.user, today=timezone.localdate())
        if not form.is_valid():
            raise Http404
        return form

    @cached_property
    def officer(self) -> User:
        return self.whose.cleaned_data["officer"] or self.request.user

    @property
    def address(self) -> str:
        query = urlencode({"officer": self.officer.pk}) if self.officer != self.request.user else ""
        return f"{reverse('several_outcomes')}{'?' if query else ''}{query}"

    @cached_property
    def listed(self) -> list[Weighed]:
        """The latest that are over without an outcome, and those of which it was said: the form may be sent twice."""
        sent = [name.removeprefix("outcome_") for name in self.request.POST if name.startswith("outcome_")]
        said = Q(pk__in=[number for number in sent if number.isdecimal() and len(number) < 19])
        theirs = Contact.objects.filter(officer=self.officer).over(local_now())
        asked = (theirs.open() | theirs.filter(said)).order_by("-starts_at", "contact_ref")
        about = asked.select_related("type", "officer", "outcome").prefetch_related(people_for(self.request.user))
        return list(weighed(about)[:AT_MOST])

    def get_form_kwargs(self) -> dict[str, Any]:
        visible = [each for each in self.listed if each.service_user.visible]  # type: ignore[attr-defined]
        return {**super().get_form_kwargs(), "contacts": visible}

    def save(self, form: OutcomesForm) -> HttpResponse:
        marked = record_attendance(by=self.request.user, marks=form.marks)
        words = ngettext("You have recorded %(number)d outcome.", "You have recorded %(number)d outcomes.", len(marked))
        messages.success(self.request, words % {"number": len(marked)})
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        whose = WhoseForm(initial={"officer": self.officer.pk}, user=self.request.user, today=timezone.localdate())
        is_own = self.officer == self.request.user
        return {
            **context,
            "whose": whose,
            "heading": _("Record outcomes") if is_own else _("Record outcomes for %(who)s") % {"who": self.officer},
            "rows": context["form"].rows(self.listed),
            "all_listed": len(self.listed) < AT_MOST,
        }
