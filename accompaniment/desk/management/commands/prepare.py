"""``manage.py prepare``: everything between a fresh clone and the first page; quick when done."""

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accompaniment.staff.models import User
from accompaniment.vault import keys
from expertise.actions.development import ensure_certificate

ACCOUNTS = "demo-accounts.txt"


class Command(BaseCommand):
    """Make folders, tables, static files; in a demonstration a certificate and invented people."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        self._folders()
        self._tables()
        self._keys()
        self._static()
        if settings.DEMO:
            self._demo()

    def _folders(self) -> None:
        folders = [settings.VAR_DIR, settings.AUDIT_CHECKPOINTS.parent]
        if settings.CELERY_BROKER_URL.startswith("filesystem"):
            folders += [settings.BROKER_DIR, settings.BROKER_DIR / "control"]
        for folder in folders:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _tables(self) -> None:
        for alias, app in (("default", ()), ("keys", ("vault",))):  # only the vault has keys
            executor = MigrationExecutor(connections[alias])
            if executor.migration_plan(executor.loader.graph.leaf_nodes(*app)):
                self.stdout.write(f"Building the tables of the database {alias!r} ...")
                call_command("migrate", *app, database=alias, interactive=False, verbosity=0)
        if "DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
            call_command("createcachetable", verbosity=0)

    def _keys(self) -> None:
        try:
            keys.check()
        except keys.WrongKey as refusal:
            raise CommandError(str(refusal)) from None

    def _static(self) -> None:
        seen = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                found = Path(storage.path(path)).stat()
                seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
        mark = Path(settings.STATIC_ROOT) / ".fingerprint"
        if mark.exists() and mark.read_text() == seen.hexdigest():
            return
        self.stdout.write("Collecting static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(seen.hexdigest())

    def _demo(self) -> None:
        ensure_certificate(timezone.now())
        accounts = settings.VAR_DIR / ACCOUNTS
        if User.objects.exists() and accounts.exists():
            return
        self.stdout.write("Inventing people for the demonstration ...")
        call_command("demo", stdout=StringIO())  # whoever starts us tells the accounts
