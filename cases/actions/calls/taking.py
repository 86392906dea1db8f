"""Take a call down: it is on record from the first letter, and nothing typed is lost."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import Team, User
from accompaniment.vault import gate, index, keys
from cases import codes, safety
from cases.actions.calls.frame import (
    LONGEST_DEMAND,
    CallChangedMeanwhile,
    DemandTooLong,
    attends,
    check_words,
    held_open,
    step,
)
from cases.actions.contacts import ZoneUnknown
from cases.actions.refusal import sealing
from cases.enums import TELEPHONES, Pronouns
from cases.enums.calls import AgeBand, CallChannel, CallStage, CallState, Contacting, Language
from cases.models import CallDraft, CallStep, FirstContact, PhoneLine
from cases.models.first_contact import CALL_COMPARTMENTS

PLAIN = ("channel", "line", "time_zone", "safe_now", "who", "age_band", "minors", "service_line")
ABOUT = ("pronouns", "language", "interpreter", "municipality", "heard_of", "told")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of who calls; ``demand`` is nothing where its writer may not listen."""

    safe_now: str = ""
    alias: str = ""
    who: str = Contacting.PROPIA
    age_band: str = AgeBand.DESCONOCIDA
    minors: str = ""
    service_line: str = ""
    pronouns: str = Pronouns.NO_SE_PREGUNTO
    language: str = Language.SPA
    interpreter: str = ""
    municipality: str = ""
    heard_of: str = ""
    told: Collection[str] = ()
    demand: str | None = None
    channel: str = CallChannel.TEL_MOVIL
    line: PhoneLine | None = None
    time_zone: str = "America/Chihuahua"

    def checked(self) -> "CallFacts":
        """Return the facts if they may be written down at this stage.

        :raises TooMuchForNow, DemandTooLong, ZoneUnknown: if they may not.
        """
        check_words(self.alias, self.interpreter, self.demand or "")
        if self.demand and len(self.demand) > LONGEST_DEMAND:
            raise DemandTooLong(length=len(self.demand), limit=LONGEST_DEMAND)
        if self.time_zone not in safety.ZONES:
            raise ZoneUnknown
        return self

    def written_into(self, call: FirstContact) -> list[str]:
        """Put the facts into the call; return the names of the fields that hold something."""
        for name in PLAIN:
            setattr(call, name, getattr(self, name))
        call.alias = self.alias.strip() or None
        said = {name: getattr(self, name) for name in ABOUT}
        said["told"] = sorted(self.told)
        call.about = {name: value for name, value in said.items() if value} or None
        if self.demand is not None:
            call.demand = self.demand.strip() or None
        return [name for name in (*PLAIN, "alias", *ABOUT, "demand") if getattr(self, name)]


@transaction.atomic
def receive_call(
    *,
    call_id: uuid.UUID,
    team: Team,
    channel: str = CallChannel.TEL_MOVIL,
    line: PhoneLine | None = None,
    by: User,
    at: dt.datetime,
) -> FirstContact:
    """Put a call on record as soon as it rings. The same id again is the same call.

    :raises PermissionDenied: if she attends no line of this team, or the call is not hers to see.
    """
    attends(by, team)
    if known := FirstContact.objects.filter(pk=call_id).first():
        if not access.allows(by, "identify", known):
            raise PermissionDenied
        return known
    call = FirstContact(
        id=call_id,
        code=_free_code(),
        team=team,
        channel=channel,
        line=line,
        time_zone=line.time_zone if line else "America/Chihuahua",
        received_at=at,
        received_by=by,
        last_activity_at=at,
    )
    if not keys.fetch([call.pk]):  # they outlive an attempt of the same call that was cut off
        gate.require().new_keys(call.pk, FirstContact._meta.label_lower, CALL_COMPARTMENTS)
    call.save(force_insert=True)
    log.record(Verb.CREATE, call, by=by, fields=["team", "channel", "line"])
    CallStep.objects.create(first_contact=call, after=CallState.RECIBIDO, at=at, by=by)
    return call


@transaction.atomic
@sealing()
def take_down(
    *, call: FirstContact, facts: CallFacts, version: int, by: User, at: dt.datetime
) -> FirstContact:
    """Write down who calls and what she asks for; an alias is enough.

    :raises CallEnded, CallChangedMeanwhile, TooMuchForNow, DemandTooLong, ZoneUnknown: see each.
    """
    access.require(by, "identify", call)
    if facts.demand is not None:
        access.require(by, "listen", call)
    call = held_open(call)
    check_version(call, version)
    named = facts.checked().written_into(call)
    call.version = version + 1
    call.save()
    index_call(call)
    access.shelve(call, at=at)
    end_draft(call, CallStage.TOMA, by)
    log.record(Verb.CHANGE, call, by=by, fields=named)
    return call


@transaction.atomic
@sealing()
def begin_listening(*, call: FirstContact, by: User, at: dt.datetime) -> FirstContact:
    """Listen to a call that was received; whoever does becomes its listener."""
    access.require(by, "listen", call)
    call = held_open(call)
    if call.state != CallState.RECIBIDO:
        return call
    return step(call, CallState.EN_ESCUCHA, by=by, at=at, listener=by)


@transaction.atomic
@sealing()
def keep_call_draft(
    *,
    call: FirstContact,
    stage: str,
    content: dict[str, Any],
    base_version: int = 0,
    by: User,
    at: dt.datetime,
) -> CallDraft:
    """Keep what somebody has typed so far on one page, sealed to them.

    :raises CallEnded: if nothing more is written about this call.
    """
    access.require(by, "identify", call)
    held_open(call)
    facts = {"content": content, "base_version": base_version, "saved_at": at}
    draft, _ = CallDraft.objects.update_or_create(
        first_contact=call, author_id=by.pk, stage=stage, defaults=facts
    )
    return draft


def check_version(call: FirstContact, version: int) -> None:
    """Refuse to write over what somebody saved meanwhile.

    :raises CallChangedMeanwhile: naming who did.
    """
    if call.version != version:
        last = call.history.order_by("-history_date").first()
        who = User.objects.filter(pk=str(last.history_user_id).removeprefix("user:")).first()
        raise CallChangedMeanwhile(name=who.full_name if who else "—", call=call)


def end_draft(call: FirstContact, stage: str, by: User) -> None:
    """Forget what was being typed: it has been saved."""
    CallDraft.objects.filter(first_contact=call, author=by.pk, stage=stage).delete()


def index_call(call: FirstContact) -> None:
    """Store the words of a held call anew: the alias, and the number agreed for calling back."""
    digests = index.words(call.alias.reveal() if call.alias else "")
    profile = call.profile.reveal() if call.profile else {}
    if profile.get("channel") in TELEPHONES:
        digests |= index.numbers([profile.get("value", "")])
    access.index_words(call, {"view": set(), "identify": digests})


def _free_code() -> str:
    while FirstContact.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
