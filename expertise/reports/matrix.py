"""The causal-link matrix of a commission, opened, and what it still lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from expertise.enums.matrix import Grade
from expertise.models import Commission
from expertise.reports.matrix_lines import (
    COLUMNS,
    EffectLine,
    EvidenceLine,
    FactLine,
    LinkLine,
    Words,
    WorkLine,
    by_key,
    effect_line,
    evidence_line,
    fact_line,
    link_line,
    work_line,
)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table of a commission, opened."""

    facts: tuple[FactLine, ...]
    effects: tuple[EffectLine, ...]
    works: tuple[WorkLine, ...]
    links: tuple[LinkLine, ...]
    crossed: Mapping[tuple[UUID, UUID], LinkLine] = field(default_factory=dict)

    def link_of(self, fact: FactLine, effect: EffectLine) -> LinkLine | None:
        """Return what connects a fact with an effect, if anything does."""
        return self.crossed.get((fact.pk, effect.pk))

    def sources_of(self, effect: EffectLine) -> tuple[str, ...]:
        """Return the keys of everything that speaks for an effect, in order."""
        keys = {
            each.key for link in self.links if link.effect.pk == effect.pk for each in link.evidence
        }
        return tuple(sorted(keys, key=by_key))


def matrix(commission: Commission) -> Matrix:
    """Open the matrix of a commission; what was withdrawn is left out."""
    facts = {each.pk: fact_line(each) for each in _standing(commission.facts)}
    effects = {each.pk: effect_line(each) for each in _standing(commission.effects)}
    works = {each.pk: work_line(each) for each in _standing(commission.works)}
    evidence: dict[UUID, list[EvidenceLine]] = {}
    rows = commission.evidence.filter(withdrawn_at=None, link__withdrawn_at=None)
    for each in rows.select_related("session", "instrument", "source"):
        evidence.setdefault(each.link_id, []).append(evidence_line(each))
    links = tuple(
        link_line(each, facts, effects, works, evidence.get(each.pk, ()))
        for each in _standing(commission.links)
        if each.fact_id in facts and each.effect_id in effects
    )
    return Matrix(
        tuple(facts.values()),
        tuple(effects.values()),
        tuple(works.values()),
        links,
        {(link.fact.pk, link.effect.pk): link for link in links},
    )


def _standing(rows: Any) -> Any:
    return rows.filter(withdrawn_at=None).order_by("number")


# --- what is missing -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the table lacks."""

    key: str  # H1, E2, N3 or nothing for the table as a whole
    code: str  # empty, no_facts, no_effects, unlinked, columns, or a rule of ``unmet``
    words: Words
    may_be_justified: bool = True  # a rule of the protocol may not
    link: UUID | None = None


RULES: dict[str, Words] = {
    "evidence": _("The degree stands on no evidence"),
    "two_kinds": _("This degree needs two kinds of source"),
    "alternatives": _("Which alternative explanations were considered is not written"),
    "confirmation": _("“Diagnostic of” waits for the reviewer's confirmation"),
    "grade": _("The degree of consistency is not chosen"),
    "gone": _("It stands on a source that was withdrawn from the file"),
}


def incomplete(commission: Commission) -> list[Gap]:
    """Say what the matrix of a commission still lacks, in its own order; nothing when it is whole.

    A gap with ``may_be_justified`` is covered by ``commission.matrix_justified``: see
    :func:`hinders`.
    """
    return gaps_of(matrix(commission))


def hinders(commission: Commission) -> list[Gap]:
    """Say what of the matrix stands against a signature: gaps that are not justified."""
    justified = bool(commission.matrix_justified)
    return [gap for gap in incomplete(commission) if not (justified and gap.may_be_justified)]


def gaps_of(table: Matrix) -> list[Gap]:
    """Say what an opened matrix still lacks."""
    gaps = []
    if not table.facts:
        gaps.append(Gap("", "no_facts", _("No fact is written yet")))
    if not table.effects:
        gaps.append(Gap("", "no_effects", _("No effect is written yet")))
    linked = {pk for link in table.links for pk in (link.fact.pk, link.effect.pk)}
    lines: tuple[FactLine | EffectLine, ...] = (*table.facts, *table.effects)
    gaps += [
        Gap(line.key, "unlinked", _("It stands in no causal link"))
        for line in lines
        if line.pk not in linked
    ]
    for link in table.links:
        gaps += _gaps_of_link(link)
    return gaps


def _gaps_of_link(link: LinkLine) -> Iterable[Gap]:
    rules = [*link.unmet]
    rules += [] if link.grade else ["grade"]
    rules += [] if all(each.stands for each in link.evidence) else ["gone"]
    for rule in rules:
        yield Gap(link.key, rule, RULES[rule], may_be_justified=False, link=link.pk)
    named = [COLUMNS[name] for name in link.missing if name not in rules and name != "grade"]
    if link.grade == Grade.NA:  # not assessable for want of information
        named = [each for each in named if each != COLUMNS["evidence"]]
    if named:
        words = format_lazy(
            "{lead}: {columns}",
            lead=pgettext_lazy("columns of the matrix", "Still empty"),
            columns=format_lazy(", ".join(["{}"] * len(named)), *named),
        )
        yield Gap(link.key, "columns", words, link=link.pk)
