"""``manage.py which_copy FILE.pdf``: whose copy a leaked file, or a page of it, once was."""

from pathlib import Path
from typing import Any

import pikepdf
from django.core.management.base import BaseCommand, CommandError, CommandParser

from expertise.models import Copy, Version
from expertise.reports import copies
from expertise.signing import marks


class Command(BaseCommand):
    """Read the invisible mark of a file and say which copy bears it; nothing sealed is opened."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            found = marks.marks_of(options["file"].read_bytes())
        except (OSError, pikepdf.PdfError) as trouble:
            raise CommandError("This file cannot be read as a PDF.") from trouble
        if not found:
            raise CommandError("There is no mark in this file.")
        for mark in found:
            self.stdout.write(self._said(mark))

    def _said(self, mark: str) -> str:
        rows = Copy.objects.select_related("version", "commission").order_by("made_at")
        for copy in rows.iterator(chunk_size=500):
            if copies.mark(copy, copy.version).startswith(mark):
                return f"{copy.commission.code}, copy {copy.number}, key {copy.key}"
        versions = Version.objects.select_related("commission").order_by("frozen_at")
        for version in versions.iterator(chunk_size=500):
            if copies.mark(None, version).startswith(mark):
                return f"{version.commission.code}, original of version {version.number}"
        return "a mark of another house"
