"""Somebody of the team at a screen of her own."""

from django.test import Client
from django.urls import reverse


class Someone:
    """One person, signed in; every answer is the one a journey expects, or it ends there."""

    def __init__(self, user, wing="cases"):
        self.user, self.wing, self.client = user, wing, Client()
        self.client.force_login(user)

    def url(self, name, *args):
        return reverse(name if ":" in name else f"{self.wing}:{name}", args=args)

    def get(self, name, *args, status=200):
        answer = self.client.get(self.url(name, *args))
        assert answer.status_code == status, (name, answer.status_code)
        return answer

    def reads(self, name, *args):
        """Return the words of a page."""
        return self.get(name, *args).content.decode()

    def post(self, name, /, *args, status=302, **data):
        answer = self.client.post(self.url(name, *args), data)
        assert answer.status_code == status, (name, answer.status_code, faults(answer))
        return answer

    def fetch(self, name, *args, status=200):
        """Return the bytes of a file, or fail."""
        answer = self.get(name, *args, status=status)
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def faults(answer):
    """Say what a form complains about."""
    context = answer.context or {}
    form, rows = context.get("form"), context.get("rows")
    return form and form.errors, getattr(rows, "errors", None), str(getattr(form, "refusal", ""))
