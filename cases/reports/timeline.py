"""What happened in an accompaniment, newest first, a page at a time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.templatetags.moments import moment
from cases import lines
from cases.enums import CaseState, Function, SessionStatus
from cases.models import Addendum, Case, Note, Session
from cases.reports.knots import all_knots

SIZE = 20
SPARE = 8  # things may happen at the same moment
EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last knot of a page: the next page begins after it."""

    at: dt.datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a cursor from an address; nonsense means the first page."""
        at, _sep, pk = text.partition("_")
        try:
            moment_of = dt.datetime.fromisoformat(at)
            return cls(moment_of.astimezone(dt.UTC), UUID(pk)) if moment_of.tzinfo else None
        except (ValueError, OverflowError):  # a year that no clock knows
            return None


@dataclass(slots=True)
class Knot:
    """One thing that happened."""

    at: dt.datetime
    pk: UUID
    title: str
    icon: str = "voice"
    kind: str = ""
    line: str = ""
    reason: str = ""
    session: Any = None
    notes: list["Written"] = field(default_factory=list)
    may_write: bool = False
    has_come: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A note the reader may read, with its first words."""

    note: Any
    excerpt: str
    addenda: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """Some knots, and where the older ones begin."""

    knots: list[Knot]
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Eyes:
    """What the reader of a timeline may open, and whether they write."""

    identify: bool = False
    read: bool = False
    write: bool = False
    legal: bool = False

    @property
    def only_legal(self) -> bool:
        """Tell whether the reader works on the legal road and not on the accompaniment."""
        return self.legal and not self.read


def thread(case: Case, user: Any, eyes: Eyes, *, after: Cursor | None = None) -> Thread:
    """Return the newest knots of a case that lie before the cursor."""
    accompaniment = (
        _sessions(case, eyes, after),
        _transitions(case, eyes, after),
        _triages(case, eyes, after),
    )
    told = () if eyes.only_legal else accompaniment
    sources = chain(*told, _functions(case, after), all_knots(case, eyes, after))
    knots = sorted(sources, key=lambda knot: (knot.at, knot.pk), reverse=True)
    if after:
        knots = [knot for knot in knots if (knot.at, knot.pk) < (after.at, after.pk)]
    shown = knots[:SIZE]
    _add_notes([knot for knot in shown if knot.session], user, writes=eyes.write)
    last = shown[-1] if len(knots) > SIZE else None
    return Thread(shown, Cursor(last.at, last.pk) if last else None)


def newest(rows: Any, at: str, after: Cursor | None) -> Any:
    """Return the rows of one kind from which a page is made."""
    if after:
        rows = rows.filter(**{f"{at}__lte": after.at})
    return rows.order_by(f"-{at}", "-id")[: SIZE + SPARE]


SESSION_TITLES = {
    SessionStatus.SCHEDULED: gettext_lazy("Session to come"),
    SessionStatus.NOT_HELD: gettext_lazy("Session not held"),
}


def _session_title(session: Session, *, has_come: bool) -> str:
    if session.status == SessionStatus.HELD:
        return _("Session %(number)s") % {"number": session.number}
    if has_come and session.status == SessionStatus.SCHEDULED:
        return _("Session to log")
    return str(SESSION_TITLES[SessionStatus(session.status)])


def _sessions(case: Case, eyes: Eyes, after: Cursor | None) -> Iterator[Knot]:
    together = not lines.of(case.line).is_about_someone
    beside = ("accompanist", "activity") if together else ("accompanist",)
    for session in newest(case.sessions.select_related(*beside), "starts_at", after):
        held = session.status == SessionStatus.HELD
        has_come = session.starts_at <= timezone.now()
        facts = [session.get_kind_display(), session.get_modality_display()]
        if session.attendance and session.attendance != "ASISTIO":
            facts.append(session.get_attendance_display())
        if eyes.identify and session.place and not held:
            facts.append(session.place.reveal())
        yield Knot(
            session.starts_at,
            session.pk,
            _session_title(session, has_come=has_come),
            icon="voice" if held else "calendar",
            kind="next" if session.status == SessionStatus.SCHEDULED else "",
            line=" · ".join(str(fact) for fact in facts),
            session=session,
            has_come=has_come,
            href=_activity_url(case, session) if together else "",
        )


