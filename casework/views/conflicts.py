"""Where a file says something other than is recorded here: both values, and one click for either."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import ServiceUser
from casework.conflict_words import ConflictEntry, entries
from casework.conflicts import conflicts_of
from casework.forms.conflicts import Decision, DecisionForm
from casework.services.conflicts import keep_ours, use_file
from casework.views.acting import ActPage

SERVICES = {Decision.KEEP: keep_ours, Decision.USE: use_file}
DECIDED = {
    Decision.KEEP: gettext_lazy("You have kept what is recorded here."),
    Decision.USE: gettext_lazy("You have replaced what was recorded here with the file’s values."),
}


class FileConflicts(ActPage):
    form_class = DecisionForm
    template_name = "casework/file_conflicts.html"

    @cached_property
    def entries(self) -> list[ConflictEntry]:
        return entries(conflicts_of(self.person, self.request.user), self.request.user)

    def save(self, form: DecisionForm) -> HttpResponse:
        about = dict(form.cleaned_data)
        decision = Decision(about.pop("decision"))
        decided = SERVICES[decision](by=self.request.user, person=self.person, **about)
        if decided:
            messages.success(self.request, DECIDED[decision])
        else:
            messages.info(self.request, _("Somebody has already decided about this record."))
        return redirect(self.next_page())

    def next_page(self) -> str:
        """What is left to decide, else the person; home where the file's values took them out of the user's reach."""
        if not ServiceUser.objects.visible_to(self.request.user).filter(pk=self.person.pk).exists():
            return reverse("home")
        return self.address("file_conflicts" if self.entries else "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entries=self.entries, decisions=Decision, **kwargs)
