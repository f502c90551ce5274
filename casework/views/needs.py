"""What a service user needs at appointments: shown wherever one is booked, changed on a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms.needs import NeedsForm
from casework.services import needs
from casework.services.refusals import Refused
from casework.views.acting import ActPage


class ChangeNeeds(ActPage):
    form_class = NeedsForm
    template_name = "casework/needs.html"
    heading = gettext_lazy("Needs at appointments")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.person.needs, "needs": self.person.needs}

    def save(self, form: NeedsForm) -> HttpResponse:
        needs.change_needs(by=self.request.user, service_user=self.person, **form.cleaned_data)
        return self.done(_("You have changed what is written about needs."), "service_user")

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, with what is written now above the answer: from here it may be sent again."""
        form.data = {**form.data.dict(), "seen": self.person.needs}
        return super().refused(form, refused)
