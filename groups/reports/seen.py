"""Seeing a group: who came when, how it held together, what changed, cycle beside cycle."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.templatetags.charts import Bar, BarChart, DotChart, Line, LineChart, Pair, Point
from accompaniment.templatetags.moments import moment
from groups.enums import CAME, EnrolmentState, Face, Mark, MeetingState, When
from groups.models import Attendance, Enrolment, Group, Measure, Meeting
from groups.recurrence import on_clock
from groups.reports.her_file import attended
from groups.steps import CONCLUDES

# the letter and the kind of each mark in the matrix (design: grupo)
SIGNS = {
    Mark.PRESENTE: ("P", "yes"),
    Mark.TARDE: ("T", "late"),
    Mark.EN_LINEA: ("L", "yes"),
    Mark.AVISO: ("A", "told"),
    Mark.SIN_AVISO: ("F", "no"),
    Mark.SEGURIDAD: ("S", "safe"),
}
HUNDRED, MANY = 100, 60
STARTED = (
    *(EnrolmentState.ACTIVA, EnrolmentState.AUSENTE),
    *(EnrolmentState.CONCLUYO, EnrolmentState.INTERRUMPIO),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One woman at one session."""

    sign: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One woman along the cycle."""

    enrolment: Any
    cells: list[Cell]
    share: int | None
    concludes: bool


@dataclass(frozen=True, slots=True)
class Retention:
    """How many began, and how many concluded or are on the way to it."""

    began: int
    concluded: int

    @property
    def share(self) -> int | None:
        """Return the share that concluded, in per cent."""
        return round(HUNDRED * self.concluded / self.began) if self.began else None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle beside the others."""

    group: Any
    began: int
    concluded: int
    share: int | None
    attendance: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page shows."""

    heads: list[tuple[str, str]]
    rows: list[Row]
    retention: Retention
    curve: LineChart | None
    change: DotChart | None
    faces: BarChart | None
    words: list[tuple[str, str, str]]
    themes: list[tuple[str, bool]]
    cycles: list[Cycle]


def sheet(group: Group) -> Sheet:
    """Return what can be seen of a group, in a constant number of questions."""
    meetings = _held(group)
    people = list(_began(group.enrolments.filter(erased_at=None)).order_by("number"))
    marks = _marks(group)
    rows = [_row(each, meetings, marks) for each in people]
    measures = _measures(group)
    return Sheet(
        heads=[_head(meeting) for meeting in meetings],
        rows=rows,
        retention=retention(rows),
        curve=_curve(meetings, marks),
        change=_change(people, measures),
        faces=_faces(meetings),
        words=_words(people, measures),
        themes=_themes(group),
        cycles=cycles(group),
    )


def _began(rows: Any) -> Any:
    """Keep those who took part; who gave her place back before she signed never began."""
    return rows.filter(state__in=STARTED).exclude(state=EnrolmentState.INTERRUMPIO, agreed_at=None)


def legend() -> list[Cell]:
    """Return what the letters of the matrix mean."""
    return [Cell(sign, kind, str(mark.label)) for mark, (sign, kind) in SIGNS.items()]


def _held(group: Group) -> list[Meeting]:
    rows = Meeting.objects.filter(group=group, state=MeetingState.REALIZADA)
    return list(rows.select_related("theme").order_by("number"))


def _marks(group: Group) -> dict[Any, dict[Any, str]]:
    found: dict[Any, dict[Any, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(enrolment__group=group)
    for enrolment, meeting, mark in rows.values_list("enrolment", "meeting", "mark"):
        found[enrolment][meeting] = mark
    return found


def _row(enrolment: Enrolment, meetings: list[Meeting], marks: Any) -> Row:
    hers = marks.get(enrolment.pk, {})
    cells = []
    for meeting in meetings:
        mark = hers.get(meeting.pk)
        sign, kind = SIGNS[Mark(mark)] if mark else ("·", "")
        label = str(Mark(mark).label) if mark else _("Not marked")
        cells.append(Cell(sign, kind, label))
    share = attended([hers[each.pk] for each in meetings if each.pk in hers])
    return Row(enrolment, cells, share, share is not None and share >= CONCLUDES)


def retention(rows: list[Row]) -> Retention:
    """Count who began and who concluded: seventy per cent of what she could come to, or said so."""
    concluded = [
        row
        for row in rows
        if row.enrolment.state == EnrolmentState.CONCLUYO
        or (row.concludes and row.enrolment.state != EnrolmentState.INTERRUMPIO)
    ]
    return Retention(len(rows), len(concluded))


def _head(meeting: Meeting) -> tuple[str, str]:
    here = on_clock(meeting.starts_at, meeting.time_zone)
    return f"S{meeting.number}", moment(here.date(), "short")


def _curve(meetings: list[Meeting], marks: Any) -> LineChart | None:
    """Draw how many came to each session, with those who were only counted."""
    if not meetings:
        return None
    came: Counter[Any] = Counter({each.pk: each.headcount or 0 for each in meetings})
    for hers in marks.values():
        came.update(meeting for meeting, mark in hers.items() if mark in CAME)
    points = []
    for meeting in meetings:
        day = on_clock(meeting.starts_at, meeting.time_zone).date()
        points.append(Point(f"S{meeting.number}", came[meeting.pk], day))
    highest = max([*(point.value or 0 for point in points), 1])
    return LineChart(
        "came",
        _("Who came, session by session"),
        _("From %(first)s in the first session to %(last)s in the last one held.")
        % {"first": points[0].value, "last": points[-1].value},
        [Line(_("Came"), points)],
        0,
        highest,
        heads=(_("Session"), _("Came")),
    )


def _measures(group: Group) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    for each in Measure.objects.filter(enrolment__group=group, enrolment__erased_at=None):
        answers = each.answers.reveal() if each.answers else {}
        words = each.words.reveal() if each.words else ""
        found[each.enrolment_id][each.when] = {"score": answers.get("score"), "words": words}
    return found


def _change(people: list[Enrolment], measures: Any) -> DotChart | None:
    """Draw WHO-5 before and after, woman by woman."""
    pairs = []
    for each in people:
        hers = measures.get(each.pk, {})
        before, after = (hers.get(when, {}).get("score") for when in (When.PRE, When.POST))
        if before is not None or after is not None:
            pairs.append(Pair(each.pseudonym, before, after))
    if not pairs:
        return None
    both = [pair for pair in pairs if pair.before is not None and pair.after is not None]
    better = sum(1 for pair in both if (pair.after or 0) > (pair.before or 0))
    about = ngettext(
        "Of %(count)s person asked twice, %(better)s feels better than before.",
        "Of %(count)s people asked twice, %(better)s feel better than before.",
        len(both),
    ) % {"count": len(both), "better": better}
    heads = (_("Who"), str(When.PRE.label), str(When.POST.label))
    return DotChart("who5", _("Well-being before and after (WHO-5)"), about, pairs, 0, 100, heads)


def _faces(meetings: list[Meeting]) -> BarChart | None:
    """Draw how the sessions were for those who came."""
    counted: Counter[str] = Counter()
    for meeting in meetings:
        counted.update(meeting.faces)
    if not counted:
        return None
    bars = [Bar(str(Face(face).label), counted.get(face, 0)) for face in Face.values]
    total = sum(counted.values())
    about = ngettext("%(count)s answer in all.", "%(count)s answers in all.", total)
    heads = (_("How it was"), _("Answers"))
    return BarChart(
        "faces", _("How the sessions were"), about % {"count": total}, bars, heads=heads
    )


def _words(people: list[Enrolment], measures: Any) -> list[tuple[str, str, str]]:
    """Return what each said before and after, under her pseudonym."""
    found = []
    for each in people:
        hers = measures.get(each.pk, {})
        before, after = (hers.get(when, {}).get("words", "") for when in (When.PRE, When.POST))
        if before or after:
            found.append((each.pseudonym, before, after))
    return found


def _themes(group: Group) -> list[tuple[str, bool]]:
    """Return the themes of the cycle, and whether each has been held."""
    rows = Meeting.objects.filter(group=group, theme__isnull=False).exclude(
        state=MeetingState.CANCELADA
    )
    found: dict[str, bool] = {}
    for title, state in rows.order_by("starts_at").values_list("theme__title", "state"):
        found[title] = found.get(title, False) or state == MeetingState.REALIZADA
    return list(found.items())


def cycles(group: Group) -> list[Cycle]:
    """Return this cycle and the ones before it, the first one first, counted and unnamed."""
    chain: list[Group] = []
    here: Any = group
    while here is not None and len(chain) < MANY:
        chain.append(here)
        here = here.previous
    ids = [each.pk for each in chain]
    marks: dict[Any, dict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Attendance.objects.filter(enrolment__group__in=ids)
    for where, who, mark in rows.values_list("enrolment__group", "enrolment", "mark"):
        marks[where][who].append(mark)
    people: dict[Any, list[tuple[Any, str]]] = defaultdict(list)
    began = _began(Enrolment.objects.filter(group__in=ids))
    for where, who, state in began.values_list("group", "pk", "state"):
        people[where].append((who, state))
    return [_cycle(each, people[each.pk], marks[each.pk]) for each in reversed(chain)]


def _cycle(group: Group, people: list[tuple[Any, str]], marks: Any) -> Cycle:
    shares = {who: attended(marks.get(who, [])) for who, _state in people}
    concluded = sum(
        1
        for who, state in people
        if state == EnrolmentState.CONCLUYO
        or (state != EnrolmentState.INTERRUMPIO and (shares[who] or 0) >= CONCLUDES)
    )
    whole = attended([mark for hers in marks.values() for mark in hers])
    share = round(HUNDRED * concluded / len(people)) if people else None
    return Cycle(group, len(people), concluded, share, whole)
