"""The words by which persons and their cases are found, kept right whenever a name changes."""

from collections.abc import Iterable
from uuid import UUID

from accompaniment.staff import access
from accompaniment.vault import index
from cases.models import Case, MissingPerson, MissingWord, Person, PersonWord


def keep_words(person: Person, source: UUID, digests: Iterable[bytes]) -> None:
    """Replace the words taken from one record of a person, and tell all her cases."""
    person.words.filter(source=source).delete()
    PersonWord.objects.bulk_create(
        PersonWord(person=person, source=source, digest=digest) for digest in sorted(digests)
    )
    for case in hold_cases(person):
        index_case(case)


def keep_missing_words(missing: MissingPerson, digests: Iterable[bytes]) -> None:
    """Replace the words of a missing person, and tell the cases of all her families."""
    missing.words.all().delete()
    MissingWord.objects.bulk_create(
        MissingWord(missing=missing, digest=digest) for digest in sorted(digests)
    )
    cases = Case.objects.filter(
        missing_links__missing=missing, missing_links__ended_at=None, erased_at=None
    )
    for case in cases.select_for_update(of=("self",)).order_by("pk"):
        index_case(case)


def hold_cases(person: Person) -> list[Case]:
    """Lock the cases a person takes part in, always in the same order."""
    cases = Case.objects.filter(
        participations__person=person, participations__ended_at=None, erased_at=None
    )
    return list(cases.select_for_update(of=("self",)).order_by("pk"))


def index_case(case: Case) -> None:
    """Store the words of a locked case anew: its pseudonym, who takes part, who is missing."""
    said = PersonWord.objects.filter(
        person__participations__case=case, person__participations__ended_at=None
    )
    names = {bytes(digest) for digest in said.values_list("digest", flat=True)}
    searched = MissingWord.objects.filter(missing__links__case=case, missing__links__ended_at=None)
    names |= {bytes(digest) for digest in searched.values_list("digest", flat=True)}
    access.index_words(case, {"view": index.words(case.pseudonym), "identify": names})
