"""What the pages share on which case and team managers act on a person's appointments."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from cases.models import ServiceUser
from casework.services.refusals import ChangedMeanwhile, Refused, refuse_if_closed, version
from contacts.models import Contact
from staff.access import CASEWORK, ForRoles


class ActPage(ForRoles, FormView):
    """A form about one person whom the user may see."""

    roles = CASEWORK

    @cached_property
    def person(self) -> Any:
        """The `ServiceUser`, with ``officer``: the id of the case manager of today."""
        visible = ServiceUser.objects.visible_to(self.request.user).select_related("office")
        return get_object_or_404(visible.with_officer(timezone.localdate()), public_id=self.kwargs["public_id"])

    def address(self, name: str, *args: Any) -> str:
        """The address of a page about this person."""
        return reverse(name, args=[self.person.public_id, *args])

    def save(self, form: Any) -> HttpResponse:
        """Call the service, and answer with the next page."""
        raise NotImplementedError

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, with the reasons beside the answers."""
        form.refuse(refused)
        return self.form_invalid(form)

    def done(self, words: str, name: str, *args: Any) -> HttpResponseRedirect:
        """On to the next page, which begins with what was done."""
        messages.success(self.request, words)
        return redirect(self.address(name, *args))

    @property
    def back_url(self) -> str:
        """Where the page was opened from, and where giving up leads."""
        return self.address("service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, back_url=self.back_url, **kwargs)


class ContactActPage(ActPage):
    """A form about one appointment. While nothing else is said, it is there only until an outcome or cancellation."""

    @cached_property
    def contact(self) -> Contact:
        contacts = self.person.contacts.select_related("type", "officer", "outcome", "follow_up_contact")
        return get_object_or_404(contacts, pk=self.kwargs["pk"])

    @property
    def back_url(self) -> str:
        return self.address("contact", self.contact.pk)

    def refuse(self) -> None:
        """Raise `Refused` where the page has nothing to offer."""
        refuse_if_closed(self.contact)

    def get(self, request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.refuse()
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect(self.address("contact", self.contact.pk))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": version(self.contact)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; where the service refuses, the page again with the reasons."""
        try:
            return self.save(form)
        except Refused as refused:
            return self.refused(form, refused)

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows the contact as it stands now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            del self.contact
            form.data = {**form.data.dict(), "seen": version(self.contact)}
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, **kwargs)
