"""Taking a call down: the screen that opens in one key stroke, and what it keeps by itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import clock
from cases.actions.calls import steps, taking
from cases.actions.refusal import Refusal
from cases.enums.calls import STEPS, Answer, CallStage, CallState
from cases.forms.calls.signs import SignsForm
from cases.forms.calls.taking import (
    CallForm,
    from_call,
    typed,
    version_in,
    without_too_much,
)
from cases.models import CallDraft, FirstContact
from cases.reports.calls import lists, sheet
from cases.reports.calls.opened import hour_in
from cases.views.calls.frame import (
    as_choices,
    done,
    draft_of,
    form_page,
    listens,
    open_call,
    team_in,
    teams_of,
)
from cases.views.frame import asks, posted, refusals

BEGINNING = frozenset({CallState.RECIBIDO, CallState.EN_ESCUCHA})
LETTING_IN = {CallStage.TOMA: "identify", CallStage.CONTACTO: "identify"}


@asks
def call_new(request: SignedIn) -> HttpResponse:
    """Take a call down."""
    teams = teams_of(request)
    lines, hears = lists.lines_of(request.user), listens(request)
    begun = {"line": str(lines[0].pk), "channel": lines[0].channel} if len(lines) == 1 else {}
    form = CallForm(
        posted(request), lines=lines, teams=as_choices(teams), listens=hears, initial=begun
    )
    if form.is_bound and form.is_valid():
        with refusals(form):  # the call stays on record, whatever is refused about it
            call = taking.receive_call(
                call_id=form.cleaned_data["call_id"],
                team=team_in(request, teams),
                by=request.user,
                at=timezone.now(),
            )
            return go_on(request, save(request, call, form), form)
    return screen(request, form, None)


@asks
def call_edit(request: SignedIn, uid: UUID) -> HttpResponse:
    """Go on taking a call down, or correct what was."""
    call = open_call(request, uid, "identify")
    lines, hears = lists.lines_of(request.user), access.allows(request.user, "listen", call)
    draft = draft_of(request, call, CallStage.TOMA)
    stored = from_call(call, listens=hears)
    begun = {**stored, **(draft.content.reveal() if draft else {}), "version": call.version}
    form = CallForm(posted(request), lines=lines, listens=hears, initial=begun)
    if form.is_bound and form.is_valid():
        with refusals(form):
            return go_on(request, save(request, call, form), form)
        call = seen_now(request, call, form)
    return screen(request, form, call, draft)


def seen_now(request: SignedIn, call: FirstContact, form: CallForm) -> FirstContact:
    """Show what somebody saved meanwhile beside one's own; saved again, one's own stays."""
    if not getattr(form.refusal, "conflict", False):  # type: ignore[attr-defined]
        return call
    call = open_call(request, call.pk, "identify")
    form.data = {**request.POST.dict(), "told": request.POST.getlist("told")}
    form.data |= {"version": str(call.version)}
    return call


def save(request: SignedIn, call: FirstContact, form: CallForm) -> FirstContact:
    """Save what was taken down."""
    return taking.take_down(
        call=call,
        facts=form.facts(),
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def go_on(request: SignedIn, call: FirstContact, form: CallForm) -> HttpResponse:
    """Go where the call goes: it was cut, it is not safe, or somebody listens."""
    now, hears = timezone.now(), access.allows(request.user, "listen", call)
    if request.POST.get("do") == "cut":
        steps.interrupt_call(call=call, by=request.user, at=now)
        return done(request, call, _("It is on record that the call was cut."))
    if (
        not call.safe_now
        or not hears
        or call.state not in {CallState.RECIBIDO, CallState.EN_ESCUCHA}
    ):
        return done(request, call, _("Saved."))
    taking.begin_listening(call=call, by=request.user, at=now)
    if call.safe_now == Answer.NO:
        return redirect("cases:call_contact", call.pk)
    return redirect("cases:call_urgency", call.pk)


def screen(
    request: SignedIn, form: CallForm, call: FirstContact | None, draft: CallDraft | None = None
) -> HttpResponse:
    """Show the screen of a call with everything typed."""
    now, refusal = timezone.now(), getattr(form, "refusal", None)
    behind = draft and call and draft.base_version != call.version
    stored = None
    if call and (behind or getattr(refusal, "conflict", False)):
        stored = sheet.sheet(call, now, listens="demand" in form.fields)
    context = {
        "call": call,
        "draft": draft,
        "lines": [lists.line_said(line, now) for line in form.lines.values()],
        "hour": hour_in(call.time_zone, now) if call else "",
        "stored": stored,
        "autosave": reverse("cases:call_draft", args=[form.drawn_id(), CallStage.TOMA]),
    }
    return form_page(request, form, "cases/calls/take.html", **context)


@require_safe
def call(request: SignedIn, uid: UUID) -> HttpResponse:
    """Read a first contact, and see what can follow."""
    found = open_call(request, uid)
    may = dict.fromkeys(access.allowed_actions(request.user, found), True)
    now = timezone.now()
    context = {
        "call": found,
        "can": may,
        "sheet": sheet.sheet(found, now, listens=may.get("listen", False)),
        "ahead": ahead(found, may),
        "case_url": case_url(request, found),
        "joined": list(found.merged.order_by("received_at")),
        "notices": lists.notices(request.user, [found]),
        "missing": steps.missing(found) if may.get("listen") and found.is_open else [],
    }
    return render(request, "cases/calls/detail.html", context)


def case_url(request: SignedIn, call: FirstContact) -> str:
    """Return where the accompaniment is, for who may see it."""
    if call.case is None or not access.allows(request.user, "view", call.case):
        return ""
    return call.case.get_absolute_url()


# what a step is called on its button, and the page it has of its own
PAGES = {
    CallState.ACEPTADO: "cases:call_accept",
    CallState.DUPLICADO: "cases:call_join",
    CallState.VALORADO: "cases:call_urgency",
    CallState.NO_CONTACTABLE: "cases:call_decide",
}


def ahead(call: FirstContact, may: dict[str, bool]) -> list[tuple[str, str]]:
    """Return the steps the reader may take, each with its address."""
    found = []
    for state in steps.next_call_steps(call):
        anybody = state in steps.ANYBODY
        wanted = "assign" if state == CallState.NO_CONTACTABLE else "listen"
        if state == CallState.INTERRUMPIDO or not (anybody or may.get(wanted)):
            continue
        page = PAGES.get(state)
        url = reverse(page, args=[call.pk]) if page else step_url(call, state)
        found.append((str(STEPS[state]), url))
    return found


def step_url(call: FirstContact, state: str) -> str:
    """Return where a step is taken."""
    return reverse("cases:call_step", args=[call.pk, state])


@require_POST
def call_cut(request: SignedIn, uid: UUID) -> HttpResponse:
    """Say that the call was cut."""
    found = open_call(request, uid, "identify")
    try:
        steps.interrupt_call(call=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(found)
    return done(request, found, _("It is on record that the call was cut."))


@require_POST
def call_draft(request: SignedIn, uid: UUID, stage: str) -> HttpResponse:
    """Keep what is being typed about a call, sealed; the first letter puts the call on record."""
    if stage not in CallStage.values:
        raise Http404
    found = None
    if FirstContact.objects.filter(pk=uid).exists():
        found = open_call(request, uid, LETTING_IN.get(CallStage(stage), "listen"))
    content, too_much = without_too_much(typed(request.POST))
    if not content and not too_much:
        return JsonResponse({"text": _("There is nothing to keep yet.")}, status=422)
    try:
        found, draft = keep(request, found or uid, stage, content)
    except Refusal as refusal:
        return JsonResponse({"text": str(refusal)}, status=422)
    return kept(request, found, draft, too_much)


@transaction.atomic
def keep(
    request: SignedIn, call: FirstContact | UUID, stage: str, content: dict[str, Any]
) -> tuple[FirstContact, CallDraft]:
    """Put a call on record unless it is there, and keep what is being typed about it."""
    by, at = request.user, timezone.now()
    if isinstance(call, UUID):
        call = taking.receive_call(
            call_id=call, team=team_in(request, teams_of(request)), by=by, at=at
        )
    version = version_in(content)
    draft = taking.keep_call_draft(
        call=call, stage=stage, content=content, base_version=version, by=by, at=at
    )
    return call, draft


def kept(
    request: SignedIn, call: FirstContact, draft: CallDraft, too_much: list[str]
) -> HttpResponse:
    """Say when it was kept, what was left out, and what the signs suggest."""
    if too_much:
        return JsonResponse({"text": " ".join(dict.fromkeys(too_much))}, status=422)
    if call.version != draft.base_version:
        text = _("Your words are kept. Somebody saved another version meanwhile.")
        url = reverse("cases:call_edit", args=[call.pk])
        return JsonResponse({"text": text, "url": url}, status=409)
    said = _("Saved %(hour)s") % {"hour": clock(timezone.localtime(draft.saved_at))}
    if draft.stage == CallStage.URGENCIA:
        form: Any = SignsForm(request.POST, time_zone=call.time_zone)
        form.is_valid()
        level = sheet.urgent_of(form.signs(), draft.saved_at).suggested
        said = _("%(saved)s · the signs suggest U%(level)s") % {"saved": said, "level": level}
    return JsonResponse({"text": said})
