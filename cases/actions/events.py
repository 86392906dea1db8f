"""What happened to someone: recorded, corrected, set aside when it was a mistake."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, locked_open, sealing
from cases.enums.violence import ViolenceType
from cases.models import Case, Event
from cases.said_dates import SaidDate


class EventSaysNothing(Refusal):
    """Neither a code nor a word."""

    sentence = _("Say what happened: tick what it was, or write it in a few words.")


class EventToCome(Refusal):
    """What has not happened is no event."""

    sentence = _("This date is still to come. Write when it happened, as far as she remembers.")


class NotInThatState(Refusal):
    """The municipality lies elsewhere."""

    sentence = _("This municipality is not in the state you chose. Check both.")


class EventChangedMeanwhile(Refusal):
    """Someone corrected it after this page was opened."""

    sentence = _(
        "Someone corrected this event while you were writing. Yours is still on this page: "
        "open it again in another window and join both."
    )
    conflict = True


class AlreadySetAside(Refusal):
    """It no longer counts."""

    sentence = _("This event was set aside before.")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What is known of an event; empty where it is not."""

    types: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    vicarious: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    frame: str = ""
    victim_status: str = ""
    actor: str = ""
    relation: str = ""
    relation_facts: tuple[str, ...] = ()
    reported: str = ""
    other: str = ""  # what no list foresaw
    when: SaidDate = field(default_factory=lambda: SaidDate(""))
    state: str = ""
    municipality: str = ""
    locality: str = ""
    words: str = ""

    def coded(self) -> dict[str, Any]:
        """Return everything but the words, as it is sealed."""
        said = {**asdict(self), "when": self.when.as_stored() if self.when.words else None}
        said.pop("words")
        if self.vicarious:  # whoever ticks a form of it has said that it is one
            said["types"] = sorted(
                {*self.types, ViolenceType.VICARIA}, key=ViolenceType.values.index
            )
        return {name: list(v) if isinstance(v, tuple) else v for name, v in said.items() if v}

    def check(self, today: dt.date) -> None:
        """Refuse what cannot be.

        :raises EventSaysNothing, EventToCome, NotInThatState: see each.
        """
        axes = (self.types, self.modalities, self.vicarious, self.violations)
        if not any(axes) and not self.words.strip() and not self.other.strip():
            raise EventSaysNothing
        if self.when.start and self.when.start > today:
            raise EventToCome
        if self.municipality and not self.municipality.startswith(self.state or "?"):
            raise NotInThatState
        check_length({"words": self.words, "locality": self.locality, "other": self.other})


@transaction.atomic
@sealing()
def record_event(
    *, case: Case, event_id: UUID, facts: EventFacts, by: User, at: dt.datetime
) -> Event:
    """Record what happened; the same id again is the same event.

    :raises CaseClosed, EventSaysNothing, EventToCome, NotInThatState: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if known := Event.objects.filter(pk=event_id).first():
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    facts.check(timezone.localdate(at))
    event = Event(id=event_id, case=case, recorded_by=by, recorded_at=at)
    event.codes, event.words = facts.coded(), facts.words.strip() or None
    event.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, event, by=by, fields=["codes", "words"])
    return event


@transaction.atomic
@sealing()
def correct_event(
    *, event: Event, version: int, facts: EventFacts, by: User, at: dt.datetime
) -> Event:
    """Correct an event that is still as its editor saw it; what was said before is kept.

    :raises EventChangedMeanwhile: if ``version`` is not the current one.
    :raises AlreadySetAside: if it no longer counts.
    """
    case, event = _standing(event, by)
    if event.version != version:
        raise EventChangedMeanwhile
    facts.check(timezone.localdate(at))
    event.codes, event.words = facts.coded(), facts.words.strip() or None
    event.version = version + 1
    event.save()
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, event, by=by, fields=["codes", "words"])
    return event


@transaction.atomic
def set_event_aside(*, event: Event, by: User, at: dt.datetime) -> Event:
    """Say that an event was recorded by mistake; it is kept and no longer shown.

    :raises AlreadySetAside: if it was before.
    """
    case, event = _standing(event, by)
    event.set_aside_at = at
    event.save(update_fields=["set_aside_at"])
    access.shelve(case, at=at)
    log.record(Verb.CHANGE, event, by=by, fields=["set_aside_at"])
    return event


def _standing(event: Event, by: User) -> tuple[Case, Event]:
    """Ask, lock and re-read an event that still counts, in an open case."""
    access.require(by, "write", event)
    case = locked_open(event.case_id)
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.set_aside_at:
        raise AlreadySetAside
    return case, event
