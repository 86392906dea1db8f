"""Print the golden report, invented and whole, without a server, a worker or a database."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from expertise.printing import render
from expertise.reports.golden import ITS_PAGES, golden


class Command(BaseCommand):
    help = "Print the golden report into a file: about 24 pages, or as many as asked for."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path)
        parser.add_argument("--pages", type=int, default=ITS_PAGES)

    def handle(self, *args: Any, out: Path, pages: int, **options: Any) -> None:
        told: list[int] = []
        begun = time.monotonic()
        pdf = render(*golden(pages), lambda stage, done, total: told.append(total))
        out.write_bytes(pdf)
        said = {"pages": told[-1], "bytes": len(pdf), "seconds": round(time.monotonic() - begun, 1)}
        self.stdout.write(_("%(pages)d pages, %(bytes)d bytes, %(seconds)s s") % said)
