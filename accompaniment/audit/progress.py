"""How far a check of the trace has come, for the page that waits; kept in the shared cache."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

KEY = "audit.check"
LONGEST = 3600  # seconds after which a check that fell silent is forgotten


@dataclass(frozen=True, slots=True)
class Running:
    """A check that was asked for and has not ended."""

    since: float  # a POSIX timestamp
    done: int
    of: int

    @property
    def has_begun(self) -> bool:
        """Test whether a worker has taken it up."""
        return self.of > 0


def begin() -> bool:
    """Note that a check is asked for; false if one is already under way."""
    return cache.add(KEY, [timezone.now().timestamp(), 0, 0], LONGEST)


def say(done: int, of: int) -> None:
    """Note how far it has come."""
    asked = running()
    cache.set(KEY, [asked.since if asked else timezone.now().timestamp(), done, of], LONGEST)


def end() -> None:
    """Note that it is over."""
    cache.delete(KEY)


def running() -> Running | None:
    """Return the check under way, if any."""
    found = cache.get(KEY)
    return Running(*found) if found else None
