"""Pages about people, their roles and their sessions."""

from django.http import HttpRequest

from accompaniment.staff.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in; the middleware has seen to it."""

    user: User
