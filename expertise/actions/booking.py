"""Who evaluates or testifies is in one place at a time, here and in her accompaniments alike."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.actions import booking
from cases.actions.booking import Asked, Hour
from cases.enums import SessionStatus
from expertise.enums.hearing import TestimonyState
from expertise.models import EvaluationSession, Testimony


def check_free(
    *,
    user: Any,
    starts_at: dt.datetime,
    minutes: int,
    besides: UUID | None = None,
) -> None:
    """Refuse an hour at which a colleague has something else; her row is held.

    ``besides`` is the session or the testimony that is being moved.

    :raises AccompanistTaken: naming her, and not what she has.
    """
    end = starts_at + dt.timedelta(minutes=minutes)
    booking.hold({user.pk}, ())
    hour = Hour(starts_at, end, frozenset({user.pk}), record=besides)
    for trouble in booking.troubles([hour]):
        if trouble:
            raise trouble


class Expertise:
    """Evaluations and testimonies, as other wings ask for them."""

    def hours(self, asked: Asked) -> Iterator[Hour]:
        """Yield when one of these colleagues evaluates or testifies, in two queries."""
        span = Q(**asked.spans())
        evaluations = EvaluationSession.objects.filter(span, status=SessionStatus.SCHEDULED)
        heard = Testimony.objects.filter(span, state=TestimonyState.PROGRAMADA)
        for rows, expert in ((evaluations, "by"), (heard, "commission__expert")):
            busy = rows.filter(**{f"{expert}__in": asked.people})
            for record, begin, minutes, user in busy.values_list(
                "pk", "starts_at", "minutes", expert
            ):
                end = begin + dt.timedelta(minutes=minutes)
                yield Hour(begin, end, frozenset({user}), record=record)


WING = Expertise()


def tell_cases() -> None:
    """Let the sessions of accompaniments and of groups keep off these hours too."""
    booking.also(WING)
