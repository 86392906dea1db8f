"""The editor of a report: its outline, its sections, what is kept while they are typed."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import clock
from cases.actions.refusal import Refusal
from cases.forms.fields import plain
from cases.views.frame import asks, refusals
from cases.views.lost import hands_words_back
from expertise.actions import writing as actions
from expertise.forms.section import SectionForm
from expertise.models import Commission, Section, SectionDraft
from expertise.reports.outline import length, length_of, outline
from expertise.reports.shown import shown
from expertise.reports.snapshot import snapshot
from expertise.sections import BY_KEY, SectionKind
from expertise.views import writing
from expertise.views.frame import open_commission, room_page

SHORT_NUMBER = 9  # digits of a version


@require_safe
def editor(request: SignedIn, folio: str) -> HttpResponse:
    """Show the outline of a report, and how long it has grown."""
    commission = open_commission(request, folio, "read")
    entries = outline(commission, request.user)
    if access.allows(request.user, "write", commission):
        grown = length(snapshot(commission))
    else:
        grown = length_of(sum(entry.words for entry in entries))
    return room_page(
        request,
        commission,
        "editor",
        "expertise/editor.html",
        outline=entries,
        length=grown,
        closed=writing.why_closed(commission),
    )


@require_safe
def report_preview(request: SignedIn, folio: str) -> HttpResponse:
    """Show the whole report as it would be frozen now, for who writes it."""
    commission = open_commission(request, folio, "write")
    content = snapshot(commission)
    told = [{**section, "blocks": shown(section["blocks"])} for section in content["sections"]]
    return room_page(
        request,
        commission,
        "editor",
        "expertise/report_preview.html",
        cover=content["cover"],
        sections=told,
        length=length(content),
    )


def kind_of(key: str) -> SectionKind:
    """Return a section by its key.

    :raises Http404: if there is none.
    """
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


@asks
@hands_words_back
def section(request: SignedIn, folio: str, key: str) -> HttpResponse:
    """Read a section; write it, for whoever writes the report, while it is being written."""
    kind = kind_of(key)
    commission = open_commission(request, folio, "write" if request.method == "POST" else "read")
    if request.method == "POST":
        return save(request, commission, kind)
    found = writing.found(commission, kind)
    draft = writing.draft_of(request, commission, kind)
    closed = writing.why_closed(commission)
    if not access.allows(request.user, "write", commission) or (closed and not draft):
        return read(request, commission, kind, found, closed)
    form = SectionForm(kind=kind, initial=writing.begun(request, found, draft))
    if draft and "compare" in request.GET:
        return conflict(request, commission, kind, form, status=200)
    return writing.show(request, commission, kind, form, section=found, draft=draft, closed=closed)


def read(
    request: SignedIn,
    commission: Commission,
    kind: SectionKind,
    found: Section | None,
    closed: str,
) -> HttpResponse:
    """Show a section to who reads it."""
    now = writing.stored(found)
    blocks = shown(writing.prose.blocks(now["body"]))
    told = {"section": found, "stored": now, "blocks": blocks, "closed": closed}
    return writing.page(request, commission, kind, "expertise/section.html", **told)


def save(request: SignedIn, commission: Commission, kind: SectionKind) -> HttpResponse:
    """Save what was written, or show it again with what was asked for."""
    goal = request.POST.get("do", "save")
    found = writing.found(commission, kind)
    if goal in {"template", "preview"}:
        form = writing.retyped(request, commission, kind)
        return writing.show(request, commission, kind, form, section=found)
    form = SectionForm(request.POST, kind=kind)
    if form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            actions.write_section(
                commission=commission,
                key=kind.key,
                version=said["version"],
                body=said["body"],
                empty_because=said["empty_because"],
                template=said["used"],
                by=request.user,
                at=timezone.now(),
            )
            return after_save(request, commission, kind, goal)
        if getattr(form.refusal, "conflict", False):
            return conflict(request, commission, kind, form)
    return writing.show(request, commission, kind, form, section=found)


def after_save(
    request: SignedIn, commission: Commission, kind: SectionKind, goal: str
) -> HttpResponse:
    """Go where the writer asked to go."""
    messages.success(request, _("Saved."))
    after = writing.neighbours(kind.key)[1]
    if goal == "next" and after:
        return redirect("expertise:section", commission.code, after.key)
    return redirect("expertise:section", commission.code, kind.key)


def conflict(
    request: SignedIn,
    commission: Commission,
    kind: SectionKind,
    form: SectionForm,
    *,
    status: int = 409,
) -> HttpResponse:
    """Show both texts side by side, and a way to join and save them."""
    found = writing.found(commission, kind)
    now = writing.stored(found)
    return writing.page(
        request,
        commission,
        kind,
        "expertise/section_conflict.html",
        form=form,
        section=found,
        stored=now,
        status=status,
    )


@require_POST
def section_draft(request: SignedIn, folio: str, key: str) -> HttpResponse:
    """Keep what is being typed, sealed to its author."""
    kind = kind_of(key)
    commission = open_commission(request, folio, "write")
    said = {name: plain(request.POST.get(name, "")) for name in ("body", "empty_because")}
    if not any(text.strip() for text in said.values()):
        return JsonResponse({"text": _("There is nothing to keep yet.")}, status=422)
    try:
        kept = actions.keep_section_draft(
            commission=commission,
            key=kind.key,
            version=version_of(request),
            **said,
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return JsonResponse({"text": str(refusal)}, status=422)
    return kept_answer(request, commission, kind, kept)


def version_of(request: SignedIn) -> int:
    """Return the version the author was looking at."""
    said = request.POST.get("version", "0")
    return int(said) if said.isdecimal() and len(said) < SHORT_NUMBER else 0


def kept_answer(
    request: SignedIn, commission: Commission, kind: SectionKind, kept: SectionDraft
) -> HttpResponse:
    """Say when it was kept, how long it is, and whether another version was saved meanwhile."""
    found = writing.found(commission, kind)
    if (found.version if found else 0) != version_of(request):
        url = reverse("expertise:section", args=[commission.code, kind.key]) + "?compare"
        text = _("Your words are kept. Somebody saved another version meanwhile.")
        return JsonResponse({"text": text, "url": url}, status=409)
    words = writing.prose.words(request.POST.get("body", ""))
    facts = {"hour": clock(timezone.localtime(kept.saved_at)), "words": words}
    return JsonResponse({"text": _("Saved %(hour)s · %(words)s words") % facts})


@require_POST
def section_discard(request: SignedIn, folio: str, key: str) -> HttpResponse:
    """Throw one's own draft away."""
    kind = kind_of(key)
    commission = open_commission(request, folio, "write")
    rows = SectionDraft.objects.filter(commission=commission, key=kind.key)
    draft: SectionDraft = access.open_or_404(rows, request.user)
    actions.discard_section_draft(draft=draft, by=request.user)
    return redirect("expertise:section", commission.code, kind.key)
