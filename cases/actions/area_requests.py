"""What one area asks of the other: from a closed list, on the ground of a consent, on record."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.across import require_sharing
from cases.actions.disclosures import disclose
from cases.actions.refusal import Refusal, locked, sealing
from cases.actions.tasks import end_tasks, raise_task
from cases.enums import Function
from cases.enums.legal import ITEMS_OF, NEXT_REQUEST, Area, Item, RequestState
from cases.enums.plan import DisclosureWall
from cases.enums.task import TaskKind
from cases.models import Case, InterAreaRequest
from cases.reports.shared import told


class NotOnTheList(Refusal):
    """Only what has a name may cross the wall."""

    sentence = _("Choose at least one item of the list. Nothing else may cross between the areas.")


class PurposeMissing(Refusal):
    """A request says what it is for."""

    sentence = _("Write what it is needed for.")


class NobodyToAnswer(Refusal):
    """There is no lawyer in the case."""

    sentence = _("Nobody of the legal area is in this case. Let a lawyer in first, then ask.")


class NoSuchAnswer(Refusal):
    """The request does not go from here to there."""

    sentence = _("This request cannot go from “%(before)s” to “%(after)s”.")


class AnswersOneself(Refusal):
    """The other area answers."""

    sentence = _("Your own area asked for this. Someone of the other area answers it.")


class ReasonMissing(Refusal):
    """Who declines says why."""

    sentence = _("Write why it is declined.")


def area_of(by: Any, case: Case) -> str:
    """Return for which area someone speaks in a case: who writes its notes accompanies."""
    return Area.PSICOSOCIAL if access.allows(by, "write", case) else Area.JURIDICO


@transaction.atomic
@sealing()
def ask_area(
    *, case: Case, items: Collection[str], purpose: str, by: User, at: dt.datetime
) -> InterAreaRequest:
    """Ask the other area for items of the list.

    :raises NotOnTheList, PurposeMissing, NobodyToAnswer: see each.
    """
    access.require(by, "legal", case)
    case = locked(case.pk)
    mine = area_of(by, case)
    other = Area.JURIDICO if mine == Area.PSICOSOCIAL else Area.PSICOSOCIAL
    wanted = [item.value for item in ITEMS_OF[other] if item in items]
    if not wanted or len(wanted) != len(set(items)):
        raise NotOnTheList
    if not purpose.strip():
        raise PurposeMissing
    who = answerer(case, other)
    if who is None:
        raise NobodyToAnswer
    request = InterAreaRequest.objects.create(
        case=case,
        from_area=mine,
        to_area=other,
        purpose=purpose.strip(),
        items=wanted,
        asked_at=at,
        asked_by=by,
    )
    log.record(Verb.CREATE, request, by=by, fields=["items", "purpose", "to_area"])
    raise_task(
        case=case,
        kind=TaskKind.INTERAREA_REQUEST,
        about=request.pk,
        assignee=who,
        by=by,
        at=at,
    )
    access.shelve(case, at=at)
    return request


def answerer(case: Case, area: str) -> User | None:
    """Return who is asked for an area: the responsible person, or a lawyer of the case."""
    if area == Area.PSICOSOCIAL:
        return case.responsible
    lawyers = case.assignments.filter(function=Function.LEGAL, until=None).select_related("user")
    found = lawyers.order_by("since", "id").first()
    return found.user if found else None


@transaction.atomic
@sealing()
def answer_request(
    *, request: InterAreaRequest, accept: bool, answer: str = "", by: User, at: dt.datetime
) -> InterAreaRequest:
    """Accept a request on the ground of her consent, or decline it and say why.

    :raises NoSuchAnswer, AnswersOneself, NotShared, ReasonMissing: see each.
    """
    to = RequestState.RESPONDIDA if accept else RequestState.RECHAZADA
    case, request = _moving(request, to, by)
    _require_answerer(request, case, by)
    if accept:
        request.consent = require_sharing(case, timezone.localdate(at))
    elif not answer.strip():
        raise ReasonMissing
    request.state, request.answer = to, answer.strip() or None
    request.answered_at, request.answered_by = at, by
    request.save()
    if not accept:
        end_tasks(case=case, about=request.pk, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, request, by=by, fields=["state", "answer", "consent"])
    return request


@transaction.atomic
@sealing()
def deliver_items(
    *, request: InterAreaRequest, items: Collection[str], by: User, at: dt.datetime
) -> InterAreaRequest:
    """Hand over the items that were asked for, as they stand now; a disclosure tells of it.

    :raises NoSuchAnswer, AnswersOneself, NotShared, NotOnTheList: see each.
    """
    case, request = _moving(request, RequestState.ENTREGADA, by)
    _require_answerer(request, case, by)
    consent = require_sharing(case, timezone.localdate(at))
    asked = request.items.reveal()
    given = [item for item in asked if item in items]
    if not given or len(given) != len(set(items)):
        raise NotOnTheList
    request.delivered = {each.item.value: "\n".join(each.lines) for each in told(case, given)}
    request.consent, request.delivered_at = consent, at
    request.state = RequestState.ENTREGADA
    request.save()
    disclose(
        case=case,
        about=request.pk,
        to=str(Area(request.from_area).label),
        items=[Item(item).label for item in given],
        purpose=request.purpose.reveal(),
        consent=consent,
        sealed_in=DisclosureWall.LEGAL,
        by=by,
        at=at,
    )
    end_tasks(case=case, about=request.pk, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, request, by=by, fields=["state", "delivered", "consent"])
    return request


@transaction.atomic
def close_request(*, request: InterAreaRequest, by: User, at: dt.datetime) -> InterAreaRequest:
    """Close a request that was delivered or declined.

    :raises NoSuchAnswer: if it still waits.
    """
    case, request = _moving(request, RequestState.CERRADA, by)
    request.state, request.closed_at = RequestState.CERRADA, at
    request.save(update_fields=["state", "closed_at"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, request, by=by, fields=["state"])
    return request


def _moving(request: InterAreaRequest, to: str, by: User) -> tuple[Case, InterAreaRequest]:
    """Ask, lock and re-read a request that may go to a state.

    :raises NoSuchAnswer: if it may not.
    """
    access.require(by, "legal", request)
    case = locked(request.case_id)
    request = InterAreaRequest.objects.select_for_update().get(pk=request.pk)
    if to not in NEXT_REQUEST[request.state]:
        names = {"before": RequestState(request.state).label, "after": RequestState(to).label}
        raise NoSuchAnswer(**names)
    return case, request


def _require_answerer(request: InterAreaRequest, case: Case, by: User) -> None:
    if area_of(by, case) != request.to_area:
        raise AnswersOneself
