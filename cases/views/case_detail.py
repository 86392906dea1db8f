"""The page of one case."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases import lines
from cases.enums import CaseState
from cases.models import Case
from cases.reports import page, viewers
from cases.reports.alerts import alarm_of
from cases.reports.rows import PILLS
from cases.reports.timeline import Cursor, Eyes, Thread, thread
from cases.views.frame import can, open_case
from cases.views.rooms import ways


@require_safe
def detail(request: SignedIn, code: str) -> HttpResponse:
    """Show a case: its head, the rule of contact, what happened, who takes part."""
    case = open_case(request, code)
    may = can(request, case)
    writes = bool(may.get("write")) and case.is_open
    people = page.people(case, known=bool(may.get("identify")))
    newest = thread(case, request.user, eyes_of(case, may))
    context = {
        "case": case,
        "can": may,
        "people": people,
        "contacts": contacts_of(case, people, may),
        "thread": newest,
        "writes": writes,
        "rooms": ways(case, may),
        "alarm": alarm_of(case, request.user),
        "record_url": record_url(case, newest),
        **around(request, case, people, may),
    }
    return render(request, "cases/case_detail.html", context)


def eyes_of(case: Case, may: dict[str, bool]) -> Eyes:
    """Say what the reader's timeline may open."""
    writes = bool(may.get("write")) and case.is_open
    return Eyes(
        identify=bool(may.get("identify")),
        read=bool(may.get("read")),
        write=writes,
        legal=bool(may.get("legal")),
    )


def record_url(case: Case, newest: Thread) -> str:
    """Return where to log a session: the one on the agenda if its time has come."""
    if not lines.of(case.line).is_about_someone:
        return reverse("cases:activity_new", args=[case.code])
    due = [knot for knot in newest.knots if knot.kind == "next" and knot.has_come]
    if due:
        return reverse("cases:session_hold", args=[case.code, due[-1].pk])
    return reverse("cases:session_record", args=[case.code])


def contacts_of(case: Case, people: list[page.Someone], may: dict[str, bool]) -> list[Any]:
    """Return the rules of contact for those who may identify."""
    return page.contacts(people, timezone.now()) if may.get("identify") else []


def around(
    request: SignedIn, case: Case, people: list[page.Someone], may: dict[str, bool]
) -> dict[str, Any]:
    """Return what stands beside the timeline."""
    today = timezone.localdate()
    team = page.team(case)
    since = [each.since for each in team if each.is_responsible]
    return {
        "pronouns": people[0].pronouns if people else "",
        "state_kind": PILLS.get(CaseState(case.state), "accent"),
        "team": team,
        "since": since[0] if since else None,
        "answers": page.answers(case, people, today) if shows_consents(may) else [],
        "reason": page.reason(case) if may.get("read") else "",
        "steps": [(step.value, step.label) for step in lines.of(case.line).steps],
        "stands_at": stands_at(case),
        "shows_consents": shows_consents(may),
        "seen": viewers.latest(case) if may.get("assign") else [],
    }


def stands_at(case: Case) -> str:
    """Return the step to mark: a case that is paused or interrupted stands where it stopped."""
    way = lines.of(case.line)
    if case.state in way.steps:
        return case.state
    off = case.transitions.filter(before__in=way.steps).exclude(after__in=way.steps)
    return off.order_by("-at").values_list("before", flat=True).first() or way.first


def shows_consents(may: dict[str, bool]) -> bool:
    """Tell whether the answers are this reader's business."""
    return bool(may.get("read") or may.get("assign"))


@require_safe
def timeline(request: SignedIn, code: str) -> HttpResponse:
    """Show what happened before, a page at a time."""
    case = open_case(request, code)
    eyes = eyes_of(case, can(request, case))
    after = Cursor.parse(request.GET.get("after", ""))
    context = {
        "case": case,
        "thread": thread(case, request.user, eyes, after=after),
        "writes": eyes.write,
    }
    return render(request, "cases/case_timeline.html", context)
