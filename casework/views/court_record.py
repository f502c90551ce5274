"""The record for court, as a page to print and as a PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from casework.court_record import CourtRecord, record_of, usual_period
from casework.forms.court_record import CourtRecordForm
from casework.services.notices import in_words
from casework.typesetting import GAP, unprintable
from casework.views.files import as_pdf
from casework.views.leading_back import LeadsBack
from casework.views.service_user import OfServiceUser
from ui.fields import DatePicker


class OfCourtRecord(LeadsBack):
    """What is asked for in the address; where nothing is, the usual period without what is sensitive."""

    @cached_property
    def form(self) -> CourtRecordForm:
        if any(name in self.request.GET for name in CourtRecordForm.base_fields):
            return CourtRecordForm(self.request.GET)
        usual = usual_period(self.person, self.today)
        return CourtRecordForm({name: DatePicker().format_value(day) for name, day in usual.items()})

    @cached_property
    def record(self) -> CourtRecord | None:
        """None where something is wrong with what is asked for."""
        return record_of(self.person, **self.form.cleaned_data, by=self.request.user) if self.form.is_valid() else None


class CourtRecordPage(OfCourtRecord, OfServiceUser):
    """The dates, and the record as it will be printed."""

    template_name = "casework/court_record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, asked = self.record, self.form.cleaned_data
        said = {name: answer for name, answer in asked.items() if answer}
        return super().get_context_data(
            form=self.form,
            record=record,
            pdf_url=self.address("court_record_pdf", **said) if record else "",
            missing=in_words(unprintable(record.texts)) if record else "",
            gap=GAP,
            **kwargs,
        )


class CourtRecordPdf(OfCourtRecord, View):
    """The record as a PDF. Its file name says nothing about the person."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        if self.record is None:
            return redirect(f"{reverse('court_record', args=[public_id])}?{request.GET.urlencode()}")
        return as_pdf(self.record.pdf, "record-for-court")
