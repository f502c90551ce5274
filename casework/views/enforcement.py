"""Recording an enforcement action after a failure to comply."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enforcement import advice_on
from casework.forms.enforcement import EnforcementForm
from casework.possible import Action
from casework.services.enforcement import enforce
from casework.views.acting import ContactActPage
from ui.formats import weekday


class Enforce(ContactActPage):
    action = Action.ENFORCE
    form_class = EnforcementForm
    template_name = "casework/enforce.html"
    heading = gettext_lazy("Record an enforcement action")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "taken_on": self.today}

    def save(self, form: EnforcementForm) -> HttpResponse:
        enforce(by=self.request.user, contact=self.contact, **form.cleaned_data)
        words = _("You have recorded what was done about the appointment on %(day)s.")
        return self.done(words % {"day": weekday(self.contact.date)}, "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = list(self.contact.enforcements.all())
        return super().get_context_data(advice=advice_on(self.contact, taken, self.today), **kwargs)
