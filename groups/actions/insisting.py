"""Whoever is refused again and again might be asking who is there: coordination is told.

The refusal itself says one sentence and names nobody. Asked often enough, with other names each
time, it would still tell who harmed whom; so the refusals of one colleague in a day are counted,
in the trace, which does not say of what kind they were.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal
from groups.models import Enrolment, Group, Notice

JOIN = "join groups.enrolment"  # what the trace calls a place that was refused
WINDOW = dt.timedelta(hours=24)
Use = TypeVar("Use", bound=Callable[..., Any])


def counted(use: Use) -> Use:
    """Count the refusals of a use case that gives places, once its own change is undone."""

    @wraps(use)
    def watched(*, enrolment: Enrolment, by: User, at: dt.datetime, **facts: Any) -> Any:
        try:
            return use(enrolment=enrolment, by=by, at=at, **facts)
        except Refusal:
            if _pending():
                _count(enrolment, by, at)
            raise

    return cast("Use", watched)


def _count(enrolment: Enrolment, by: User, at: dt.datetime) -> None:
    """Tell coordination once in a day, unless she decides on conflicts herself."""
    if access.allows(by, "assign", enrolment) or _refused(by, at) < settings.CONFLICT_REFUSALS:
        return
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=enrolment.group_id)
        if Notice.objects.filter(group=group, user=by, at__gt=at - WINDOW).exists():
            return
        notice = Notice.objects.create(group=group, user=by, at=at)
        log.record(Verb.CREATE, notice, by=by)


def _refused(by: User, at: dt.datetime) -> int:
    """Count what the trace knows of the last day, and what it is about to write."""
    lately = Event.objects.filter(actor=log.name_of(by), at__gt=at - WINDOW)
    return lately.filter(verb=Verb.DENIED, kind=JOIN).count() + _pending()


def _pending() -> int:
    """Count what was refused since the request began."""
    trace = log.current()
    return sum(each.kind == JOIN for each in trace.pending) if trace else 0


@transaction.atomic
def see_notice(*, notice: Notice, by: User, at: dt.datetime) -> Notice:
    """Say that coordination has looked into it; a second time changes nothing."""
    access.require(by, "assign", notice)
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.seen_at is None:
        notice.seen_at, notice.seen_by = at, by
        notice.save(update_fields=["seen_at", "seen_by"])
        log.record(Verb.CHANGE, notice, by=by, fields=["seen_at"])
    return notice
