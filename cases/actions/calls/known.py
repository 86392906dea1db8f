"""Whether somebody may be known here already, asked of the blind index: yes or no, never who.

A name is known when all its words are among the words of one person, or the other way round, two
at the least; a single word only where it is all there is. A telephone number is known when equal.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accompaniment.vault import index
from cases.models import FirstContact, FirstContactWord, Person, PersonWord

PAIR = 2  # words that make a name
MANY = 50


def persons(names: Iterable[str], numbers: Iterable[str] = ()) -> QuerySet[Person]:
    """Return the persons who may bear one of these names or answer one of these numbers."""
    words = PersonWord.objects.filter(source=F("person"))
    found: set[Any] = set()
    for name in names:
        found |= _bearers(words, "person", index.words(name))
    if digests := index.numbers(numbers):
        said = PersonWord.objects.filter(digest__in=digests)
        found |= set(said.values_list("person", flat=True)[:MANY])
    return Person.objects.filter(pk__in=found)


def calls(call: FirstContact, names: Iterable[str], numbers: Iterable[str]) -> set[Any]:
    """Return the ids of other first contacts under way that may be about the same person."""
    words = FirstContactWord.objects.filter(is_open=True).exclude(content_object=call.pk)
    found: set[Any] = set()
    for name in names:
        found |= _bearers(words, "content_object", index.words(name))
    if digests := index.numbers(numbers):
        said = words.filter(digest__in=digests)
        found |= set(said.values_list("content_object", flat=True)[:MANY])
    return found


def _bearers(words: QuerySet[Any], owner: str, said: set[bytes]) -> set[Any]:
    """Return the owners of names that may be this one."""
    if not said:
        return set()
    everyone = words.values(owner)
    shared = Count("digest", filter=Q(digest__in=said), distinct=True)
    near = words.filter(digest__in=said).values(owner)
    counted = everyone.filter(**{f"{owner}__in": near}).annotate(
        shared=shared, total=Count("digest", distinct=True)
    )
    whole = Q(shared=len(said)) if len(said) >= PAIR else Q(shared=1, total=1)
    within = Q(shared=F("total"), shared__gte=PAIR)
    return set(counted.filter(whole | within).values_list(owner, flat=True)[:MANY])
