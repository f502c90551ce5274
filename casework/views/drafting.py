"""Forms whose answers are checked before they are saved, and kept on the server until then.

What is posted is kept as a draft, and a redirect leads to the page that shows it: reloading and going back lose
nothing, and each tab has a draft of its own (`casework.drafts`).
"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework import drafts
from casework.models import Draft
from casework.views.acting import ActPage
from staff.kept_answers import begin_with

# What an address says: which draft it shows, and whether to go on changing it rather than to check it, or to show the
# slip of the appointment that it says.
DRAFT, CHANGE, SLIP = "draft", "change", "slip"


class DraftedPage(ActPage):
    """A form, then its answers to check, then saved. Only the step ``save`` of a POST saves."""

    @cached_property
    def draft(self) -> Draft | None:
        """The draft that the address names."""
        key = self.request.GET.get(DRAFT, "")
        return drafts.find(key, user=self.request.user, person=self.person, path=self.request.path)

    @property
    def unfinished(self) -> Draft | None:
        """What was typed on this page before and is not saved, where the page opens without it."""
        if self.request.method != "GET" or DRAFT in self.request.GET:
            return None
        return drafts.latest(user=self.request.user, person=self.person, path=self.request.path)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept or DRAFT not in request.GET:
            return super().get(request, *args, **kwargs)
        return self.turned_away() or self.show_draft()

    def show_draft(self) -> HttpResponse:
        """The answers to check, or the form where something is wrong with them or they are to be changed."""
        if not self.draft:
            messages.info(self.request, _("These answers have been saved, or are no longer kept."))
            return redirect(self.address_of(None))
        if CHANGE in self.request.GET:
            form = self.get_form()
            begin_with(form, self.draft.answers)
            return self.render_to_response(self.get_context_data(form=form))
        form = self.form_of(self.draft)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_of(self, draft: Draft) -> Any:
        """The form with the answers of the draft, as if they were sent."""
        return self.get_form_class()(**{**self.get_form_kwargs(), "data": QueryDict(draft.answers)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        step = request.POST.get("step")
        if step == "save":
            return super().post(request, *args, **kwargs)
        moved = self.keep(path=request.path, into=self.draft, change=step == CHANGE)
        return moved or super().post(request, *args, **kwargs)

    def keep(self, *, path: str, into: Draft | None, change: bool) -> HttpResponseRedirect | None:
        """Keep what is posted, and go to the page that shows it; None where it is too long to keep."""
        names = self.get_form_class().base_fields
        draft = drafts.keep(self.request.POST, names, into=into, user=self.request.user, person=self.person, path=path)
        if not draft:
            return None
        self.forget()
        return redirect(self.address_of(draft, change=change))

    def address_of(self, draft: Draft | None, *, change: bool = False) -> str:
        """The address of the draft's page, of this one where there is none. What else the address says stays."""
        path = draft.path if draft else self.request.path
        query = self.request.GET.copy()
        for name in (DRAFT, CHANGE, SLIP):
            query.pop(name, None)
        if draft:
            query[DRAFT] = str(draft.key)
        if change:
            query[CHANGE] = "1"
        return f"{path}?{query.urlencode()}" if query else path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unfinished = self.unfinished
        found = {"unfinished": unfinished, "unfinished_url": self.address_of(unfinished, change=True)}
        return super().get_context_data(**found, **kwargs)
