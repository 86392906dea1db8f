"""What each step of a commission needs: every module here offers ``GUARDS``.

``GUARDS`` maps the state a step leads to, to the questions asked before: functions of the
commission (locked, re-read) that raise a named refusal. A guard opens nothing sealed unless the one
who moves may.
"""

import sys
from collections.abc import Callable, Iterator

from accompaniment import gathering
from expertise.models import Commission

Guard = Callable[[Commission], None]


def guards_of(state: str) -> Iterator[Guard]:
    """Yield every question asked before a commission may come to a state."""
    for table in gathering.offered(sys.modules[__name__], "GUARDS"):
        yield from table.get(state, ())
