"""The key ring: make, wrap, unwrap, rotate, check and shred data keys."""

import base64
import datetime as dt
import os
import uuid
from collections.abc import Collection, Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from accompaniment.vault.models import NOBODY, DataKey, KeyCheck

NONCE = 12
WORD = b"the riverbed holds"


class Shredded(Exception):
    """The key of this root has been destroyed; what it sealed is gone."""


class WrongKey(Exception):
    """The key-encryption key is not the one this database was sealed under."""


def _kek(kek_id: int) -> AESGCM:
    try:
        return AESGCM(base64.b64decode(settings.VAULT_KEKS[str(kek_id)]))
    except KeyError:
        raise WrongKey(f"VAULT_KEKS has no key number {kek_id}") from None


def current_kek_id() -> int:
    """Return the number of the key-encryption key that wraps from now on."""
    return max(int(number) for number in settings.VAULT_KEKS)


def _context(row: DataKey, kek_id: int) -> bytes:
    name = row.compartment.encode()
    ids = (row.uid.bytes, row.root.bytes, row.holder.bytes)
    return b"|".join([b"dek|v1", *ids, name, str(kek_id).encode()])


def wrap(row: DataKey, key: bytes, kek_id: int) -> None:
    """Put a wrapped data key into its row, bound to root, compartment and holder."""
    nonce = os.urandom(NONCE)
    row.kek_id = kek_id
    row.wrapped = nonce + _kek(kek_id).encrypt(nonce, key, _context(row, kek_id))


def unwrap(row: DataKey) -> bytes:
    """Unwrap a stored data key.

    :raises Shredded: if it has been destroyed.
    :raises InvalidTag: if the row was changed or the key-encryption key is another.
    """
    if row.wrapped is None:
        raise Shredded(str(row.root))
    blob = bytes(row.wrapped)
    return _kek(row.kek_id).decrypt(blob[:NONCE], blob[NONCE:], _context(row, row.kek_id))


def made(root: UUID, kind: str, compartment: str, holder: UUID = NOBODY) -> tuple[DataKey, bytes]:
    """Make a data key in memory and return its row, not yet stored, and the key."""
    key = AESGCM.generate_key(256)
    row = DataKey(uid=uuid.uuid4(), root=root, kind=kind, compartment=compartment, holder=holder)
    wrap(row, key, current_kek_id())
    return row, key


def store(rows: Iterable[DataKey]) -> None:
    """Store freshly made keys in one statement."""
    DataKey.objects.bulk_create(rows, batch_size=500)


def ensure(row: DataKey) -> DataKey:
    """Store a fresh key unless its place has one already; return the stored one."""
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return DataKey.objects.get(root=row.root, compartment=row.compartment, holder=row.holder)


def fetch(roots: Collection[UUID]) -> list[DataKey]:
    """Read the wrapped keys of these roots in one query."""
    return list(DataKey.objects.filter(root__in=roots))


def rotate() -> int:
    """Wrap every data key anew under the current key-encryption key; resumable."""
    current, count = current_kek_id(), 0
    rows = DataKey.objects.exclude(kek_id=current).exclude(wrapped=None)
    for row in rows.iterator(chunk_size=1000):
        wrap(row, unwrap(row), current)
        row.save(update_fields=["wrapped", "kek_id"])
        count += 1
    check()
    KeyCheck.objects.exclude(kek_id=current).delete()
    return count


def shred(root: UUID, *, at: dt.datetime) -> int:
    """Destroy the keys of a root: text, versions and drafts become unreadable at once."""
    rows = DataKey.objects.filter(root=root, shredded_at=None)
    return rows.update(wrapped=None, shredded_at=at)


def check() -> None:
    """Prove that every key-encryption key we were given opens what it sealed.

    :raises WrongKey: with a sentence for the person who starts the house.
    """
    known = {row.kek_id: bytes(row.sealed) for row in KeyCheck.objects.all()}
    for kek_id, blob in known.items():
        try:
            _kek(kek_id).decrypt(blob[:NONCE], blob[NONCE:], b"check")
        except InvalidTag:
            raise WrongKey(
                f"Key number {kek_id} in VAULT_KEKS is not the one this database was sealed "
                "under. Nothing was opened. Put the right key file in place and start again."
            ) from None
    if (current := current_kek_id()) not in known:
        nonce = os.urandom(NONCE)
        sealed = nonce + _kek(current).encrypt(nonce, WORD, b"check")
        KeyCheck.objects.get_or_create(kek_id=current, defaults={"sealed": sealed})
