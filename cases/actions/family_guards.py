"""What the steps of a family accompaniment need: everybody heard alone, nobody who harms near."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from cases.actions import consents, walls
from cases.actions.consents import AgeNotKnown
from cases.actions.family import answers_of, latest_interviews
from cases.actions.refusal import Refusal
from cases.enums import MINORS, AgeGroup
from cases.enums.family import MEMBERS
from cases.models import Bond, Case, Person

FEWEST = 2


class FamilyOfOne(Refusal):
    """A family has at least two members who take part."""

    sentence = _("A family process needs at least two members. Add who else takes part.")


class InterviewsMissing(Refusal):
    """Every adult is heard alone before the family is brought together."""

    sentence = _("These adults have not been heard alone yet: %(named)s. Interview them first.")


class AggressorNear(Refusal):
    """Who has harmed lives with them, or would attend (LGAMVLV art. 8-III and IV)."""

    sentence = _(
        "By what was told in private, a family process is not safe now. Choose “not indicated as a "
        "family” and propose individual accompaniments."
    )


class FewAgreed(Refusal):
    """Who speaks for the family and at least one other member have agreed."""

    sentence = _(
        "At least two members have to agree, and who speaks for the family is one of them. "
        "Still missing: %(named)s."
    )


def members(case: Case) -> list[Person]:
    """Return the members accompanied in a family, who speaks for it first."""
    parts = case.participations.filter(ended_at=None, role__in=MEMBERS).select_related("person")
    rows = sorted(parts.order_by("since", "id"), key=lambda part: part.role != "PA")
    return [part.person for part in rows]


def check_several(case: Case) -> None:
    """Refuse a family of one.

    :raises FamilyOfOne: if fewer than two members take part.
    """
    if len(members(case)) < FEWEST:
        raise FamilyOfOne


def check_safety(case: Case) -> None:
    """Refuse to bring a family together unless every adult was heard alone and nobody is in danger.

    :raises FamilyOfOne, AgeNotKnown, InterviewsMissing, AggressorNear: see each.
    """
    check_several(case)
    people = members(case)
    if any(person.age_group == AgeGroup.DESCONOCIDA for person in people):
        raise AgeNotKnown
    heard = latest_interviews(case)
    unheard = [p for p in people if p.age_group not in MINORS and p.pk not in heard]
    if unheard:
        raise InterviewsMissing(named=_names(case, unheard))
    ids = {person.pk for person in people}
    if any(answers_of(heard[pk]).warns for pk in ids & heard.keys()):
        raise AggressorNear
    check_nobody_near(case)


def check_nobody_near(case: Case) -> None:
    """Refuse while someone on record as having harmed a member lives with them or takes part.

    :raises AggressorNear: without saying who said so.
    """
    here = walls.taking_part(case)
    bonds = Bond.objects.of_aggression().filter(to_person__in=here)
    if any(bond.lives_together or bond.from_person_id in here for bond in bonds):
        raise AggressorNear


def check_agreed(case: Case, on: dt.date) -> None:
    """Refuse agreements with a family unless its referent and another member have consented.

    The others may still think about it: until then they are not put down at sessions.

    :raises FewAgreed: naming whose consents are missing.
    """
    check_safety(case)
    found = consents.standing(case, members(case), on)
    lacking = [person for person, kinds in found if kinds != []]
    agreed = len(found) - len(lacking)
    if agreed < FEWEST or found[0][0] in lacking:
        raise FewAgreed(named=_names(case, lacking))


def _names(case: Case, people: list[Person]) -> str:
    access.let_in(people, code=case.code)
    return ", ".join(person.called.reveal() for person in people if person.called)
