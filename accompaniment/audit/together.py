"""Many tables made in one step of a migration.

Django builds the state of all models anew after each operation. For a hundred tables that refer to
each other this takes minutes, and every test begins with it: here the state is built once.
"""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


class CreateTogether(Operation):
    """Create several models, each whole: with its relations, indexes and constraints."""

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add every model before the state of them all is first looked at."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Create the tables; what they refer to may follow in the same step."""
        for operation in self.operations:
            operation.database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Take the tables away, the last one first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, editor, before, after)

    def describe(self) -> str:
        """Say what happens."""
        return f"Create {len(self.operations)} models together"
