"""When people were born and how they are kin, read for the rules of kinship and the drawing."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums.bond import BondKind
from cases.kinship import Bond as Kin
from cases.kinship import Tie
from cases.spans import Span, read

TIES: dict[str, Tie] = {
    BondKind.MADRE_PADRE: Tie.PARENT,
    BondKind.ADOPTIVA: Tie.PARENT,
    BondKind.CRIANZA: Tie.PARENT,
    BondKind.HERMANDAD: Tie.SIBLING,
    BondKind.GEMELAS: Tie.SIBLING,
    BondKind.PAREJA: Tie.COUPLE,
    BondKind.EX_PAREJA: Tie.COUPLE,
}
NEVER_YOUNGER = frozenset({BondKind.MADRE_PADRE, BondKind.ADOPTIVA})


def birth(person: Any) -> Span | None:
    """Return when someone was born, as well as it is known; a year alone is approximate."""
    if person.birth_date:
        return read(person.birth_date.reveal())
    if person.birth_year:
        return Span.of_year(int(person.birth_year.reveal()), about=1)
    return None


def kin_of(bond: Any, *, since: Span | None = None, until: Span | None = None) -> Kin:
    """Return a bond as the rules of kinship read it."""
    return Kin(
        bond.from_person_id,
        bond.to_person_id,
        TIES.get(bond.kind, Tie.OTHER),
        bond.kind,
        by_birth=bond.kind == BondKind.MADRE_PADRE,
        at_least_as_old=bond.kind in NEVER_YOUNGER,
        since=since,
        until=until,
    )


def age_at(person: Any, event: Span | None) -> str:
    """Say how old someone was at an event, as well as both dates are known."""
    born = birth(person)
    if born is None or event is None:
        return ""
    fewest, most = born.years_until(event)
    if most < 0:
        return _("not born yet")
    if fewest < 0:
        return _("not born yet, or just born")
    if fewest == most:
        return ngettext("%(n)s year old", "%(n)s years old", most) % {"n": most}
    return _("%(low)s to %(high)s years old") % {"low": fewest, "high": most}


def day_of(words: str) -> dt.date | None:
    """Return the day words mean, where they mean one."""
    span = read(words)
    return span.first if span and span.first == span.last else None
