"""Sealed files: what lies in the folder or the object store is ciphertext under a random name.

Each file has a key of its own, derived from the data key of its root and compartment: reading one
is asking the gate, leaves a reading in the trace, and ends for ever when that key is shredded.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from accompaniment.vault import gate, streams

ALIAS = "sealed"
TROUBLE = (OSError, BotoCoreError, ClientError, Boto3Error)
NAME = 32  # bytes of randomness in the name of an object


class FileLost(Exception):
    """The bytes of a sealed file are not where they were put."""


class ShelfSilent(Exception):
    """The folder or the object store does not answer; nothing is lost by it."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a sealed file belongs: moved anywhere else it does not open."""

    root: UUID
    uid: UUID
    label: str
    compartment: str

    def context(self, key: UUID) -> bytes:
        """Return the associated data of every chunk."""
        names = (self.root.bytes, key.bytes, self.uid.bytes, self.label.encode())
        return b"|".join([b"file|v1", *names])

    @property
    def purpose(self) -> bytes:
        """Return what the key of this file is derived for."""
        return b"file|v1|" + self.uid.bytes


class SealedFolder(FileSystemStorage):
    """A folder that only the service may enter; what has been put there survives a power cut."""

    def _save(self, name: str, content: Any) -> str:
        saved = str(super()._save(name, content))  # type: ignore[misc]  # the stubs leave it out
        path = Path(self.path(saved))
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


def shelf() -> Storage:
    """Return where sealed files lie, as the settings say."""
    return storages[ALIAS]


def new_name() -> str:
    """Return a random name under which a file may be put."""
    name = secrets.token_hex(NAME)
    return f"{name[:2]}/{name}"


def put(place: FilePlace, pieces: Iterable[bytes], *, name: str = "") -> str:
    """Seal a file and store it; return the random name under which it lies.

    Who must know the name beforehand, to clear away what a crash leaves, brings a ``new_name``.

    :raises NoAccess: if the actor may not seal here.
    :raises ShelfSilent: if the store does not answer.
    """
    key = gate.require().key_to_seal(place.root, place.compartment)
    name = name or new_name()
    passing = Path(settings.UPLOADS_DIR)
    passing.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=passing) as sealed:  # ciphertext, in a file without a name
        sealed.write(key.uid.bytes)
        for chunk in streams.seal(pieces, key.secret, place.purpose, place.context(key.uid)):
            sealed.write(chunk)
        sealed.seek(0)
        try:
            return shelf().save(name, File(sealed, name=name))
        except TROUBLE as silent:
            raise ShelfSilent from silent


def take(place: FilePlace, name: str) -> "Opened":
    """Open a sealed file: ask the gate and prove the first chunk now, yield the others later.

    :raises NoAccess: if the actor may not open it.
    :raises FileLost: if the bytes are gone.
    :raises ShelfSilent: if the store does not answer.
    :raises InvalidTag: if they were changed, here or while the rest is read.
    """
    access = gate.require()
    key = access.key(place.root, place.compartment)
    access.has_read(place.root, place.label, place.uid)
    try:
        source: Any = shelf().open(name)
        owner = source.read(len(key.uid.bytes))
    except FileNotFoundError as lost:
        raise FileLost(str(place.uid)) from lost
    except TROUBLE as silent:
        raise ShelfSilent from silent
    if owner != key.uid.bytes:
        source.close()
        raise InvalidTag
    chunks = streams.unseal(source, key.secret, place.purpose, place.context(key.uid))
    try:
        first = next(chunks)
    except InvalidTag:
        source.close()
        raise
    return Opened(first, chunks, source)


class Opened(Iterator[bytes]):
    """An opened file: its chunks, each proved before it is handed on; closed at its end."""

    def __init__(self, first: bytes, rest: Iterator[bytes], source: Any) -> None:
        self._chunks, self._source = chain([first], rest), source

    def __next__(self) -> bytes:
        """Return the next chunk."""
        try:
            return next(self._chunks)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the sealed bytes."""
        self._source.close()

    def __del__(self) -> None:
        """Let go of them too where nobody read to the end."""
        self.close()


def destroy(name: str) -> None:
    """Remove the sealed bytes; that they are gone already is no trouble."""
    if name:
        shelf().delete(name)


def lying() -> Iterator[str]:
    """Yield the name of everything that lies on the shelf."""
    place = shelf()
    for folder in sorted(_listed(place, "")[0]):
        for name in sorted(_listed(place, folder)[1]):
            yield f"{folder}/{name}"


def since(name: str) -> datetime:
    """Return when an object was put on the shelf."""
    return shelf().get_modified_time(name)


def there(name: str) -> bool:
    """Tell whether an object lies where its row says."""
    return bool(name) and shelf().exists(name)


def _listed(place: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return place.listdir(folder)
    except FileNotFoundError:
        return [], []


def fingerprint(root: UUID, data: bytes) -> str:
    """Return a keyed digest of a file: equal only for equal files of one root."""
    said = b"|".join([b"file", root.bytes, hashlib.sha256(data).digest()])
    return hmac.digest(settings.VAULT_INDEX_KEY.encode(), said, hashlib.sha256).hex()
