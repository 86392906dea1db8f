"""The safe-contact rule: whether it harms nobody to reach a person at this moment.

Contact can kill. Whatever is not known, not verified, expired or outside the agreed hours is NO.
Hours are those of the person's own place: towns on the border follow another summer time.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import TELEPHONES, AggressorAccess, CallSafety, MessageSafety

ZONES = frozenset(available_timezones())
WEEK = 7


class Why(models.TextChoices):
    """What decides; its label is the sentence shown before the number."""

    NOT_VERIFIED = "NOT_VERIFIED", _("Do not call: nobody has verified this contact with her yet.")
    EXPIRED = "EXPIRED", _("Do not call: the verification has expired. Verify it again first.")
    RETIRED = "RETIRED", _("Do not call: this contact is no longer in use.")
    NOT_SAFE = "NOT_SAFE", _("Do not call: it is not safe.")
    AGGRESSOR = "AGGRESSOR", _("Do not call: the aggressor has access to this contact.")
    OUTSIDE_HOURS = "OUTSIDE_HOURS", _("Do not call now: it is outside the hours agreed.")
    WITHIN_HOURS = "WITHIN_HOURS", _("You may call now, within the hours agreed.")
    SAFE = "SAFE", _("You may call.")


MAY_CALL = frozenset({Why.WITHIN_HOURS, Why.SAFE})


@dataclass(frozen=True, slots=True)
class Window:
    """Hours agreed on one day of the week (Monday is 0); may end after midnight."""

    weekday: int
    start: dt.time
    end: dt.time

    @classmethod
    def read(cls, said: Any) -> Self | None:
        """Read a window as it is stored; nothing if it says no hours."""
        try:
            start, end = (dt.time.fromisoformat(said[name]) for name in ("from", "to"))
            window = cls(int(said["weekday"]), start, end)
        except (KeyError, TypeError, ValueError):
            return None
        naive = start.tzinfo is None and end.tzinfo is None
        return window if naive and start != end and 0 <= window.weekday < WEEK else None

    def beginning(self, day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return its beginning and end when it begins on this day."""
        last = day if self.start < self.end else day + dt.timedelta(days=1)
        return (
            dt.datetime.combine(day, self.start, zone),
            dt.datetime.combine(last, self.end, zone),
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """What decides about one channel, already opened."""

    channel: str
    calls: str = CallSafety.NO
    aggressor_access: str = AggressorAccess.DESCONOCIDO
    hours: tuple[Window, ...] = ()
    time_zone: str = "America/Chihuahua"
    voicemail: str = MessageSafety.NO
    texts: str = MessageSafety.NO
    hide_number: bool = True
    verified_on: dt.date | None = None
    expires_on: dt.date | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be done at one moment, and why; its times are those of the person's place."""

    why: Why
    now: dt.datetime
    is_telephone: bool
    until: dt.datetime | None = None
    next: tuple[dt.datetime, dt.datetime] | None = None
    texts: MessageSafety = MessageSafety.NO
    voicemail: MessageSafety = MessageSafety.NO
    hide_number: bool = True

    @property
    def may_call(self) -> bool:
        """Test whether the channel may be used at this moment."""
        return self.why in MAY_CALL

    @property
    def sentence(self) -> str:
        """Return the sentence to read before the number."""
        return str(self.why.label)

    @property
    def zone(self) -> Any:
        """Return the time zone of the person."""
        return self.now.tzinfo


def profile_of(contact: Any) -> Profile:
    """Open what decides about a channel; hours that cannot be read are no hours."""
    said = contact.hours.reveal() if contact.hours else []
    plain = {
        name: getattr(contact, name) for name in Profile.__dataclass_fields__ if name != "hours"
    }
    return Profile(**plain, hours=tuple(w for each in said if (w := Window.read(each))))


def rule_for(contact: Any, at: dt.datetime) -> Rule:
    """Return the rule of one channel at one moment."""
    return rule(profile_of(contact), at)


def rule(profile: Profile, at: dt.datetime) -> Rule:
    """Decide whether the channel may be used at this moment."""
    zone = ZoneInfo(profile.time_zone)
    now = at.astimezone(zone)
    telephone = profile.channel in TELEPHONES
    if refused := _refused(profile, now.date()):
        return Rule(refused, now, telephone)
    facts: dict[str, Any] = {
        "texts": MessageSafety(profile.texts),
        "voicemail": MessageSafety(profile.voicemail),
        "hide_number": profile.hide_number,
    }
    if profile.aggressor_access == AggressorAccess.SI:  # nothing may be left for others to find
        facts["texts"] = facts["voicemail"] = MessageSafety.NO
    if profile.calls == CallSafety.SI:
        return Rule(Why.SAFE, now, telephone, **facts)
    if profile.calls != CallSafety.SOLO_HORARIO:
        return Rule(Why.NOT_SAFE, now, telephone, **facts)
    instant = at.astimezone(dt.UTC)  # times of one zone would be compared by the clock on the wall
    for start, end in _around(profile, now.date(), zone):
        if start <= instant < end:
            until = end.astimezone(zone)
            return Rule(Why.WITHIN_HOURS, now, telephone, until=until, **facts)
        if start > instant:
            following = (start.astimezone(zone), end.astimezone(zone))
            return Rule(Why.OUTSIDE_HOURS, now, telephone, next=following, **facts)
    return Rule(Why.OUTSIDE_HOURS, now, telephone, **facts)


def _refused(profile: Profile, today: dt.date) -> Why | None:
    """Return what forbids the channel altogether."""
    if not profile.is_active:
        return Why.RETIRED
    if profile.verified_on is None or profile.expires_on is None or profile.verified_on > today:
        return Why.NOT_VERIFIED
    if today > profile.expires_on:
        return Why.EXPIRED
    if profile.calls == CallSafety.SI and profile.aggressor_access == AggressorAccess.SI:
        return Why.AGGRESSOR
    return None


def _around(
    profile: Profile, today: dt.date, zone: ZoneInfo
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the windows from yesterday until the verification expires, in UTC and in order."""
    found = []
    for days in range(-1, WEEK + 1):
        day = today + dt.timedelta(days=days)
        if profile.expires_on and day <= profile.expires_on:
            on_it = (window for window in profile.hours if window.weekday == day.weekday())
            found += [window.beginning(day, zone) for window in on_it]
    return sorted((start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in found)
