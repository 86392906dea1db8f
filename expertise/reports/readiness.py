"""What a report still lacks before it is signed: advice, and the few things a signature needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from expertise import texts
from expertise.checks import names, wording, works
from expertise.enums.gender import GenderItem
from expertise.enums.review import Verdict
from expertise.frozen import Block, Frozen, FrozenSection
from expertise.models import Commission
from expertise.reports import cover, file, needed
from expertise.reports.conclusions import conclusions
from expertise.reports.matrix import Matrix, hinders, matrix
from expertise.reports.snapshot import NOTHING
from expertise.sections import BY_KEY

ENOUGH_SESSIONS = 2
SHOWN = 12  # places named of one kind; the rest is counted


@dataclass(frozen=True, slots=True)
class Place:
    """One place to look at."""

    text: str
    section: str = ""  # key, if it stands in one
    why: str = ""
    instead: str = ""

    @property
    def title(self) -> str | Promise:
        """Name the section, if it stands in one."""
        return BY_KEY[self.section].label if self.section else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how it stands."""

    code: str
    title: str | Promise
    blocks: bool  # a signature needs it
    places: list[Place] = field(default_factory=list)
    room: str = ""  # name of the page where it is put right

    @property
    def is_done(self) -> bool:
        """Tell whether nothing was found."""
        return not self.places

    @property
    def shown(self) -> list[Place]:
        """Return as many places as a page shows."""
        return self.places[:SHOWN]

    @property
    def more(self) -> int:
        """Count the places that are not shown."""
        return max(0, len(self.places) - SHOWN)


@dataclass(frozen=True, slots=True)
class File:
    """Everything that is looked at, opened once."""

    commission: Commission
    content: Frozen
    table: Matrix
    written: dict[str, str]  # section → everything it says, as one text

    @classmethod
    def of(cls, commission: Commission, content: Frozen) -> "File":
        """Open what is looked at; ``content`` is the report as it stands."""
        written = {each["key"]: "\n\n".join(said(each["blocks"])) for each in content["sections"]}
        return cls(commission, content, matrix(commission), written)


def said(blocks: Iterable[Block]) -> Iterable[str]:
    """Yield every text of blocks, quotations marked as such."""
    for block in blocks:
        if block["type"] == "quote":
            yield f"«{block['text'].strip('«»')}»"
        else:
            yield from _texts({k: v for k, v in block.items() if k not in {"type", "id"}})


def _texts(piece: Any) -> Iterable[str]:
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, dict):
        for name, value in piece.items():
            yield from (f"«{text}»" for text in _texts(value)) if name == "quote" else _texts(value)
    elif isinstance(piece, list | tuple):
        for each in piece:
            yield from _texts(each)


# --- what a signature needs (domain 2(h)) ---------------------------------------------------


def _consent(opened: File) -> Iterable[Place]:
    if not needed.is_agreed(opened.commission, timezone.localdate()):
        yield Place(_("Her consent to be evaluated is not in force."), "consentimiento")


def _questions(opened: File) -> Iterable[Place]:
    missing = set(needed.unanswered(opened.commission))
    for question in file.questions(opened.commission):
        if question.key in missing:
            yield Place(f"{question.key}. {question.short}")


def _matrix(opened: File) -> Iterable[Place]:
    for gap in hinders(opened.commission):
        if gap.code != "grade":
            yield Place(f"{gap.key}: {gap.words}" if gap.key else str(gap.words))


def _grades(opened: File) -> Iterable[Place]:
    return (Place(f"{gap.key}") for gap in hinders(opened.commission) if gap.code == "grade")


def _limits(opened: File) -> Iterable[Place]:
    if not needed.has_limits(opened.commission):
        yield Place(_("The section of limits is empty."), "limitaciones")


def _licence(opened: File) -> Iterable[Place]:
    if not needed.has_licence(opened.commission):
        yield Place(_("No checked licence of the expert is on file."), "credenciales")


def _remarks(opened: File) -> Iterable[Place]:
    if count := needed.open_remarks(opened.commission):
        text = ngettext(
            "%(count)s observation is not resolved.",
            "%(count)s observations are not resolved.",
            count,
        )
        yield Place(text % {"count": count})


# --- advice ---------------------------------------------------------------------------------


def _sessions(opened: File) -> Iterable[Place]:
    held = len(file.sessions(opened.commission))
    if held < ENOUGH_SESSIONS:
        text = _("%(count)s sessions were held; good practice is two or more.")
        yield Place(text % {"count": held}, "condiciones")


