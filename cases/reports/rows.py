"""Rows of a list of cases: formatted here, because template filters are slow in long lists."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import standing
from accompaniment.templatetags.moments import moment
from cases.enums import CaseState, ParticipationRole, ServiceLine
from cases.models import Case, Participation

PILLS = {
    CaseState.PROPUESTO: "info",
    CaseState.EN_PROCESO: "ok",
    CaseState.EN_PAUSA: "",
    CaseState.INTERRUMPIDO: "warn",
    CaseState.PREPARACION: "accent",
    CaseState.CERRADO: "none",
}
STATES, LINES = dict(CaseState.choices), dict(ServiceLine.choices)
NOBODY = gettext_lazy("nobody yet")


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list."""

    code: str
    pseudonym: str
    url: str
    urgency: int
    line: str
    state: str
    state_kind: str
    last: str
    next: str
    who: str
    called: str = ""


def day_of(at: Any) -> str:
    """Say the day of a moment, and no hour."""
    return moment(timezone.localtime(at).date(), "short") if at else ""


def sees_agenda(user: Any) -> bool:
    """Tell whether sessions are this reader's business: the legal area knows only what crossed."""
    return standing(user).holds(
        Role.PSYCHOLOGIST, Role.COORDINATOR, Role.FACILITATOR, Role.RECEPTION
    )


def row_of(case: Any, called: str = "", *, agenda: bool = True) -> Row:
    """Say one case in words."""
    return Row(
        code=case.code,
        pseudonym=case.pseudonym,
        url=case.get_absolute_url(),
        urgency=case.urgency,
        line=str(LINES[case.line]),
        state=str(STATES[case.state]) if agenda else "",
        state_kind=PILLS.get(case.state, "accent"),
        last=day_of(case.last_session_at) if agenda and case.last_session_at else "—",
        next=(moment(case.next_session_at, "brief") or _("no date")) if agenda else "—",
        who=case.responsible.get_short_name() if case.responsible else str(NOBODY),
        called=called,
    )


def listed() -> Any:
    """Return cases with what a row needs and nothing sealed."""
    return Case.objects.select_related("responsible").defer("reason")


def rows(
    cases: Iterable[Any], names: dict[UUID, str] | None = None, *, agenda: bool = True
) -> list[Row]:
    """Say many cases in words, with their sessions or without."""
    return [row_of(case, (names or {}).get(case.pk, ""), agenda=agenda) for case in cases]


def called_names(cases: Collection[Any], user: Any) -> dict[UUID, str]:
    """Return how people want to be called, in those cases whose persons the reader may identify."""
    codes = {case.pk: case.code for case in cases}
    known = Case.objects.permitted(user, "identify").filter(pk__in=codes)
    taking_part = list(
        Participation.objects.filter(
            case__in=known, role=ParticipationRole.PA, ended_at=None
        ).select_related("person")
    )
    for each in taking_part:
        access.let_in([each.person], code=codes[each.case_id])
    return {each.case_id: each.person.called.reveal() for each in taking_part if each.person.called}
