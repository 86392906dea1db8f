"""Erase a case: out of every list at once, unreadable for ever once its keys are destroyed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import keys
from cases.actions.refusal import Refusal, locked
from cases.models import Case, Participation, Person


class AlreadyErased(Refusal):
    """It was erased before."""

    sentence = _("This accompaniment has already been erased.")


@transaction.atomic
def erase_case(*, case: Case, by: User, at: dt.datetime) -> None:
    """Erase a case, and every person who takes part in no other.

    The keys are destroyed once the change is committed; what a crash cuts off,
    :func:`finish_shredding` repeats.

    :raises AlreadyErased: if it was erased before.
    """
    access.require(by, "erase", case)
    case = locked(case.pk)
    if case.erased_at:
        raise AlreadyErased
    persons = _persons_of_no_other(case)
    for person in persons:
        person.words.all().delete()
        person.erased_at = at
        person.save(update_fields=["erased_at"])
        log.record(Verb.ERASE, person, by=by)
    case.words.all().delete()
    case.grants.all().delete()
    case.drafts.all().delete()
    for assignment in case.assignments.filter(until=None):
        assignment.until = at
        assignment.save(update_fields=["until"])
    case.team, case.erased_at = None, at
    case.save(update_fields=["team", "erased_at"])
    log.record(Verb.ERASE, case, by=by)
    roots = [case.pk, *(person.pk for person in persons)]

    def shred() -> None:
        for root in roots:
            keys.shred(root, at=at)

    transaction.on_commit(shred, robust=True)


def finish_shredding() -> int:
    """Destroy the keys of everything erased whose keys still exist; return how many."""
    count = 0
    for model in (Case, Person):
        erased = model._default_manager.filter(erased_at__isnull=False)
        for roots in batched(erased.values_list("pk", "erased_at").iterator(chunk_size=500), 500):
            since = dict(roots)
            living = {row.root for row in keys.fetch(since.keys()) if row.wrapped is not None}
            for root in living:
                count += keys.shred(root, at=since[root])
    return count


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most this size."""
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def _persons_of_no_other(case: Case) -> list[Person]:
    """Return, locked, the persons whose every case is this one or has been erased."""
    elsewhere = Participation.objects.filter(person=OuterRef("pk"), case__erased_at=None).exclude(
        case=case
    )
    mine = Participation.objects.filter(case=case).values("person")
    alone = Person.objects.filter(~Exists(elsewhere), pk__in=mine, erased_at=None)
    return list(alone.select_for_update().order_by("pk"))
