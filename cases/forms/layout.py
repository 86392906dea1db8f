"""Short fields side by side, the others one under the other."""

from collections.abc import Iterator
from typing import Any

Together = tuple[tuple[str, ...], ...]


class Rows:
    """A form that says which of its fields share a row."""

    together: Together = ()

    def layout(self: Any) -> Iterator[Any]:
        """Yield the visible fields in order; those that share a row as ``{"fields": […]}``."""
        rows = [[name for name in names if name in self.fields] for names in self.together]
        leaders = {names[0]: names for names in rows if names}
        followers = {name for names in rows for name in names[1:]}
        for field in self.visible_fields():
            if field.name in leaders:
                yield {"fields": [self[name] for name in leaders[field.name]]}
            elif field.name not in followers:
                yield field
