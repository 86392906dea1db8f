"""A family as a drawing with its words: figures, lines, and the same said in a list."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import genogram
from cases.enums import Pronouns
from cases.enums.bond import BondKind
from cases.enums.family import Whereabouts
from cases.reports.births import birth
from cases.reports.page import age_said

LONGEST = 15  # letters of a name that fit under a figure
LINKS: dict[str, tuple[genogram.kin.Kind, str]] = {
    BondKind.MADRE_PADRE: ("parent", "birth"),
    BondKind.ADOPTIVA: ("parent", "adopted"),
    BondKind.CRIANZA: ("parent", "social"),
    BondKind.HERMANDAD: ("sibling", ""),
    BondKind.GEMELAS: ("sibling", "twin"),
    BondKind.PAREJA: ("couple", ""),
    BondKind.EX_PAREJA: ("couple", ""),
    BondKind.CUIDADO: ("care", ""),
    BondKind.APOYO: ("support", ""),
    BondKind.FAMILIA_SOCIAL: ("support", "social"),
    BondKind.PARENTESCO: ("support", "kin"),
    BondKind.AGRESION: ("harm", ""),
}
HARM = frozenset({BondKind.AGRESION})
SHAPES = {Pronouns.ELLA: "circle", Pronouns.EL: "square"}  # by how she or he is spoken of
MARKS = {
    Whereabouts.DESAPARECIDA: ("missing", gettext_lazy("is being looked for")),
    Whereabouts.FALLECIDA: ("died", gettext_lazy("has died")),
    Whereabouts.NO_SE_SABE: ("unknown", gettext_lazy("nobody knows where")),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One person of the drawing."""

    id: UUID
    x: float
    y: float
    name: str
    short: str
    age: str
    said: str  # "is being looked for": in the present
    mark: str
    shape: str
    is_referent: bool

    @property
    def label(self) -> str:
        """Say everything the figure shows."""
        return ", ".join(part for part in (self.name, self.age, self.said) if part)

    @property
    def lines(self) -> list[tuple[float, str]]:
        """Return what is written under the figure, each with its height."""
        below = [self.short, self.age, self.said]
        return [(self.y + 46 + 16 * n, text) for n, text in enumerate(t for t in below if t)]


@dataclass(frozen=True, slots=True)
class Picture:
    """A genogram ready to be drawn."""

    title: str
    desc: str
    width: int
    height: int
    figures: list[Figure]
    strokes: list[genogram.Stroke]
    kinds: list[tuple[str, str]]  # of line that it uses, for the legend


LEGEND = {
    "couple": gettext_lazy("Couple"),
    "parted": gettext_lazy("Separated"),
    "parent": gettext_lazy("Children"),
    "adopted": gettext_lazy("Adopted"),
    "social": gettext_lazy("Brought up by"),
    "sibling": gettext_lazy("Sisters and brothers"),
    "care": gettext_lazy("Takes care of"),
    "support": gettext_lazy("Supports, or is family"),
    "harm": gettext_lazy("Has harmed"),
}


def picture(
    case: Any, rows: Iterable[tuple[Any, Any, str]], bonds: Iterable[Any], today: dt.date
) -> Picture:
    """Draw those of a case: ``rows`` are participation, person and name, already let in."""
    rows, bonds = list(rows), list(bonds)
    people = [genogram.Person(person.pk, birth(person)) for _part, person, _name in rows]
    drawing = genogram.draw(genogram.Kin(people, [link_of(bond) for bond in bonds]))
    figures = [
        figure(part, person, name, drawing.people[person.pk], today) for part, person, name in rows
    ]
    return Picture(
        title=_("Genogram of %(name)s") % {"name": case.pseudonym},
        desc=described(len(rows), len(bonds)),
        width=round(drawing.width),
        height=round(drawing.height),
        figures=sorted(figures, key=lambda each: (each.y, each.x)),
        strokes=drawing.strokes,
        kinds=used(drawing.strokes),
    )


def described(people: int, bonds: int) -> str:
    """Say what the drawing holds, and where the same is written."""
    persons = ngettext("%(n)s person", "%(n)s persons", people) % {"n": people}
    told = ngettext("%(n)s bond", "%(n)s bonds", bonds) % {"n": bonds}
    return _("%(persons)s and %(bonds)s. The list of bonds says the same in words.") % {
        "persons": persons,
        "bonds": told,
    }


def link_of(bond: Any) -> genogram.Link:
    """Return a bond as the drawing knows it."""
    kind, style = LINKS[bond.kind]
    ended = bool(bond.until) or bond.kind == BondKind.EX_PAREJA
    return genogram.Link(kind, bond.from_person_id, bond.to_person_id, style, ended)


def figure(part: Any, person: Any, name: str, place: tuple[float, float], today: dt.date) -> Figure:
    """Return one person of the drawing; who is missing has an age today, who has died none."""
    mark, said = MARKS.get(part.whereabouts, ("", ""))
    pronouns = person.pronouns.reveal() if person.pronouns else ""
    known = bool(person.birth_date or person.birth_year)
    x, y = place
    return Figure(
        id=person.pk,
        x=round(x, 1),
        y=round(y, 1),
        name=name,
        short=name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…",
        age=age_said(person, today) if known and mark != "died" else "",
        said=str(said),
        mark=mark,
        shape=SHAPES.get(Pronouns(pronouns), "diamond") if pronouns in Pronouns else "diamond",
        is_referent=part.role == "PA",
    )


def used(strokes: Iterable[genogram.Stroke]) -> list[tuple[str, str]]:
    """Return the kinds of line a drawing uses, in the order of the legend."""
    found = {stroke.kind for stroke in strokes}
    found |= {stroke.style for stroke in strokes if stroke.kind == "parent"}
    return [(kind, str(label)) for kind, label in LEGEND.items() if kind in found]
