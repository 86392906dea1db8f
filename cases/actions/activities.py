"""What a collective does together: put on the agenda, held, told, and agreed upon."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.collectives import locked_collective
from cases.actions.facilitating import check_free, check_room
from cases.actions.refusal import Refusal, check_length, sealing
from cases.actions.sessions import SessionFacts, hold_session, record_session, schedule_session
from cases.actions.tasks import finish_task, raise_task
from cases.enums import SessionStatus, SessionType
from cases.enums.collective import (
    IN_THREE_MOMENTS,
    WEIGHS_ON_THE_TEAM,
    WITHIN_DAYS,
    ActivityKind,
    CommunityGroup,
    CycleState,
    Moment,
)
from cases.enums.task import TaskKind
from cases.models import Activity, ActivityMoment, Case, GroupSession, Room, Session

WEEK = dt.timedelta(days=WITHIN_DAYS)
SESSION_TYPES = {
    ActivityKind.BUSQUEDA: SessionType.BUSQUEDA,
    ActivityKind.NOTIFICACION: SessionType.NOTIFICACION,
}
Words = Mapping[str, str]


class GroupsMissing(Refusal):
    """An encounter has sessions by age."""

    sentence = _("Choose the age groups that meet in this encounter.")


class ActivityNotHeld(Refusal):
    """It has not taken place, as far as anybody has recorded."""

    sentence = _("Record first that this activity was held.")


class NotInThreeMoments(Refusal):
    """Only accompaniments outside have a before, a during and an after."""

    sentence = _("This kind of activity is told in its sessions, not in three moments.")


class MomentToCome(Refusal):
    """It has not happened yet."""

    sentence = _("That day has not come yet. Write this moment once it has been.")


class NothingWritten(Refusal):
    """There is nothing to save."""

    sentence = _("Write something before saving.")


class PartChangedMeanwhile(Refusal):
    """A colleague saved this session after it was opened here."""

    sentence = _(
        "A colleague saved this session while you were writing. Hers is shown below; yours is "
        "in the form. Join both and save again."
    )
    conflict = True


class FacilitatorNotOfTheCase(Refusal):
    """Who facilitates is let into the process."""

    sentence = _("This colleague is not in this process yet. Let her in first, then choose her.")


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What is done together, when and where, and which age groups meet."""

    kind: str
    session: SessionFacts
    groups: Sequence[str] = ()
    plan: Words = field(default_factory=dict)  # of everybody together


@dataclass(frozen=True, slots=True)
class PartFacts:
    """How one session of an activity is planned or was, and who facilitates it."""

    plan: Words = field(default_factory=dict)  # theme, objective, technique, materials, place
    record: Words = field(default_factory=dict)  # emerging, resources, alerts; no names
    facilitator: User | None = None
    cofacilitator: User | None = None
    room: Room | None = None  # of its own


