"""Families: their room, their records, their canaries."""

import datetime as dt
import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions import bonds, custody, family, notes, people
from cases.actions.sessions import SessionFacts
from cases.enums import AgeGroup, ParticipationRole, Template
from cases.enums.bond import BondKind
from cases.enums.family import CustodyKind, Truth
from cases.models import Participation
from tests import factories
from tests.factories import NOON

FORM = ("write 200", "write 422")
CONFIRM = ("write 200", "write 302")
READ = ("read 200", "405")
CASE = {
    "cases:family": READ,
    "cases:family_print": READ,
    "cases:family_space": READ,
    "cases:family_sheet": FORM,
    "cases:family_mention": FORM,
    "cases:family_known": FORM,
    "cases:family_interview": FORM,
    "cases:family_individual": FORM,
    "cases:family_referent": ("write 200", "write 302"),
    "cases:family_step_out": CONFIRM,
    "cases:family_whereabouts": CONFIRM,
    "cases:bond_add": FORM,
    "cases:bond_end": CONFIRM,
    "cases:bond_share": FORM,
    "cases:bond_withdraw": CONFIRM,
    "cases:stay_add": FORM,
    "cases:stay_end": CONFIRM,
    "cases:family_agreement_add": FORM,
    "cases:family_agreement_end": FORM,
    "cases:child_knows": FORM,
    "cases:custody_add": FORM,
    "cases:custody_end": CONFIRM,
}


def furnish(world):
    """Give the case a relative, a child, a bond and one of everything."""
    case, by = world.case, world.people["responsible"]
    common = {"case": case, "by": by, "at": NOON}
    with acting(by, "test"):
        relative, child = (
            people.add_participant(
                facts=factories.make_person_facts(name, age_group=age),
                role=ParticipationRole.FAMILIAR,
                **common,
            )
            for name, age in (("Elena", AgeGroup.ADULTEZ), ("Luz", AgeGroup.NINEZ))
        )
        bond = bonds.add_bond(
            from_person=relative.person,
            to_person=child.person,
            kind=BondKind.CUIDADO,
            **common,
        )
        stay = family.begin_stay(person=child.person, household="Casa", **common)
        agreement = family.agree_on(words="Comer juntas", **common)
        facts = custody.CustodyFacts(kind=CustodyKind.GUARDA, holder=relative.person)
        held = custody.add_custody(child=child.person, facts=facts, **common)
    return {
        "cases:family_space": {"uid": relative.person_id},
        "cases:family_interview": {"uid": relative.person_id},
        "cases:family_individual": {"uid": relative.person_id},
        "cases:family_referent": {"uid": relative.pk},
        "cases:family_step_out": {"uid": relative.pk},
        "cases:family_whereabouts": {"uid": relative.pk},
        "cases:bond_end": {"uid": bond.pk},
        "cases:bond_share": {"uid": bond.pk},
        "cases:bond_withdraw": {"uid": bond.pk},
        "cases:stay_end": {"uid": stay.pk},
        "cases:family_agreement_end": {"uid": agreement.pk},
        "cases:child_knows": {"uid": child.person_id},
        "cases:custody_add": {"uid": child.person_id},
        "cases:custody_end": {"uid": held.pk},
    }


def live(day):
    """Put a canary into every sealed field of a family, and into a private space."""
    common = {"case": day.case, "by": day.worker, "at": day.at}
    facts = factories.make_person_facts("Canario", age_group=AgeGroup.NINEZ)
    child = people.add_participant(facts=facts, role=ParticipationRole.FAMILIAR, **common).person
    pa = Participation.objects.get(case=day.case, role=ParticipationRole.PA).person
    family.interview_member(
        person=pa,
        held_on=timezone.localdate(day.at) - dt.timedelta(days=1),
        answers=family.SafetyAnswers(words=day.canary("safety_interview.answers")),
        **common,
    )
    family.begin_stay(person=child, household=day.canary("stay.facts"), **common)
    family.write_sheet(sections={"roles": day.canary("family_sheet.sections")}, **common)
    family.agree_on(words=day.canary("family_agreement.words"), **common)
    told = day.canary("child_knows.facts")
    custody.tell_child(child=child, truth=Truth.PARTE, told=told, **common)
    held = custody.CustodyFacts(kind=CustodyKind.GUARDA, holder_name=day.canary("custody.facts"))
    custody.add_custody(child=child, facts=held, **common)
    notes.write_note(
        note_id=uuid.uuid4(),
        session=SessionFacts(starts_at=day.at - dt.timedelta(hours=3)),
        template=Template.EVOLUCION,
        sections={"temas": day.canary("note.sections")},
        about=pa,
        **common,
    )
