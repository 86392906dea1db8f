"""The desk on which a note is written: its form, who will read it, what was agreed before."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases import skeletons
from cases.actions import contacts, notes
from cases.enums import LEVELS, ParticipationRole, ServiceLine, Visibility
from cases.forms.note import NoteForm, words_field
from cases.models import Case, ContactChannel, Note, Person, Session
from cases.reports import family, writing
from cases.reports.alerts import alarm_of
from cases.views.frame import status_of


def names(people: Iterable[Any], user: Any) -> list[str]:
    """Return colleagues by name, the reader first and as "you"."""
    others = [each.full_name for each in people if each.pk != user.pk]
    return [_("You"), *others]


def readers(case: Case, author: Any, user: Any) -> dict[str, str]:
    """Say for each level who will be able to read, before anything is saved."""
    return {level: ", ".join(reading(case, level, author, user)) for level in LEVELS}


def reading(case: Case, level: str, author: Any, user: Any) -> list[str]:
    """Return who will be able to read at one level."""
    people = list(notes.readers(case, level, author))
    if any(each.pk == user.pk for each in people):
        return names(people, user)
    return [each.full_name for each in people]


def form_for(case: Case, author: Any, user: Any, **facts: Any) -> NoteForm:
    """Return the form of a note, with the names of those who will read it."""
    return NoteForm(readers=readers(case, author, user), spaces=spaces(case), **facts)


def spaces(case: Case) -> list[tuple[str, str]]:
    """Return in whose space a note of a family may lie; elsewhere there is only one."""
    if case.line != ServiceLine.FAM:
        return []
    private = _("Private space of %(name)s")
    named = {
        str(row.person.pk): private % {"name": row.name}
        for row in family.rows(case)
        if row.is_member
    }
    gone = _("Private space of someone who no longer takes part")
    for pk in case.notes.exclude(about=None).values_list("about", flat=True).distinct():
        named.setdefault(str(pk), gone)
    return [("", _("The whole family")), *named.items()]


def place(case: Case, form: NoteForm) -> dict[str, Any]:
    """Return whose space was chosen, where one could be."""
    if "about" not in form.fields or "about" not in form.data:
        return {}  # what was not asked moves nothing out of a private space
    chosen = form.cleaned_data["about"]
    here = Person.objects.filter(participations__case=case)
    return {"about": here.filter(pk=chosen).distinct().get() if chosen else None}


def show(
    request: SignedIn,
    form: NoteForm,
    session: Session,
    *,
    note: Note | None = None,
    draft: Any = None,
) -> HttpResponse:
    """Show the editor with everything typed."""
    case = session.case
    level = form["visibility"].value() or Visibility.TEAM
    author = note.author if note else request.user
    context = {
        "case": case,
        "alarm": alarm_of(case, request.user),
        "session": session,
        "note": note,
        "form": form,
        "draft": draft,
        "behind": bool(note and draft and draft.base_version != note.version),
        "before": writing.before(session, request.user),
        "goal": writing.goal(case),
        "readers": reading(case, level, author, request.user),
        "autosave": reverse("cases:note_draft", args=[case.code, form.drawn_id()]),
    }
    return render(request, "cases/note_edit.html", context, status=status_of(form))


def conflict(request: SignedIn, form: NoteForm, note: Note, *, status: int = 409) -> HttpResponse:
    """Show both texts side by side, and a way to join and save them."""
    stored = note.sections.reveal() if note.sections else {}
    mine = {name: form[name].value() or "" for name in form.fields if name in skeletons.ALL}
    form.fields.update((name, form_field(name)) for name in stored if name not in form.fields)
    order = [name for name in skeletons.ALL if stored.get(name) or mine.get(name)]
    level = level_of(form, note, request.user)
    context = {
        "case": note.case,
        "note": note,
        "form": form,
        "level": level,
        "readers": reading(note.case, level, note.author, request.user),
        "author": note.history.first(),
        "sides": [
            writing.Side(form[name], stored.get(name, ""), stored.get(name) == mine.get(name))
            for name in order
        ],
        "signed": note.signed_at,
        "mine": "\n\n".join(text for text in mine.values() if text),
        "new_id": form["note_id"].value(),
    }
    return render(request, "cases/note_conflict.html", context, status=status)


def level_of(form: NoteForm, note: Note, user: Any) -> str:
    """Return who may read the joined text: its author chooses, to everybody else it is given."""
    chosen = form["visibility"].value()
    mine = note.author_id == user.pk and chosen in Visibility.values
    return str(chosen if mine else note.visibility)


def form_field(name: str) -> Any:
    """Return the field of a section that the form did not show."""
    return words_field(skeletons.ALL[name])


def after_save(request: SignedIn, case: Case, note: Note, form: NoteForm) -> HttpResponse:
    """Go where the person asked to go, and keep what was said about the contact."""
    if form.cleaned_data.get("contact_safe") == "same":
        still_safe(case, request.user)
    if form.cleaned_data.get("contact_safe") == "changed":
        no_longer_sure(case, request.user)
        advice = _("Her contacts count as not safe until you update and verify them.")
        messages.warning(request, advice)
    goal = request.POST.get("do")
    if goal == "sign":
        return redirect("cases:note_sign", case.code, note.pk)
    messages.success(request, _("Saved."))
    if goal == "later":
        return redirect(case.get_absolute_url())
    return redirect("cases:note", case.code, note.pk)


def verified(case: Case) -> Any:
    """Return the contacts of the accompanied person that were verified at some time."""
    hers = case.participations.filter(role=ParticipationRole.PA, ended_at=None)
    rows = ContactChannel.objects.select_related("person")
    return rows.filter(person__participations__in=hers, is_active=True, verified_on__isnull=False)


def still_safe(case: Case, user: Any) -> None:
    """Let the rules gone over today hold for another month."""
    for contact in verified(case).filter(verified_on__lt=timezone.localdate()):
        contacts.verify_contact(contact=contact, by=user, at=timezone.now())


def no_longer_sure(case: Case, user: Any) -> None:
    """Take the verification away until someone has written down what changed."""
    for contact in verified(case):
        access.let_in([contact], code=case.code)
        facts = contacts.ContactFacts.of(contact)
        contacts.change_contact(contact=contact, facts=facts, by=user, at=timezone.now())


def note_uuid(text: Any) -> UUID | None:
    """Read the id of a note from a form; nothing for nonsense."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
