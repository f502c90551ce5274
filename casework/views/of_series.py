"""A series that was booked: its appointments, one notice of all, cancelling what is still to come."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from base.clock import local_now
from casework.forms.notices import NoticeForm, SlipForm, asked_for
from casework.forms.series import CancelSeriesForm
from casework.possible import Weighed
from casework.presenters import ContactEntry
from casework.proposing import interval_in_words
from casework.selectors import Judged, contacts_of_series
from casework.services.notices import gaps_of, is_late_by_post, why_unprintable
from casework.services.refusals import ChangedMeanwhile, Refused, version_of_all
from casework.services.series import can_be_cancelled, cancel_series
from casework.services.series_notices import issue_series_notice, printed_for, to_be_told
from casework.slip.words import Appointment, letters_of, usual_languages, words_of
from casework.views.acting import ActPage
from casework.views.files import as_pdf
from casework.views.service_user import OfServiceUser
from contacts.series import Series


class OfSeries:
    """What pages about a series have: it, and the person's contacts of it in order."""

    person: Any
    kwargs: dict[str, Any]

    @cached_property
    def series(self) -> Series:
        theirs = Series.objects.filter(pk__in=self.person.contacts.values("series")).select_related("booked_by")
        return get_object_or_404(theirs, pk=self.kwargs["pk"])

    @cached_property
    def contacts(self) -> list[Judged]:
        return contacts_of_series(self.person, self.series.pk, local_now().date())


class SeriesPage(OfSeries, OfServiceUser):
    template_name = "casework/series.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series, to_tell = self.series, to_be_told(self.contacts)
        return super().get_context_data(
            series=series,
            interval=interval_in_words(series.every, series.unit),
            entries=[ContactEntry(contact, self.now) for contact in self.contacts],
            to_tell=len(to_tell),
            can_cancel=bool(can_be_cancelled(self.contacts)),
            **kwargs,
        )


class SeriesActPage(OfSeries, ActPage):
    """A form about those of a series that it is ``about``, there as long as there are some."""

    nothing: Any

    @cached_property
    def about(self) -> list[Weighed]:
        raise NotImplementedError

    @property
    def back_url(self) -> str:
        return self.address("series", self.series.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.about:
            messages.info(request, self.nothing)
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": version_of_all(self.about)}

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, with the contacts as they stand now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            del self.contacts
            del self.about
            form.data = {**form.data.dict(), "seen": version_of_all(self.about)}
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(series=self.series, about=self.about, **kwargs)


class CancelSeries(SeriesActPage):
    form_class = CancelSeriesForm
    template_name = "casework/cancel_series.html"

    @property
    def nothing(self) -> str:
        return _("No appointment of this series is left to cancel.")

    @cached_property
    def about(self) -> list[Weighed]:
        return can_be_cancelled(self.contacts)

    def save(self, form: CancelSeriesForm) -> HttpResponse:
        given = form.cleaned_data
        cancel_series(
            by=self.request.user,
            series=self.series,
            person=self.person,
            seen=given["seen"],
            asked_by=given["asked_by"],
            reason=given["reason"],
        )
        return self.done(_("You have cancelled the rest of the series."), "series", self.series.pk)


class SeriesSlipPage(SeriesActPage):
    """A page that shows the slip of the series as it was chosen, or as it is usual for the person."""

    @property
    def nothing(self) -> str:
        return _("No appointment of this series needs a notice now.")

    @cached_property
    def about(self) -> list[Weighed]:
        return to_be_told(self.contacts)

    @cached_property
    def letters(self) -> list[Appointment]:
        return letters_of(self.about, self.series.reference)

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The answers of `SlipForm`."""
        return SlipForm.chosen(self.request.POST or self.request.GET, self.usual_languages)

    def usual_languages(self) -> tuple[str, ...]:
        """None where there is nothing to tell any more, as of a form that is sent again."""
        return usual_languages(self.about[0], self.letters[0].office) if self.about else ()


class IssueSeriesNotice(SeriesSlipPage):
    """The notice in its words, a link to print it, and the form that says that it was given."""

    form_class = NoticeForm
    template_name = "casework/series_notice.html"

    @property
    def heading(self) -> str:
        return _("Issue one notice for the series")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "started": False}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.chosen}

    def save(self, form: NoticeForm) -> HttpResponse:
        given = form.cleaned_data
        issue_series_notice(
            by=self.request.user,
            series=self.series,
            person=self.person,
            seen=given["seen"],
            method=given["method"],
            given_at=form.given_at,
            paper=given["paper"],
            confirmed=given["confirmed"],
            **asked_for({"languages": given["languages"], "size": given["size"]}),
        )
        return self.done(_("You have recorded that the notice was given."), "series", self.series.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = self.chosen["languages"].split()
        return super().get_context_data(
            letters=[words for letter in self.letters for words in words_of(letter, languages)],
            slip_form=SlipForm(initial=self.chosen),
            preview=self.address("series_slip_preview", self.series.pk, **self.chosen),
            unprintable=next(filter(None, map(why_unprintable, self.letters)), ""),
            gaps=next(filter(None, map(gaps_of, self.letters)), ""),
            posted_today_is_late=bool(self.about) and is_late_by_post(self.about[0], "posted", local_now()),
            **kwargs,
        )


class SeriesSlipPreview(SeriesSlipPage, View):
    """The one slip of the series as it will be given, as a PDF to print or to send."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.about:
            messages.info(request, self.nothing)
            return redirect(self.back_url)
        try:
            return as_pdf(printed_for(self.series, self.about, **asked_for(self.chosen)).pdf)
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect(self.address("series_notice", self.series.pk))
