"""What waits for somebody in the expert opinions: counted from the files, nothing sealed opened.

No task is raised in the case: whoever may see the case would learn from it that, and how, somebody
is being evaluated. What an expert asks of an accompaniment waits here for who accompanies.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import Standing
from accompaniment.templatetags.moments import moment
from cases.actions.disclosures import in_force
from cases.enums import SessionStatus
from expertise import steps
from expertise.enums.commission import CommissionState
from expertise.models import Borrowing, Commission, EvaluationSession, Loan
from expertise.reports.listed import SEALED, SOON

S = CommissionState
QUIET = dt.timedelta(days=21)  # without a session, during the evaluation
LATELY = dt.timedelta(days=7)  # an answer is news for a week
MANY, FEW = 100, 12
UNSTAFFED = Q(state=S.SOLICITADO) | Q(expert=None) | Q(reviewer=None)
LOST = (S.CONSENTIMIENTO, S.SUSPENDIDO)  # an answer may be missing there; one taken back is told
NEEDS_CONSENT = steps.EVALUATING | {S.REVISION_PARES, S.APROBADO}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and where it is done."""

    title: str
    url: str
    note: str
    root: UUID
    root_kind: str = "expertise.commission"
    icon: str = "report"
    kind: str = ""
    when: str = ""


ROUTE = {
    "accept": "expertise:accept",
    "consent": "expertise:consent",
    "evaluation": "expertise:evaluation",
}
EXPERT: dict[str, tuple[str | Promise, str]] = {
    S.ADMISIBILIDAD: (gettext_lazy("Accept or decline a commission"), "accept"),
    S.ACEPTADO: (gettext_lazy("Ask for her consent to be evaluated"), "consent"),
    S.CON_OBSERVACIONES: (gettext_lazy("Your report came back with observations"), ""),
    S.APROBADO: (gettext_lazy("An approved report waits for your signature"), ""),
    S.FIRMADO: (gettext_lazy("A signed report has not been delivered yet"), ""),
}


def waiting(user: Any, here: Standing, at: dt.datetime) -> list[Waiting]:
    """Return what waits for somebody, danger first, and trace what is named."""
    if not here.holds(Role.PSYCHOLOGIST, Role.COORDINATOR):
        return []
    found = [*_loans(user), *_commissions(user, here, at), *_answers(user, at)]
    found.sort(key=lambda each: ("danger", "warn", "").index(each.kind))
    shown = found[:FEW]
    for kind in sorted({each.root_kind for each in shown}):
        ids = sorted({str(each.root) for each in shown if each.root_kind == kind})
        log.collect(Verb.LIST, kind, None, ids, count=len(ids))
    return shown


# --- the commissions somebody works on --------------------------------------------------------


