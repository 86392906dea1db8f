"""Someone at work: the frame around every request, task and command.

Opens the vault's gate and the trace together, so that whatever is read is written down, and is
written down before it leaves.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.standing import standing
from accompaniment.vault import gate

logger = logging.getLogger(__name__)
END = object()
FORBIDDEN = 403
PURPOSES = {"audit": "audit", "staff": "administration", "desk": "coordination"}


@dataclass(frozen=True)
class Service:
    """A program at work for nobody in particular, with the kinds of root it may read."""

    name: str
    reads: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"service:{self.name}"


class Work:
    """One actor's access and trace. May be entered several times, as a stream is."""

    def __init__(self, actor: Any, purpose: str) -> None:
        self.access = gate.Access(actor, purpose, ask=access.readable)
        self.trace = log.Trace(log.name_of(actor), purpose, ask=lambda: standing(actor))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let this work be the one now open."""
        with gate.entered(self.access), log.entered(self.trace):
            yield

    def write(self) -> None:
        """Write the trace of everything read and refused so far."""
        with log.entered(self.trace):
            for root, labels in self.access.take_reads().items():
                uids = sorted({uid for rows in labels.values() for uid in rows})
                log.collect(Verb.READ, "sealed", root, uids, fields=sorted(labels))
        self.trace.write()


@contextmanager
def acting(actor: Any, purpose: str) -> Iterator[None]:
    """Work as someone outside of a request: a task, a command, a test."""
    work = Work(actor, purpose)
    with work.entered():
        try:
            yield
        finally:
            work.write()


class ActingMiddleware:
    """Write the trace of a request before the first byte of its answer, or answer 503."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        work = Work(request.user, "care")
        with work.entered():
            response = self.get_response(request)
            if response.status_code == FORBIDDEN and not work.trace.refused:
                log.deny(_name_of_view(request), None)
            if response.streaming:
                log.collect(Verb.STREAM, _name_of_view(request), None)
        try:
            work.write()
        except Error:
            logger.exception("the trace of request %s could not be written", work.trace.request)
            return shows_nothing()
        if response.streaming:
            response.streaming_content = _traced(work, response.streaming_content)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Name the purpose after the room the request enters."""
        room = request.resolver_match.app_name if request.resolver_match else ""
        if (access_now := gate.current()) and (trace := log.current()):
            access_now.purpose = trace.purpose = PURPOSES.get(room, "care")

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Show nothing where a key is missing, destroyed or not the one it was sealed under."""
        if not isinstance(trouble, gate.LOST):
            return None
        logger.error("sealed text cannot be opened", exc_info=trouble)
        return shows_nothing()


def shows_nothing() -> HttpResponse:
    """Return the answer where a reading could not be written down, or a key is missing."""
    return HttpResponse(render_to_string("503.html"), status=503)


def _name_of_view(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else "?"


def _traced(work: Work, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Make each chunk inside the work and write its trace before handing it on."""
    chunks = iter(chunks)
    while True:
        try:
            with work.entered():
                chunk = next(chunks, END)
        finally:
            work.write()  # also of a stream that is cut
        if chunk is END:
            return
        yield chunk  # type: ignore[misc]  # END has just been ruled out
