"""Triage: which signs of danger there are, how urgent they make a call, which clocks they start.

Made of factors known from practice; on purpose it is not a copy of any protected instrument.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Urgency

HOUR = dt.timedelta(hours=1)
VIOLENCE, PROPHYLAXIS, MISSING = 120 * HOUR, 72 * HOUR, 72 * HOUR
MOST_FEAR, MUCH_FEAR, SEVERAL = 10, 7, 2
FRIDAY = 4
WORKDAYS = {Urgency.U3: 5, Urgency.U4: 15}


class Theme(models.TextChoices):
    """What the signs are about."""

    GENERO = "GENERO", _("Gender-based violence")
    SEXUAL = "SEXUAL", _("Sexual violence")
    DESAPARICION = "DESAPARICION", _("Disappearance")
    SUICIDIO = "SUICIDIO", _("Suicide and self-harm")
    DEFENSA = "DEFENSA", _("Defence of human rights")
    NNA = "NNA", _("Girls, boys and adolescents")


class Trigger(models.TextChoices):
    """A sign of danger somebody mentions."""

    AMENAZA_MUERTE = "AMENAZA_MUERTE", _("Threat to kill, with means or a plan")
    ESTRANGULAMIENTO = "ESTRANGULAMIENTO", _("Attempt at strangling")
    ARMADO_CERCA = "ARMADO_CERCA", _("Armed aggressor nearby")
    RETENIDA = "RETENIDA", _("Held against their will")
    ESCALADA = "ESCALADA", _("It has got worse in the last 3 months")
    SEPARACION = "SEPARACION", _("Recent separation, or a plan to leave")
    ACECHO = "ACECHO", _("Stalking, or control by technology")
    EMBARAZO = "EMBARAZO", _("Pregnancy")
    AGRESOR_ARMADO = "AGRESOR_FUERZAS", _("Aggressor in police, army or organised crime")
    INCUMPLE_ORDEN = "INCUMPLE_ORDEN", _("Breach of a protection order")
    AMENAZA_NNA = "AMENAZA_HIJAS_OS", _("Threats against the children, or keeping them")
    AMENAZA_SUICIDIO = "AMENAZA_SUICIDIO_AGRESOR", _("The aggressor threatens to kill himself")
    SEXUAL_RECIENTE = "VIOLENCIA_SEXUAL_120H", _("Sexual violence less than 120 hours ago")
    SEXUAL = "VIOLENCIA_SEXUAL", _("Sexual violence, earlier")
    DESAPARICION_RECIENTE = "DESAPARICION_72H", _("Last seen less than 72 hours ago")
    AMENAZA_FAMILIA = "AMENAZA_FAMILIA", _("Threats to the family")
    PERPETRADORES = "PERPETRADORES_CERCA", _("Who did it is known or nearby")
    EXTORSION = "EXTORSION", _("Calls to extort money")
    SUICIDIO_AGUDO = "SUICIDIO_AGUDO", _("Thinks of suicide now")
    SUICIDIO = "SUICIDIO_NO_AGUDO", _("Has thought of suicide, not now")
    AMENAZA_DIRECTA = "AMENAZA_DIRECTA", _("Direct threat by someone able to carry it out")
    VIGILANCIA = "VIGILANCIA", _("Being watched")
    ALLANAMIENTO = "ALLANAMIENTO", _("Break-in")
    DETENCION = "DETENCION", _("Detention")
    DIFAMACION = "DIFAMACION", _("Defamation campaign")
    DISPOSITIVO = "DISPOSITIVO_INCAUTADO", _("Telephone or computer seized")
    NNA_PELIGRO = "NNA_PELIGRO", _("A girl, boy or adolescent in danger now")
    NNA_VIOLENCIA = "NNA_VIOLENCIA", _("A girl, boy or adolescent lives with violence")


RED = frozenset(
    {
        Trigger.AMENAZA_MUERTE,
        Trigger.ESTRANGULAMIENTO,
        Trigger.ARMADO_CERCA,
        Trigger.RETENIDA,
        Trigger.SEXUAL_RECIENTE,
        Trigger.DESAPARICION_RECIENTE,
        Trigger.SUICIDIO_AGUDO,
        Trigger.AMENAZA_DIRECTA,
        Trigger.NNA_PELIGRO,
    }
)
ORANGE = frozenset({Trigger.SUICIDIO, Trigger.NNA_VIOLENCIA})
CHILDREN_IN_IT = frozenset({Trigger.NNA_PELIGRO, Trigger.NNA_VIOLENCIA})
THEMES: dict[str, tuple[Trigger, ...]] = {
    Theme.GENERO: (
        Trigger.AMENAZA_MUERTE,
        Trigger.ESTRANGULAMIENTO,
        Trigger.ARMADO_CERCA,
        Trigger.RETENIDA,
        Trigger.ESCALADA,
        Trigger.SEPARACION,
        Trigger.ACECHO,
        Trigger.EMBARAZO,
        Trigger.AGRESOR_ARMADO,
        Trigger.INCUMPLE_ORDEN,
        Trigger.AMENAZA_NNA,
        Trigger.AMENAZA_SUICIDIO,
    ),
    Theme.SEXUAL: (Trigger.SEXUAL_RECIENTE, Trigger.SEXUAL),
    Theme.DESAPARICION: (
        Trigger.DESAPARICION_RECIENTE,
        Trigger.AMENAZA_FAMILIA,
        Trigger.PERPETRADORES,
        Trigger.EXTORSION,
    ),
    Theme.SUICIDIO: (Trigger.SUICIDIO_AGUDO, Trigger.SUICIDIO),
    Theme.DEFENSA: (
        Trigger.AMENAZA_DIRECTA,
        Trigger.VIGILANCIA,
        Trigger.ALLANAMIENTO,
        Trigger.DETENCION,
        Trigger.DIFAMACION,
        Trigger.DISPOSITIVO,
    ),
    Theme.NNA: (Trigger.NNA_PELIGRO, Trigger.NNA_VIOLENCIA),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """What was heard; empty where it was not."""

    triggers: frozenset[str] = frozenset()
    fear: int | None = None  # the person's own, 0 to 10
    violence_at: dt.datetime | None = None
    last_seen_at: dt.datetime | None = None

    @classmethod
    def of(cls, triggers: Collection[str], **facts: Any) -> Self:
        """Keep the signs that have a code; what has none is none."""
        return cls(frozenset(triggers) & frozenset(Trigger.values), **facts)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that can still be done until a moment."""

    label: Any
    ends_at: dt.datetime
    since: dt.datetime

    def left(self, at: dt.datetime) -> dt.timedelta:
        """Return how much time is left; nothing when it has run out."""
        return max(self.ends_at - at, dt.timedelta())

    def has_passed(self, at: dt.datetime) -> bool:
        """Tell whether it has run out."""
        return at >= self.ends_at


