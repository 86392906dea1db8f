"""What all named refusals share: a sentence for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.vault import gate
from cases.models import Case
from cases.skeletons import ALL, LIMIT


class Refusal(Exception):
    """The world is not in the state the use case needs; nothing was changed.

    ``sentence`` says what happened and what to do, and may name facts as ``%(fact)s``.
    """

    sentence: ClassVar[Any] = ""
    conflict: ClassVar[bool] = False  # someone was faster: the page shows both texts

    def __init__(self, **facts: Any) -> None:
        super().__init__()
        self.facts = facts
        self.__dict__.update(facts)

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


class CaseClosed(Refusal):
    """The case is closed."""

    sentence = _("This accompaniment is closed. Reopen it first to add to it.")


class KeyLost(Refusal):
    """The key under which this would be sealed is missing or destroyed."""

    sentence = _(
        "The key of this record is missing, so nothing was saved. "
        "Copy what you wrote and tell who looks after the system."
    )


class NoteAlreadySigned(Refusal):
    """A signed note is final; write an addendum."""

    sentence = _("This note is signed, so its text stays as it is. Add an addendum.")
    conflict = True


class TextTooLong(Refusal):
    """A section holds more than the limit."""

    sentence = _("“%(named)s” is too long: %(length)s of at most %(limit)s characters.")


def ask_either(by: Any, actions: tuple[str, str], record: Any) -> None:
    """Refuse unless the person may do one of these two things; the first is the usual one.

    :raises PermissionDenied: and the refusal is traced.
    """
    usual, other = actions
    access.require(by, usual if access.allows(by, usual, record) else other, record)


def check_length(sections: dict[str, Any]) -> None:
    """Refuse text beyond the limit.

    :raises TextTooLong: naming the first such section.
    """
    for name, text in sections.items():
        if isinstance(text, str) and len(text) > LIMIT:
            section = ALL.get(name)
            named = str(section.label) if section else name
            raise TextTooLong(section=name, named=named, length=len(text), limit=LIMIT)


@contextmanager
def sealing() -> Iterator[None]:
    """Say in the house's words that a key is missing or destroyed, once the door has said yes.

    :raises KeyLost: instead of what the vault says.
    """
    try:
        yield
    except gate.LOST as lost:
        raise KeyLost from lost


def reasons_lie_in(by: Any, case: Case) -> str:
    """Return the compartment for a reason: who may not read the case writes where they can."""
    return "clinical" if access.allows(by, "read", case) else "identity"


def locked(case_id: Any) -> Case:
    """Re-read a case and hold it until the use case ends."""
    return Case.objects.select_for_update().get(pk=case_id)


def locked_open(case_id: Any) -> Case:
    """Re-read a case and hold it.

    :raises CaseClosed: if it is not open.
    """
    case = locked(case_id)
    if not case.is_open:
        raise CaseClosed
    return case
