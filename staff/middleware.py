"""Who comes in, and what of the pages about people stays behind: neither the pages, nor what was asked for by name."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django_structlog.middlewares import RequestMiddleware

from staff.kept_answers import KEPT_UNTIL_SIGNED_IN, NOT_KEPT, Why, keep


def private_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whatever a signed-in person gets is private and not stored.

    Neither a proxy keeps it, nor the browser of a shared computer after signing out.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return respond


class SignInFirst(LoginRequiredMiddleware):
    """Middleware: who has not signed in goes to the sign-in page, and from there on. Answers that are sent are kept."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method == "POST":
            kept = keep(request, Why.SIGNED_OUT)
            messages.info(request, KEPT_UNTIL_SIGNED_IN if kept else NOT_KEPT)
        return super().handle_no_permission(request, view_func)


class RequestLog(RequestMiddleware):
    """Middleware: a line in the log for each request, with the names of its parameters and not what they say."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        parameters = "&".join(request.GET)
        return f"{request.method} {request.path}{'?' if parameters else ''}{parameters}"
