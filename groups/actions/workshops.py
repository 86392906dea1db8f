"""Workshops: convened, registered for with as little as is needed, held, counted, evaluated."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import is_stranger
from accompaniment.vault import gate
from cases import codes
from cases.actions import booking
from cases.actions.booking import Hour
from cases.actions.refusal import Refusal, sealing
from cases.models import Room
from groups import steps
from groups.actions.cycles import FITTING
from groups.actions.enrolling import NoSuchStep
from groups.actions.scheduling import RoomOfOtherTeam
from groups.enums import WorkshopKind, WorkshopState
from groups.models import Registration, Workshop, WorkshopCount
from groups.models.workshop import WORKSHOP_ACTIONS, WORKSHOP_COMPARTMENTS


class TitleMissing(Refusal):
    """It is announced under a title."""

    sentence = _("Write the title under which it is announced.")


class WorkshopOver(Refusal):
    """It was held or called off."""

    sentence = _("This workshop is over. What it was stays as it is.")


class NotConvened(Refusal):
    """Nobody registers for what is not announced."""

    sentence = _("This workshop takes no registrations now. Convene it first.")


class WorkshopFull(Refusal):
    """There is no place."""

    sentence = _("All places are taken.")


class NameOrAliasMissing(Refusal):
    """Somebody is called something."""

    sentence = _("Write a name or an alias.")


@dataclass(frozen=True, slots=True)
class WorkshopFacts:
    """What a workshop is."""

    title: str
    starts_at: dt.datetime
    kind: str = WorkshopKind.TALLER
    minutes: int = 240
    time_zone: str = "America/Chihuahua"
    room: Room | None = None
    capacity: int | None = None
    is_public: bool = False
    plan: dict[str, str] | None = None  # objectives, themes, facilitators, allies, materials …


@transaction.atomic
@sealing()
def prepare_workshop(*, team: Team, facts: WorkshopFacts, by: User, at: dt.datetime) -> Workshop:
    """Begin to prepare a workshop.

    :raises PermissionDenied: if one neither facilitates nor coordinates in this team.
    :raises TitleMissing, RoomOfOtherTeam, RoomTaken: see each.
    """
    mine = set()
    if not is_stranger(by):
        mine = set(team.memberships.filter(user=by).values_list("role", flat=True))
    if mine.isdisjoint(FITTING):
        log.deny("prepare groups.workshop", None)
        raise PermissionDenied
    workshop = Workshop(
        id=uuid.uuid4(),
        code=_free_code(),
        team=team,
        created_by=by,
        created_at=at,
        last_activity_at=at,
    )
    kind = Workshop._meta.label_lower
    gate.require().new_keys(workshop.pk, kind, WORKSHOP_COMPARTMENTS)
    _write(workshop, facts)
    workshop.save(force_insert=True)
    access.grant(by, {"view", *WORKSHOP_ACTIONS}, workshop)
    log.record(Verb.CREATE, workshop, by=by, fields=["kind", "starts_at", "workshop.plan"])
    return workshop


@transaction.atomic
@sealing()
def change_workshop(
    *, workshop: Workshop, facts: WorkshopFacts, by: User, at: dt.datetime
) -> Workshop:
    """Change what a workshop is planned to be.

    :raises WorkshopOver, TitleMissing, RoomOfOtherTeam, RoomTaken: see each.
    """
    workshop = _locked(workshop, by)
    _write(workshop, facts)
    workshop.save()
    access.shelve(workshop, at=at)
    log.record(Verb.CHANGE, workshop, by=by, fields=["kind", "starts_at", "workshop.plan"])
    return workshop


@transaction.atomic
@sealing()
def move_workshop(
    *, workshop: Workshop, to: str, evaluation: str = "", by: User, at: dt.datetime
) -> Workshop:
    """Convene a workshop, say that it was held and how it went, or call it off.

    :raises WorkshopOver: if it was held or called off before.
    :raises NoSuchStep: if the way does not lead there.
    """
    workshop = _locked(workshop, by)
    before = WorkshopState(workshop.state)
    if to not in steps.WORKSHOP[before]:
        raise NoSuchStep(before=before.label, after=WorkshopState(to).label)
    workshop.state = WorkshopState(to)
    if to == WorkshopState.REALIZADO:
        workshop.held_at, workshop.is_open = at, False
        workshop.evaluation = evaluation.strip() or None
    if to == WorkshopState.CANCELADO:
        workshop.is_open = False
    workshop.save()
    access.shelve(workshop, at=at)
    log.record(Verb.CHANGE, workshop, by=by, fields=["state"])
    return workshop


@transaction.atomic
@sealing()
def register(
    *, workshop: Workshop, told: Mapping[str, str], by: User, at: dt.datetime
) -> Registration:
    """Register somebody under whatever name she chooses.

    :raises NotConvened, WorkshopFull, NameOrAliasMissing: see each.
    """
    access.require(by, "members", workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.state != WorkshopState.CONVOCADO:
        raise NotConvened
    kept = {name: text.strip() for name, text in told.items() if text.strip()}
    if not kept.get("called"):
        raise NameOrAliasMissing
    _check_place(workshop)
    found = Registration(workshop=workshop, told=kept, registered_at=at)
    found.save(force_insert=True)
    log.record(Verb.CREATE, found, by=by, fields=["registration.told"])
    return found


@transaction.atomic
def withdraw_registration(*, registration: Registration, by: User, at: dt.datetime) -> Registration:
    """Take somebody off the list; a second time changes nothing."""
    access.require(by, "members", registration)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.withdrawn_at is None:
        registration.withdrawn_at = at
        registration.save(update_fields=["withdrawn_at"])
        log.record(Verb.CHANGE, registration, by=by, fields=["withdrawn_at"])
    return registration


@transaction.atomic
def register_again(*, registration: Registration, by: User, at: dt.datetime) -> Registration:
    """Put back on the list somebody who was taken off it; a second time changes nothing.

    :raises NotConvened, WorkshopFull: see each.
    """
    access.require(by, "members", registration)
    workshop = Workshop.objects.select_for_update().get(pk=registration.workshop_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.withdrawn_at is None:
        return registration
    if workshop.state != WorkshopState.CONVOCADO:
        raise NotConvened
    _check_place(workshop)
    registration.withdrawn_at = None
    registration.save(update_fields=["withdrawn_at"])
    log.record(Verb.CHANGE, registration, by=by, fields=["withdrawn_at"])
    return registration


@transaction.atomic
@sealing()
def agree_to_list(
    *, registration: Registration, agrees: bool, by: User, at: dt.datetime
) -> Registration:
    """Record that somebody agrees that her name stands on lists, or takes that back."""
    access.require(by, "members", registration)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    told = {**registration.told.reveal(), "listed": "yes" if agrees else ""}
    registration.told = {name: text for name, text in told.items() if text}
    registration.save(update_fields=["told"])
    log.record(Verb.CHANGE, registration, by=by, fields=["names"])
    return registration


@transaction.atomic
def mark_present(
    *,
    workshop: Workshop,
    present: Mapping[Any, bool],
    absent: Collection[Any] = (),
    by: User,
    at: dt.datetime,
) -> None:
    """Say who of those registered came; ``absent``: did not, unless somebody has said otherwise."""
    access.require(by, "members", workshop)
    rows = workshop.registrations.filter(pk__in={*present, *absent}, withdrawn_at=None)
    for each in rows.select_for_update().order_by("registered_at"):
        came = present.get(each.pk, bool(each.attended))
        if each.attended is not came:
            each.attended = came
            each.save(update_fields=["attended"])
    log.record(Verb.CHANGE, workshop, by=by, fields=["attendance"])


@transaction.atomic
def count_people(
    *, workshop: Workshop, counts: Mapping[tuple[str, str], int], by: User, at: dt.datetime
) -> None:
    """Count who came by how they are counted and age band, without a name; replaces what was."""
    access.require(by, "write", workshop)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    known = {(each.counted_as, each.band): each for each in workshop.counts.all()}
    for (counted_as, band), people in counts.items():
        row = known.get((counted_as, band))
        if row is None and people > 0:
            row = WorkshopCount(workshop=workshop, counted_as=counted_as, band=band)
        if row is not None and row.people != people:
            row.people = people
            row.save()
    log.record(Verb.CHANGE, workshop, by=by, fields=["people"])


def _locked(workshop: Workshop, by: User) -> Workshop:
    access.require(by, "write", workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.state in {WorkshopState.REALIZADO, WorkshopState.CANCELADO}:
        raise WorkshopOver
    return workshop


def _check_place(workshop: Workshop) -> None:
    inside = workshop.registrations.filter(withdrawn_at=None).count()
    if workshop.capacity is not None and inside >= workshop.capacity:
        raise WorkshopFull


def _write(workshop: Workshop, facts: WorkshopFacts) -> None:
    """Put the facts into a workshop, if its room is free."""
    if not facts.title.strip():
        raise TitleMissing
    if facts.room and facts.room.team_id != workshop.team_id:
        raise RoomOfOtherTeam
    names = ("starts_at", "kind", "minutes", "time_zone", "room", "capacity", "is_public")
    for name in names:
        setattr(workshop, name, getattr(facts, name))
    workshop.title, workshop.plan = facts.title.strip(), facts.plan or None
    if not facts.room:
        return
    booking.hold((), {facts.room.pk})
    end = facts.starts_at + dt.timedelta(minutes=facts.minutes)
    for trouble in booking.troubles(
        [Hour(facts.starts_at, end, room=facts.room.pk, record=workshop.pk)]
    ):
        if trouble:
            raise trouble


def _free_code() -> str:
    while Workshop.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
