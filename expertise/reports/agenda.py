"""What an expert has on her agenda: sessions of evaluations, days in court; nothing sealed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import SessionStatus
from expertise.enums.hearing import TestimonyState
from expertise.models import EvaluationSession, Testimony

MANY = 300
STATES = {  # of a testimony, as a session would say it
    TestimonyState.PROGRAMADA: SessionStatus.SCHEDULED,
    TestimonyState.REALIZADA: SessionStatus.HELD,
    TestimonyState.DIFERIDA: SessionStatus.NOT_HELD,
    TestimonyState.CANCELADA: SessionStatus.NOT_HELD,
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One hour of an expert: whose file it is stands behind its folio alone."""

    pk: UUID
    commission: UUID
    code: str
    what: str
    url: str
    starts_at: dt.datetime
    minutes: int
    status: str
    accompanist_id: UUID  # whose hour it is, as in a session
    room_id: UUID | None = None


def duties(user: Any, begin: dt.datetime, end: dt.datetime) -> list[Duty]:
    """Return what one person does as an expert between two moments, in two queries."""
    evaluations = EvaluationSession.objects.visible_to(user).filter(
        by=user, starts_at__gte=begin, starts_at__lt=end
    )
    heard = Testimony.objects.visible_to(user).filter(
        commission__expert=user, starts_at__gte=begin, starts_at__lt=end
    )
    found = [*map(_evaluation, _some(evaluations)), *map(_testimony, _some(heard))]
    return sorted(found, key=lambda duty: (duty.starts_at, duty.pk))


def _some(rows: Any) -> list[Any]:
    chosen = rows.select_related("commission").order_by("starts_at", "id")
    sealed = ("conditions", "observation", "court", "preparation", "outcome")
    names = {field.name for field in rows.model._meta.get_fields()}
    return list(chosen.defer(*(name for name in sealed if name in names))[:MANY])


def _evaluation(row: Any) -> Duty:
    what = _("Evaluation, session %(number)s") % {"number": row.number}
    return _duty(row, what, row.status, row.by_id, row.commission.get_absolute_url())


def _testimony(row: Any) -> Duty:
    url = reverse("expertise:testimony", args=[row.commission.code, row.pk])
    return _duty(row, _("In court"), STATES[row.state], row.commission.expert_id, url)


def _duty(row: Any, what: str, status: str, whose: UUID, url: str) -> Duty:
    return Duty(
        pk=row.pk,
        commission=row.commission_id,
        code=row.commission.code,
        what=str(what),
        url=url,
        starts_at=row.starts_at,
        minutes=row.minutes,
        status=status,
        accompanist_id=whose,
    )