@transaction.atomic
@sealing()
def enter_activity(
    *,
    case: Case,
    facts: ActivityFacts,
    activity_id: uuid.UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Activity:
    """Put an activity on the agenda, or record one that was held. The same id is one activity.

    It belongs to the cycle under way, if there is one.

    :raises GroupsMissing: for an encounter without age groups.
    :raises Refusal: what keeps the session from being planned or recorded.
    """
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    if activity_id and (known := case.activities.filter(pk=activity_id).first()):
        return known
    groups = _groups(facts)
    has_been = facts.session.starts_at < at
    enter = record_session if has_been else schedule_session
    session = enter(case=case, facts=_session(facts), by=by, at=at)
    activity = Activity.objects.create(
        id=activity_id or uuid.uuid4(),
        case=case,
        session=session,
        cycle=case.cycles.exclude(state=CycleState.CERRADO).first(),
        kind=facts.kind,
    )
    log.record(Verb.CREATE, activity, by=by, fields=["kind", "cycle"])
    for group in groups:
        part = GroupSession(case=case, activity=activity, group=group, facilitator=by)
        part.plan = _said(facts.plan) or None
        part.save(force_insert=True)
    if has_been:
        _ask_afterwards(activity, by=by, at=at)
    return activity


@transaction.atomic
@sealing()
def hold_activity(*, activity: Activity, by: User, at: dt.datetime) -> Activity:
    """Record that an activity on the agenda was held, and ask for what comes after it.

    :raises CaseClosed, SessionNotScheduled, SessionInFuture: see each.
    """
    access.require(by, "write", activity)
    locked_collective(activity.case_id)
    session = Session.objects.get(pk=activity.session_id)
    hold_session(session=session, by=by, at=at)
    activity = Activity.objects.select_related("session").get(pk=activity.pk)
    _ask_afterwards(activity, by=by, at=at)
    return activity


@transaction.atomic
@sealing()
def tell_part(
    *, part: GroupSession, facts: PartFacts, version: int, by: User, at: dt.datetime
) -> GroupSession:
    """Replace the plan and the record of one session, which are still as their writer saw them.

    :raises PartChangedMeanwhile: if ``version`` is not the current one.
    :raises FacilitatorNotOfTheCase, TextTooLong, CaseClosed: see each.
    :raises AccompanistTaken, WithAnotherGroup: if a colleague newly chosen is not free.
    :raises RoomTaken, RoomOfAnotherGroup: if the room newly chosen is not free.
    """
    access.require(by, "write", part)
    check_length({**facts.plan, **facts.record})
    case = locked_collective(part.case_id)
    part = GroupSession.objects.select_for_update().get(pk=part.pk)
    if part.version != version:
        raise PartChangedMeanwhile
    for colleague in (facts.facilitator, facts.cofacilitator):
        if colleague and not access.allows(colleague, "write", case):
            raise FacilitatorNotOfTheCase
    check_free(part, (facts.facilitator, facts.cofacilitator), at)
    check_room(part, facts.room, at)
    part.plan, part.record = _said(facts.plan) or None, _said(facts.record) or None
    part.facilitator, part.cofacilitator = facts.facilitator, facts.cofacilitator
    part.room = facts.room
    part.version = version + 1
    part.save()
    access.shelve(case, at=at)
    said = {**_said(facts.plan), **_said(facts.record)}
    where = ["room"] if facts.room else []
    log.record(Verb.CHANGE, part, by=by, fields=["facilitator", *where, *sorted(said)])
    return part


@transaction.atomic
@sealing()
def tell_shared(*, activity: Activity, words: Words, by: User, at: dt.datetime) -> Activity:
    """Write the opening and the closing that everybody shared.

    :raises CaseClosed, NothingWritten, TextTooLong: see each.
    """
    case, activity = _locked(activity, by, words)
    activity.shared = _said(words)
    activity.save(update_fields=["shared"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, activity, by=by, fields=sorted(_said(words)))
    return activity


@transaction.atomic
@sealing()
def write_moment(
    *,
    activity: Activity,
    moment: str,
    words: Words,
    happened_on: dt.date,
    by: User,
    at: dt.datetime,
) -> ActivityMoment:
    """Write the before, the during or the after of accompanying people outside.

    What comes after a search ends the task that asks for it.

    :raises NotInThreeMoments, MomentToCome, ActivityNotHeld, NothingWritten: see each.
    """
    case, activity = _locked(activity, by, words)
    if activity.kind not in IN_THREE_MOMENTS:
        raise NotInThreeMoments
    if happened_on > timezone.localdate(at):
        raise MomentToCome
    if moment != Moment.ANTES and activity.session.status != SessionStatus.HELD:
        raise ActivityNotHeld
    row = activity.moments.filter(moment=moment).first()
    is_new = row is None
    row = row or ActivityMoment(id=uuid.uuid4(), case=case, activity=activity, moment=moment)
    row.words, row.happened_on = _said(words), happened_on
    row.written_at, row.written_by = at, by
    row.save(force_insert=is_new)
    if moment == Moment.DESPUES:
        _answered(activity, TaskKind.SEARCH_AFTER, by=by, at=at)
    access.shelve(case, at=at)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    log.record(verb, row, by=by, fields=["moment", "happened_on", *sorted(_said(words))])
    return row


@transaction.atomic
@sealing()
def debrief_team(*, activity: Activity, words: Words, by: User, at: dt.datetime) -> Activity:
    """Write what the team says of itself after an activity; it ends the tasks that ask for it.

    :raises CaseClosed, ActivityNotHeld, NothingWritten: see each.
    """
    case, activity = _locked(activity, by, words)
    if activity.session.status != SessionStatus.HELD:
        raise ActivityNotHeld
    activity.debrief, activity.debriefed_at, activity.debriefed_by = _said(words), at, by
    activity.save(update_fields=["debrief", "debriefed_at", "debriefed_by"])
    _answered(activity, TaskKind.TEAM_DEBRIEF, by=by, at=at)
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, activity, by=by, fields=["debriefed_at", *sorted(_said(words))])
    return activity


def _groups(facts: ActivityFacts) -> list[str]:
    """Return the age groups for which sessions are made; nothing stands for everybody together.

    :raises GroupsMissing: for an encounter without any.
    """
    if facts.kind == ActivityKind.NNA:
        return [CommunityGroup.NN]
    if facts.kind != ActivityKind.ENCUENTRO:
        return [""]
    groups = [group for group in CommunityGroup.values if group in facts.groups]
    if not groups:
        raise GroupsMissing
    return groups


def _session(facts: ActivityFacts) -> SessionFacts:
    """Return the facts of the session behind an activity."""
    said = facts.session
    kind = SESSION_TYPES.get(ActivityKind(facts.kind), SessionType.COMUNITARIA)
    return SessionFacts(
        starts_at=said.starts_at,
        minutes=said.minutes,
        kind=kind,
        modality=said.modality,
        place=said.place,
        room=said.room,
    )


def _said(words: Words) -> dict[str, str]:
    """Return what says anything."""
    return {name: text for name, text in words.items() if text.strip()}


def _locked(activity: Activity, by: User, words: Words) -> tuple[Case, Activity]:
    """Ask, lock and re-read an activity and its open case, once there is something to write.

    :raises CaseClosed, NothingWritten, TextTooLong: see each.
    """
    access.require(by, "write", activity)
    check_length(dict(words))
    case = locked_collective(activity.case_id)
    rows = Activity.objects.select_for_update(of=("self",)).select_related("session")
    activity = rows.get(pk=activity.pk)
    if not _said(words):
        raise NothingWritten
    return case, activity


def _ask_afterwards(activity: Activity, *, by: User, at: dt.datetime) -> None:
    """Ask for what comes within a week of what weighs on people and on the team."""
    session = activity.session
    due_on = timezone.localdate(session.starts_at) + WEEK
    if activity.kind == ActivityKind.BUSQUEDA:
        raise_task(
            case=activity.case,
            kind=TaskKind.SEARCH_AFTER,
            about=activity.pk,
            assignee=session.accompanist,
            due_on=due_on,
            by=by,
            at=at,
        )
    if activity.kind in WEIGHS_ON_THE_TEAM:
        raise_task(
            case=activity.case,
            kind=TaskKind.TEAM_DEBRIEF,
            about=activity.pk,
            assignee=session.accompanist,
            due_on=due_on,
            by=by,
            at=at,
        )


def _answered(activity: Activity, kind: str, *, by: User, at: dt.datetime) -> None:
    """End what this activity still asked for, because it was written here."""
    for task in activity.case.tasks.open().filter(about=activity.pk, kind=kind):
        finish_task(task=task, elsewhere=True, by=by, at=at)
