"""Everything the page of a family shows, in a constant number of queries."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.staff import access
from accompaniment.templatetags.moments import moment
from cases.enums import MINORS, ParticipationRole
from cases.enums.bond import MUTUAL, BondKind
from cases.enums.family import MEMBERS, AgreementState, CustodyKind, Truth, Whereabouts
from cases.models import Note
from cases.reports import genogram
from cases.reports.births import age_at, birth
from cases.reports.page import age_said
from cases.spans import Span, read

MOST = 60  # agreements and tellings shown; a family of more persons is a community
SHEET = {
    "event": gettext_lazy("What happened, as the family tells it"),
    "event_when": gettext_lazy("When it happened"),
    "roles": gettext_lazy("How roles changed since"),
    "care": gettext_lazy("Who takes care of whom, and what it weighs"),
    "economy": gettext_lazy("What it means for money and work"),
    "rules": gettext_lazy("Rules of the family about speaking of it"),
}
TRUTHS, CUSTODIES = dict(Truth.choices), dict(CustodyKind.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """Someone of the case, with the name the reader may know."""

    part: Any
    person: Any
    name: str

    @property
    def is_member(self) -> bool:
        """Tell whether she is accompanied as one of the family."""
        return self.part.role in MEMBERS

    @property
    def is_referent(self) -> bool:
        """Tell whether she speaks for the family."""
        return self.part.role == ParticipationRole.PA

    @property
    def is_child(self) -> bool:
        """Tell whether she is a girl, boy or adolescent."""
        return self.person.age_group in MINORS


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the family: whether she has agreed, was heard alone, and her own space."""

    row: Row
    line: str
    lacks: list[str] | None  # consents; nothing where her age is not known
    heard_on: dt.date | None
    notes: int

    @property
    def agreed(self) -> bool:
        """Tell whether she may be put down at sessions."""
        return self.lacks == []


@dataclass(frozen=True, slots=True)
class Tied:
    """One bond in words."""

    bond: Any
    one: str
    kind: str
    other: str
    note: str
    is_harm: bool
    ended: bool


@dataclass(slots=True)
class Household:
    """Who lives in one household, and who did."""

    name: str
    now: list[tuple[Any, str, str]] = field(default_factory=list)  # stay, name, since
    before: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Child:
    """What is kept of one child."""

    row: Row
    age_then: str
    knows: list[dict[str, Any]] = field(default_factory=list)
    custodies: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement in words."""

    agreement: Any
    words: str
    who: str
    note: str
    is_open: bool


def rows(case: Any) -> list[Row]:
    """Return everybody of the case, who speaks for the family first, the mentioned ones last."""
    parts = case.participations.filter(ended_at=None).select_related("person")
    found = list(parts.order_by("since", "id"))
    access.let_in([part.person for part in found], code=case.code)
    found.sort(key=_eldest_first)
    return [Row(part, part.person, name_of(part)) for part in found]


def _eldest_first(part: Any) -> tuple[bool, bool, str]:
    """Order parts: who speaks for the family, its members, the others; the eldest first."""
    born = birth(part.person)
    day = born.first.isoformat() if born else "9"
    return part.role != ParticipationRole.PA, part.role not in MEMBERS, day


def name_of(part: Any) -> str:
    """Return how someone is called, or as what she is here."""
    return part.person.called.reveal() if part.person.called else str(part.get_role_display())


def members(
    case: Any, people: Iterable[Row], lacking: Mapping[UUID, list[str] | None], user: Any
) -> list[Member]:
    """Return the members, with what each still has to be asked."""
    heard = dict(case.safety_interviews.order_by("held_on", "at").values_list("person", "held_on"))
    spaces = Note.objects.visible_to(user).filter(case=case, about__isnull=False)
    notes = Counter(spaces.values_list("about", flat=True))
    today = timezone.localdate()
    return [
        Member(
            row=row,
            line=f"{row.part.get_role_display()} · {age_said(row.person, today)}",
            lacks=lacking.get(row.person.pk),
            heard_on=heard.get(row.person.pk),
            notes=notes[row.person.pk],
        )
        for row in people
        if row.is_member
    ]


def others(people: Iterable[Row]) -> list[tuple[Row, str]]:
    """Return who helps, and who is only spoken of, with how the family speaks of them."""
    found = []
    for row in people:
        if not row.is_member:
            said = dict(Whereabouts.choices).get(row.part.whereabouts, "")
            facts = [row.part.get_role_display(), said]
            found.append((row, " · ".join(str(fact) for fact in facts if fact)))
    return found


def ties(case: Any, people: Iterable[Row]) -> list[Tied]:
    """Return the bonds between those present or spoken of, in words."""
    names = {row.person.pk: row.name for row in people}
    found = [
        tied(bond, names)
        for bond in case.bonds.standing()
        if bond.from_person_id in names and bond.to_person_id in names
    ]
    kinds = list(BondKind.values)
    found.sort(key=lambda tie: (not tie.is_harm, kinds.index(tie.bond.kind), tie.one, tie.other))
    return found


def tied(bond: Any, names: Mapping[UUID, str]) -> Tied:
    """Say one bond."""
    since = bond.since.reveal() if bond.since else ""
    until = bond.until.reveal() if bond.until else ""
    facts = [
        _("since %(when)s") % {"when": since} if since else "",
        _("until %(when)s") % {"when": until} if until else "",
        _("they live together") if bond.lives_together else "",
        bond.words.reveal() if bond.words else "",
    ]
    return Tied(
        bond=bond,
        one=names[bond.from_person_id],
        kind=str(BondKind(bond.kind).label).lower(),
        other=names[bond.to_person_id],
        note=" · ".join(fact for fact in facts if fact),
        is_harm=bond.kind in genogram.HARM,
        ended=bool(until) or bond.kind == BondKind.EX_PAREJA,
    )


def households(case: Any, people: Iterable[Row]) -> list[Household]:
    """Return the households, each with who lives there and who did."""
    names = {row.person.pk: row.name for row in people}
    found: dict[str, Household] = {}
    for stay in case.stays.order_by("recorded_at", "id"):
        if stay.person_id not in names:
            continue
        facts = stay.facts.reveal() if stay.facts else {}
        home = found.setdefault(facts.get("household", ""), Household(facts.get("household", "")))
        name, since, until = names[stay.person_id], facts.get("since", ""), facts.get("until", "")
        if stay.ended_at:
            when = " · ".join(part for part in (since, until) if part)
            home.before.append((name, when))
        else:
            said = _("since %(when)s") % {"when": since} if since else ""
            home.now.append((stay, name, said))
    return list(found.values())


def sheet_of(case: Any) -> dict[str, str]:
    """Return what the family shares about itself."""
    sheet = getattr(case, "family_sheet", None)
    return (sheet.sections.reveal() if sheet and sheet.sections else {}) or {}


def shown(sheet: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the written sections in order."""
    return [(str(label), sheet[name]) for name, label in SHEET.items() if sheet.get(name)]


