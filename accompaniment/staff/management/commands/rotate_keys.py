"""Wrap every data key under the newest key-encryption key."""

from typing import Any

from django.core.management.base import BaseCommand

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import keys


class Command(BaseCommand):
    """Rotate the key-encryption key."""

    help = "Wrap every data key under the newest key-encryption key; resumable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, trace, and say how many."""
        with acting(Service("rotate_keys"), "maintenance"):
            count = keys.rotate()
            log.collect(Verb.ROTATE, "vault.datakey", None, count=count)
        self.stdout.write(f"{count} keys wrapped under key {keys.current_kek_id()}")
