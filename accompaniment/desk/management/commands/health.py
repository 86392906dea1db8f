"""``manage.py health``: what the health page says, for machines without a browser."""

import json

from django.core.management.base import BaseCommand, CommandError

from accompaniment.desk import health


class Command(BaseCommand):
    """Print the state of every part; exit 1 when one does not work."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        parts = health.look()
        self.stdout.write(json.dumps(parts))
        if set(parts.values()) != {"ok"}:
            raise CommandError("Not everything works.")