def _evidence(opened: File) -> Iterable[Place]:
    shown = {link.effect.pk for link in opened.table.links if link.evidence}
    for effect in opened.table.effects:
        if effect.pk not in shown:
            yield Place(f"{effect.key}. {effect.title}")


def _conclusions(opened: File) -> Iterable[Place]:
    for each in conclusions(opened.table, file.questions(opened.commission)):
        if each.question.answer and each.gap:
            yield Place(f"{each.question.key}. {each.question.short}")


def _instruments(opened: File) -> Iterable[Place]:
    for each in file.instruments(opened.commission):
        if not each.limits.strip():
            yield Place(f"{each.key}. {each.name}", "instrumentos")


def _gender(opened: File) -> Iterable[Place]:
    seen = opened.commission.gender_checks.exclude(verdict=Verdict.NO)
    looked_at = set(seen.values_list("item", flat=True))
    return (Place(str(item.label)) for item in GenderItem if item.value not in looked_at)


def _wording(opened: File) -> Iterable[Place]:
    for section, text in opened.written.items():
        if section in {"preguntas", "bibliografia"}:  # word for word, and titles of works
            continue
        for hit in wording.harmful(text):
            yield Place(hit.passage, section, hit.expression.why, hit.expression.instead)


def _names(opened: File) -> Iterable[Place]:
    known = hidden_names(opened.commission)
    for section, text in opened.written.items():
        for each in names.written_out(text, known):
            yield Place(each.passage, section)


def hidden_names(commission: Commission) -> list[str]:
    """Return the names that should stand on paper as initials."""
    kept: list[dict[str, str]] = commission.protected.reveal() if commission.protected else []
    found = [
        cover.said(commission.other_party).partition(",")[0],
        *(each.get("name", "") for each in kept),
    ]
    if commission.protected_identity:
        found.append(cover.said(commission.evaluated_name))
    return [name for name in found if name]


def _gaps(opened: File) -> Iterable[Place]:
    for section, text in opened.written.items():
        for gap in texts.gaps(text):
            yield Place(f"[[{gap}]]", section)


def _empty(opened: File) -> Iterable[Place]:
    for section in opened.content["sections"]:
        if _is_bare(section):
            yield Place(_("Nothing is written, and not why."), section["key"])


def _is_bare(section: FrozenSection) -> bool:
    return not section["blocks"] and section["empty_because"] == NOTHING


def _works(opened: File) -> Iterable[Place]:
    listed = opened.written["bibliografia"]
    if not listed.strip():
        yield Place(_("No work is listed."), "bibliografia")
    for section, text in opened.written.items():
        if section not in {"bibliografia", "credenciales", "proemio"}:
            yield from (Place(cited, section) for cited in works.unlisted(text, listed))


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at."""

    code: str
    title: Promise | str
    places: Callable[[File], Iterable[Place]]
    room: str = ""


NEEDED = (
    Look("consent", gettext_lazy("Consent in force"), _consent, "evaluation"),
    Look("questions", gettext_lazy("All questions answered"), _questions, "matrix"),
    Look("matrix", gettext_lazy("Causal table complete or justified"), _matrix, "matrix"),
    Look("grades", gettext_lazy("Degree of consistency chosen"), _grades, "matrix"),
    Look("limits", gettext_lazy("Limits written"), _limits),
    Look("licence", gettext_lazy("Professional licence checked"), _licence),
    Look("remarks", gettext_lazy("Observations resolved"), _remarks, "review"),
)
ADVISED = (
    Look("sessions", gettext_lazy("Two sessions or more"), _sessions, "evaluation"),
    Look("evidence", gettext_lazy("Every effect with evidence"), _evidence, "matrix"),
    Look("conclusions", gettext_lazy("Every answer with its support"), _conclusions, "matrix"),
    Look("instruments", gettext_lazy("Every instrument with its limits"), _instruments),
    Look("gender", gettext_lazy("Gender perspective: the twelve items"), _gender),
    Look("wording", gettext_lazy("No words that blame or judge"), _wording),
    Look("names", gettext_lazy("Names as initials"), _names),
    Look("gaps", gettext_lazy("No gap of a template left"), _gaps),
    Look("empty", gettext_lazy("Every section written, or why not"), _empty),
    Look("works", gettext_lazy("Every work cited is listed"), _works),
)


def readiness(commission: Commission, content: Frozen) -> list[Finding]:
    """Return everything that was looked at, what a signature needs first."""
    opened = File.of(commission, content)
    return [
        Finding(look.code, look.title, look in NEEDED, list(look.places(opened)), look.room)
        for look in (*NEEDED, *ADVISED)
    ]
