"""What stands around a note while it is written: what was agreed before, and who will read it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cases import skeletons
from cases.enums import CaseState
from cases.models import Draft, Note, Session
from cases.reports.plan import goal_words

AGREED = ("acuerdos", "plan", "pasos", "proxima")
TOLD = ("como_llega", "subjetivo", "datos", "palabras")


@dataclass(frozen=True, slots=True)
class Before:
    """The note of the session before this one."""

    note: Any
    told: str
    agreed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One section of a note as it is read."""

    name: str
    label: Any
    text: str


def before(session: Session, user: Any) -> Before | None:
    """Return what the reader may read of the last session before this one."""
    earlier = Note.objects.visible_to(user).filter(
        case=session.case_id, about=None, session__starts_at__lt=session.starts_at
    )
    note = earlier.select_related("session").order_by("-session__starts_at", "-id").first()
    if note is None:
        return None
    said = note.sections.reveal()
    told = next((said[name] for name in TOLD if said.get(name)), "")
    agreed = [(skeletons.ALL[name].label, said[name]) for name in AGREED if said.get(name)]
    return Before(note, told, agreed)


def goal(case: Any) -> str:
    """Return her goals: those of her plan, or what was said when it was agreed."""
    if goals := goal_words(case):
        return "\n".join(goals)
    plan = case.transitions.filter(after=CaseState.PLAN).order_by("-at", "-id").first()
    return plan.reason.reveal() if plan and plan.reason else ""


def shown(template: str, said: dict[str, str]) -> list[Shown]:
    """Return the written sections in reading order: those of the template, then all others."""
    mine = [section.name for section in skeletons.sections(template)]
    names = [*mine, *(name for name in skeletons.ALL if name not in mine)]
    return [Shown(name, skeletons.ALL[name].label, said[name]) for name in names if said.get(name)]


def draft_of(user: Any, case: Any, note: UUID) -> Draft | None:
    """Return what the reader was still typing into one note."""
    return Draft.objects.visible_to(user).filter(case=case, note=note).first()


def begun(user: Any, case: Any, note: Note) -> str:
    """Return what the reader was still typing into a note when it was signed, as one text."""
    draft = draft_of(user, case, note.pk) if note.signed_at else None
    typed = draft.content.reveal() if draft and draft.content else {}
    stored = note.sections.reveal() if note.sections else {}
    return "\n\n".join(
        typed[name] for name in skeletons.ALL if typed.get(name) and typed[name] != stored.get(name)
    )


def draft_for(user: Any, session: Session) -> Draft | None:
    """Return what the reader was still typing about one session, in a note not yet saved."""
    rows = Draft.objects.visible_to(user).filter(case=session.case_id, session=session)
    saved = Note.objects.filter(session=session).values("pk")
    return rows.exclude(note__in=saved).order_by("-saved_at").first()


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a note."""

    number: int
    at: dt.datetime
    who: str
    sections: list[Shown] | None  # None: under a key the reader does not hold
    is_current: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One section in two texts: the stored one and the reader's own."""

    field: Any
    stored: str
    same: bool
