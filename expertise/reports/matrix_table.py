"""The matrix as its page shows it: cells with their places, words instead of codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.reports.assessment import said
from expertise.enums.evaluation import Borrowed
from expertise.enums.matrix import Course, EvidenceKind, Grade, Level, TimeRelation
from expertise.models import Commission
from expertise.reports import file
from expertise.reports.matrix import Gap, Matrix, gaps_of
from expertise.reports.matrix_lines import (
    COLUMNS,
    EffectLine,
    EvidenceLine,
    FactLine,
    LinkLine,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One crossing of a fact and an effect."""

    fact: FactLine
    effect: EffectLine
    link: LinkLine | None

    @property
    def anchor(self) -> str:
        """Return its place on the page: h1e2."""
        return f"h{self.fact.number}e{self.effect.number}"

    @property
    def says(self) -> str:
        """Say it for who does not see it."""
        if self.link is None:
            state = _("nothing connects them yet")
        elif self.link.grade:
            state = str(Grade(self.link.grade).label)
        else:
            state = _("degree still open")
        return f"{self.fact.key} {self.effect.key}: {state}"


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with all its crossings."""

    fact: FactLine
    about: str  # psychological · in the family · 2021 to 2025
    cells: tuple[Cell, ...]


def rows(table: Matrix) -> list[Row]:
    """Return the table row by row."""
    return [
        Row(
            fact,
            about_fact(fact),
            tuple(Cell(fact, effect, table.link_of(fact, effect)) for effect in table.effects),
        )
        for fact in table.facts
    ]


def about_fact(fact: FactLine) -> str:
    """Say types, modalities and time of a fact in a line."""
    types = [said("types", code) for code in fact.types]
    where = [said("modalities", code) for code in fact.modalities]
    parts = (", ".join(types), ", ".join(where), fact.when)
    return " · ".join(part for part in parts if part)


def about_effect(effect: EffectLine) -> str:
    """Say levels, onset, course and strength of an effect in a line."""
    levels = [str(Level(code).label) for code in effect.levels]
    course = str(Course(effect.course).label) if effect.course else ""
    strength = "" if effect.intensity is None else _("%(n)s of 4") % {"n": effect.intensity}
    parts = (", ".join(levels), effect.onset, course, strength)
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A causal link in words, column by column."""

    line: LinkLine
    grade: str
    time: str
    evidence: tuple[tuple[str, EvidenceLine], ...]  # (kind in words, the piece)
    gaps: tuple[Gap, ...]
    missing: int
    of: int = len(COLUMNS)


def shown(link: LinkLine, gaps: Iterable[Gap] = ()) -> LinkShown:
    """Put a causal link into words."""
    time = str(TimeRelation(link.time).label) if link.time else ""
    return LinkShown(
        link,
        str(Grade(link.grade).label) if link.grade else "",
        ". ".join(part for part in (time, link.time_words) if part),
        tuple((str(EvidenceKind(each.kind).label), each) for each in link.evidence),
        tuple(gap for gap in gaps if gap.link == link.pk),
        len(link.missing),
    )


def in_words(table: Matrix) -> list[LinkShown]:
    """Return every causal link in words, with what it lacks."""
    gaps = gaps_of(table)
    return [shown(link, gaps) for link in table.links]


def handed_over(commission: Commission, facts: Iterable[FactLine] = ()) -> list[file.Borrowed]:
    """Return the events handed over by who accompanies with which no fact began yet."""
    begun = {fact.event for fact in facts}
    return [
        each
        for each in file.borrowed(commission)
        if each.kind == Borrowed.HECHO
        and each.delivered
        and not each.taken_back_at
        and str(each.id) not in begun
    ]


def legend() -> list[tuple[str, Any]]:
    """Return the degrees, as the legend of the table names them."""
    return [(each.value, each.label) for each in Grade]


def sources(commission: Commission) -> list[tuple[str, str]]:
    """Offer everything of the expert file that may be evidence: (``KIND:id``, words).

    The key comes first: who types “S2” in the list is there.
    """
    offered = [
        _offer(kind, session, moment(session.starts_at.date(), "short"))
        for session in file.sessions(commission)
        for kind in (EvidenceKind.ENTREVISTA, EvidenceKind.OBSERVACION)
    ]
    offered += [
        _offer(EvidenceKind.INSTRUMENTO, each, each.name) for each in file.instruments(commission)
    ]
    offered += [
        _offer(EvidenceKind(each.kind), each, each.title) for each in file.sources(commission)
    ]
    return offered


def _offer(kind: EvidenceKind, piece: Any, words: str) -> tuple[str, str]:
    label = " · ".join(part for part in (f"{piece.key} {kind.label}", words) if part)
    return f"{kind.value}:{piece.id}", label