def _commissions(user: Any, here: Standing, at: dt.datetime) -> Iterator[Waiting]:
    teams = here.teams({Role.COORDINATOR})
    held = EvaluationSession.objects.filter(commission=OuterRef("pk"), status=SessionStatus.HELD)
    today = timezone.localdate(at)
    of_team = Q(UNSTAFFED | _without_consent(today), team__in=teams)
    rows = (
        Commission.objects.visible_to(user)
        .open()
        .filter(Q(expert=user) | Q(reviewer=user) | of_team)
        .select_related("expert", "consent")
        .defer(*SEALED, "evaluated_name", "initials", "consent__signed_by")
        .defer("consent__exception_reason")
        .annotate(last_held=Subquery(held.order_by("-starts_at").values("starts_at")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "requested_at", "id")
    )
    for row in rows[:MANY]:
        if row.expert_id == user.pk:
            yield from _of_expert(row, at)
        if row.reviewer_id == user.pk and row.state == S.REVISION_PARES:
            yield _said(row, _("A report waits for your review"), "", "warn")
        if row.team_id in teams:
            yield from _of_coordinator(row, today)


def _without_consent(today: dt.date) -> Q:
    """Return the condition under which an open, unsigned commission lost its ground."""
    gone = Q(consent__revoked_at__isnull=False)
    none = Q(consent=None) | Q(consent__granted=False) | Q(consent__expires_on__lt=today)
    return Q(gone | none, state__in=NEEDS_CONSENT) | Q(gone, state__in=LOST)


def _has_no_consent(row: Any, today: dt.date) -> bool:
    """Tell the same of one commission."""
    if row.state in NEEDS_CONSENT:
        return not in_force(row.consent, today)
    return row.state in LOST and bool(row.consent and row.consent.revoked_at)


def _stops(row: Any) -> Waiting:
    text = _("Her consent no longer counts: the evaluation stops")
    if row.state in {S.REVISION_PARES, S.APROBADO}:
        text = _("Her consent no longer counts: the report is not signed")
    return _said(row, text, "", "danger", icon="danger", when=_("stop"))


def _of_expert(row: Any, at: dt.datetime) -> Iterator[Waiting]:
    today = timezone.localdate(at)
    if _has_no_consent(row, today):
        yield _stops(row)
        return
    if row.accepted_at is None and row.state in steps.WRITING | {S.ADMISIBILIDAD}:
        yield _said(row, str(EXPERT[S.ADMISIBILIDAD][0]), "accept", "warn")
    elif row.state == S.CONSENTIMIENTO:
        ready = in_force(row.consent, today)
        text = _("Begin the evaluation") if ready else str(EXPERT[S.ACEPTADO][0])
        yield _said(row, text, "" if ready else "consent")
    elif row.state == S.EVALUACION and _quiet_since(row) < at - QUIET:
        days = (at - _quiet_since(row)).days
        yield _said(row, _("No evaluation session for %(n)s days") % {"n": days}, "evaluation")
    elif row.state in EXPERT:
        title, room = EXPERT[row.state]
        yield _said(row, str(title), room, "warn")
    yield from _deadline(row, today)


def _quiet_since(row: Any) -> dt.datetime:
    since: dt.datetime = row.last_held or row.accepted_at or row.requested_at
    return since


def _deadline(row: Any, today: dt.date) -> Iterator[Waiting]:
    if row.due_on is None or row.state in steps.LOCKED or row.due_on > today + SOON:
        return
    late = row.due_on < today
    text = _("A report is overdue") if late else _("A report is due")
    when = moment(row.due_on, "left")
    yield _said(row, text, "", "danger" if late else "warn", icon="clock", when=when)


def _of_coordinator(row: Any, today: dt.date) -> Iterator[Waiting]:
    if _has_no_consent(row, today):
        yield _stops(row)
    if row.state == S.SOLICITADO:
        yield _said(row, _("An expertise was requested: decide whether it is taken"), "", "warn")
    elif row.state in steps.WRITING | {S.ADMISIBILIDAD} and row.expert_id is None:
        yield _said(row, _("Appoint who evaluates"), "", "warn")
    elif row.state == S.INTEGRACION and row.reviewer_id is None:
        yield _said(row, _("Appoint who reviews the report"), "", "warn")


def _said(
    row: Any, title: str, room: str, kind: str = "", *, icon: str = "report", when: str = ""
) -> Waiting:
    who = row.expert.get_short_name() if row.expert else ""
    return Waiting(
        title=title,
        url=reverse(ROUTE.get(room, "expertise:commission"), args=[row.code]),
        note=" · ".join(part for part in (row.code, who) if part),
        root=row.pk,
        icon=icon,
        kind=kind,
        when=when,
    )


# --- what crosses the wall ----------------------------------------------------------------------


def _loans(user: Any) -> list[Waiting]:
    """Return what experts ask of the accompaniments this person writes in."""
    rows = Loan.objects.permitted(user, "write").waiting()
    rows = rows.select_related("case", "borrowing__asked_by")
    rows = rows.defer("asked_for", "told", "case__reason", "borrowing__asked_for")
    return [
        Waiting(
            title=_("An expert asks for something of an accompaniment"),
            url=reverse("expertise:loan", args=[each.pk]),
            note=f"{each.case.pseudonym} · {each.case.code}",
            root=each.case_id,
            root_kind="cases.case",
            icon="mail",
            when=moment(timezone.localdate(each.asked_at), "left"),
        )
        for each in rows.exclude(borrowing__commission__expert=user)[:FEW]
    ]


def _answers(user: Any, at: dt.datetime) -> list[Waiting]:
    """Return what this person asked for and was answered lately."""
    lately = Q(delivered_at__gte=at - LATELY) | Q(refused_at__gte=at - LATELY)
    rows = Borrowing.objects.visible_to(user).filter(
        lately, asked_by=user, commission__state__in=steps.WRITING
    )
    rows = rows.select_related("commission").order_by("-asked_at", "-id")
    return [
        Waiting(
            title=_("Who accompanies answered what you asked for"),
            url=reverse("expertise:evaluation", args=[each.commission.code]) + "#borrowed",
            note=each.commission.code,
            root=each.commission_id,
            icon="mail",
        )
        for each in rows.only("id", "asked_at", "commission__code")[:FEW]
    ]
