"""What the house keeps for every group: its library of themes, and the days it does not work."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Team, User
from accompaniment.staff.standing import standing
from cases.actions.refusal import Refusal
from groups import themes
from groups.models import Closure, Theme


class TitleMissing(Refusal):
    """A theme has a title."""

    sentence = _("Write what the theme is called.")


class DaysTurned(Refusal):
    """The end lies before the beginning."""

    sentence = _("The last day lies before the first one.")


def _coordinates(by: User, team_id: Any = None) -> None:
    """Refuse unless the person coordinates a team, or this very one.

    :raises PermissionDenied: and the refusal is traced.
    """
    mine = standing(by).teams({Role.COORDINATOR})
    if not mine or (team_id and team_id not in mine):
        log.deny("keep groups.theme", None)
        raise PermissionDenied


@transaction.atomic
def begin_library(*, by: User, at: dt.datetime) -> int:
    """Lay the usual themes where there is none yet; return how many."""
    _coordinates(by)
    count = 0
    for kind, titles in themes.FIRST.items():
        if Theme.objects.filter(kind=kind).exists():
            continue
        for position, title in enumerate(titles, 1):
            theme = Theme(kind=kind, position=position, title=title)
            theme.save(force_insert=True)
            log.record(Verb.CREATE, theme, by=by, fields=["title"])
            count += 1
    return count


@transaction.atomic
def keep_theme(*, theme: Theme | None, told: dict[str, Any], by: User, at: dt.datetime) -> Theme:
    """Add a theme to the library, or change one.

    :raises TitleMissing: without a title.
    """
    _coordinates(by)
    if not told["title"].strip():
        raise TitleMissing
    found = theme or Theme(position=_next(told["kind"]))
    for name in ("kind", "title", "objectives", "technique", "materials"):
        setattr(found, name, told[name].strip())
    found.save()
    log.record(Verb.CHANGE if theme else Verb.CREATE, found, by=by, fields=["title"])
    return found


@transaction.atomic
def retire_theme(*, theme: Theme, by: User, at: dt.datetime) -> Theme:
    """Take a theme out of the library, or bring it back; sessions held keep theirs."""
    _coordinates(by)
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    theme.retired_at = None if theme.retired_at else at
    theme.save(update_fields=["retired_at"])
    log.record(Verb.CHANGE, theme, by=by, fields=["retired_at"])
    return theme


def _next(kind: str) -> int:
    last = Theme.objects.filter(kind=kind).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


@transaction.atomic
def close_days(
    *,
    name: str,
    begins_on: dt.date,
    ends_on: dt.date,
    team: Team | None = None,
    by: User,
    at: dt.datetime,
) -> Closure:
    """Say on which days the house, or one team, does not work.

    :raises DaysTurned: if the end lies before the beginning.
    """
    _coordinates(by, team.pk if team else None)
    if ends_on < begins_on:
        raise DaysTurned
    found = Closure(name=name.strip(), begins_on=begins_on, ends_on=ends_on, team=team)
    found.save(force_insert=True)
    log.record(Verb.CREATE, found, by=by, fields=["begins_on", "ends_on"])
    return found


@transaction.atomic
def open_days(*, closure: Closure, by: User, at: dt.datetime) -> None:
    """Say that the house, or the team they are of, works on these days after all."""
    _coordinates(by, closure.team_id)
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    closure.is_open = True
    closure.save(update_fields=["is_open"])
    log.record(Verb.CHANGE, closure, by=by, fields=["is_open"])
