"""What a service user agreed to about reminders."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.forms.reminders import RemindersForm
from casework.sending import channels
from casework.services.messages import agree_to_reminders, end_reminders
from casework.views.acting import ActPage
from contacts.messages import ReminderAgreement


class Reminders(ActPage):
    """Whether and how somebody is reminded: the form, and when a change of it takes effect."""

    form_class = RemindersForm
    template_name = "casework/reminders.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_initial(self) -> dict[str, Any]:
        agreement = ReminderAgreement.objects.filter(service_user=self.person).first()
        if agreement is None:
            return {**super().get_initial(), "agreed_on": self.today}
        return {**super().get_initial(), "channel": agreement.channel, "agreed_on": agreement.agreed_on}

    def save(self, form: RemindersForm) -> HttpResponse:
        answers = form.cleaned_data
        if answers["channel"] == form.NONE:
            end_reminders(by=self.request.user, person=self.person)
            return self.done(_("No reminders go out any more."), "service_user")
        agree_to_reminders(by=self.request.user, person=self.person, **answers)
        return self.done(_("You have recorded that they agreed to reminders."), "service_user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(switched_on=bool(channels()), **kwargs)
