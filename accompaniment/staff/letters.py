"""Letters: a fixed subject, no name, no word about what this place is."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accompaniment.staff.models import User


def ring(task: Any, **ids: str) -> None:
    """Ask for a letter once the change stands; a broker that is away undoes nothing."""
    transaction.on_commit(partial(task.delay, **ids), robust=True)


def address(name: str, **kwargs: object) -> str:
    """Return an address of this site for letters: from the settings, never from a request."""
    return settings.SITE_URL.rstrip("/") + reverse(name, kwargs=kwargs)


def send(user: User, template: str, **words: object) -> None:
    """Send one letter to one person, in their language."""
    with translation.override(user.language):
        body = render_to_string(f"staff/letters/{template}.txt", words)
        send_mail(_("You have a notice"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
