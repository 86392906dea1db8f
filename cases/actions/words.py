"""The words by which persons and their cases are found, kept right whenever a name changes."""

from collections.abc import Iterable
from uuid import UUID

from accompaniment.staff import access
from accompaniment.vault import index
from cases.models import Case, Person, PersonWord


def keep_words(person: Person, source: UUID, digests: Iterable[bytes]) -> None:
    """Replace the words taken from one record of a person, and tell all her cases."""
    person.words.filter(source=source).delete()
    PersonWord.objects.bulk_create(
        PersonWord(person=person, source=source, digest=digest) for digest in sorted(digests)
    )
    for case in hold_cases(person):
        index_case(case)


def hold_cases(person: Person) -> list[Case]:
    """Lock the cases a person takes part in, always in the same order."""
    cases = Case.objects.filter(
        participations__person=person, participations__ended_at=None, erased_at=None
    )
    return list(cases.select_for_update(of=("self",)).order_by("pk"))


def index_case(case: Case) -> None:
    """Store the words of a locked case anew: its pseudonym, and the names of who takes part."""
    said = PersonWord.objects.filter(
        person__participations__case=case, person__participations__ended_at=None
    )
    names = {bytes(digest) for digest in said.values_list("digest", flat=True)}
    access.index_words(case, {"view": index.words(case.pseudonym), "identify": names})
