"""The lists of first contacts: whom to call back first, who is waiting, what coordination owes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.pages import Cursor
from accompaniment.staff.standing import Standing, standing
from accompaniment.templatetags.moments import moment
from cases.calls.hours import opening
from cases.enums import Urgency
from cases.enums.calls import CallState, NoticeKind
from cases.models import CallNotice, FirstContact, PhoneLine
from cases.reports.calls.opened import hour_in, rule_of
from cases.reports.contact import when_said
from cases.safety import Rule

MOST, PER_PAGE = 100, 25
KIND = "cases.firstcontact"
PILLS = {
    CallState.RECIBIDO: "info",
    CallState.EN_ESCUCHA: "accent",
    CallState.INTERRUMPIDO: "warn",
    CallState.RECONTACTO: "warn",
    CallState.ACEPTADO: "ok",
    CallState.ACOSO: "danger",
}
CUT = frozenset({CallState.INTERRUMPIDO, CallState.RECONTACTO})
LOOKED_AT_AGAIN = frozenset({CallState.LISTA_ESPERA, CallState.SEGUIMIENTO})
PLACES = {
    CallState.RECIBIDO: "now",
    CallState.EN_ESCUCHA: "now",
    CallState.VALORADO: "now",
    CallState.LISTA_ESPERA: "waiting",
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One first contact in a list."""

    call: Any
    url: str
    alias: str
    urgency: int | None
    state: str
    state_kind: str
    when: str
    who: str
    act_by: str
    is_late: bool
    recheck: str
    rule: Rule | None = None
    safe: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something coordination has to look at."""

    notice: Any
    label: str
    url: str
    alias: str
    when: str
    decides: bool  # on the page of the call, not by having looked


@dataclass(slots=True)
class Desk:
    """Everything the page of calls shows."""

    back: list[CallRow] = field(default_factory=list)
    now: list[CallRow] = field(default_factory=list)
    waiting: list[CallRow] = field(default_factory=list)
    after: list[CallRow] = field(default_factory=list)
    notices: list[NoticeRow] = field(default_factory=list)
    more: int = 0


def row(call: Any, at: dt.datetime, rule: Rule | None = None) -> CallRow:
    """Say one first contact; who may see it may know how she wants to be called."""
    assessed = call.triaged_at is not None
    listener = call.listener or call.received_by
    return CallRow(
        call=call,
        url=call.get_absolute_url(),
        alias=call.alias.reveal() if call.alias else _("Without a name"),
        urgency=call.urgency if assessed else None,
        state=str(call.get_state_display()),
        state_kind=PILLS.get(call.state, ""),
        when=moment(call.received_at, "brief"),
        who=listener.get_short_name(),
        act_by=act_by_said(call),
        is_late=bool(call.act_by and call.urgency > Urgency.U1 and call.act_by < at),
        recheck=moment(call.recheck_on, "brief") if call.recheck_on else "",
        rule=rule,
        safe=when_said(rule) if rule else "",
    )


def act_by_said(call: Any) -> str:
    """Say until when somebody has to act."""
    if call.act_by is None:
        return ""
    return _("now") if call.urgency == Urgency.U1 else moment(call.act_by, "brief")


def rows(calls: Iterable[Any], at: dt.datetime) -> list[CallRow]:
    """Say many first contacts."""
    return [row(call, at) for call in calls]


def listed(user: Any) -> Any:
    """Return the first contacts of a reader with what a row needs."""
    found = FirstContact.objects.visible_to(user).filter(erased_at=None)
    return found.select_related("listener", "received_by").defer("demand", "signs", "about")


def shown(calls: list[Any]) -> list[Any]:
    """Let the reader in to these calls, and trace the list."""
    access.let_in(calls)
    log.collect(Verb.LIST, KIND, None, [call.pk for call in calls], count=len(calls))
    return calls


def desk(user: Any, at: dt.datetime) -> Desk:
    """Return the calls under way, the most urgent first; a constant number of queries."""
    under_way = listed(user).under_way()
    calls = shown(list(under_way.order_by("urgency", "act_by", "received_at", "id")[:MOST]))
    page = Desk(more=max(under_way.count() - MOST, 0) if len(calls) == MOST else 0)
    today = timezone.localdate(at)
    for call in calls:
        if call.state in CUT or (call.state in LOOKED_AT_AGAIN and call.recheck_on <= today):
            page.back.append(row(call, at, rule_of(call, at)))
        else:
            getattr(page, PLACES.get(call.state, "after")).append(row(call, at))
    page.back.sort(key=lambda each: first(each, at))
    page.waiting.sort(key=lambda each: (each.call.recheck_on, each.call.pk))
    page.notices = notices(user, calls)
    return page


def first(each: CallRow, at: dt.datetime) -> tuple[int, bool, dt.datetime, dt.datetime]:
    """Order by urgency, then by whether the safe hours are now, then by when they come."""
    coming = each.rule.next[0] if each.rule and each.rule.next else None
    may = bool(each.rule and each.rule.may_call)
    later = at if may else (coming or dt.datetime.max.replace(tzinfo=dt.UTC))
    return (each.call.urgency, not may, later, each.call.received_at)


def notices(user: Any, calls: list[Any]) -> list[NoticeRow]:
    """Return what coordination has not looked at yet, for who coordinates."""
    known = {call.pk: call for call in calls}
    waiting = CallNotice.objects.permitted(user, "assign").filter(
        first_contact__in=known, answered_at=None
    )
    return [
        notice_row(each, known[each.first_contact_id])
        for each in waiting.defer("answer").order_by("at", "id")
    ]


def notice_row(notice: CallNotice, call: Any) -> NoticeRow:
    """Say one notice."""
    looked = notice.kind in {NoticeKind.ROJO, NoticeKind.FUERA_DE_HORARIO}
    return NoticeRow(
        notice=notice,
        label=str(notice.get_kind_display()),
        url=call.get_absolute_url(),
        alias=call.alias.reveal() if call.alias else call.code,
        when=moment(notice.at, "brief"),
        decides=not looked,
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """Some calls that have ended, and where the older ones begin."""

    rows: list[CallRow]
    next: Cursor | None = None


def ended(user: Any, at: dt.datetime, after: Cursor | None) -> Ended:
    """Return the calls that ended, the newest first, a page at a time."""
    found = listed(user).filter(is_open=False)
    if after:
        same = Q(closed_at=after.at, pk__lt=after.pk)
        found = found.filter(Q(closed_at__lt=after.at) | same)
    calls = list(found.order_by("-closed_at", "-pk")[: PER_PAGE + 1])
    more, calls = len(calls) > PER_PAGE, shown(calls[:PER_PAGE])
    last = Cursor(calls[-1].closed_at, calls[-1].pk) if more else None
    return Ended(rows(calls, at), last)


def ringing(user: Any, here: Standing, at: dt.datetime) -> list[tuple[str, str]]:
    """Say what the telephone asks of somebody today, each with its kind; opens nothing."""
    if not here.holds(Role.PSYCHOLOGIST, Role.COORDINATOR):
        return []
    again = Q(state__in=LOOKED_AT_AGAIN, recheck_on__lte=timezone.localdate(at))
    red = Q(urgency=Urgency.U1, triaged_at__isnull=False)
    calls = FirstContact.objects.visible_to(user).under_way()
    found = calls.aggregate(
        red=Count("pk", filter=red), back=Count("pk", filter=again | Q(state__in=CUT))
    )
    looks = CallNotice.objects.permitted(user, "assign").filter(
        answered_at=None, first_contact__is_open=True
    )
    said = (
        (found["red"], ngettext("%(n)s red call", "%(n)s red calls", found["red"]), "danger"),
        (n := looks.count(), ngettext("%(n)s for coordination", "%(n)s for coordination", n), ""),
        (found["back"], ngettext("%(n)s to call back", "%(n)s to call back", found["back"]), ""),
    )
    return [(text % {"n": number}, kind) for number, text, kind in said if number]


# --- lines -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineSaid:
    """One line and whether somebody attends it now."""

    line: PhoneLine
    name: str
    channel: str
    now: str
    hours: str
    is_open: bool


def lines_of(user: Any, *, everything: bool = False) -> list[PhoneLine]:
    """Return the lines of a reader's teams."""
    found = PhoneLine.objects.filter(team__in=standing(user).teams())
    return list((found if everything else found.filter(is_active=True)).order_by("name", "id"))


def line_said(line: PhoneLine, at: dt.datetime) -> LineSaid:
    """Say which hour it is on a line, and until or from when it is attended."""
    now = opening(line.time_zone, line.hours, at)
    hours = _("No hours yet")
    if now.until:
        hours = _("Attended until %(hour)s") % {"hour": f"{now.until.hour}:{now.until.minute:02}"}
    elif now.next:
        words = {"day": moment(now.next.date(), "near"), "hour": f"{now.next:%H:%M}"}
        hours = _("Attended again: %(day)s, %(hour)s") % words
    return LineSaid(
        line,
        line.name,
        str(line.get_channel_display()),
        hour_in(line.time_zone, at),
        hours,
        now.is_open,
    )
