"""Ways to reach a person, each not safe until someone has verified it with her."""

import datetime as dt
import uuid
from dataclasses import dataclass, field, fields
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from accompaniment.vault import index
from accompaniment.vault.fields import Sealed
from cases import safety
from cases.actions.refusal import Refusal, ask_either, sealing
from cases.actions.words import hold_cases, keep_words
from cases.enums import (
    TELEPHONES,
    AggressorAccess,
    CallSafety,
    IfAnother,
    MessageSafety,
    Ownership,
)
from cases.models import ContactChannel, Person

MOST_DAYS = 90


class NumberMissing(Refusal):
    """There is nothing to reach the person by."""

    sentence = _("Write the number or the address of this contact.")


class HoursUnreadable(Refusal):
    """The agreed hours cannot be read, or there are none where they decide."""

    sentence = _(
        "Write at least one day with the hours agreed, for example Tuesday 10:00 to 11:00."
    )


class ZoneUnknown(Refusal):
    """The time zone does not exist."""

    sentence = _("We do not know this time zone. Choose one of the list.")


class ContactRetired(Refusal):
    """The channel is no longer in use."""

    sentence = _("This contact is no longer in use. Add it anew if she uses it again.")


class TooManyDays(Refusal):
    """A verification holds for a limited time."""

    sentence = _("A contact is verified for 1 to %(most)s days. Choose fewer.")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One channel with its safe-contact profile, as agreed with the person."""

    channel: str
    value: str
    ownership: str = Ownership.PROPIA
    aggressor_access: str = AggressorAccess.DESCONOCIDO
    calls: str = CallSafety.NO
    hours: list[dict[str, Any]] = field(default_factory=list)
    time_zone: str = "America/Chihuahua"
    voicemail: str = MessageSafety.NO
    texts: str = MessageSafety.NO
    hide_number: bool = True
    who_may_answer: str = ""
    if_another: str = IfAnother.COLGAR
    pretext: str = ""
    introduce_as: str = ""
    word_cannot_talk: str = ""
    word_help: str = ""
    word_safe: str = ""

    @classmethod
    def of(cls, contact: ContactChannel) -> "ContactFacts":
        """Return what is known of a channel, opened."""
        known = {each.name: getattr(contact, each.name) for each in fields(cls)}
        opened = {
            name: said.reveal() if isinstance(said, Sealed) else said
            for name, said in known.items()
        }
        return cls(**{name: said for name, said in opened.items() if said is not None})

    def checked(self) -> "ContactFacts":
        """Return the facts if a rule can be read from them.

        :raises NumberMissing, ZoneUnknown, HoursUnreadable: if it cannot.
        """
        if not self.value.strip():
            raise NumberMissing
        if self.time_zone not in safety.ZONES:
            raise ZoneUnknown
        readable = [window for window in self.hours if safety.Window.read(window)]
        if len(readable) != len(self.hours):
            raise HoursUnreadable
        if self.calls == CallSafety.SOLO_HORARIO and not readable:
            raise HoursUnreadable
        return self

    def written_into(self, contact: ContactChannel) -> list[str]:
        """Put the facts into the channel; return the names of the fields that hold something."""
        named = [each.name for each in fields(self)]
        for name in named:
            value = getattr(self, name)
            setattr(contact, name, None if value in ("", []) else value)
        return [name for name in named if getattr(self, name) not in ("", [])]

    def words(self) -> set[bytes]:
        """Return the digests by which the person is found: of telephone numbers only."""
        return index.numbers([self.value]) if self.channel in TELEPHONES else set()


@transaction.atomic
@sealing()
def add_contact(
    *, person: Person, facts: ContactFacts, by: User, at: dt.datetime
) -> ContactChannel:
    """Add a way to reach a person. Nobody may use it until it is verified.

    :raises Refusal: if the facts give no rule (see :meth:`ContactFacts.checked`).
    """
    ask_either(by, ("write", "assign"), person)
    hold_cases(person)
    return enter_contact(person=person, facts=facts, by=by)


def enter_contact(*, person: Person, facts: ContactFacts, by: User) -> ContactChannel:
    """Enter a channel of a person whose cases are locked."""
    contact = ContactChannel(id=uuid.uuid4(), person=person)
    named = facts.checked().written_into(contact)
    contact.save(force_insert=True)
    keep_words(person, contact.pk, facts.words())
    log.record(Verb.CREATE, contact, by=by, fields=named)
    return contact


@transaction.atomic
@sealing()
def change_contact(
    *, contact: ContactChannel, facts: ContactFacts, by: User, at: dt.datetime
) -> ContactChannel:
    """Replace what is known of a channel; what changed has to be verified again.

    :raises ContactRetired: if it is no longer in use.
    """
    contact = _locked(contact, by)
    named = facts.checked().written_into(contact)
    contact.verified_on = contact.expires_on = None
    contact.save()
    keep_words(contact.person, contact.pk, facts.words())
    log.record(Verb.CHANGE, contact, by=by, fields=[*named, "verified_on", "expires_on"])
    return contact


@transaction.atomic
def verify_contact(
    *, contact: ContactChannel, days: int = 30, by: User, at: dt.datetime
) -> ContactChannel:
    """Say that the rule was gone over with the person today, and until when it holds.

    :raises ContactRetired: if it is no longer in use.
    :raises TooManyDays: if it would hold for too long.
    """
    contact = _locked(contact, by)
    if not 1 <= days <= MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS)
    today = at.astimezone(ZoneInfo(contact.time_zone)).date()
    contact.verified_on, contact.expires_on = today, today + dt.timedelta(days=days)
    contact.save(update_fields=["verified_on", "expires_on"])
    log.record(Verb.CHANGE, contact, by=by, fields=["verified_on", "expires_on"])
    return contact


@transaction.atomic
def retire_contact(*, contact: ContactChannel, by: User, at: dt.datetime) -> ContactChannel:
    """Take a channel out of use; nobody is found by it any more.

    :raises ContactRetired: if it was before.
    """
    contact = _locked(contact, by)
    contact.is_active = False
    contact.save(update_fields=["is_active"])
    keep_words(contact.person, contact.pk, ())
    log.record(Verb.CHANGE, contact, by=by, fields=["is_active"])
    return contact


def _locked(contact: ContactChannel, by: User) -> ContactChannel:
    ask_either(by, ("write", "assign"), contact)
    hold_cases(contact.person)
    contact = ContactChannel.objects.select_for_update().get(pk=contact.pk)
    if not contact.is_active:
        raise ContactRetired
    return contact