def _activity_url(case: Case, session: Session) -> str:
    """Return where the activity of a collective is told, of which this is the session."""
    activity = getattr(session, "activity", None)
    return reverse("cases:activity", args=[case.code, activity.pk]) if activity else ""


STEP_TITLES = {
    "": gettext_lazy("The accompaniment was opened"),
    CaseState.CERRADO: gettext_lazy("The accompaniment was closed"),
}


def _transitions(case: Case, eyes: Eyes, after: Cursor | None) -> Iterator[Knot]:
    for step in newest(case.transitions.select_related("by"), "at", after):
        title = STEP_TITLES.get("" if not step.before else step.after)
        who = step.by.get_short_name()
        until = moment(step.until_on, "short") if step.until_on else ""
        yield Knot(
            step.at,
            step.pk,
            str(title or _("Step: %(state)s") % {"state": step.get_after_display()}),
            icon="flag",
            kind="legal",
            line=_("%(name)s · until %(day)s") % {"name": who, "day": until} if until else who,
            reason=_reason(step, eyes),
        )


def _reason(row: Any, eyes: Eyes) -> str:
    """Return why, for whoever may read the case."""
    return row.reason.reveal() if eyes.read and row.reason else ""


def _triages(case: Case, eyes: Eyes, after: Cursor | None) -> Iterator[Knot]:
    for each in newest(case.triages.select_related("by"), "at", after):
        words = {"before": f"U{each.before}", "after": f"U{each.after}"}
        title = _("The urgency went from %(before)s to %(after)s") % words
        yield Knot(
            each.at,
            each.pk,
            title,
            icon="warn",
            kind="alert",
            line=each.by.get_short_name(),
            reason=_reason(each, eyes),
        )


def _functions(case: Case, after: Cursor | None) -> Iterator[Knot]:
    rows = case.assignments.select_related("user").defer("reason")
    for each in newest(rows, "since", after):
        name = each.user.get_short_name()
        is_responsible = each.function == Function.RESPONSIBLE
        yield Knot(
            each.since,
            each.pk,
            _("%(name)s accompanies from here on") % {"name": name}
            if is_responsible
            else _("%(name)s was let in") % {"name": name},
            icon="person",
            kind="legal",
            line="" if is_responsible else str(each.get_function_display()),
        )


def _add_notes(knots: list[Knot], user: Any, *, writes: bool) -> None:
    """Give each session the notes the reader may read, in two queries for all of them."""
    found = list(
        Note.objects.visible_to(user)
        .filter(session__in=[knot.pk for knot in knots])
        .select_related("author")
        .order_by("written_at", "id")
    )
    addenda: defaultdict[UUID, int] = defaultdict(int)
    rows = Addendum.objects.visible_to(user).filter(note__in=[note.pk for note in found])
    for note_id in rows.values_list("note", flat=True):
        addenda[note_id] += 1
    written: defaultdict[UUID, list[Written]] = defaultdict(list)
    for note in found:
        written[note.session_id].append(
            Written(
                note,
                "" if note.about_id else excerpt(note),  # a private space shows no first words
                addenda[note.pk],
                note.author_id == user.pk,
            )
        )
    for knot in knots:
        knot.notes = written[knot.pk]
        knot.may_write = (
            writes
            and knot.session.status == SessionStatus.HELD
            and not any(each.mine for each in knot.notes)
        )


def excerpt(note: Any) -> str:
    """Return the first words of a note."""
    said = (note.sections.reveal() if note.sections else {}) or {}
    text = next((words for words in said.values() if words and words.strip()), "")
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]}…"
