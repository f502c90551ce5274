"""Issuing the written notice of an appointment, and the slip as it was issued."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import View

from cases.gate import PersonPage
from casework.forms.notices import NoticeForm
from casework.possible import Action
from casework.services.appointments import cannot_count
from casework.services.notices import issue_notice
from casework.views.acting import ContactActPage
from contacts.models import Notice


class IssueNotice(ContactActPage):
    action = Action.ISSUE_NOTICE
    form_class = NoticeForm
    template_name = "casework/notice.html"

    def save(self, form: NoticeForm) -> HttpResponse:
        notice = issue_notice(by=self.request.user, contact=self.contact, **form.cleaned_data)
        words = _(
            'You have issued the notice. <a class="govuk-notification-banner__link" href="{slip}">Open the appointment'
            " slip (PDF)</a> to print or send it."
        )
        words = format_html(words, slip=self.address("slip", self.contact.pk, notice.pk))
        return self.done(words, "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cannot_count=cannot_count(self.contact), **kwargs)


class Slip(PersonPage, View):
    """The PDF of a notice, for whoever may see the person. Its file name says nothing about them."""

    def get(self, request: HttpRequest, public_id: UUID, pk: int, notice: int) -> HttpResponse:
        notice_ = get_object_or_404(Notice, pk=notice, contact=pk, contact__service_user=self.person)
        return HttpResponse(
            bytes(notice_.slip),
            content_type="application/pdf",
            headers={
                "Content-Disposition": 'inline; filename="appointment-slip.pdf"',
                "Cache-Control": "private, no-store",
            },
        )