def least(signs: Signs, at: dt.datetime) -> Urgency | None:
    """Return the level no one may go below: any red sign is U1, much fear at least U2."""
    recent = _within(signs.violence_at, VIOLENCE, at) or _within(signs.last_seen_at, MISSING, at)
    if recent or not signs.triggers.isdisjoint(RED):
        return Urgency.U1
    if (signs.fear or 0) >= MUCH_FEAR:
        return Urgency.U2
    return None


def suggested(signs: Signs, at: dt.datetime) -> Urgency:
    """Return the level the signs suggest; people decide, never below :func:`least`."""
    if floor := least(signs, at):
        return floor
    if len(signs.triggers) >= SEVERAL or not signs.triggers.isdisjoint(ORANGE):
        return Urgency.U2
    return Urgency.U3 if signs.triggers else Urgency.U4


def reasons(signs: Signs, at: dt.datetime) -> list[str]:
    """Say which signs made a call red, or as urgent as it is."""
    red = [str(Trigger(each).label) for each in Trigger.values if each in signs.triggers & RED]
    if _within(signs.violence_at, VIOLENCE, at) and Trigger.SEXUAL_RECIENTE not in signs.triggers:
        red.append(str(Trigger.SEXUAL_RECIENTE.label))
    missing = Trigger.DESAPARICION_RECIENTE
    if _within(signs.last_seen_at, MISSING, at) and missing not in signs.triggers:
        red.append(str(missing.label))
    if red:
        return red
    fear = [str(_("Fear of %(fear)s out of 10")) % {"fear": signs.fear}]
    said = [str(Trigger(each).label) for each in Trigger.values if each in signs.triggers]
    return [*(fear if (signs.fear or 0) >= MUCH_FEAR else []), *said]


def clocks(signs: Signs) -> list[Clock]:
    """Return what can still be done until when (NOM-046; the search begins at once)."""
    found = []
    if since := _instant(signs.violence_at):
        found.append(Clock(_("HIV prophylaxis, 72 hours"), since + PROPHYLAXIS, since))
        found.append(Clock(_("Emergency contraception, 120 hours"), since + VIOLENCE, since))
    if since := _instant(signs.last_seen_at):
        found.append(Clock(_("First 72 hours of the search"), since + MISSING, since))
    return found


def act_by(level: int, since: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return until when somebody has to act: at once, in 24 hours, in 5 or in 15 working days."""
    if level == Urgency.U1:
        return since
    if level == Urgency.U2:
        return since.astimezone(dt.UTC) + 24 * HOUR
    day, left = since.astimezone(zone), WORKDAYS[Urgency(level)]
    while left:
        day += dt.timedelta(days=1)  # of the calendar: across a change of hour it stays this hour
        left -= day.weekday() <= FRIDAY
    return day.astimezone(dt.UTC)


def _within(since: dt.datetime | None, window: dt.timedelta, at: dt.datetime) -> bool:
    begun = _instant(since)
    return begun is not None and at.astimezone(dt.UTC) - begun < window


def _instant(moment: dt.datetime | None) -> dt.datetime | None:
    """Return a moment in UTC: hours are counted on no clock on a wall."""
    return moment and moment.astimezone(dt.UTC)
