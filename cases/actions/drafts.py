"""What is being typed: kept every few seconds, sealed to its author."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import NoteAlreadySigned, check_length, sealing
from cases.models import Case, Draft, Note, Session


@transaction.atomic
def keep_draft(
    *,
    case: Case,
    note_id: uuid.UUID,
    content: dict[str, Any],
    base_version: int = 0,
    session: Session | None = None,
    by: User,
    at: dt.datetime,
) -> Draft:
    """Keep what the author has typed so far into a note, new or not; in a closed case too.

    Whoever has lost the case meanwhile is refused; what was kept before stays under their own
    key and comes back with their access.

    :raises TextTooLong: if a section is.
    :raises NoteAlreadySigned: if the note is final.
    :raises KeyLost: if the author's key is.
    """
    access.require(by, "write", case)
    check_length(content)
    if note := Note.objects.filter(pk=note_id).first():
        if note.case_id != case.pk or not access.allows(by, "write", note):
            raise PermissionDenied
        if note.signed_at:
            raise NoteAlreadySigned
    if Draft.objects.filter(note=note_id, author=by.pk).exclude(case=case).exists():
        raise PermissionDenied
    facts = {"content": content, "base_version": base_version, "session": session, "saved_at": at}
    with sealing():
        draft, _ = Draft.objects.update_or_create(
            note=note_id, author_id=by.pk, case=case, defaults=facts
        )
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by: User) -> None:
    """Throw away what the author no longer wants; nobody else can."""
    if draft.author_id != by.pk:
        raise PermissionDenied
    Draft.objects.filter(pk=draft.pk, author=by.pk).delete()
