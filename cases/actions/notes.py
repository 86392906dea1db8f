"""Notes: write, edit, sign, and add to what is signed."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import CLINICAL
from accompaniment.staff.models import Membership, User
from cases import skeletons
from cases.actions.consents import NotOfTheCase
from cases.actions.drafts import discard_draft, keep_draft
from cases.actions.refusal import (
    CaseClosed,
    KeyLost,
    NoteAlreadySigned,
    Refusal,
    TextTooLong,
    check_length,
    locked,
    locked_open,
    sealing,
)
from cases.actions.sessions import SessionFacts, as_planned, hold
from cases.enums import SessionStatus, Visibility
from cases.models import Addendum, Case, Draft, Note, Person, Session

UNCHANGED: Any = object()


class NoteChangedMeanwhile(Refusal):
    """Someone saved the note after this author opened it; both texts are kept."""

    sentence = _("Someone saved this note while you were writing. Both texts are below: join them.")
    conflict = True


class NoteNotSigned(Refusal):
    """Only a signed note takes addenda."""

    sentence = _("This note is not signed yet: you can still edit it.")


class NoteEmpty(Refusal):
    """There is nothing to save."""

    sentence = _("Write something before saving.")


class NoteIncomplete(Refusal):
    """Sections the template needs are empty."""

    sentence = _("Before signing, complete: %(named)s.")


class OnlyTheAuthor(Refusal):
    """A note is signed, and hidden or shown, by who wrote it."""

    sentence = _("Only who wrote this note can do this.")


@transaction.atomic
def write_note(
    *,
    case: Case,
    note_id: uuid.UUID,
    session: Session | SessionFacts,
    template: str,
    sections: dict[str, str],
    visibility: str = Visibility.TEAM,
    about: Person | None = None,
    urgency: int | None = None,
    by: User,
    at: dt.datetime,
) -> Note:
    """Write the note of a session, recording the session if it is not yet on record as held.

    The id is drawn when the form is shown: sent twice, it is one note. A note ``about`` someone
    lies in her private space, and in no paper of her family.

    :raises NotOfTheCase: if she is not in the case.
    :raises NoteChangedMeanwhile: if the note exists with another text.
    :raises Refusal: what keeps the session or the text from being recorded.
    """
    access.require(by, "write", case)
    check_length(sections)
    case = locked(case.pk)
    if known := Note.objects.filter(pk=note_id).first():
        return _same(known, case, sections, by)
    if not case.is_open:
        raise CaseClosed
    kept = _written(sections)
    note = Note(
        id=note_id,
        case=case,
        session=_session(case, session, by, at),
        author_id=by.pk,
        template=template,
        visibility=visibility,
        urgency=urgency,
        sections=kept,
        written_at=at,
    )
    _place(note, visibility, about)
    with sealing():
        note.save(force_insert=True)
    access.shelve(case, at=at)
    Draft.objects.filter(note=note.pk, author=by.pk).delete()
    log.record(
        Verb.CREATE,
        note,
        by=by,
        fields=["template", "visibility", *sorted(kept)],
        content_hash=hash_of(note),
    )
    return note


@transaction.atomic
def edit_note(
    *,
    note: Note,
    version: int,
    sections: dict[str, str],
    template: str | None = None,
    visibility: str | None = None,
    about: Person | None = UNCHANGED,
    urgency: int | None = UNCHANGED,
    by: User,
    at: dt.datetime,
) -> Note:
    """Replace the text of a note that is still as its editor saw it.

    :raises NoteAlreadySigned: if it is final.
    :raises NoteChangedMeanwhile: if ``version`` is not the current one.
    :raises OnlyTheAuthor: if someone else would change who may read it, or in whose space it lies.
    :raises NotOfTheCase: if it would lie in the space of someone who is not in the case.
    """
    check_length(sections)
    note = _unsigned(note, version, by, is_open=True)
    kept = _written(sections)
    before = note.visibility, note.about_id
    _place(note, visibility or note.visibility, note.about if about is UNCHANGED else about)
    if (note.visibility, note.about_id) != before and note.author_id != by.pk:
        raise OnlyTheAuthor
    note.template = template or note.template
    note.urgency = note.urgency if urgency is UNCHANGED else urgency
    note.sections, note.version = kept, version + 1
    with sealing():
        note.save()
    Draft.objects.filter(note=note.pk, author=by.pk).delete()
    access.shelve(note.case, at=at)
    log.record(
        Verb.CHANGE,
        note,
        by=by,
        fields=["template", "visibility", *sorted(kept)],
        content_hash=hash_of(note),
    )
    return note


@transaction.atomic
def sign_note(*, note: Note, version: int, by: User, at: dt.datetime) -> Note:
    """Sign and lock a note, as its author has seen it; in a closed case too.

    :raises NoteAlreadySigned: if it is final: a second click harms nothing.
    :raises NoteChangedMeanwhile: if ``version`` is not the current one.
    :raises OnlyTheAuthor: if another wrote it.
    :raises NoteIncomplete: naming the sections its template needs.
    """
    note = _unsigned(note, version, by)
    if note.author_id != by.pk:
        raise OnlyTheAuthor
    with sealing():
        written = note.sections.reveal()
    if missing := skeletons.missing(note.template, written):
        named = ", ".join(str(section.label) for section in missing)
        raise NoteIncomplete(sections=missing, named=named)
    note.signed_at, note.signed_by, note.content_hash = at, by, hash_of(note)
    note.save(update_fields=["signed_at", "signed_by", "content_hash"])
    Draft.objects.filter(note=note.pk, author=by.pk).delete()  # a colleague's words are hers
    access.shelve(note.case, at=at)
    log.record(
        Verb.SIGN, note, by=by, fields=["signed_at", "signed_by"], content_hash=note.content_hash
    )
    return note


@transaction.atomic
def add_addendum(
    *,
    note: Note,
    body: str,
    addendum_id: uuid.UUID | None = None,
    by: User,
    at: dt.datetime,
) -> Addendum:
    """Add to a signed note, for whoever may read the note; in a closed case too.

    The id is drawn when the form is shown: sent twice, it is one addendum; sent with other words,
    or taken by somebody else's, it is another one.

    :raises NoteNotSigned: if it can still be edited.
    :raises NoteEmpty, TextTooLong: if there is no text, or too much.
    """
    access.require(by, "write", note)
    check_length({"body": body})
    case = locked(note.case_id)
    note = Note.objects.select_for_update().get(pk=note.pk)
    known = Addendum.objects.filter(pk=addendum_id).first() if addendum_id else None
    if known and _is_same(known, note, body, by):
        return known
    if not note.signed_at:
        raise NoteNotSigned
    if not body.strip():
        raise NoteEmpty
    addendum = Addendum(
        id=uuid.uuid4() if known or not addendum_id else addendum_id,
        case=case,
        note=note,
        author_id=by.pk,
        about_id=note.about_id,
        visibility=note.visibility,
        body=body,
        written_at=at,
    )
    with sealing():
        addendum.body = addendum.body.closed()
    addendum.content_hash = hash_of(addendum)
    addendum.save(force_insert=True)
    Draft.objects.filter(note__in=[addendum.pk, note.pk], author=by.pk).delete()
    access.shelve(case, at=at)
    log.record(Verb.CREATE, addendum, by=by, fields=["body"], content_hash=addendum.content_hash)
    return addendum


def hash_of(text: Note | Addendum) -> str:
    """Return the hash of the sealed bytes in their place: checkable by who may not read them."""
    box = text.body if isinstance(text, Addendum) else text.sections
    return hashlib.sha256(box.digest_bytes()).hexdigest()


def readers(case: Case, visibility: str, author: User) -> QuerySet[User]:
    """Return who will be able to read a note of this visibility, as things stand."""
    here = Membership.objects.filter(role__in=CLINICAL, user__is_active=True).values("user")
    people = User.objects.filter(pk__in=here, is_superuser=False).order_by("full_name", "pk")
    if visibility == Visibility.AUTHOR:
        return people.filter(pk=author.pk)
    action = "supervise" if visibility == Visibility.SUPERVISION else "read"
    granted = case.grants.filter(permission=access.permission_id(Case, action))
    allowed = people.filter(pk__in=granted.values("user"))
    return allowed | people.filter(pk=author.pk)


def _written(sections: dict[str, str]) -> dict[str, str]:
    kept = {name: text for name, text in sections.items() if text.strip()}
    if not kept:
        raise NoteEmpty
    return kept


def _place(note: Note, visibility: str, about: Person | None) -> None:
    """Say who may read a note and in whose space it lies; the key it is sealed under follows."""
    is_new = about is not None and about.pk != note.about_id
    if is_new and not note.case.participations.filter(person=about, ended_at=None).exists():
        raise NotOfTheCase
    shared = visibility in {Visibility.TEAM, Visibility.PRIVATE}
    of_team = Visibility.PRIVATE if about else Visibility.TEAM
    note.about, note.visibility = about, of_team if shared else visibility


def _same(known: Note, case: Case, sections: dict[str, str], by: User) -> Note:
    """Return the note that was sent before, if it is this one."""
    access.require(by, "write", known)
    if known.case_id != case.pk:
        raise PermissionDenied
    if known.author_id != by.pk or known.sections.reveal() != _as_kept(sections):
        raise NoteChangedMeanwhile(note=known)
    return known


def _is_same(known: Addendum, note: Note, body: str, by: User) -> bool:
    """Tell whether an addendum that was sent before says the same."""
    if known.note_id != note.pk or known.author_id != by.pk:
        return False
    with sealing():
        return bool(known.body.reveal() == body.replace("\x00", ""))


def _as_kept(sections: dict[str, str]) -> dict[str, str]:
    return {name: text.replace("\x00", "") for name, text in sections.items() if text.strip()}


def _session(case: Case, told: Session | SessionFacts, by: User, at: dt.datetime) -> Session:
    if isinstance(told, SessionFacts):
        return hold(case, Session(case=case, accompanist=by), told, by=by, at=at, is_new=True)
    session = case.sessions.select_for_update().get(pk=told.pk)
    if session.status == SessionStatus.SCHEDULED:
        return hold(case, session, as_planned(session), by=by, at=at)
    return session


def _unsigned(note: Note, version: int, by: User, *, is_open: bool = False) -> Note:
    """Ask, lock and re-read a note that may still change."""
    access.require(by, "write", note)
    case = locked_open(note.case_id) if is_open else locked(note.case_id)
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.signed_at:
        raise NoteAlreadySigned
    if note.version != version:
        raise NoteChangedMeanwhile(note=note)
    note.case = case
    return note


__all__ = [
    "KeyLost",
    "NoteAlreadySigned",
    "NoteChangedMeanwhile",
    "NoteEmpty",
    "NoteIncomplete",
    "NoteNotSigned",
    "OnlyTheAuthor",
    "TextTooLong",
    "add_addendum",
    "discard_draft",
    "edit_note",
    "hash_of",
    "keep_draft",
    "readers",
    "sign_note",
    "write_note",
]
