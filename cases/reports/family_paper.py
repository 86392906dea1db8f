"""The family's record as it goes on paper: what is of the whole family, and nothing else.

Private spaces cannot get in: their notes are not asked for, and while the paper is made the keys
they lie under stay shut (``gate.Access.shut``), whatever the reader may open.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from accompaniment.vault import gate
from cases.models import Addendum, Note
from cases.reports import family
from cases.reports.page import age_said
from cases.reports.writing import shown

MOST = 200  # notes on one paper
APART = ("private", "author", "supervision")


@contextmanager
def without_private_spaces() -> Iterator[None]:
    """Keep every private space shut."""
    with gate.require().shut(*APART):
        yield


def sheet(case: Any, user: Any) -> dict[str, Any]:
    """Return what the paper shows."""
    people, today = family.rows(case), timezone.localdate()
    ties = [tie for tie in family.ties(case, people) if not tie.is_harm]
    notes = Note.objects.visible_to(user).shared().filter(case=case, signed_at__isnull=False)
    found = list(
        notes.select_related("author", "session").order_by("session__starts_at", "id")[:MOST]
    )
    own = family.sheet_of(case)
    return {
        "case": case,
        "picture": family.picture(case, people, ties, harm=False),
        "people": [(row, age_said(row.person, today)) for row in people],
        "ties": ties,
        "households": family.households(case, people),
        "sections": family.shown({**own, "rules": ""}),  # what is not spoken of stays with the team
        "agreements": family.agreements(case, people),
        "notes": shared(found, user),
        "unsafe": family.unsafe_pairs(people, ties),
    }


def shared(notes: list[Any], user: Any) -> list[dict[str, Any]]:
    """Return notes of the whole family with what was added to each."""
    added = addenda(user, notes)
    return [
        {
            "note": note,
            "sections": shown(note.template, note.sections.reveal()),
            "addenda": added[note.pk],
        }
        for note in notes
    ]


def addenda(user: Any, notes: list[Any]) -> dict[Any, list[Any]]:
    """Return what was added to these notes."""
    found: dict[Any, list[Any]] = {note.pk: [] for note in notes}
    rows = Addendum.objects.visible_to(user).filter(note__in=list(found), about=None)
    for each in rows.select_related("author").order_by("written_at", "id"):
        found[each.note_id].append(each)
    return found
