"""One session of a group, as its pages show it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groups.enums import CAME, Face, Mark
from groups.models import Agreement, Attendance, Meeting
from groups.reports.agenda import when
from groups.reports.group_page import title_of

PARTS = ("opening", "development", "closing", "emergent")


@dataclass(slots=True)
class Sheet:
    """Everything the page of a session shows."""

    when: str
    title: str
    link: str
    counts: list[tuple[str, int]]
    others: int  # who came without a name
    came: int
    preparation: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    debrief: str = ""
    faces: list[tuple[str, int]] = field(default_factory=list)
    agreements: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One woman on the sheet of attendance."""

    enrolment: Any
    name: str
    mark: Any
    remark: Any
    saved: str = ""  # meanwhile, in another window


def sheet(meeting: Meeting, can: Mapping[str, bool]) -> Sheet:
    """Return one session: how many came, and for who may read what was written."""
    marks: Counter[str] = Counter(
        Attendance.objects.filter(meeting=meeting).values_list("mark", flat=True)
    )
    reads = bool(can.get("read"))
    found = Sheet(
        when=when_of(meeting),
        title=title_of(meeting, reads=reads),
        link=meeting.link.reveal() if meeting.link else "",
        counts=[(str(mark.label), marks[mark]) for mark in Mark if marks[mark]],
        others=meeting.headcount or 0,
        came=sum(marks[mark] for mark in CAME) + (meeting.headcount or 0),
    )
    if reads:
        found.preparation = meeting.preparation.reveal() if meeting.preparation else {}
        found.note = meeting.note.reveal() if meeting.note else {}
        found.debrief = meeting.debrief.reveal() if meeting.debrief else ""
        faces = meeting.faces
        found.faces = [(str(each.label), faces[each]) for each in Face if faces.get(each)]
        found.agreements = list(Agreement.objects.filter(meeting=meeting).order_by("due_on", "id"))
    return found


def when_of(meeting: Meeting) -> str:
    """Say a session on the clock of its place."""
    return when(meeting.starts_at, meeting.minutes, meeting.time_zone)


def marks(meeting: Meeting, people: Iterable[Any]) -> dict[str, Any]:
    """Return who has been marked, as initial values of the sheet."""
    known: dict[str, Any] = {"version": meeting.sheet_version, "others": meeting.headcount}
    for each in Attendance.objects.filter(meeting=meeting, enrolment__in=list(people)):
        known[f"mark_{each.enrolment_id}"] = each.mark
        known[f"remark_{each.enrolment_id}"] = each.remark.reveal() if each.remark else ""
    return known


def rows(form: Any, people: Iterable[Any], stored: Mapping[str, Any] | None = None) -> list[Row]:
    """Return the rows of the sheet with the names of those on it, and what was saved meanwhile."""
    return [
        Row(
            each,
            called(each),
            form[f"mark_{each.pk}"],
            form[f"remark_{each.pk}"],
            _saved(each.pk, stored or {}),
        )
        for each in people
    ]


def _saved(pk: Any, stored: Mapping[str, Any]) -> str:
    return _said(stored.get(f"mark_{pk}", ""), stored.get(f"remark_{pk}", ""))


def _said(mark: str, remark: str) -> str:
    label = str(Mark(mark).label) if mark in Mark.values else mark
    return ": ".join(part for part in (label, remark) if part)


def strays(meeting: Meeting, form: Any) -> list[tuple[str, str]]:
    """Return what was written of those who are not on the sheet any more, with their names."""
    told = form.strays()
    rows = meeting.group.enrolments.kept() if told else ()
    known = {pk: called(each) for each in rows if (pk := str(each.pk)) in told}
    return [(known.get(pk, ""), _said(*words)) for pk, words in told.items()]


def called(enrolment: Any) -> str:
    """Return how she wants to be called."""
    return str(enrolment.name.reveal() if enrolment.name else enrolment.pseudonym)


def stored(meeting: Meeting, form: Any) -> dict[str, str]:
    """Return what somebody else saved meanwhile, where a note comes back for it."""
    if not _conflicts(form):
        return {}
    note = meeting.note.reveal() if meeting.note else {}
    debrief = meeting.debrief.reveal() if meeting.debrief else ""
    said = {**{part: note.get(part, "") for part in PARTS}, "debrief": debrief}
    said |= {f"face_{face}": str(n) for face, n in meeting.faces.items() if n}
    return {str(form.fields[part].label): text for part, text in said.items()}


def prepared(meeting: Meeting, form: Any) -> dict[str, str]:
    """Return what somebody else prepared meanwhile, with the version to save over."""
    if not _conflicts(form):
        return {}
    meeting.refresh_from_db(fields=["version", "preparation", "theme"])
    known = meeting.preparation.reveal() if meeting.preparation else {}
    told = {**known, "theme": meeting.theme.title if meeting.theme else ""}
    words = [name for name in form.fields if name not in ("version", "names_checked")]
    return {str(form[name].label): told.get(name, "") for name in words}


def _conflicts(form: Any) -> bool:
    return bool(getattr(getattr(form, "refusal", None), "conflict", False))
