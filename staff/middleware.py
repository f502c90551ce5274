"""What of the pages about people stays behind: neither the pages, nor what was asked for by name."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django_structlog.middlewares import RequestMiddleware


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


class RequestLog(RequestMiddleware):
    """Middleware: a line in the log for each request, with the names of its parameters and not what they say."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        parameters = "&".join(request.GET)
        return f"{request.method} {request.path}{'?' if parameters else ''}{parameters}"
