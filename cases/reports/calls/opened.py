"""What is opened of a first contact to decide on it: its signs and its safe-contact rule."""

import datetime as dt
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import clock
from accompaniment.vault import index
from cases import safety
from cases.calls.triage import Signs
from cases.enums import Channel, IfAnother, MessageSafety
from cases.models import FirstContact
from cases.places import town
from cases.reports.contact import TEXTS, VOICEMAIL, WORDS, when_said
from cases.safety import Profile, Rule, Window

MOMENTS = ("violence_at", "last_seen_at")


def signs_of(call: FirstContact) -> Signs:
    """Open the signs of a call."""
    said = call.signs.reveal() if call.signs else {}
    moments = {
        name: dt.datetime.fromisoformat(said[name]) if said.get(name) else None for name in MOMENTS
    }
    return Signs.of(said.get("triggers", ()), fear=said.get("fear"), **moments)


def rule_of(call: FirstContact, at: dt.datetime) -> Rule | None:
    """Return whether she may be called at this moment, if a way was agreed."""
    return rule_from(call, call.profile.reveal(), at) if call.profile else None


def rule_from(call: FirstContact, said: dict[str, Any], at: dt.datetime) -> Rule:
    """Return the rule of an opened profile at one moment."""
    known = {each.name: said[each.name] for each in fields(Profile) if each.name in said}
    known["hours"] = tuple(w for each in said.get("hours", ()) if (w := Window.read(each)))
    known |= {"verified_on": call.verified_on, "expires_on": call.expires_on}
    return safety.rule(Profile(**known), at)


class Reach:
    """The safe-contact profile of a call, its rule first; the number only when asked for."""

    def __init__(self, call: FirstContact, at: dt.datetime) -> None:
        self.call = call
        self.said: dict[str, Any] = call.profile.reveal()
        self.rule = rule_from(call, self.said, at)
        self.when = when_said(self.rule)
        self.channel = str(dict(Channel.choices).get(self.said["channel"], ""))

    @property
    def introduce_as(self) -> str:
        """Return what was agreed to say."""
        return str(self.said.get("introduce_as", ""))

    @property
    def if_another(self) -> str:
        """Say what to do when someone else answers."""
        choice = self.said.get("if_another", IfAnother.COLGAR)
        if choice == IfAnother.PRETEXTO and self.said.get("pretext"):
            return str(self.said["pretext"])
        return str(IfAnother(choice).label)

    @property
    def messages(self) -> str:
        """Say which messages harm nobody."""
        voicemail, texts = MessageSafety(self.rule.voicemail), MessageSafety(self.rule.texts)
        return f"{VOICEMAIL[voicemail]} {TEXTS[texts]}"

    @property
    def value(self) -> str:
        """Return the number or the address."""
        return str(self.said.get("value", ""))

    @property
    def link(self) -> str:
        """Return a link to call, only while the rule allows it."""
        allowed = self.rule.may_call and self.rule.is_telephone
        number = index.number(self.value) if allowed else None
        return f"tel:{number}" if number else ""

    @property
    def who_may_answer(self) -> str:
        """Return who may answer."""
        return str(self.said.get("who_may_answer", ""))

    @property
    def words(self) -> list[tuple[str, str]]:
        """Return the code words, each with what it means."""
        return [(str(said), self.said[name]) for name, said in WORDS.items() if self.said.get(name)]


def hour_in(time_zone: str, at: dt.datetime) -> str:
    """Say which hour it is somewhere."""
    local = at.astimezone(ZoneInfo(time_zone))
    return _("%(hour)s in %(town)s") % {"hour": clock(local), "town": town(time_zone)}
