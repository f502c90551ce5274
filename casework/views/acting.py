"""What the pages share on which case and team managers act on a person's appointments."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from base.clock import local_now
from casework.possible import Action, Weighed, can_be_told, possible, weighed_contact
from casework.services.refusals import ChangedMeanwhile, Refused, version
from casework.views.leading_back import LeadsBack
from contacts.models import Contact
from staff.access import CASEWORK
from staff.kept_answers import KeepsAnswers
from staff.models import Role


class ActPage(KeepsAnswers, LeadsBack, FormView):
    """A form about one person: a valid one is saved, or shown again with why it is refused."""

    roles: tuple[Role, ...] = CASEWORK

    @property
    def back_url(self) -> str:
        """Where the page was opened from, and where giving up leads."""
        return self.address("service_user")

    def find(self) -> Any:
        """What the page is about. Raises Http404 where that is not there."""
        return self.person

    def turned_away(self) -> HttpResponse | None:
        """Where to go instead, where there is nothing to do on this page."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.turned_away() or super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.save(form)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
            return self.refused(form, refused)

    def save(self, form: Any) -> HttpResponse:
        """Call the service, and answer with the next page. May raise `Refused`."""
        raise NotImplementedError

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, the reasons beside the answers."""
        return self.form_invalid(form)

    def done(self, words: str, name: str, *args: Any) -> HttpResponseRedirect:
        """On to the next page, which begins with what was done."""
        messages.success(self.request, words)
        return redirect(self.address(name, *args))

    def on_to_notice(self, words: str, appointment: Contact) -> HttpResponseRedirect:
        """On to the notice of the appointment, or where none can be issued, to its page."""
        now_booked = weighed_contact(self.person, appointment.pk)
        is_told_next = now_booked and can_be_told(now_booked, local_now())
        return self.done(words, "issue_notice" if is_told_next else "contact", appointment.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, back_url=self.back_url, **kwargs)


class ContactActPage(ActPage):
    """A form about one contact, there while its ``action`` is free."""

    action: Action

    @cached_property
    def contact(self) -> Weighed:
        contact = weighed_contact(self.person, self.kwargs["pk"])
        if contact is None:
            raise Http404
        return contact

    def find(self) -> Any:
        return self.contact

    @property
    def back_url(self) -> str:
        return self.address("contact", self.contact.pk)

    def refusal(self) -> str:
        """Why there is nothing to do on this page; empty where there is."""
        return possible(self.contact, local_now())[self.action]

    def turned_away(self) -> HttpResponse | None:
        if not (words := self.refusal()):
            return None
        messages.info(self.request, words)
        return redirect(self.address("contact", self.contact.pk))

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": version(self.contact)}

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows the contact as it stands now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            del self.contact
            form.data = {**form.data.dict(), "seen": version(self.contact)}
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, **kwargs)
