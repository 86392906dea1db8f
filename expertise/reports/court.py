"""What became of a report in court, opened as far as the reader may."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.places import town
from cases.reports.shared import at_place
from expertise.enums.commission import CommissionState as S
from expertise.enums.hearing import TestimonyState
from expertise.models import Aftermath, Commission, Judgment, Testimony
from expertise.reports.prepared import Preparation, preparation_of
from expertise.steps import CALLED, COURT_STEPS, LOCKED, NEXT

MANY = 60
SHOWN = frozenset({S.ENTREGADO, S.EN_AUDIENCIA, S.VALORADO, *COURT_STEPS})
PILLS: dict[str, str] = {
    TestimonyState.PROGRAMADA: "accent",
    TestimonyState.REALIZADA: "ok",
    TestimonyState.DIFERIDA: "",
    TestimonyState.CANCELADA: "",
}
May = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Came:
    """One step of the report in court."""

    state: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One day in court, as a list shows it."""

    testimony: Testimony
    title: str
    when: str
    zone: str
    state: str
    kind: str
    court: str
    place: str
    summons: str
    is_to_come: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that happened to the report."""

    aftermath: Aftermath
    title: str
    since: str
    words: str
    due: str
    is_late: bool
    answer: str
    answered: str
    document: Commission | None  # with which it is answered, where the reader may see that


@dataclass(frozen=True, slots=True)
class Weighed:
    """The judgment, opened."""

    judgment: Judgment
    given: str
    sense: str
    weight: str
    quote: str
    words: str


@dataclass(frozen=True, slots=True)
class CourtPage:
    """Everything the room shows to this reader."""

    came: list[Came]
    heard: list[Heard]
    judgment: Weighed | None
    asked: list[Asked]
    documents: list[Commission]
    next_steps: list[tuple[S, str]]
    may_plan: bool
    may_judge: bool
    may_extend: bool
    may_ask: bool


def page_of(commission: Commission, user: Any, may: May, now: dt.datetime) -> CourtPage:
    """Open what this reader may open of a report in court."""
    reads, state = bool(may.get("read")), S(commission.state)
    moves = bool(may.get("write") or may.get("assign"))
    judgment = Judgment.objects.visible_to(user).filter(commission=commission).first()
    others = documents(commission, user)
    return CourtPage(
        came=steps(commission, opens=bool(may.get("identify"))),
        heard=testimonies(commission, may, now),
        judgment=weighed(judgment) if judgment else None,
        asked=aftermaths(commission, user, now, others) if reads else [],
        documents=others,
        next_steps=next_steps(state) if moves else [],
        may_plan=moves and state in CALLED,
        may_judge=bool(may.get("write")) and state in {S.ADMITIDO, S.EN_AUDIENCIA},
        may_extend=moves and state in LOCKED,
        may_ask=bool(may.get("write")) and state in LOCKED and commission.is_open,
    )


def next_steps(state: S) -> list[tuple[S, str]]:
    """Return the steps that may be written down next, each with its word."""
    return [(to, str(S(to).label)) for to in NEXT[state] if to in COURT_STEPS]


def steps(commission: Commission, *, opens: bool) -> list[Came]:
    """Return the steps in court, the oldest first."""
    rows = commission.steps.filter(after__in=SHOWN).order_by("at", "id")[:MANY]
    return [
        Came(
            state=str(row.get_after_display()),
            when=moment(row.at, "day"),
            words=opened(row.reason) if opens else "",
        )
        for row in rows
    ]


def testimonies(commission: Commission, may: May, now: dt.datetime) -> list[Heard]:
    """Return the days in court, the newest first."""
    rows = commission.testimonies.order_by("-starts_at", "-id")[:MANY]
    return [heard(row, now, opens=bool(may.get("identify"))) for row in rows]


def heard(row: Testimony, now: dt.datetime, *, opens: bool) -> Heard:
    """Say one day in court; where it is only for who may identify."""
    court: dict[str, str] = row.court.reveal() if opens and row.court else {}
    to_come = row.state == TestimonyState.PROGRAMADA
    return Heard(
        testimony=row,
        title=str(row.get_kind_display()),
        when=at_place(row.starts_at, row.time_zone),
        zone=town(row.time_zone),
        state=str(row.get_state_display()),
        kind=PILLS[row.state],
        court=court.get("court", ""),
        place=court.get("place", ""),
        summons=court.get("summons", ""),
        is_to_come=to_come,
        is_late=to_come and row.starts_at < now,
    )


def weighed(row: Judgment) -> Weighed:
    """Open a judgment."""
    return Weighed(
        judgment=row,
        given=moment(row.given_on, "day"),
        sense=str(row.get_sense_display()),
        weight=str(row.get_weight_display()),
        quote=opened(row.quote),
        words=opened(row.words),
    )


def aftermaths(
    commission: Commission, user: Any, now: dt.datetime, others: list[Commission]
) -> list[Asked]:
    """Return what happened to the report, what waits first; ``others`` she may see."""
    rows = Aftermath.objects.visible_to(user).filter(commission=commission)
    known: dict[Any, Commission] = {each.pk: each for each in others}
    found = rows.order_by("happened_on", "id")[:MANY]
    said = [asked(row, now.date(), known.get(row.answered_with_id)) for row in found]
    return sorted(said, key=lambda each: bool(each.answered))


def asked(row: Aftermath, today: dt.date, document: Commission | None) -> Asked:
    """Open one thing that happened to the report, and name the document that answers it."""
    is_late = bool(row.due_on and not row.answered_at and row.due_on < today)
    return Asked(
        aftermath=row,
        title=str(row.get_incident_display()),
        since=moment(row.happened_on, "day"),
        words=opened(row.words),
        due=moment(row.due_on, "left") if row.due_on and not row.answered_at else "",
        is_late=is_late,
        answer=opened(row.answer),
        answered=moment(row.answered_at, "day") if row.answered_at else "",
        document=document,
    )


def documents(commission: Commission, user: Any) -> list[Commission]:
    """Return the other documents of the same chain that the reader may see."""
    root = commission.extends_id or commission.pk
    rows = Commission.objects.visible_to(user)
    chain = rows.filter(extends=root) | rows.filter(pk=root)
    return list(chain.exclude(pk=commission.pk).order_by("number")[:MANY])


def opened(box: Any) -> str:
    """Open a box; nothing where there is none."""
    return str(box.reveal()) if box else ""


# --- the page of one testimony -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TestimonyPage:
    """Everything the page of one day in court opens for this reader."""

    it: Heard
    preparation: Preparation | None
    outcome: str
    certificate: str
    ended: str
    cross: str


def testimony_page(row: Testimony, may: May, now: dt.datetime) -> TestimonyPage:
    """Open one day in court: each compartment for who may open it."""
    outcome: dict[str, str] = row.outcome.reveal() if may.get("read") and row.outcome else {}
    crossed = {None: "", True: _("Questioned by the other side"), False: _("Not questioned")}
    return TestimonyPage(
        it=heard(row, now, opens=bool(may.get("identify"))),
        preparation=preparation_of(row) if may.get("defend") else None,
        outcome=outcome.get("words", ""),
        certificate=outcome.get("certificate", ""),
        ended=at_place(row.held_at, row.time_zone) if row.held_at else "",
        cross=str(crossed[row.was_cross_examined]),
    )
