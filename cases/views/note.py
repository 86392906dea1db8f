"""Notes: written, edited, read."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import notes
from cases.forms.note import AddendumForm, NoteForm, fresh, from_draft, from_note
from cases.models import Addendum, Case, Note, Session
from cases.reports import writing
from cases.views import editor
from cases.views.frame import asks, can, open_case, posted, refusals, status_of
from cases.views.lost import hands_words_back
from cases.views.session import open_session


def open_note(request: SignedIn, code: str, uid: Any, action: str = "view") -> tuple[Case, Note]:
    """Open a note through its case."""
    case = open_case(request, code)
    rows = Note.objects.filter(case=case).select_related("author", "session", "signed_by")
    note: Note = access.open_or_404(rows, request.user, action=action, pk=uid)
    note.case = note.session.case = case
    return case, note


@asks
@hands_words_back
def note_new(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Write the note of a session."""
    case, session = open_session(request, code, uid)
    if request.method == "POST":
        return save_new(request, case, session)
    mine = Note.objects.visible_to(request.user).filter(session=session, author=request.user)
    if known := mine.order_by("written_at").first():
        return redirect("cases:note", case.code, known.pk)
    draft = writing.draft_for(request.user, session)
    kept = draft if draft and "stored" not in request.GET else None
    initial = from_draft(kept, version=0) if kept else fresh()
    form = editor.form_for(case, request.user, request.user, initial=initial)
    return editor.show(request, form, session, draft=draft)


def save_new(request: SignedIn, case: Case, session: Session) -> HttpResponse:
    """Save a new note, or show the editor again with everything typed."""
    form = editor.form_for(case, request.user, request.user, data=posted(request))
    if form.is_valid() and request.POST.get("do") != "template":
        with refusals(form):
            facts = form.cleaned_data
            note = notes.write_note(
                case=case,
                note_id=facts["note_id"],
                session=session,
                template=facts["template"],
                sections=form.words(),
                visibility=facts["visibility"],
                **editor.place(case, form),
                urgency=facts["urgency"],
                by=request.user,
                at=timezone.now(),
            )
            return editor.after_save(request, case, note, form)
        if known := getattr(form.refusal, "note", None):
            return editor.conflict(request, form, reopened(known, case))
    return editor.show(request, form, session)


@asks
@hands_words_back
def note(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Read a note; edit it while it is not signed."""
    action = "write" if request.method == "POST" else "view"
    case, found = open_note(request, code, uid, action)
    if request.method == "POST":
        return save(request, case, found)
    may = can(request, case)
    mine = found.author_id == request.user.pk or "edit" in request.GET
    if found.signed_at or not (mine and may.get("write")):
        return read(request, case, found, may)
    draft = writing.draft_of(request.user, case, found.pk)
    kept = draft if draft and "stored" not in request.GET else None
    initial = from_draft(kept, version=found.version) if kept else from_note(found)
    form = editor.form_for(case, found.author, request.user, initial=initial)
    if kept and "compare" in request.GET:
        return editor.conflict(request, form, found, status=200)
    return editor.show(request, form, found.session, note=found, draft=draft)


def save(request: SignedIn, case: Case, found: Note) -> HttpResponse:
    """Save what was edited, or show both texts if someone was faster."""
    form = editor.form_for(case, found.author, request.user, data=posted(request))
    if form.is_valid() and request.POST.get("do") != "template":
        with refusals(form):
            saved = notes.edit_note(
                note=found, **edits(form, found), by=request.user, at=timezone.now()
            )
            return editor.after_save(request, case, saved, form)
        if getattr(form.refusal, "conflict", False):
            return editor.conflict(request, form, reopened(found, case))
    return editor.show(request, form, found.session, note=found)


def edits(form: NoteForm, found: Note) -> dict[str, Any]:
    """Return what was sent; sections the form did not show stay as they are."""
    kept = found.sections.reveal() if found.sections else {}
    facts = form.cleaned_data
    return {
        "version": facts["version"],
        "sections": {**kept, **form.words()},
        "template": facts["template"],
        "visibility": facts["visibility"],
        "urgency": facts["urgency"],
        **editor.place(found.case, form),
    }


def reopened(found: Note, case: Case) -> Note:
    """Return a note as it is stored now."""
    note = Note.objects.select_related("author", "session").get(pk=found.pk)
    note.case = note.session.case = case
    return note


def read(
    request: SignedIn, case: Case, found: Note, may: dict[str, bool], form: Any = None
) -> HttpResponse:
    """Show a note to be read, with its addenda, and what the reader had begun to type into it."""
    begun = writing.begun(request.user, case, found) if may.get("write") else ""
    form = form or AddendumForm(initial={"body": begun})
    addenda = Addendum.objects.visible_to(request.user).filter(note=found)
    context = {
        "case": case,
        "note": found,
        "can": may,
        "sections": writing.shown(found.template, found.sections.reveal()),
        "addenda": list(addenda.select_related("author").order_by("written_at", "id")),
        "form": form,
        "begun": begun,
        "urgency_differs": found.urgency and found.urgency != case.urgency,
    }
    return render(request, "cases/note_detail.html", context, status=status_of(form))
