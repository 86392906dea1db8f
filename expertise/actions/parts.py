"""Who does what in a commission: the expert, the peer, who requested it. Grants follow."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User
from cases.actions.refusal import Refusal
from expertise import steps
from expertise.actions.moving import CommissionClosed, Locked, locked
from expertise.enums.commission import PART_ACTIONS, Part
from expertise.models import Commission, PartTaken

FITTING: dict[str, frozenset[str]] = {
    Part.EXPERT: frozenset({Role.PSYCHOLOGIST}),
    Part.REVIEWER: frozenset({Role.PSYCHOLOGIST, Role.COORDINATOR}),
}


class Unfit(Refusal):
    """The colleague works here as something else."""

    sentence = _("This colleague cannot take on this part. Choose someone of the list.")


class NotToThemself(Refusal):
    """Access is given by someone else."""

    sentence = _("Nobody appoints themself. Ask another coordinator to appoint you.")


class AuthorReviews(Refusal):
    """Nobody reviews what they wrote."""

    sentence = _("The expert cannot be the reviewer of her own report. Choose another colleague.")


class AccompanistReviews(Refusal):
    """A peer is nobody who accompanies the person."""

    sentence = _("Who accompanies the person cannot review her report. Choose another colleague.")


def accompanies(user: User, commission: Commission) -> bool:
    """Tell whether a colleague accompanies the person evaluated, or has done so, in any case."""
    model: Any = commission.case._meta.get_field("assignments").related_model
    hers = {"case__participations__person": commission.person_id}
    rows = model.objects.filter(user=user, **hers).exclude(function="legal")
    return bool(rows.exists())


class DualRole(Refusal):
    """Who accompanies should not evaluate: it costs her the trust, and the report its weight."""

    sentence = _(
        "This colleague accompanies the person, or has done so. The other side will question the "
        "report. If there is nobody else, say that you know it; she will have to justify it in "
        "writing."
    )


@transaction.atomic
def appoint(
    *,
    commission: Commission,
    user: User,
    part: str,
    knowing: bool = False,
    by: User,
    at: dt.datetime,
) -> PartTaken:
    """Let a colleague be the expert or the peer reviewer; who was it before is so no longer.

    An expert in place of another accepts under an oath of her own. ``knowing``: an expert who also
    accompanies the person is appointed in spite of it.

    :raises Unfit, NotToThemself, AuthorReviews, AccompanistReviews, DualRole: see each.
    :raises Locked, CommissionClosed: if the report is signed, or the commission has ended.
    """
    access.require(by, "assign", commission)
    commission = locked(commission.pk)
    if user.pk == by.pk:
        raise NotToThemself
    if not Membership.objects.filter(
        user=user, user__is_active=True, role__in=FITTING[part]
    ).exists():
        raise Unfit
    if commission.state in steps.LOCKED:
        raise Locked
    if not commission.is_open:
        raise CommissionClosed
    if part == Part.REVIEWER:
        _check_reviewer(commission, user)
    else:
        _check_expert(commission, user, knowing=knowing)
    for earlier in commission.parts.filter(part=part, until=None).exclude(user=user):
        end(earlier, commission, by=by, at=at)
    if part == Part.EXPERT and commission.expert_id != user.pk:
        commission.accepted_at = commission.no_impediment_at = None
        commission.prior_relation, commission.prior_relation_why = "", None
    setattr(commission, part, user)
    commission.save()
    return begin(commission=commission, user=user, part=part, by=by, at=at)


def has_written(user: User, commission: Commission) -> bool:
    """Tell whether a colleague evaluates here or has done so: her words may stand in the report."""
    if user.pk == commission.expert_id:
        return True
    return bool(commission.parts.filter(user=user, part=Part.EXPERT).exists())


def _check_reviewer(commission: Commission, user: User) -> None:
    if has_written(user, commission):
        raise AuthorReviews
    if accompanies(user, commission):
        raise AccompanistReviews


def _check_expert(commission: Commission, user: User, *, knowing: bool) -> None:
    if user.pk == commission.reviewer_id:
        raise AuthorReviews
    if not knowing and accompanies(user, commission):
        raise DualRole


def begin(*, commission: Commission, user: User, part: str, by: User, at: dt.datetime) -> PartTaken:
    """Begin a part inside a use case that has asked the door; grants follow."""
    known = commission.parts.filter(user=user, part=part, until=None).first()
    if known:
        return known
    taken = PartTaken(commission=commission, user=user, part=part, since=at)
    taken.save(force_insert=True)
    access.grant(user, PART_ACTIONS[part], commission)
    log.record(Verb.GRANT, taken, by=by, fields=sorted(PART_ACTIONS[part]))
    return taken


def end(taken: PartTaken, commission: Commission, *, by: User, at: dt.datetime) -> None:
    """End a part; what another part of the same colleague gives stays."""
    taken.until = at
    taken.save(update_fields=["until"])
    kept: set[str] = set()
    for part in commission.parts.filter(user=taken.user_id, until=None):
        kept |= PART_ACTIONS[part.part]
    access.revoke(taken.user, PART_ACTIONS[taken.part] - kept, commission)
    log.record(Verb.REVOKE, taken, by=by, fields=sorted(PART_ACTIONS[taken.part] - kept))
