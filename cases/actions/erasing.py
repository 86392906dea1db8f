"""Erase a case: out of every list at once, unreadable for ever once its keys are destroyed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import keys
from cases.actions.refusal import Refusal, locked
from cases.models import Case, FirstContact, MissingLink, MissingPerson, Participation, Person


class AlreadyErased(Refusal):
    """It was erased before."""

    sentence = _("This accompaniment has already been erased.")


@transaction.atomic
def erase_case(*, case: Case, by: User, at: dt.datetime) -> None:
    """Erase a case, and every person, and record of a missing person, of no other.

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
    searched_for = _missing_of_no_other(case)
    for missing in searched_for:
        missing.words.all().delete()
        missing.erased_at = at
        missing.save(update_fields=["erased_at"])
        log.record(Verb.ERASE, missing, by=by)
    case.words.all().delete()
    case.grants.all().delete()
    case.drafts.all().delete()
    case.presences.all().delete()
    case.applied_drafts.all().delete()
    for assignment in case.assignments.filter(until=None):
        assignment.until = at
        assignment.save(update_fields=["until"])
    case.team, case.erased_at = None, at
    case.save(update_fields=["team", "erased_at"])
    log.record(Verb.ERASE, case, by=by)
    below = [*_erase_first_contacts(case, by=by, at=at), *_erase_with(case, by=by, at=at)]
    roots = [case.pk, *(each.pk for each in (*persons, *searched_for)), *below]

    def shred() -> None:
        for root in roots:
            keys.shred(root, at=at)

    transaction.on_commit(shred, robust=True)


def finish_shredding() -> int:
    """Destroy the keys of everything erased whose keys still exist; return how many."""
    count = 0
    for model in (Case, Person, MissingPerson, FirstContact, *erased_with_cases()):
        erased = model._default_manager.filter(erased_at__isnull=False)
        for roots in batched(erased.values_list("pk", "erased_at").iterator(chunk_size=500), 500):
            since = dict(roots)
            living = {row.root for row in keys.fetch(since.keys()) if row.wrapped is not None}
            for root in living:
                count += keys.shred(root, at=since[root])
    return count


def _erase_first_contacts(case: Case, *, by: User, at: dt.datetime) -> list[UUID]:
    """Erase the calls a case began with, and what was joined to them; return their ids."""
    hers = FirstContact.objects.filter(Q(case=case) | Q(merged_into__case=case), erased_at=None)
    for call in hers.select_for_update(of=("self",)).order_by("pk"):
        call.words.all().delete()
        call.grants.all().delete()
        call.drafts.all().delete()
        call.team, call.erased_at = None, at
        call.save(update_fields=["team", "erased_at"])
        log.record(Verb.ERASE, call, by=by)
    ids = FirstContact.objects.filter(Q(case=case) | Q(merged_into__case=case))
    return list(ids.values_list("pk", flat=True))


def erased_with_cases() -> list[Any]:
    """Return the roots of other wings that are destroyed with their case."""
    return [model for model in apps.get_models() if getattr(model, "erased_with_case", False)]


def _erase_with(case: Case, *, by: User, at: dt.datetime) -> list[UUID]:
    """Erase the records of other wings that hang on a case; return their ids."""
    ids: list[UUID] = []
    for model in erased_with_cases():
        for root in model.objects.filter(case=case, erased_at=None).select_for_update(of=("self",)):
            root.words.all().delete()
            root.erased_at, fields = at, ["erased_at"]
            if hasattr(root, "grants"):
                root.grants.all().delete()
                root.team, fields = None, ["team", "erased_at"]
            root.save(update_fields=fields)
            log.record(Verb.ERASE, root, by=by)
        ids += model.objects.filter(case=case).values_list("pk", flat=True)
    return ids


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


def _missing_of_no_other(case: Case) -> list[MissingPerson]:
    """Return, locked, the missing persons no other family of the house searches for."""
    elsewhere = MissingLink.objects.filter(
        missing=OuterRef("pk"), ended_at=None, case__erased_at=None
    ).exclude(case=case)
    mine = MissingLink.objects.filter(case=case).values("missing")
    alone = MissingPerson.objects.filter(~Exists(elsewhere), pk__in=mine, erased_at=None)
    return list(alone.select_for_update().order_by("pk"))
