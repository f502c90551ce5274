"""Issuing the written notice of an appointment, and the slip as it was issued."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.generic import View

from cases.models import ServiceUser
from casework.forms.notices import NoticeForm
from casework.services.appointments import cannot_count, has_started
from casework.services.notices import issue_notice, refuse_notice
from casework.views.acting import ContactActPage
from contacts.models import Notice
from staff.access import ALL_WITH_CASES, ForRoles


class IssueNotice(ContactActPage):
    form_class = NoticeForm
    template_name = "casework/notice.html"

    def refuse(self) -> None:
        refuse_notice(self.contact)

    def save(self, form: NoticeForm) -> HttpResponse:
        issue_notice(by=self.request.user, contact=self.contact, **form.cleaned_data)
        # Not the service's answer: a form that was sent twice has none.
        notice = self.contact.notices.only("pk").latest("issued_at")
        words = format_html(
            'The notice is issued. <a class="govuk-notification-banner__link" href="{}">Open the appointment slip (PDF)'
            "</a> to print or send it.",
            self.address("slip", self.contact.pk, notice.pk),
        )
        return self.done(words, "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            started=has_started(self.contact), cannot_count=cannot_count(self.person, self.contact), **kwargs
        )


class Slip(ForRoles, View):
    """The PDF of a notice, for whoever may see the person. Its file name says nothing about them."""

    roles = ALL_WITH_CASES

    def get(self, request: HttpRequest, public_id: Any, pk: int, notice: int) -> HttpResponse:
        visible = ServiceUser.objects.visible_to(request.user).filter(public_id=public_id)
        notice_ = get_object_or_404(Notice, pk=notice, contact=pk, contact__service_user__in=visible)
        return HttpResponse(
            bytes(notice_.slip),
            content_type="application/pdf",
            headers={
                "Content-Disposition": 'inline; filename="appointment-slip.pdf"',
                "Cache-Control": "private, no-store",
            },
        )
