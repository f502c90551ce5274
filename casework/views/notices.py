"""The written notice of an appointment: shown first, recorded once it was given, and its slip as it was given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from base.clock import local_now
from cases.gate import PersonPage
from casework.forms.notices import NoticeForm, SlipForm, asked_for
from casework.possible import Action
from casework.sending import channels
from casework.services.appointments import cannot_count
from casework.services.messages import send_slip
from casework.services.notices import gaps_of, is_late_by_post, issue_notice, printed, why_unprintable
from casework.services.refusals import Refused
from casework.slip.words import Appointment, appointment_of, usual_languages, words_of
from casework.views.acting import ContactActPage
from casework.views.files import as_download, as_pdf
from contacts.messages import Channel
from contacts.models import Notice, NoticeMethod


class SlipPage(ContactActPage):
    """A page that shows the slip as it was chosen, or as it is usual for the person."""

    action = Action.ISSUE_NOTICE

    @cached_property
    def appointment(self) -> Appointment:
        return appointment_of(self.contact)

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The answers of `SlipForm`."""
        said = self.request.POST or self.request.GET
        return SlipForm.chosen(said, lambda: usual_languages(self.contact, self.appointment.office))


class IssueNotice(SlipPage):
    """The notice in its words, a link to print it, and the form that says that it was given."""

    form_class = NoticeForm
    template_name = "casework/notice.html"

    @property
    def heading(self) -> str:
        return _("Record a notice given before the appointment") if self.started else _("Issue the notice")

    @cached_property
    def started(self) -> bool:
        return not self.contact.is_to_come(local_now())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "started": self.started, "send_to": self.send_to}

    @property
    def send_to(self) -> str:
        """Where the slip can be emailed from here; empty where it cannot."""
        return self.person.email if Channel.EMAIL in channels() and not self.started else ""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.chosen}

    def save(self, form: NoticeForm) -> HttpResponse:
        given = form.cleaned_data
        is_sent = given["method"] == form.SEND
        # What cannot be sent is not recorded as given.
        with transaction.atomic():
            notice = issue_notice(
                by=self.request.user,
                contact=self.contact,
                seen=given["seen"],
                method=NoticeMethod.EMAILED if is_sent else given["method"],
                given_at=form.given_at,
                paper=given["paper"],
                confirmed=given["confirmed"],
                **asked_for(given),
            )
            if is_sent:
                send_slip(by=self.request.user, notice=notice)
        words = _("You have emailed the notice.") if is_sent else _("You have recorded that the notice was given.")
        return self.done(words, "contact", self.contact.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            about=[self.contact],
            cannot_count=cannot_count(self.contact) if not self.started else [],
            letters=words_of(self.appointment, self.chosen["languages"].split()),
            slip_form=SlipForm(initial=self.chosen),
            preview=self.address("slip_preview", self.contact.pk, **self.chosen),
            unprintable=why_unprintable(self.appointment),
            gaps=gaps_of(self.appointment),
            started=self.started,
            posted_today_is_late=is_late_by_post(self.contact, "posted", local_now()) and not self.started,
            **kwargs,
        )


class SlipPreview(SlipPage):
    """The slip as it will be given, as a PDF to print or to send."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if words := self.refusal():
            messages.info(request, words)
            return redirect(self.address("contact", self.contact.pk))
        try:
            slip = printed(self.contact, **asked_for(self.chosen))
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect(self.address("issue_notice", self.contact.pk))
        return as_pdf(slip.pdf)


class Slip(PersonPage, View):
    """The slip of a notice, for whoever may see the person: the PDF made here, or what was uploaded.

    Its file name says nothing about them. What was uploaded is not opened in the site's own name: it is downloaded.
    """

    def get(self, request: HttpRequest, public_id: UUID, pk: int, notice: int) -> HttpResponse:
        notice_ = get_object_or_404(Notice, pk=notice, contact=pk, contact__service_user=self.person)
        if not notice_.paper:
            return as_pdf(bytes(notice_.slip))
        return as_download(notice_.paper, "appointment-slip", notice_.pk)
