"""Count a question of a stranger before a byte of what is sent with it is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MANY = 429
View = TypeVar("View", bound=Callable[..., Any])


def counted_as(action: str) -> Callable[[View], View]:
    """Let what is posted to a page count against a limit (``ACCOUNT_RATE_LIMITS``)."""

    def told(view: View) -> View:
        view.counted_as = action  # type: ignore[attr-defined]
        return view

    return told


def too_many(request: HttpRequest, action: str) -> HttpResponse | None:
    """Count one question; to too many, say that and no more."""
    if ratelimit.consume(request, action=action):
        return None
    return render(request, "429.html", status=TOO_MANY)


class CountedMiddleware:
    """Stands before the check of forms, which reads all that was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Count what is posted to a page that asks for it."""
        action = getattr(view, "counted_as", "")
        return too_many(request, action) if action and request.method == "POST" else None
