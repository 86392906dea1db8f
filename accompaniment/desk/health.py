"""Is the house standing? Databases, broker, worker and keys, in words that give nothing away."""

import os
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError

from accompaniment.vault import keys

HEARTBEAT = "worker-heartbeat"
SILENCE = 30  # seconds without a heartbeat until the worker counts as gone


class Unwell(Exception):
    """A part of the house does not do its work."""


def say_alive() -> None:
    """Note that a worker just did something."""
    cache.set(HEARTBEAT, "alive", timeout=SILENCE)


def say_gone() -> None:
    """Note that the worker leaves on purpose."""
    cache.delete(HEARTBEAT)


def _database(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with current_app.connection_for_write() as connection:
        connection.connect()
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_in")
    if folder and not os.access(str(folder), os.W_OK):
        raise Unwell


def _worker() -> None:
    if cache.get(HEARTBEAT) is None:
        raise Unwell


PARTS: dict[str, Callable[[], None]] = {
    "database": lambda: _database("default"),
    "keys_database": lambda: _database("keys"),
    "broker": _broker,
    "worker": _worker,
    "keys": keys.check,
}


def look() -> dict[str, str]:
    """Ask every part; a part answers "ok" or "failed", never why (the log knows why)."""
    said = {}
    for name, ask in PARTS.items():
        try:
            ask()
        except (Error, KombuError, OSError, ValueError, Unwell, keys.WrongKey):
            said[name] = "failed"
        else:
            said[name] = "ok"
    return said


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part works and 503 when one does not."""
    parts = look()
    well = set(parts.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if well else "failed", **parts}, status=200 if well else 503
    )
