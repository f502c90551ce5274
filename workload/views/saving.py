"""What the pages share on which something about workload is changed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.generic import FormView

from staff.access import ForRoles
from staff.kept_answers import KeepsAnswers


class SavePage(KeepsAnswers, ForRoles, FormView):
    """A form that is saved, or shown again with why it is refused."""

    template_name = "workload/form.html"
    heading: Any
    button: Any
    # Whom it is about; above the heading.
    caption: Any = ""

    @property
    def back_url(self) -> str:
        raise NotImplementedError

    @property
    def seen(self) -> str:
        """The version of what the page shows; empty where it shows nothing that somebody else might change."""
        return ""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.seen}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            words = self.save(form)
        except ValidationError as refused:
            for field, problems in by_field(refused).items():
                form.add_error(field if field in form.fields else None, problems)
            # The page shows what stands now: from here the answers may be sent again.
            self.forget_what_was_shown()
            form.data = {**form.data.dict(), "seen": self.seen}
            return self.form_invalid(form)
        return self.done(words)

    def save(self, form: Any) -> str:
        """Call the service, and say what was done. May raise ValidationError."""
        raise NotImplementedError

    def forget_what_was_shown(self) -> None:
        """Ask again for what somebody else may have changed."""

    def done(self, words: str) -> HttpResponseRedirect:
        messages.success(self.request, words)
        return redirect(self.back_url)

    def refuse(self, request: HttpRequest, refused: ValidationError) -> HttpResponseRedirect:
        """Back to the page, which says why a button of it did nothing."""
        for words in refused.messages:
            messages.warning(request, words)
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.back_url, **kwargs)


def by_field(refused: ValidationError) -> dict[str | None, list[str]]:
    """Why something is refused, by the answer at fault; None: no single one."""
    return dict(refused.message_dict.items()) if hasattr(refused, "error_dict") else {None: refused.messages}
