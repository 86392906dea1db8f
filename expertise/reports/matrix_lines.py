"""The pieces of the causal-link matrix, opened: plain data with their keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from expertise.enums.matrix import STRONG, Grade
from expertise.models import CausalLink, Effect, Evidence, Fact, Work

Words = str | Promise
# What the table asks of every link, in the order of its columns (domain 2(h)).
COLUMNS: dict[str, Words] = {
    "evidence": _("Evidence"),
    "time": _("Relation in time"),
    "specificity": _("Specificity"),
    "alternatives": _("Alternative explanations"),
    "stressors": _("Concurrent stressors"),
    "protective": _("Protective factors"),
    "grade": _("Degree of consistency"),
    "works": _("Theoretical ground"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact or pattern of violence, opened."""

    pk: UUID
    key: str  # H1
    number: int
    version: int
    title: str
    words: str = ""
    types: tuple[str, ...] = ()  # codes of cases.enums.violence
    modalities: tuple[str, ...] = ()
    when: str = ""
    frequency: str = ""
    event: str = ""  # the borrowed event it began with


@dataclass(frozen=True, slots=True)
class EffectLine:
    """An effect that was found, opened."""

    pk: UUID
    key: str  # E1
    number: int
    version: int
    title: str
    words: str = ""
    levels: tuple[str, ...] = ()  # codes of expertise.enums.matrix.Level
    onset: str = ""
    course: str = ""  # a code of Course
    course_words: str = ""
    intensity: int | None = None  # 0 nothing … 4 very much


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work that is cited, opened."""

    pk: UUID
    number: int
    version: int
    cite: str  # Herman (1992)
    reference: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Something a link stands on, opened."""

    pk: UUID
    kind: str  # a code of EvidenceKind
    target: UUID  # the session, instrument or source
    key: str  # S2, I1, D3, C1
    locator: str = ""
    quote: str = ""
    stands: bool = True  # False once its source was withdrawn from the file

    @property
    def where(self) -> str:
        """Return where to look: the key, and the place in it."""
        return f"{self.key}, {self.locator}" if self.locator else self.key


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One fact and one effect and what connects them, opened."""

    pk: UUID
    key: str  # N1
    number: int
    version: int
    fact: FactLine
    effect: EffectLine
    grade: str = ""
    time: str = ""
    time_words: str = ""
    specificity: str = ""
    alternatives: str = ""
    stressors: str = ""
    protective: str = ""
    works: tuple[WorkLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    confirmed: bool = False  # “diagnostic of”, by the reviewer

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of source it stands on."""
        return frozenset(each.kind for each in self.evidence if each.stands)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the columns that say nothing yet."""
        return tuple(name for name in COLUMNS if not getattr(self, name))

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the rules of the protocol its degree does not meet."""
        return tuple(
            unmet(self.grade, self.kinds, alternatives=self.alternatives, confirmed=self.confirmed)
        )


def unmet(grade: str, kinds: Iterable[str], *, alternatives: str, confirmed: bool) -> Iterable[str]:
    """Yield the rules a stated degree does not meet (Istanbul Protocol 2022; domain 2(h))."""
    if not grade:
        return
    known = frozenset(kinds)
    if grade != Grade.NA and not known:
        yield "evidence"
    elif grade in STRONG and len(known) < 2:  # noqa: PLR2004  two kinds of source
        yield "two_kinds"
    if not alternatives.strip():
        yield "alternatives"
    if grade == Grade.D and not confirmed:
        yield "confirmation"


def by_key(key: str) -> tuple[int, int]:
    """Sort keys as a report lists them: sessions, instruments, documents, collaterals."""
    return "SIDC".find(key[:1]), int(key[1:] or 0)


def fact_line(fact: Fact) -> FactLine:
    """Open a fact."""
    told = fact.told.reveal()
    return FactLine(
        fact.pk,
        str(fact),
        fact.number,
        fact.version,
        told.get("title", ""),
        told.get("words", ""),
        tuple(told.get("types", ())),
        tuple(told.get("modalities", ())),
        told.get("when", ""),
        told.get("frequency", ""),
        told.get("event", ""),
    )


def effect_line(effect: Effect) -> EffectLine:
    """Open an effect."""
    told = effect.told.reveal()
    return EffectLine(
        effect.pk,
        str(effect),
        effect.number,
        effect.version,
        told.get("title", ""),
        told.get("words", ""),
        tuple(told.get("levels", ())),
        told.get("onset", ""),
        told.get("course", ""),
        told.get("course_words", ""),
        told.get("intensity"),
    )


def work_line(work: Work) -> WorkLine:
    """Open a work."""
    told = work.told.reveal()
    return WorkLine(
        work.pk, work.number, work.version, told.get("cite", ""), told.get("reference", "")
    )


def evidence_line(each: Evidence) -> EvidenceLine:
    """Open a piece of evidence."""
    target = each.session or each.instrument or each.source
    return EvidenceLine(
        each.pk,
        each.kind,
        target.pk if target else each.pk,
        str(target),
        each.locator.reveal() if each.locator else "",
        each.quote.reveal() if each.quote else "",
        getattr(target, "withdrawn_at", None) is None,
    )


def link_line(
    link: CausalLink,
    facts: Mapping[UUID, FactLine],
    effects: Mapping[UUID, EffectLine],
    works: Mapping[UUID, WorkLine],
    evidence: Iterable[EvidenceLine],
) -> LinkLine:
    """Open a causal link, with what it stands on in the order of keys."""
    told = link.told.reveal()
    cited = [UUID(uid) for uid in told.get("works", ())]
    return LinkLine(
        link.pk,
        str(link),
        link.number,
        link.version,
        facts[link.fact_id],
        effects[link.effect_id],
        told.get("grade", ""),
        told.get("time", ""),
        told.get("time_words", ""),
        told.get("specificity", ""),
        told.get("alternatives", ""),
        told.get("stressors", ""),
        told.get("protective", ""),
        tuple(works[uid] for uid in cited if uid in works),
        tuple(sorted(evidence, key=lambda one: (by_key(one.key), one.locator))),
        link.d_confirmed_at is not None,
    )
