"""The first page of a commission: its way, its people, what comes next, what the report says."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accompaniment.templatetags.moments import moment
from cases.actions.disclosures import in_force
from expertise import steps
from expertise.enums.commission import CommissionState, Part, PriorRelation
from expertise.models import Commission
from expertise.reports.file import words
from expertise.reports.listed import due_of, kind_of

S = CommissionState
TURN = steps.WAY.index(S.ENTREGADO)  # from here on it is about what courts do with the report
STANDS_AT = {  # beside the way: where that is on it
    S.NO_ACEPTADO: S.ADMISIBILIDAD,
    S.CON_OBSERVACIONES: S.REVISION_PARES,
    S.DESECHADO: S.OFRECIDO,
}
MANY = 40


@dataclass(frozen=True, slots=True)
class Next:
    """Something this reader may do now."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Someone:
    """Who is what to the commission."""

    part: str
    name: str
    note: str
    url: str = ""  # to appoint
    link: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A step it took."""

    title: str
    at: dt.datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommissionPage:
    """Everything the page shows."""

    way: list[tuple[str, str]]
    current: str
    state: str
    state_kind: str
    due: str
    due_kind: str
    hint: str
    nexts: list[Next]
    people: list[Someone]
    history: list[Past]
    facts: list[tuple[str, str]]
    oath: list[tuple[str, str]]
    dual_role: bool
    stopped: str  # by the consent
    writing: bool  # the first page may be put right now


def page_of(commission: Commission, may: Mapping[str, bool], today: dt.date) -> CommissionPage:
    """Say a commission to one reader, as far as she may know it."""
    due, due_kind = due_of(commission, today)
    current = _current(commission)
    return CommissionPage(
        way=_way(current),
        current=current,
        state=str(commission.get_state_display()),
        state_kind=kind_of(commission.state),
        due=due,
        due_kind=due_kind,
        hint=hint_of(commission, may),
        nexts=nexts_of(commission, may),
        people=_people(commission, may),
        history=_history(commission, may),
        facts=_facts(commission) if may.get("identify") else [],
        oath=_oath(commission, may),
        dual_role=commission.prior_relation not in {"", PriorRelation.NINGUNA},
        stopped=_stopped(commission, today),
        writing=commission.state in steps.WRITING,
    )


def _way(current: str) -> list[tuple[str, str]]:
    ahead = steps.WAY.index(CommissionState(current)) < TURN
    shown = steps.WAY[: TURN + 1] if ahead else steps.WAY[TURN:]
    return [(each.value, str(each.label)) for each in shown]


def _current(commission: Commission) -> str:
    state = CommissionState(commission.state)
    if state == S.SUSPENDIDO:
        return CommissionState(commission.resumes)
    if state == S.DESISTIDO:
        last = commission.steps.filter(after=state).order_by("-at", "-id").first()
        before = CommissionState(last.before) if last and last.before else S.SOLICITADO
        state = before if before != S.SUSPENDIDO else S.CONSENTIMIENTO
    return STANDS_AT.get(state, state)


# --- what comes next ------------------------------------------------------------------------------


HINTS: dict[str, Any] = {
    S.SOLICITADO: lambda: _("Coordination decides whether it is taken up for admissibility."),
    S.ADMISIBILIDAD: lambda: _("The expert appointed declares whether she takes it on."),
    S.ACEPTADO: lambda: _("Before anything else she is told who will read the report, and asked."),
    S.CONSENTIMIENTO: lambda: _("With her consent in force the evaluation begins."),
    S.EVALUACION: lambda: _("Sessions, sources and instruments are kept in the evaluation."),
    S.INTEGRACION: lambda: _("The report is written, the causal links are laid, a peer reads it."),
    S.REVISION_PARES: lambda: _("A peer is reading a frozen version; the text stays as it is."),
    S.CON_OBSERVACIONES: lambda: _("The expert answers the observations and takes the text up."),
    S.APROBADO: lambda: _("The report may be signed."),
    S.FIRMADO: lambda: _("The text is locked. Copies are made for each recipient."),
    S.SUSPENDIDO: lambda: _("The person evaluated asked for a pause. Nothing is done meanwhile."),
}


def hint_of(commission: Commission, _may: Mapping[str, bool]) -> str:
    """Say what this state is about."""
    hint = HINTS.get(commission.state)
    return str(hint()) if hint else ""


def nexts_of(commission: Commission, may: Mapping[str, bool]) -> list[Next]:
    """Return what this reader may do now, the usual thing first."""
    found = [
        Next(label(), reverse(f"expertise:{name}", args=[commission.code, *args]), kind)
        for needs, states, label, name, args, kind in NEXTS
        if commission.state in states and any(may.get(action) for action in needs)
        if name != "accept" or commission.accepted_at is None
    ]
    if commission.state == S.CONSENTIMIENTO and commission.consent_id:
        found.sort(key=lambda each: "consent" in each.url)
    return found


W, A = ("write",), ("assign",)
EITHER = ("write", "assign")
SUSPENDS = frozenset(state for state, after in steps.NEXT.items() if S.SUSPENDIDO in after)
WITHDRAWS = frozenset(state for state, after in steps.NEXT.items() if S.DESISTIDO in after)
NEXTS: tuple[tuple[Any, Any, Any, str, tuple[str, ...], str], ...] = (
    (A, {S.SOLICITADO}, lambda: _("Study its admissibility"), "step", ("ADMISIBILIDAD",), ""),
    (
        W,
        steps.WRITING | {S.ADMISIBILIDAD},
        lambda: _("Accept the commission"),
        "accept",
        (),
        "",
    ),
    (EITHER, {S.ADMISIBILIDAD}, lambda: _("Do not accept it"), "decline", (), "quiet"),
    (
        W,
        {S.ACEPTADO, S.CONSENTIMIENTO},
        lambda: _("Record her answer"),
        "consent",
        (),
        "",
    ),
    (W, {S.CONSENTIMIENTO}, lambda: _("Begin the evaluation"), "step", ("EVALUACION",), ""),
    (
        W,
        {S.EVALUACION, S.CON_OBSERVACIONES},
        lambda: _("Go on to integration"),
        "step",
        ("INTEGRACION",),
        "",
    ),
    (W, {S.INTEGRACION}, lambda: _("Evaluate once more"), "step", ("EVALUACION",), "quiet"),
    (EITHER, {S.SUSPENDIDO}, lambda: _("Go on with it"), "resume", (), ""),
    (
        W,
        steps.EVALUATING | {S.SUSPENDIDO},
        lambda: _("Record a new answer of hers"),
        "consent",
        (),
        "quiet",
    ),
    (EITHER, SUSPENDS, lambda: _("She asks for a pause"), "suspend", (), "quiet"),
    (EITHER, WITHDRAWS, lambda: _("Withdraw the commission"), "withdraw", (), "quiet"),
)


# --- who, when, what ------------------------------------------------------------------------------


def _people(commission: Commission, may: Mapping[str, bool]) -> list[Someone]:
    appoints = bool(may.get("assign")) and commission.is_open
    appoints = appoints and commission.state not in steps.LOCKED
    found = []
    for part, user in ((Part.EXPERT, commission.expert), (Part.REVIEWER, commission.reviewer)):
        url = reverse("expertise:appoint", args=[commission.code, part]) if appoints else ""
        found.append(
            Someone(
                part=str(part.label),
                name=user.full_name if user else "",
                note="" if user else _("Nobody yet"),
                url=url,
                link=_("Appoint another") if user else pgettext("expertise", "Appoint"),
            )
        )
    asked = moment(timezone.localdate(commission.requested_at), "full")
    found.append(Someone(str(Part.REQUESTER.label), commission.requested_by.full_name, asked))
    return found


def _history(commission: Commission, may: Mapping[str, bool]) -> list[Past]:
    rows = commission.steps.select_related("by").order_by("-at", "-id")
    return [
        Past(
            title=str(row.get_after_display()),
            at=row.at,
            who=row.by.get_short_name(),
            reason=words(row.reason) if may.get("identify") else "",
        )
        for row in rows[:MANY]
    ]


def _facts(commission: Commission) -> list[tuple[str, str]]:
    guarded = _("Protected: she is named by her initials") if commission.protected_identity else ""
    hidden = commission.protected.reveal() if commission.protected else []
    return [
        (_("Who is evaluated"), words(commission.evaluated_name)),
        (_("Initials"), words(commission.initials)),
        (_("Her identity"), guarded or _("Not reserved")),
        (_("Named as aggressor"), words(commission.other_party)),
        (_("Authority"), words(commission.authority)),
        (_("Numbers"), words(commission.numbers)),
        (_("Fact the law names as offence"), words(commission.offence)),
        (_("Rules of procedure"), str(commission.get_regime_display())),
        (_("Requested by"), words(commission.requester)),
        (_("What it is for"), words(commission.requested_because)),
        (_("Due on"), moment(commission.due_on, "full") if commission.due_on else ""),
        (_("Names on no copy"), ", ".join(each["name"] for each in hidden)),
    ]


def _oath(commission: Commission, may: Mapping[str, bool]) -> list[tuple[str, str]]:
    """Return what the expert declared; why a dual role is justified only for who reads the file."""
    told: list[tuple[str, str]] = []
    if commission.not_accepted:
        told.append((_("Not accepted"), str(commission.get_not_accepted_display())))
        if may.get("identify"):
            told.append((_("Why"), words(commission.not_accepted_why)))
    if commission.accepted_at:
        told.append(
            (_("Accepted under oath"), moment(timezone.localdate(commission.accepted_at), "full"))
        )
        told.append((_("Impediments"), _("Declares that there is none")))
        told.append((_("Earlier relation"), str(commission.get_prior_relation_display())))
        if commission.prior_relation_why and may.get("read"):
            told.append((_("Why she evaluates nevertheless"), words(commission.prior_relation_why)))
    return told


def _stopped(commission: Commission, today: dt.date) -> str:
    """Say that the evaluation rests on nothing any more, if so."""
    evaluated = steps.EVALUATING | {S.REVISION_PARES, S.APROBADO}
    consent = commission.consent
    if commission.state not in evaluated or in_force(consent, today):
        return ""
    if consent and consent.revoked_at:
        return _("She took her consent back on %(day)s.") % {
            "day": moment(timezone.localdate(consent.revoked_at), "full")
        }
    return _("Her consent to be evaluated is not in force.")
