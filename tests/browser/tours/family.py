"""The room of a family."""

from django.urls import reverse

from cases.enums import MINORS, ServiceLine
from cases.models import Case, FamilyAgreement, Participation, Person, Stay

PLAIN = (
    *("family", "family_print", "family_sheet", "family_mention", "family_known", "bond_add"),
    *("stay_add", "family_agreement_add", "session_record", "session_schedule", "steps", "detail"),
)


def psychologist(me):
    """Return every page of a family she accompanies with a colleague."""
    case = Case.objects.visible_to(me).filter(line=ServiceLine.FAM, is_open=True).first()
    here = Participation.objects.filter(case=case, ended_at=None)
    child = Person.objects.filter(participations__in=here, age_group__in=MINORS).first()
    part = here.filter(role="FAMILIAR").first()
    bond = case.bonds.standing().filter(until__isnull=True).first()
    uids = {
        part.person_id: ("family_space", "family_interview", "family_individual"),
        part.pk: ("family_referent", "family_step_out", "family_whereabouts"),
        bond.pk: ("bond_share", "bond_end", "bond_withdraw"),
        child.pk: ("child_knows", "custody_add"),
        case.custodies.first().pk: ("custody_end",),
        Stay.objects.filter(case=case).first().pk: ("stay_end",),
        FamilyAgreement.objects.filter(case=case).first().pk: ("family_agreement_end",),
        case.sessions.first().pk: ("note_new",),
    }
    found = [reverse(f"cases:{name}", args=[case.code]) for name in PLAIN]
    for uid, names in uids.items():
        found += [reverse(f"cases:{name}", args=[case.code, uid]) for name in names]
    return found


TOURS = {"ofelia": psychologist}
