"""``manage.py load_instrument FILE``: the official words of an instrument, held against ours."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accompaniment.staff.acting import Service, acting
from cases.actions import instruments
from cases.instruments import shipped
from cases.instruments.wording import Wording, WordingWrong, read_wording


class Command(BaseCommand):
    help = "Load the official wording of an instrument (JSON, one language and version per file)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="put these words in the place of others"
        )

    def handle(self, *args: Any, file: Path, replace: bool = False, **options: Any) -> None:
        words = self._read(file)
        console = Service("console")
        try:
            with acting(console, "administration"):
                text = instruments.load_wording(
                    words=words, replace=replace, by=console, at=timezone.now()
                )
        except instruments.AlreadyLoaded as refusal:
            raise CommandError(f"{refusal} (--replace)") from None
        self.stdout.write(f"{text}: {len(words.items)}")

    def _read(self, file: Path) -> Wording:
        try:
            return read_wording(json.loads(file.read_text(encoding="utf-8")), shipped())
        except OSError as trouble:
            raise CommandError(f"{file}: {trouble.strerror}") from None
        except ValueError as wrong:
            if isinstance(wrong, WordingWrong):
                raise CommandError(
                    "\n".join(f"{file}: {each}" for each in wrong.problems)
                ) from None
            raise CommandError(f"{file}: {wrong}") from None
