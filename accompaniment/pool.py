"""The hands of a worker on a single machine, where one that dies stops no other.

Without a broker that pushes, Celery's hands share one pipe, read in turns under a semaphore. A hand
that is ended while it waits for work (the system out of memory takes whom it likes) takes the
semaphore along: the worker lives, starts new hands, and none of them ever hears of work again.
Here the turn is a record lock of POSIX (``fcntl``), which the system takes back from the dead.
"""

import fcntl
import tempfile
from types import TracebackType

from celery.concurrency import prefork


class MortalLock:
    """A lock between processes, held by one of them and no longer than it lives."""

    def __init__(self) -> None:
        """Lock a file without a name, which every process forked from here has."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the pool

    def acquire(self) -> bool:
        """Wait until no other process holds it."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        return True

    def release(self) -> None:
        """Let the next have it."""
        fcntl.lockf(self._file, fcntl.LOCK_UN)

    def __enter__(self) -> "MortalLock":
        """Wait until no other process holds it."""
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let the next have it."""
        self.release()


class BlockingPool(prefork.BlockingPool):
    """Celery's pool, whose hands take turns by locks that die with them."""

    def _setup_queues(self) -> None:
        super()._setup_queues()
        self._inqueue._rlock = MortalLock()  # noqa: SLF001  # there is no other way in
        self._outqueue._wlock = MortalLock()  # noqa: SLF001


class TaskPool(prefork.TaskPool):
    """Celery's processes on our pool; with Redis each hand has a pipe of its own, as ever."""

    BlockingPool = BlockingPool
