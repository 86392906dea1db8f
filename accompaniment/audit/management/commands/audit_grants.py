"""Give the application's role what it needs, and of the trace no more than adding and reading.

Run as the owner of the tables, after every migration. On SQLite there are no roles to grant to.
"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accompaniment.audit.models import Event, Leaf, Verification

FINAL = {Event: {"seq", "at"}, Leaf: set(), Verification: {"id", "at"}}  # and what only it sets


ALIASES = ("default", "keys")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default="cauce_app", help="the application's role")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
            raise CommandError("A role is named in lower case: letters, digits and underscores.")
        for alias in ALIASES:
            if connections[alias].vendor == "postgresql":
                self._grant(alias, role)
            else:
                self.stdout.write(f"{alias}: SQLite knows no roles; only checkpoints defend it.")

    def _grant(self, alias: str, role: str) -> None:
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                raise CommandError(f"There is no role {role}: make it first, then run this again.")
            for statement in self._statements(connection, role):
                cursor.execute(statement)
        self.stdout.write(f"{alias}: granted to {role}")

    def _statements(self, connection: Any, role: str) -> list[str]:
        name, quote = connection.ops.quote_name(role), connection.ops.quote_name
        present = set(connection.introspection.table_names())
        final = {m._meta.db_table: own for m, own in FINAL.items() if m._meta.db_table in present}
        found = [
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        ]
        for table in sorted(present - set(final)):
            found += [
                f"REVOKE ALL ON {quote(table)} FROM {name}",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quote(table)} TO {name}",
            ]
        for table, own in sorted(final.items()):
            model = next(m for m in FINAL if m._meta.db_table == table)
            columns = [f.column for f in model._meta.concrete_fields if f.column not in own]
            found += [
                f"REVOKE ALL ON {quote(table)} FROM {name}, PUBLIC",
                f"GRANT SELECT, INSERT ({', '.join(map(quote, columns))}) ON {quote(table)}"
                f" TO {name}",
            ]
        if "django_migrations" in present:  # the owner migrates
            found.append(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}")
        return found
