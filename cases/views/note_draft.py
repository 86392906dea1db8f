"""What happens beside a note being typed: autosave, discarding, who will read it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import clock
from cases.actions import notes
from cases.actions.refusal import Refusal
from cases.enums import Visibility
from cases.forms.fields import plain
from cases.forms.note import typed
from cases.models import Case, Draft, Note, Session
from cases.views import editor
from cases.views.frame import open_case


@require_POST
def note_draft(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Keep what is being typed, sealed to its author."""
    case = open_case(request, code, "write")
    content = {name: plain(text) for name, text in typed(request.POST).items()}
    if not content:
        return JsonResponse({"text": _("There is nothing to keep yet.")}, status=422)
    try:
        kept = notes.keep_draft(
            case=case,
            note_id=uid,
            content=content,
            base_version=version_of(content),
            session=session_of(request, case),
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(refusal, case, uid)
    return kept_answer(kept, case, uid, request.user)


def version_of(content: dict[str, str]) -> int:
    """Return the version the author was looking at."""
    said = content.get("version", "0")
    return int(said) if said.isdecimal() and len(said) < 9 else 0  # noqa: PLR2004


def session_of(request: SignedIn, case: Case) -> Session | None:
    """Return the session a new note is about."""
    uid = editor.note_uuid(request.POST.get("session", ""))
    return Session.objects.filter(case=case, pk=uid).first() if uid else None


def refused(refusal: Refusal, case: Case, uid: UUID) -> HttpResponse:
    """Say why nothing was kept, and where to look."""
    url = reverse("cases:note", args=[case.code, uid])
    return JsonResponse({"text": str(refusal), "url": url}, status=409 if refusal.conflict else 422)


def kept_answer(kept: Draft, case: Case, uid: UUID, user: Any) -> HttpResponse:
    """Say when it was kept, and whether someone saved another version meanwhile."""
    stored = Note.objects.visible_to(user).filter(case=case, pk=uid).values_list("version").first()
    if stored and stored[0] != kept.base_version:
        url = reverse("cases:note", args=[case.code, uid]) + "?compare"
        text = _("Your words are kept. Somebody saved another version meanwhile.")
        return JsonResponse({"text": text, "url": url}, status=409)
    hour = clock(timezone.localtime(kept.saved_at))
    return JsonResponse({"text": _("Saved %(hour)s") % {"hour": hour}})


@require_POST
def draft_discard(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Throw one's own draft away."""
    case = open_case(request, code, "write")
    draft: Draft = access.open_or_404(
        Draft.objects.filter(case=case).select_related("session"), request.user, note=uid
    )
    session = draft.session
    notes.discard_draft(draft=draft, by=request.user)
    if Note.objects.visible_to(request.user).filter(case=case, pk=uid).exists():
        return redirect("cases:note", case.code, uid)
    if session:
        return redirect("cases:note_new", case.code, session.pk)
    return redirect(case.get_absolute_url())


@require_safe
def note_readers(request: SignedIn, code: str) -> HttpResponse:
    """Say who would be able to read a note at one level."""
    case = open_case(request, code, "write")
    level = request.GET.get("visibility", "")
    level = level if level in Visibility.values else Visibility.TEAM
    people = editor.reading(case, level, request.user, request.user)
    return render(request, "cases/_readers.html", {"readers": people})