def children(case: Any, people: Iterable[Row], event: Span | None) -> list[Child]:
    """Return the girls, boys and adolescents with what each knows, and who decides for each."""
    people = list(people)
    names = {row.person.pk: row.name for row in people}
    knows: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for known in case.children_know.order_by("-at", "-id")[:MOST]:
        if known.person_id in names:
            knows[known.person_id].append(knowing(known))
    held: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for custody in case.custodies.order_by("recorded_at", "id"):
        held[custody.child_id].append(holding(custody, names))
    return [
        Child(row, age_at(row.person, event), knows[row.person.pk], held[row.person.pk])
        for row in people
        if row.is_child and row.part.role != ParticipationRole.MENCIONADA
    ]


def knowing(known: Any) -> dict[str, Any]:
    """Say what a child was told."""
    facts = known.facts.reveal() if known.facts else {}
    said = [
        _("by %(name)s") % {"name": facts["by"]} if facts.get("by") else "",
        facts.get("when", ""),
    ]
    return {
        "truth": str(TRUTHS.get(facts.get("truth", ""), "")),
        "is_other": facts.get("truth") == Truth.OTRA_COSA,
        "told": facts.get("told", ""),
        "note": " · ".join(part for part in said if part),
        "recorded": moment(timezone.localdate(known.at), "short"),
    }


def holding(custody: Any, names: Mapping[UUID, str]) -> dict[str, Any]:
    """Say who decides what."""
    facts = custody.facts.reveal() if custody.facts else {}
    who = names.get(custody.holder_id, "") or facts.get("holder", "")
    said = [facts.get("since", ""), facts.get("until", ""), facts.get("paper", "")]
    return {
        "custody": custody,
        "kind": str(CUSTODIES[custody.kind]),
        "who": who or _("someone no longer in this accompaniment"),
        "note": " · ".join(part for part in said if part),
        "is_aggressor": custody.holder_is_aggressor,
        "ended": bool(custody.ended_at),
    }


def agreements(case: Any, people: Iterable[Row]) -> list[Agreed]:
    """Return what was agreed, what is still to be done first."""
    names = {row.person.pk: row.name for row in people}
    found = list(case.family_agreements.order_by("-agreed_at", "-id")[:MOST])
    found.sort(key=lambda row: row.state != AgreementState.OPEN)
    return [agreed(row, names) for row in found]


def agreed(row: Any, names: Mapping[UUID, str]) -> Agreed:
    """Say one agreement."""
    due = _("until %(when)s") % {"when": moment(row.due_on, "short")} if row.due_on else ""
    is_open = row.state == AgreementState.OPEN
    facts = [due, "" if is_open else str(row.get_state_display())]
    who = names.get(row.person_id, "") if row.person_id else _("Everybody")
    note = " · ".join(fact for fact in facts if fact)
    return Agreed(row, row.words.reveal() if row.words else "", who, note, is_open)


def unsafe_pairs(people: Iterable[Row], bonds: Iterable[Tied]) -> list[tuple[str, list[str]]]:
    """Return of each member who may not know about her, as long as nobody has said otherwise."""
    names = [row.name for row in people if row.is_member]
    safe = set()
    for tie in bonds:
        if tie.bond.safe_to_share:
            safe.add((tie.one, tie.other))
            if tie.bond.kind in MUTUAL:
                safe.add((tie.other, tie.one))
    found = [(a, [b for b in names if a != b and (a, b) not in safe]) for a in names]
    return [(name, others) for name, others in found if others]


def picture(case: Any, people: Iterable[Row], bonds: Iterable[Tied], *, harm: bool = True) -> Any:
    """Draw the family; a paper for the family itself leaves out who has harmed whom."""
    shown_ties = [tie.bond for tie in bonds if harm or not tie.is_harm]
    drawn = [(row.part, row.person, row.name) for row in people]
    return genogram.picture(case, drawn, shown_ties, timezone.localdate())


def event_of(sheet: Mapping[str, str]) -> Span | None:
    """Return when the event was around which the family is accompanied."""
    return read(sheet.get("event_when", ""))
