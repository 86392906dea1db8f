"""Rows and bytes: whether each document has its file, and each file its document."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.acting import Service, acting
from accompaniment.vault import storage

logger = logging.getLogger(__name__)
KEEPER = Service("file_keeper")
# Bytes that no row knows are kept as long as a backup lives that may know them (operations, 5).
AS_LONG_AS_BACKUPS = dt.timedelta(days=35)
JUST_NOW = dt.timedelta(hours=1)  # what is being written has its bytes before its row
SOME = 500


@dataclass(slots=True)
class Comparison:
    """What the comparison found."""

    files: int = 0
    without_bytes: list[str] = field(default_factory=list)  # ids of versions
    without_row: list[str] = field(default_factory=list)  # names of objects
    removed: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether every row has its bytes and all bytes have their row."""
        return not self.without_bytes and not self.without_row


def compare_files(at: dt.datetime, *, remove: bool = False) -> Comparison:
    """Compare both ways; nothing sealed is opened. Old bytes without a row may be removed."""
    found = Comparison()
    lying = set(storage.lying())
    known: set[str] = set()
    for pk, name in _stored():
        known.add(name)
        found.files += 1
        if name not in lying and not storage.there(name):
            found.without_bytes.append(str(pk))
    for name in sorted(lying - known):
        age = at - storage.since(name)
        if age < JUST_NOW:
            continue
        if remove and age > AS_LONG_AS_BACKUPS:
            storage.destroy(name)
            found.removed += 1
        else:
            found.without_row.append(name)
    return found


def _stored() -> Iterator[tuple[Any, str]]:
    """Yield the id and the object of every row, of any wing, that holds a sealed file."""
    for model in apps.get_models():
        if column := getattr(model, "holds_file", ""):
            rows: Any = model._default_manager.exclude(**{column: ""}).order_by("pk")
            yield from rows.values_list("pk", column).iterator(chunk_size=SOME)


def compare_nightly(at: dt.datetime) -> Comparison:
    """Compare, say aloud what is missing, and remove what no backup can know any more."""
    found = compare_files(at, remove=True)
    if found.without_bytes:
        logger.error("%s documents have lost their file", len(found.without_bytes))
    if found.without_row:
        logger.warning("%s files belong to no document", len(found.without_row))
    return found


def destroy_erased() -> int:
    """Remove the bytes of what was erased, of any wing; without their key they are noise already.

    A model that ``holds_file`` may say in ``without_file`` what its row is once the bytes are gone.
    """
    count = 0
    for model in apps.get_models():
        if column := getattr(model, "holds_file", ""):
            root = getattr(model, "guarded_by", "")
            erased: Any = model._default_manager.filter(**{f"{root}__erased_at__isnull": False})
            rows = erased.exclude(**{column: ""}).select_related(root).order_by("pk")
            for row in rows[:SOME]:
                _destroy(row, column)
                count += 1
    return count


def _destroy(row: Any, column: str) -> None:
    """Forget the bytes of one row."""
    name, after = getattr(row, column), {column: "", **getattr(row, "without_file", {})}
    with acting(KEEPER, "maintenance"), transaction.atomic():
        for field_name, value in after.items():
            setattr(row, field_name, value)
        row.save(update_fields=list(after))
        log.record(Verb.ERASE, row, by=KEEPER, fields=[row.place.label])
        transaction.on_commit(partial(storage.destroy, name), robust=True)
