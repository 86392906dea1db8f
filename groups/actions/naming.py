"""Names of those who take part, where nobody should be named: asked about before it is kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accompaniment.vault import index
from cases.actions.refusal import Refusal

SHORT = 3  # letters: shorter words of a name stand in too many sentences


class NamesInNote(Refusal):
    """What identifies someone goes to her own file."""

    sentence = _(
        "This text seems to name somebody of the group (%(who)s). What one of them told belongs in "
        "her own file. If the word is not a name here, confirm it and save again."
    )


def names_in(text: str, enrolments: Any) -> list[str]:
    """Return the pseudonyms of those whose names stand in a text; their names are opened for it."""
    said = set(index.normalise(text)) if text.strip() else set()
    words = {word for word in said if len(word) >= SHORT}
    found: list[str] = []
    if not words:  # nobody's name is opened for nothing
        return found
    for enrolment in enrolments:
        name = enrolment.name.reveal() if enrolment.name else ""
        if words & {word for word in index.normalise(name) if len(word) >= SHORT}:
            found.append(enrolment.pseudonym)
    return found


def refuse_names(text: str, enrolments: Any) -> None:
    """Refuse a text of the group that seems to name somebody of it.

    :raises NamesInNote: with the pseudonyms of those whose names stand in it.
    """
    if found := names_in(text, enrolments):
        raise NamesInNote(who=", ".join(found))
