"""Events and assessments as pages show them: both axes side by side, and the map of a network."""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import places
from cases.enums.effects import EFFECTS, Intensity, Level
from cases.enums.resources import Closeness, Resource, ResourceLevel, Tie
from cases.enums.unsaid import Unsaid
from cases.enums.violence import (
    Actor,
    LegalFrame,
    Modality,
    Relation,
    RelationFact,
    Reported,
    VicariousForm,
    VictimStatus,
    Violation,
    ViolenceType,
)
from cases.models import Assessment, Case
from cases.reports.plan import unquoted
from cases.said_dates import Precision, SaidDate

MOST = 60  # events of one case shown at once
SUICIDE = frozenset({"IDEACION_SUICIDA", "AUTOLESION"})
WORDS: dict[str, dict[str, Any]] = {
    "types": dict(ViolenceType.choices),
    "modalities": dict(Modality.choices),
    "vicarious": dict(VicariousForm.choices),
    "violations": dict(Violation.choices),
    "relation_facts": dict(RelationFact.choices),
    "relation": dict(Relation.choices) | dict(Unsaid.choices),
    "actor": dict(Actor.choices) | dict(Unsaid.choices),
    "victim_status": dict(VictimStatus.choices) | dict(Unsaid.choices),
    "reported": dict(Reported.choices) | dict(Unsaid.choices),
    "frame": dict(LegalFrame.choices),
}
EFFECT_WORDS = {each.value: each.label for vs in EFFECTS.values() for v in vs for each in v}
RESOURCE_WORDS, STRENGTH = dict(Resource.choices), dict(Intensity.choices)


def said(name: str, code: str) -> str:
    """Say one code of an event."""
    return str(WORDS[name].get(code, code))


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event in words."""

    event: Any
    when: SaidDate
    precision: str
    title: str
    axes: dict[str, list[str]]
    facts: list[str]
    place: str
    locality: str
    other: str
    words: str


def events(case: Case) -> list[EventShown]:
    """Return what happened, in the order of time; what cannot be placed comes last."""
    rows = case.events.filter(set_aside_at=None).order_by("-recorded_at", "-id")[:MOST]
    return sorted((event_shown(row) for row in rows), key=lambda each: each.when.key)


def event_shown(row: Any) -> EventShown:
    """Open one event."""
    codes = row.codes.reveal() if row.codes else {}
    when = SaidDate.read(codes.get("when", {}))
    several = ("types", "modalities", "vicarious", "violations", "relation_facts")
    axes = {name: [said(name, code) for code in codes.get(name, [])] for name in several}
    single = ("relation", "actor", "victim_status", "reported", "frame")
    named = [*axes["violations"], *axes["types"], *axes["modalities"]]
    words = row.words.reveal() if row.words else ""
    return EventShown(
        event=row,
        when=when,
        precision="" if when.precision == Precision.DAY else str(Precision(when.precision).label),
        title=", ".join(named[:3]) or codes.get("other") or " ".join(words.split()[:8]),
        axes=axes,
        facts=[said(name, codes[name]) for name in single if codes.get(name)],
        place=places.said(codes.get("state", ""), codes.get("municipality", "")),
        locality=codes.get("locality", ""),
        other=codes.get("other", ""),
        words=words,
    )


def event_choices(case: Case) -> list[tuple[str, str]]:
    """Return the events of a case as choices: what, and when as she said it."""
    return [
        (str(each.event.pk), " · ".join(part for part in (each.title, each.when.words) if part))
        for each in events(case)
    ]


@dataclass(frozen=True, slots=True)
class EffectShown:
    """One effect in words."""

    label: str
    strength: int | None
    strong: str
    line: str
    words: str
    event: str


@dataclass(frozen=True, slots=True)
class SideShown:
    """One level of an assessment: what hurts, and what holds up."""

    title: str
    effects: list[EffectShown]
    other_effects: str
    resources: list[str]
    other_resources: str


@dataclass(frozen=True, slots=True)
class Node:
    """Someone of the network on the map, and what the tie is like."""

    name: str
    x: int
    y: int
    tie: str
    closeness: str
    kind: str


@dataclass(frozen=True, slots=True)
class AssessmentShown:
    """One look, opened."""

    assessment: Any
    sections: dict[str, str]
    sides: list[SideShown]
    network: list[Node]
    asks_about_suicide: bool


BESIDE = {Level.IND: ResourceLevel.IND, Level.FAM: ResourceLevel.FAM, Level.COM: ResourceLevel.COL}


def shown(row: Assessment, known: dict[str, str] | None = None) -> AssessmentShown:
    """Open one assessment; ``known`` names the events effects point to."""
    content = row.content.reveal()
    now = {e["code"] for e in content["effects"] if e["is_current"] is not False}
    return AssessmentShown(
        row,
        content["sections"],
        [side for level in Level if (side := _side(level, content, known or {}))],
        _network(content["network"]),
        not SUICIDE.isdisjoint(now),
    )


def _side(level: str, content: dict[str, Any], known: dict[str, str]) -> SideShown | None:
    beside = BESIDE.get(Level(level), "")
    others = content["others"]
    side = SideShown(
        str(Level(level).label),
        [_effect(each, known) for each in content["effects"] if each["level"] == level],
        others.get(f"effects_{level}", ""),
        [
            str(RESOURCE_WORDS.get(each["code"], each["code"]))
            for each in content["resources"]
            if beside and each["level"] == beside
        ],
        others.get(f"resources_{beside}", "") if beside else "",
    )
    told = (side.effects, side.other_effects, side.resources, side.other_resources)
    return side if any(told) else None


def _effect(each: dict[str, Any], known: dict[str, str]) -> EffectShown:
    now = {True: _("there now"), False: _("not any more")}.get(each["is_current"], "")
    line = [str(STRENGTH.get(each["intensity"], "")), each["since"], now]
    return EffectShown(
        label=str(EFFECT_WORDS.get(each["code"], each["code"])),
        strength=int(each["intensity"]) if each["intensity"] else None,
        strong=str(STRENGTH.get(each["intensity"], "")),
        line=" · ".join(part for part in line if part),
        words=unquoted(each["words"]),
        event=known.get(each["event"], ""),
    )


RINGS = {Closeness.CERCA: 52, Closeness.MEDIO: 92, Closeness.LEJOS: 132}
CENTRE = 160
TIES = {Tie.APOYA: "holds", Tie.MIXTA: "mixed", Tie.TENSA: "tense", Tie.ROTA: "broken"}


def _network(near: list[dict[str, str]]) -> list[Node]:
    """Place everyone on a ring by closeness, spread evenly around."""
    by_ring: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for each in near:
        by_ring[each["closeness"]].append(each)
    found = []
    for offset, (closeness, radius) in enumerate(RINGS.items()):
        among = by_ring[closeness]
        for n, each in enumerate(among):
            turn = 2 * math.pi * n / len(among) + offset * 0.6 - math.pi / 2
            x, y = CENTRE + radius * math.cos(turn), CENTRE + radius * math.sin(turn)
            tie = Tie(each["tie"])
            found.append(
                Node(
                    each["name"], round(x), round(y), str(tie.label), str(closeness.label),
                    TIES[tie],
                )
            )  # fmt: skip
    return found
