"""Sealed text: a box in the model, ciphertext in the table, plaintext only from ``reveal()``."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models

from accompaniment.vault import gate
from accompaniment.vault.keys import NONCE
from accompaniment.vault.models import NOBODY

FORMAT = b"\x01"
HEAD = 1 + 16  # format byte, uid of the data key
BUCKETS = (64, 256, 1024, 4096, 16384)


def pad(data: bytes) -> bytes:
    """Hide the length: prefix it, then fill up to the next bucket (or multiple of the last)."""
    size = len(data) + 4
    largest = BUCKETS[-1]
    room = next((bucket for bucket in BUCKETS if size <= bucket), -(-size // largest) * largest)
    return len(data).to_bytes(4, "big") + data + bytes(room - size)


def unpad(padded: bytes) -> bytes:
    """Undo :func:`pad`."""
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text belongs: moved anywhere else it does not open."""

    root: UUID
    uid: UUID
    label: str
    compartment: str
    holder: UUID = NOBODY

    def context(self, key: UUID) -> bytes:
        """Return the associated data; logical names, so that a version opens like its original."""
        return b"|".join([b"v1", key.bytes, self.uid.bytes, self.label.encode()])


def seal(data: bytes, key: gate.Key, place: Place) -> bytes:
    """Return format byte, key uid, nonce and ciphertext of padded data in its place."""
    nonce = os.urandom(NONCE)
    body = AESGCM(key.secret).encrypt(nonce, pad(data), place.context(key.uid))
    return FORMAT + key.uid.bytes + nonce + body


def unseal(blob: bytes, key: gate.Key, place: Place) -> bytes:
    """Undo :func:`seal`.

    :raises InvalidTag: if the bytes were changed, come from another place or another key.
    """
    if blob[:1] != FORMAT or blob[1:HEAD] != key.uid.bytes:
        raise InvalidTag
    nonce, body = blob[HEAD : HEAD + NONCE], blob[HEAD + NONCE :]
    return unpad(AESGCM(key.secret).decrypt(nonce, body, place.context(key.uid)))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Sealed:
    """A closed box. It prints as ``[sealed]``, refuses pickling, and opens through the gate."""

    blob: bytes | None = None
    value: Any = None  # only between assignment and save
    place: Place | None = None
    as_json: bool = False

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__

    def __reduce__(self) -> NoReturn:
        raise TypeError("sealed text is not pickled: pass the id and open it again")

    def reveal(self) -> Any:
        """Return what is inside, and collect the reading.

        :raises NoAccess: outside an access, or on a compartment its actor may not open.
        :raises Shredded: if the key has been destroyed.
        :raises InvalidTag: if the bytes were changed or come from another place.
        """
        if self.value is not None:
            return self.value
        access = gate.require()
        if self.place is None or self.blob is None:
            raise gate.NoAccess("a sealed value read without its row cannot be opened")
        place = self.place
        key = access.key(place.root, place.compartment, place.holder)
        text = unseal(self.blob, key, place).decode()
        access.has_read(place.root, place.label, place.uid)
        return json.loads(text) if self.as_json else text

    def closed(self) -> "Sealed":
        """Return the box with its content sealed and forgotten."""
        if self.place is None:
            raise gate.NoAccess("a sealed value without a row cannot be closed")
        place = self.place
        key = gate.require().key_to_seal(place.root, place.compartment, place.holder)
        text = json.dumps(self.value, ensure_ascii=False) if self.as_json else self.value
        return replace(self, blob=seal(text.encode(), key, place), value=None)

    def digest_bytes(self) -> bytes:
        """Return the sealed bytes in their place, for a hash checkable by who may not read."""
        if self.blob is None or self.place is None:
            raise gate.NoAccess("only a stored box has a hash")
        return self.place.context(UUID(bytes=self.blob[1:HEAD])) + self.blob


class _Box:
    """Give each row's box its place, and never let bare text lie in the instance."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        box = instance.__dict__[name]
        return box and replace(box, place=self.field.place(instance), as_json=self.field.as_json)

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed):
            value = self.field.boxed(value)
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """Text sealed under a data key of a root.

    ``root`` names the attribute that holds the root's id ("case_id", or "id" on the root itself);
    ``label`` is the lasting logical name ("note.body") that outlives renames of tables;
    ``compartment`` is a constant, or "@name" of an attribute that says it row by row; ``holder``
    names the attribute with the id of the person whose own key it is, where the compartment has
    a key for each holder; ``holders`` names another one for some compartments. Empty text is
    stored as nothing.
    """

    as_json = False

    def __init__(
        self,
        *args: Any,
        root: str,
        label: str,
        compartment: str,
        holder: str | None = None,
        holders: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.root, self.label, self.compartment, self.holder = root, label, compartment, holder
        self.holders = dict(holders or {})
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        ours: dict[str, Any] = {
            "root": self.root,
            "label": self.label,
            "compartment": self.compartment,
        }
        if self.holders:
            ours["holders"] = self.holders
        return name, path, args, {**kwargs, **ours, "holder": self.holder}

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Box(self))

    def boxed(self, value: Any) -> Sealed | None:
        """Return an open box around a bare value; nothing for empty text."""
        if not isinstance(value, str):
            raise TypeError(f"{self.label} holds text")
        return Sealed(value=value.replace("\x00", "")) if value else None

    def place(self, instance: Any) -> Place:
        """Return the place of this field in one row, or in one of its versions."""
        compartment, holder = self.compartment, NOBODY
        if compartment.startswith("@"):
            compartment = getattr(instance, compartment[1:])
        whose = self.holders.get(compartment, self.holder)
        if whose and compartment in gate.HELD:
            holder = getattr(instance, whose) or NOBODY
        return Place(getattr(instance, self.root), instance.id, self.label, compartment, holder)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        box = getattr(model_instance, self.attname)
        if box is not None and box.value is not None:
            box = model_instance.__dict__[self.attname] = box.closed()
        return box

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed) or value.blob is None:
            raise TypeError(f"{self.label}: plaintext may not reach the database")
        return connection.Database.Binary(value.blob)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(blob=bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.label} is sealed: search through the blind index")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        box = getattr(obj, self.attname)
        return base64.b64encode(box.blob).decode() if box and box.blob else ""


class SealedJSONField(SealedTextField):
    """Structured words sealed as one box: a dictionary or a list of them."""

    as_json = True

    def boxed(self, value: Any) -> Sealed | None:
        """Return an open box around a bare value; nothing for an empty one."""
        if not isinstance(value, dict | list):
            raise TypeError(f"{self.label} holds a dictionary or a list")
        return Sealed(value=_without_nul(value), as_json=True) if value else None


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {key: _without_nul(inner) for key, inner in value.items()}
    return [_without_nul(inner) for inner in value] if isinstance(value, list) else value
