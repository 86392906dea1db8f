"""Sessions end: when nobody is there any more, and at the latest after a working day."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accompaniment.staff import sessions


class SessionLimitsMiddleware:
    """End sessions that are over; note that the others go on, at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Decide before anything else looks at the person."""
        if request.user.is_authenticated:
            left = sessions.seconds_left(request)
            if left is not None and left <= 0:
                logout(request)
            elif left is None or not sessions.is_only_asking(request):
                sessions.go_on(request)
        return self.get_response(request)
