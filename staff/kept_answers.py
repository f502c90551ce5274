"""Answers that were not taken, because the session had ended or the page was too old: the form comes back with them.

They wait in the browser's session, on the server, for whoever had the form: a hidden field says who, signed, so that
nobody else is given them and no other site can put answers there. They are never acted on: the page shows them, and
whoever typed them sends them again. Files and forms without the hidden field, such as that of a password, are not kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staff.models import User

# The hidden field that says whose form it is, and where answers wait in the session. One form's at a time.
FIELD = "form_of"
KEY = "kept_answers"
KEPT_FOR = timedelta(hours=1)
# Of all answers together, as the browser encodes them: more than the longest note of letters that take 12 each.
MOST_CHARACTERS = 200_000
# What the sign-in page says.
KEPT_UNTIL_SIGNED_IN = gettext_lazy(
    "You have been signed out. Your answers are not saved yet. Sign in to go back to them."
)
NOT_KEPT = gettext_lazy("You have been signed out, so what you sent was not saved. Sign in and send it again.")


class Why(TextChoices):
    """Why answers were not taken, in words for the page that shows them again."""

    SIGNED_OUT = (
        "signed_out",
        gettext_lazy(
            "You were signed out before you sent this page, so nothing has been saved yet. Check your answers and send"
            " them again."
        ),
    )
    OPEN_TOO_LONG = (
        "open_too_long",
        gettext_lazy(
            "This page had been open for too long, so nothing has been saved yet. Check your answers and send them"
            " again."
        ),
    )


@dataclass(frozen=True)
class Kept:
    """Answers as they were posted, as a query string; ``files`` says that there were files beside them."""

    user: int
    path: str
    at: float
    why: str
    files: bool
    answers: str

    @property
    def is_over(self) -> bool:
        return timezone.now().timestamp() - self.at > KEPT_FOR.total_seconds()


def keep(request: HttpRequest, why: Why) -> bool:
    """Keep the answers of a POST that is not taken, for whoever had the form. Returns whether they are kept."""
    answers, owner = request.POST.copy(), _owner_of(request)
    for name in ("csrfmiddlewaretoken", FIELD):
        answers.pop(name, None)
    typed = answers.urlencode()
    if owner is None or request.user.pk not in (None, owner) or len(typed) > MOST_CHARACTERS:
        return False
    at = timezone.now().timestamp()
    kept = Kept(owner, request.get_full_path(), at, why.value, bool(request.FILES), typed)
    request.session[KEY] = vars(kept)
    return True


def kept_for(request: HttpRequest) -> Kept | None:
    """What is kept of the page's form for whoever is signed in."""
    kept = _kept(request)
    return kept if kept and kept.user == request.user.pk and kept.path == request.get_full_path() else None


def forget_what_is_not_theirs(sender: Any, request: HttpRequest, user: User, **signal: Any) -> None:
    """Whoever signs in takes over the browser's session, but nobody else's answers."""
    kept = _kept(request)
    if not kept or kept.user != user.pk:
        request.session.pop(KEY, None)


def _kept(request: HttpRequest) -> Kept | None:
    found = request.session.get(KEY)
    kept = Kept(**found) if found else None
    return kept if kept and not kept.is_over else None


def _owner_of(request: HttpRequest) -> int | None:
    """The id of whoever was given the form that is posted; None where it does not say."""
    try:
        return int(_signer().unsign(request.POST.get(FIELD, "")))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="form_of")


def begin_with(form: Any, answers: str) -> None:
    """Show a form that is not sent yet with answers that were posted before, as a query string."""
    posted = QueryDict(answers)
    form.initial |= {
        name: field.widget.value_from_datadict(posted, {}, name)
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


class KeepsAnswers:
    """A page with a form that comes back with its answers. Its template puts in ``form_of`` (casework/tokens.html)."""

    request: Any

    @cached_property
    def kept(self) -> Kept | None:
        return kept_for(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept:
            messages.info(request, Why(self.kept.why).label)
            if self.kept.files:
                messages.info(request, _("Select the file again, because files are not kept."))
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.forget()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        if self.kept and not form.is_bound:
            begin_with(form, self.kept.answers)
        return form

    def forget(self) -> None:
        """They were sent again."""
        if self.kept:
            del self.request.session[KEY]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form_of=_signer().sign(self.request.user.pk), **kwargs)  # type: ignore[misc]
