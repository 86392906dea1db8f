"""The age group of each member in a cycle: suggested by the age, decided by people."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.cycles import CycleClosed
from cases.actions.members import age_of, ask
from cases.actions.refusal import Refusal, sealing
from cases.enums.collective import POSSIBLE, CommunityGroup, CycleState, MemberState, suggested_for
from cases.models import Case, Cycle, Member, Placement

TAKING_PART = (MemberState.INTEGRANTE, MemberState.AUSENTE)


class NotOfThisAge(Refusal):
    """Children and adults do not sit in each other's groups."""

    sentence = _(
        "At this age she cannot be placed in this group: children, adolescents and adults each "
        "have their own. Check her year of birth."
    )


class WhyOtherGroup(Refusal):
    """A group other than the suggested one says why."""

    sentence = _("This is not the group her age suggests. Write why.")


class MemberNotTakingPart(Refusal):
    """Only who takes part has a group."""

    sentence = _("Only members who take part are placed in a group.")


@transaction.atomic
@sealing()
def place_member(
    *, cycle: Cycle, member: Member, group: str, why: str = "", by: User, at: dt.datetime
) -> Placement:
    """Decide in which age group a member takes part during a cycle.

    What her age suggests is computed for the day on which the cycle begins and kept beside it.

    :raises MemberNotTakingPart, NotOfThisAge, WhyOtherGroup: see each.
    """
    case, cycle = _locked(cycle, by)
    member = Member.objects.get(pk=member.pk, case=case)
    if member.state not in TAKING_PART:
        raise MemberNotTakingPart
    suggested = suggested_for(age_of(member, cycle.begins_on))
    if group not in POSSIBLE[suggested]:
        raise NotOfThisAge
    is_choice = suggested not in CommunityGroup.values  # to be asked, or not known
    if not is_choice and group != suggested and not why.strip():
        raise WhyOtherGroup
    placement = Placement.objects.filter(cycle=cycle, member=member).first()
    is_new = placement is None
    placement = placement or Placement(id=uuid.uuid4(), case=case, cycle=cycle, member=member)
    placement.suggested, placement.assigned = suggested, group
    placement.why, placement.at, placement.by = why.strip() or None, at, by
    placement.save(force_insert=is_new)
    access.shelve(case, at=at)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    log.record(verb, placement, by=by, fields=["suggested", "assigned"])
    return placement


@transaction.atomic
@sealing()
def place_as_suggested(*, cycle: Cycle, by: User, at: dt.datetime) -> int:
    """Place everybody whose age leaves no question and who has no place yet; return how many.

    :raises CaseClosed, CycleClosed: see each.
    """
    case, cycle = _locked(cycle, by)
    placed = Placement.objects.filter(cycle=cycle).values("member")
    waiting = case.members.filter(state__in=TAKING_PART).exclude(pk__in=placed)
    count = 0
    for member in waiting.order_by("since", "pk"):
        suggested = suggested_for(age_of(member, cycle.begins_on))
        if suggested in CommunityGroup.values:
            place_member(cycle=cycle, member=member, group=suggested, by=by, at=at)
            count += 1
    return count


def _locked(cycle: Cycle, by: User) -> tuple[Case, Cycle]:
    """Ask, lock and re-read a cycle that is not closed, and its open case.

    :raises CaseClosed, CycleClosed: see each.
    """
    ask(cycle.case, by)
    case = locked_collective(cycle.case_id)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state == CycleState.CERRADO:
        raise CycleClosed
    return case, cycle
