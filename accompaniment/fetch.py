"""What our own scripts get instead of a redirect: where to go, or that the session is over."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

HEADER = "X-Fetch"
GetResponse = Callable[[HttpRequest], HttpResponse]


class FetchMiddleware:
    """Answer a script's request without redirecting, so that a page is opened and traced once.

    A redirect becomes 204 with the address in ``X-Location``; one to the sign-in page becomes 401,
    because the script must then keep what was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Translate the redirects of requests that carry our header."""
        response = self.get_response(request)
        if HEADER not in request.headers or "Location" not in response.headers:
            return response
        target = response.headers["Location"]
        del response.headers["Location"]
        response.content = b""
        if urlsplit(target).path == urlsplit(resolve_url(settings.LOGIN_URL)).path:
            response.status_code = 401
        else:
            response.status_code = 204
            response.headers["X-Location"] = target
        return response
