"""Compare documents with their sealed files, both ways; fail if anything is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.actions.document_files import compare_files


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove",
            action="store_true",
            help="remove files that no document has known for 35 days: no backup knows them either",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = compare_files(timezone.now(), remove=options["remove"])
        lines = [f"document version {pk} has lost its file" for pk in found.without_bytes]
        lines += [f"file {name} belongs to no document" for name in found.without_row]
        if found.removed:
            self.stdout.write(f"removed: {found.removed}")
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(f"whole: {found.files} files")
