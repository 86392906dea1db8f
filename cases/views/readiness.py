"""What a step still needs, as a checklist for the page; the use case itself decides."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import consents, lifecycle
from cases.actions.family import latest_interviews
from cases.enums import CaseState, ClosingReason, ServiceLine
from cases.models import Case
from cases.reports import family


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a checklist."""

    text: str
    done: bool
    note: str = ""
    kind: str = ""  # the consent it asks for


@dataclass(frozen=True, slots=True)
class Ahead:
    """One step that may follow."""

    id: str
    label: str
    help: str
    checks: list[Check]

    @property
    def ready(self) -> bool:
        """Tell whether nothing is missing."""
        return all(check.done for check in self.checks)

    @property
    def missing(self) -> list[Check]:
        """Return the consents still to be asked for."""
        return wanting(self.checks)


def wanting(checks: list[Check]) -> list[Check]:
    """Return the consents still to be asked for."""
    return [check for check in checks if check.kind and not check.done]


TOGETHER = (CaseState.VALORACION_FAMILIAR, CaseState.ENCUADRE_FAMILIAR)
HELP = {
    CaseState.ENCUADRE: gettext_lazy("You agree on how you will work: hours, limits, care."),
    CaseState.VALORACION: gettext_lazy("What happened, its effects, and what holds her up."),
    CaseState.PLAN: gettext_lazy("It needs at least one goal in her own words."),
    CaseState.EN_PROCESO: gettext_lazy("The accompaniment goes on."),
    CaseState.EN_PAUSA: gettext_lazy("It needs a reason and the day you look at it again."),
    CaseState.INTERRUMPIDO: gettext_lazy("Contact was lost. It needs a reason."),
    CaseState.PREPARACION: gettext_lazy("You prepare the ending together."),
    CaseState.SEGURIDAD: gettext_lazy(
        "Each adult is heard alone before anybody is brought together."
    ),
    CaseState.VALORACION_FAMILIAR: gettext_lazy("What the family lives and what holds it up."),
    CaseState.ENCUADRE_FAMILIAR: gettext_lazy("You agree with the family on how you will work."),
    CaseState.NO_INDICADO: gettext_lazy(
        "It closes this process. Individual accompaniments are proposed, each with someone else. "
        "It needs a reason."
    ),
}


def steps_ahead(case: Case, on: dt.date) -> list[Ahead]:
    """Return the steps that may follow, each with what it still needs."""
    return [
        Ahead(step.value, str(step.label), str(HELP.get(step, "")), step_checks(case, step, on))
        for step in lifecycle.next_steps(case)
    ]


def step_checks(case: Case, to: str, on: dt.date) -> list[Check]:
    """Return what has to be there before a step, and whether it is."""
    if case.line == ServiceLine.FAM:
        return family_checks(case, to, on)
    if to != CaseState.ENCUADRE:
        return []
    try:
        needed, missing = consents.needed(case), consents.missing(case, on)
    except consents.AgeNotKnown as refusal:
        return [Check(_("Her age group is known"), done=False, note=str(refusal))]
    return [Check(str(kind.label), done=kind not in missing, kind=kind.value) for kind in needed]


def family_checks(case: Case, to: str, on: dt.date) -> list[Check]:
    """Return what a step of a family needs: several members, each heard alone and asked."""
    if to not in {CaseState.SEGURIDAD, *TOGETHER}:
        return []
    rows = [row for row in family.rows(case) if row.is_member]
    found = [Check(_("At least two members"), done=len(rows) > 1)]
    if to in TOGETHER:
        heard = latest_interviews(case)
        adults = [row for row in rows if not row.is_child]
        found += [
            Check(_("Heard alone: %(name)s") % {"name": row.name}, done=row.person.pk in heard)
            for row in adults
        ]
    if to == CaseState.ENCUADRE_FAMILIAR:
        standing = consents.standing(case, [row.person for row in rows], on)
        names = {row.person.pk: row.name for row in rows}
        found += [
            Check(_("Consents of %(name)s") % {"name": names[person.pk]}, done=kinds == [])
            for person, kinds in standing
        ]
    return found


def closing_checks(case: Case) -> list[Check]:
    """Return what a closing by agreement needs, and whether it is there."""
    wanting = lifecycle.closing_needs(case, ClosingReason.ACUERDO_MUTUO)
    return [
        Check(
            _("Closing note, signed"),
            done="note" not in wanting,
            note=_("Log the closing session and sign its note.") if "note" in wanting else "",
        ),
        Check(
            _("Her answer about contact after closing"),
            done="follow_up" not in wanting,
            note=_("You can record it below.") if "follow_up" in wanting else "",
        ),
    ]
