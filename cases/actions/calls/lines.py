"""The lines of a team, their hours and time zone, and what coordination has looked at."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import is_stranger
from cases import safety
from cases.actions.calls.frame import held
from cases.actions.contacts import HoursUnreadable, ZoneUnknown
from cases.actions.refusal import Refusal
from cases.calls.hours import windows
from cases.enums.calls import CallChannel, NoticeKind
from cases.models import CallNotice, PhoneLine

# answered by a decision, not by having looked
DECIDED = frozenset({NoticeKind.TRES_INTENTOS, NoticeKind.CONFLICTO, NoticeKind.DUPLICADO})


class LineNamedTwice(Refusal):
    """Two lines of a team bear the same name."""

    sentence = _("Your team has a line of this name already. Choose another name.")


class LineUnnamed(Refusal):
    """It has no name."""

    sentence = _("Write a name for the line.")


class NoticeAnswered(Refusal):
    """Someone of coordination has looked."""

    sentence = _("Coordination has already looked at this.")


class NeedsDecision(Refusal):
    """Looking is not enough."""

    sentence = _("This needs a decision, not only a look. Open the call and decide there.")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line is called and when it is attended."""

    name: str
    channel: str = CallChannel.TEL_MOVIL
    time_zone: str = "America/Chihuahua"
    hours: list[dict[str, Any]] = field(default_factory=list)
    is_active: bool = True

    def checked(self) -> "LineFacts":
        """Return the facts if hours can be read from them.

        :raises LineUnnamed, ZoneUnknown, HoursUnreadable: if they cannot.
        """
        if not self.name.strip():
            raise LineUnnamed
        if self.time_zone not in safety.ZONES:
            raise ZoneUnknown
        if len(windows(self.hours)) != len(self.hours):
            raise HoursUnreadable
        return self


@transaction.atomic
def save_line(
    *, team: Team, facts: LineFacts, line: PhoneLine | None = None, by: User, at: dt.datetime
) -> PhoneLine:
    """Add a line of a team, or change one. Only its coordination does.

    :raises PermissionDenied: for everybody else.
    :raises LineNamedTwice, LineUnnamed, ZoneUnknown, HoursUnreadable: see each.
    """
    mine = team.memberships.filter(user=by, role=Role.COORDINATOR)
    if is_stranger(by) or not mine.exists() or (line and line.team_id != team.pk):
        log.deny("change cases.phoneline", line.pk if line else None)
        raise PermissionDenied
    facts.checked()
    made = PhoneLine.objects.select_for_update().get(pk=line.pk) if line else PhoneLine(team=team)
    if PhoneLine.objects.filter(team=team, name=facts.name.strip()).exclude(pk=made.pk).exists():
        raise LineNamedTwice
    made.name = facts.name.strip()
    for name in ("channel", "time_zone", "hours", "is_active"):
        setattr(made, name, getattr(facts, name))
    made.save()
    verb = Verb.CHANGE if line else Verb.CREATE
    log.record(verb, made, by=by, fields=["name", "time_zone", "hours"])
    return made


@transaction.atomic
def answer_notice(*, notice: CallNotice, by: User, at: dt.datetime) -> CallNotice:
    """Say that coordination has looked at something.

    :raises NeedsDecision, NoticeAnswered: see each.
    """
    access.require(by, "assign", notice)
    held(notice.first_contact)
    notice = CallNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.answered_at:
        raise NoticeAnswered
    if notice.kind in DECIDED:
        raise NeedsDecision
    notice.answered_at, notice.answered_by = at, by
    notice.save(update_fields=["answered_at", "answered_by"])
    log.record(Verb.CHANGE, notice, by=by, fields=["answered_at"])
    return notice
