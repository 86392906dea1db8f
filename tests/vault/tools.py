"""What the tests of the vault stand on: notes on every side of the walls, and their words."""

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.models import Note
from tests.factories import SECRET_TEXT


def text_of(note):
    """Open what a fresh copy of a note says, as whoever is at work."""
    return " ".join(Note.objects.get(pk=note.pk).sections.reveal().values())


def reads(user, note):
    """Test whether someone can open a note when the row itself is in their hands."""

    with acting(user, "care"):
        try:
            return SECRET_TEXT in text_of(note)
        except NoAccess:
            return False
