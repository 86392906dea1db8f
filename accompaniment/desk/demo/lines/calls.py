"""The telephone of the demonstration: lines, calls in every state, and someone who asks."""

import datetime as dt
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.story import Cast
from accompaniment.staff.models import Team, User
from cases.actions.calls import assessing, lines, merging, reaching, steps, taking, third_party
from cases.actions.contacts import ContactFacts
from cases.calls.triage import Signs
from cases.enums import Channel
from cases.enums.calls import CallState
from cases.models import FirstContact, PhoneLine

TEXTS = Path(__file__).resolve().parent.parent / "texts" / "calls.toml"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TAKEN = ("alias", "who", "age_band", "minors", "municipality", "demand", "time_zone", "channel")
TOLD = ("AVISO", "LIMITES", "GRATUITO", "EMERGENCIA_911")
BEFORE_TRIAGE = frozenset({CallState.RECIBIDO, CallState.INTERRUMPIDO, CallState.DUPLICADO})
BY_ITSELF = BEFORE_TRIAGE | {CallState.VALORADO}


def tell(cast: Cast) -> None:
    """Tell what rings: every call by whoever answered it."""
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    known: dict[str, FirstContact] = {}
    for each in told["lines"]:
        _line(cast, each)
    for each in told["calls"]:
        with cast.at_work(each["by"]) as by:
            known[each["alias"]] = Call(cast, each, by, known).tell()
    for each in told["third_parties"]:
        _third_party(cast, each)


def _team(user: User) -> Team:
    return Team.objects.get(memberships__user=user)


def _line(cast: Cast, said: dict[str, Any]) -> None:
    hours = [{"weekday": day, "from": said["from"], "to": said["to"]} for day in range(5)]
    named = {name: said[name] for name in ("name", "channel", "time_zone")}
    with cast.at_work(said["by"]) as by:
        facts = lines.LineFacts(**named, hours=hours)
        lines.save_line(team=_team(by), facts=facts, by=by, at=cast.now)


def _third_party(cast: Cast, said: dict[str, Any]) -> None:
    at = cast.now - said["hours_ago"] * HOUR
    named = ("asked_for", "said_to_be", "words", "is_hostile")
    facts = third_party.ThirdParty(**{name: said[name] for name in named})
    with cast.at_work(said["by"]) as by:
        call = taking.receive_call(call_id=uuid.uuid4(), team=_team(by), by=by, at=at)
        third_party.log_third_party(call=call, facts=facts, by=by, at=at)


class Call:
    """One call while its story is told."""

    def __init__(
        self, cast: Cast, said: dict[str, Any], by: User, known: dict[str, FirstContact]
    ) -> None:
        self.said, self.by, self.known, self.now = said, by, known, cast.now
        self.at = cast.now - said["hours_ago"] * HOUR
        self.ends = CallState(said["ends"])

    def tell(self) -> FirstContact:
        """Tell it from the ringing to where it stands now."""
        call = self._taken()
        if "reach" in self.said:
            call = self._agreed(call)
        if self.ends == CallState.INTERRUMPIDO:
            return self._interrupted(call)
        if self.ends == CallState.DUPLICADO:
            into = self.known[self.said["joined_to"]]
            reason = self.said["reason"]
            return merging.merge_calls(
                call=call, into=into, reason=reason, by=self.by, at=self._later()
            )
        if self.ends in BEFORE_TRIAGE:
            return call
        call = self._assessed(call)
        return call if self.ends in BY_ITSELF else self._ended(call)

    def _later(self) -> dt.datetime:
        """Return a moment a little later."""
        self.at += HOUR / 15
        return self.at

    def _taken(self) -> FirstContact:
        line = PhoneLine.objects.filter(name=self.said.get("line", "")).first()
        call = taking.receive_call(
            call_id=uuid.uuid4(), team=_team(self.by), line=line, by=self.by, at=self.at
        )
        named = {name: self.said[name] for name in TAKEN if name in self.said}
        facts = taking.CallFacts(**named, safe_now="SI", service_line="IND", told=TOLD, line=line)
        return taking.take_down(call=call, facts=facts, version=0, by=self.by, at=self._later())

    def _agreed(self, call: FirstContact) -> FirstContact:
        said = dict(self.said["reach"])
        start, end = said.pop("from", ""), said.pop("to", "")
        hours = [{"weekday": day, "from": start, "to": end} for day in range(7)] if start else []
        facts = ContactFacts(channel=Channel.MOVIL, aggressor_access="NO", hours=hours, **said)
        return reaching.agree_on_contact(
            call=call, facts=facts, version=call.version, by=self.by, at=self._later()
        )

    def _interrupted(self, call: FirstContact) -> FirstContact:
        call = steps.interrupt_call(call=call, by=self.by, at=self._later())
        for number, result in enumerate(self.said.get("attempts", ()), start=1):
            hour = 10 if self.said["reach"].get("from") else 12
            at = timezone.localtime(self.at + number * DAY).replace(hour=hour, minute=20)
            if at < self.now:
                reaching.log_attempt(
                    call=call, result=result, override="Se acordó hoy.", by=self.by, at=at
                )
        return call

    def _assessed(self, call: FirstContact) -> FirstContact:
        seen = self.said.get("seen_hours_ago")
        signs = Signs.of(
            self.said.get("signs", ()),
            fear=self.said.get("fear"),
            last_seen_at=self.now - seen * HOUR if seen else None,
        )
        named = {name: self.said.get(name, "") for name in ("reported", "protection")}
        call = taking.begin_listening(call=call, by=self.by, at=self._later())
        return assessing.assess_call(
            call=call,
            assessment=assessing.Assessment(signs=signs, **named),
            version=call.version,
            by=self.by,
            at=self._later(),
        )

    def _ended(self, call: FirstContact) -> FirstContact:
        path = [self.ends]
        if self.ends == CallState.SEGUIMIENTO:
            path.insert(0, CallState.CANALIZADO)
        waited = self.said.get("recheck_in", 0)
        facts = steps.StepFacts(
            reason=self.said.get("reason", ""),
            plan=self.said.get("plan", ""),
            recheck_on=(self.at + waited * DAY).date() if waited else None,
        )
        for state in path:
            call = steps.move_call(call=call, to=state, facts=facts, by=self.by, at=self._later())
        return call
