"""Wrapped data keys: one for each root and compartment, and for each holder where it says so."""

import uuid

from django.db import models

NOBODY = uuid.UUID(int=0)


class DataKey(models.Model):
    """The key under which one compartment of one root lies, wrapped by a key-encryption key."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root = models.UUIDField(editable=False)
    compartment = models.CharField(max_length=20)
    holder = models.UUIDField(default=NOBODY, editable=False)  # whose own key it is, if anyone's
    kind = models.CharField(max_length=60)  # "cases.case": whom the door is to be asked about
    kek_id = models.PositiveIntegerField(db_index=True)
    wrapped = models.BinaryField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="vault_datakey_once", fields=["root", "compartment", "holder"]
            ),
            models.CheckConstraint(
                name="vault_datakey_wrapped_or_shredded",
                condition=models.Q(wrapped__isnull=False, shredded_at=None)
                | models.Q(wrapped=None, shredded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compartment} key of {self.kind} {self.root}"


class KeyCheck(models.Model):
    """A known word sealed under each key-encryption key: proof that a key is the right one."""

    kek_id = models.PositiveIntegerField(primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"check of key {self.kek_id}"
