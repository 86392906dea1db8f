"""What is written for the legal area by who accompanies: readiness, and dates to avoid."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, locked, locked_open, sealing
from cases.enums.legal import AvoidReason, Readiness
from cases.models import Case, ConsentGiven, DateToAvoid, ReadinessNote
from cases.reports.sharing import sharing

LEAP = 2024  # a year that has every day


class NotShared(Refusal):
    """Nothing crosses the wall without her consent."""

    sentence = _("%(why)s Ask her first, and record her answer among the consents of the case.")


class NoSuchDay(Refusal):
    """The year does not have this day."""

    sentence = _("This day does not exist. Check the day and the month.")


class AlreadyRetired(Refusal):
    """It was taken off the list before."""

    sentence = _("This date is no longer on the list.")


def require_sharing(case: Case, on: dt.date) -> ConsentGiven:
    """Return the consent on whose ground something may cross to the legal area.

    :raises NotShared: saying why there is none.
    """
    found = sharing(case, on)
    if found.consent is None:
        raise NotShared(why=str(found.ground.label))
    consent: ConsentGiven = found.consent
    return consent


@transaction.atomic
@sealing()
def write_readiness(
    *, case: Case, level: str, words: str = "", by: User, at: dt.datetime
) -> ReadinessNote:
    """Tell the legal area how ready the person feels for a hearing, and nothing else.

    :raises CaseClosed: if it is not open.
    :raises NotShared: if she has not agreed.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    consent = require_sharing(case, timezone.localdate(at))
    note = ReadinessNote.objects.create(
        case=case,
        level=Readiness(level),
        words=words.strip() or None,
        written_at=at,
        by=by,
        consent=consent,
    )
    log.record(Verb.CREATE, note, by=by, fields=["level", *(["words"] if words.strip() else [])])
    return note


@transaction.atomic
@sealing()
def add_date_to_avoid(
    *, case: Case, month: int, day: int, reason: str, words: str = "", by: User, at: dt.datetime
) -> DateToAvoid:
    """Tell the legal area a day of the year on which no hearing should fall.

    :raises CaseClosed, NoSuchDay, NotShared: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    try:
        said = dt.date(LEAP, month, day)
    except ValueError:
        raise NoSuchDay from None
    require_sharing(case, timezone.localdate(at))
    date = DateToAvoid.objects.create(
        case=case,
        reason=AvoidReason(reason),
        day=f"{said:%m-%d}",
        words=words.strip() or None,
        at=at,
        by=by,
    )
    log.record(Verb.CREATE, date, by=by, fields=["reason", "day"])
    return date


@transaction.atomic
def retire_date(*, date: DateToAvoid, by: User, at: dt.datetime) -> DateToAvoid:
    """Take a date to avoid off the list.

    :raises AlreadyRetired: if it was before.
    """
    access.require(by, "write", date)
    locked(date.case_id)
    date = DateToAvoid.objects.select_for_update().get(pk=date.pk)
    if date.retired_at:
        raise AlreadyRetired
    date.retired_at = at
    date.save(update_fields=["retired_at"])
    log.record(Verb.CHANGE, date, by=by, fields=["retired_at"])
    return date
