"""A note becomes final: signing, adding, its versions, and its print."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases import skeletons
from cases.actions import notes
from cases.forms.note import AddendumForm, SignForm
from cases.models import Case, Note
from cases.reports import paper, versions, writing
from cases.views import editor
from cases.views.frame import asks, can, posted, refusals, status_of
from cases.views.lost import hands_words_back
from cases.views.note import open_note, read, reopened


@asks
def note_sign(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the note as it will be signed, then sign it; a second click harms nothing."""
    case, note = open_note(request, code, uid, "write")
    if note.signed_at:
        return redirect("cases:note", case.code, note.pk)
    form = SignForm(posted(request), initial={"version": note.version})
    if form.is_bound and form.is_valid():
        with refusals(form):
            version = form.cleaned_data["version"]
            notes.sign_note(note=note, version=version, by=request.user, at=timezone.now())
            messages.success(request, _("Signed. Nobody can change it any more."))
            return redirect("cases:note", case.code, note.pk)
        if isinstance(form.refusal, notes.NoteAlreadySigned):
            return redirect("cases:note", case.code, note.pk)
    return before_signing(request, form, case, note)


def before_signing(request: SignedIn, form: SignForm, case: Case, note: Note) -> HttpResponse:
    """Show what will be signed, who will read it and what is missing."""
    status = status_of(form)
    if form.is_bound:  # what is shown is what a second click signs
        note = reopened(note, case)
    said = note.sections.reveal()
    context = {
        "case": case,
        "note": note,
        "form": form,
        "sections": writing.shown(note.template, said),
        "missing": skeletons.missing(note.template, said),
        "readers": editor.reading(case, note.visibility, note.author, request.user),
        "is_author": note.author_id == request.user.pk,
    }
    return render(request, "cases/note_sign.html", context, status=status)


@asks
@hands_words_back
def addendum_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Add to a signed note."""
    case, note = open_note(request, code, uid, "write")
    form = AddendumForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            notes.add_addendum(note=note, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The addendum is part of the note."))
            return redirect("cases:note", case.code, note.pk)
    return read(request, case, note, can(request, case), form)


@require_safe
def note_versions(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show how a note came to be."""
    case, note = open_note(request, code, uid)
    context = {"case": case, "note": note, "versions": versions.of(note)}
    return render(request, "cases/note_versions.html", context)


@require_safe
def note_print(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a note as it goes on paper (NOM-004); it is on record who printed it."""
    case, note = open_note(request, code, uid)
    access.require(request.user, "identify", case)
    log.collect(Verb.PRINT, "cases.note", case.pk, [note.pk], code=case.code)
    return render(request, "cases/note_print.html", paper.sheet(note, request.user))
