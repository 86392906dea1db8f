"""Headers of every answer, whatever happened on the way to it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
CLEARED = '"cache", "cookies", "storage"'


class HeadersMiddleware:
    """Keep pages out of caches and away from other sites; only static files may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what no other middleware says."""
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
            del response.headers["Expires"]
        return response


def clear_site(response: HttpResponse) -> HttpResponse:
    """Let the browser forget what this site has left in it."""
    response.headers["Clear-Site-Data"] = CLEARED
    return response
