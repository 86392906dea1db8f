"""What comes due by the calendar: each module says ``due(today)``, and opens nothing sealed."""

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accompaniment import gathering


@dataclass(frozen=True, slots=True)
class Due:
    """Something a record asks for at its time; asked again, it is the same."""

    case: Any
    kind: str
    about: UUID
    due_on: dt.date
    stage: str = ""
    assignee: Any = None  # nobody: whoever coordinates
    is_urgent: bool = False


def all_due(today: dt.date) -> Iterator[Due]:
    """Yield everything that comes due in the house."""
    for due in gathering.offered(sys.modules[__name__], "due"):
        yield from due(today)
