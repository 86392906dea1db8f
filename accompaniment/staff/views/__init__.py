"""Pages about people, their roles and their sessions."""

from django.http import HttpRequest, QueryDict

from accompaniment.staff.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in; the middleware has seen to it."""

    user: User


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, be it nothing; ``None`` while it is only looked at."""
    return request.POST if request.method == "POST" else None
