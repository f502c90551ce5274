"""The wording of the slip in the administration: here, because its preview is a slip."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin
from casework.services.notices import in_words
from casework.slip import slip_telling
from casework.slip.made_up import made_up
from casework.typesetting import unprintable
from casework.views.files import as_pdf
from contacts.wording import Wording, known_placeholders


class WordingForm(forms.ModelForm):
    """Refuses what no slip could show; `Wording` checks the placeholders."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in Wording.TEXTS:
            if missing := unprintable(cleaned.get(name) or ""):
                words = ngettext(
                    "No font has this character: %(characters)s", "No font has these characters: %(characters)s",
                    len(missing),
                )  # fmt: skip
                self.add_error(name, words % {"characters": in_words(missing)})
        return cleaned


@admin.register(Wording)
class WordingAdmin(AuditedAdmin):
    """Another is added for a later day, from one that there is. One that has started is never changed."""

    form = WordingForm
    list_display = ["__str__", "starts_on", "preview", "another"]
    list_filter = ["kind", "language"]
    actions = None
    readonly_fields = ["preview"]

    @admin.display(description=_("preview"))
    def preview(self, wording: Wording) -> str:
        if not wording.pk:
            return gettext("Save it to see it as a notice. It can be changed until the day it applies from.")
        address = reverse("admin:contacts_wording_preview", args=[wording.pk])
        return link(address, gettext("Show it as a notice (PDF)"))

    @admin.display(description=_("change"))
    def another(self, wording: Wording) -> str:
        address = f"{reverse('admin:contacts_wording_add')}?from={wording.pk}"
        return link(address, gettext("Change it from a later day"))

    def get_fieldsets(self, request: HttpRequest, obj: Wording | None = None) -> Any:
        words = gettext("The notice puts these in wherever a text has them: %(known)s.")
        return [
            (None, {"fields": ["language", "kind", "starts_on", "preview"]}),
            (gettext("Texts"), {"fields": Wording.TEXTS, "description": words % {"known": known_placeholders()}}),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """All but the day is as in the wording that is to be changed."""
        number = request.GET.get("from", "")
        wording = Wording.objects.filter(pk=number).first() if number.isdecimal() else None
        return model_to_dict(wording, exclude=["id", "starts_on"]) if wording else {}

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.has_started)

    def has_delete_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.has_started)

    def get_urls(self) -> list[URLPattern]:
        show = self.admin_site.admin_view(self.show)
        return [path("<int:pk>/preview/", show, name="contacts_wording_preview"), *super().get_urls()]

    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The wording on a slip of made-up data."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        wording = Wording.objects.filter(pk=pk).first()
        if wording is None:
            raise Http404
        slip = slip_telling([made_up(wording.kind)], [wording.language], wordings={wording.language: wording})
        return as_pdf(slip.pdf)


def link(address: str, words: str) -> str:
    return format_html('<a href="{}">{}</a>', address, words)
