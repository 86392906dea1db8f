"""The trace and its seal. Written once, never edited: triggers in the database say so too."""

import uuid

from django.db import models
from django.db.models.functions import Now

from accompaniment.audit.enums import Outcome, Verb
from accompaniment.audit.querysets import ClockedQuerySet, EventQuerySet


class Event(models.Model):
    """One thing one actor did to one record, or read of it.

    No foreign keys: the trace outlives what it speaks of. No names, no text: ids and words of ours.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now())  # the clock of the database, not of a process
    request = models.UUIDField()

    actor = models.CharField(max_length=80)  # "user:<id>", "service:<name>" or "anonymous"
    role = models.CharField(max_length=80, blank=True)  # what the actor was at that moment
    purpose = models.CharField(max_length=40)

    verb = models.CharField(max_length=40, choices=Verb)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OK)
    kind = models.CharField(max_length=60)  # what was touched: "cases.case", "note.body"
    root = models.UUIDField(null=True)
    code = models.CharField(max_length=16, blank=True)  # the code on the record's cover
    touched = models.JSONField(default=list)  # ids
    fields = models.JSONField(default=list)  # names of fields, never what is in them
    count = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)  # of sealed bytes or of a file

    hmac = models.BinaryField(max_length=32)

    objects = EventQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"  # a plain save goes the same way
        indexes = [  # every page walks down one of these, whatever the filter
            models.Index(fields=["-at", "-seq"], name="audit_event_newest"),
            models.Index(fields=["root", "-at", "-seq"], name="audit_event_of_root"),
            models.Index(fields=["code", "-at", "-seq"], name="audit_event_of_code"),
            models.Index(fields=["actor", "-at", "-seq"], name="audit_event_of_actor"),
            models.Index(fields=["verb", "-at", "-seq"], name="audit_event_of_verb"),
            models.Index(fields=["kind", "-at", "-seq"], name="audit_event_of_kind"),
            models.Index(fields=["outcome", "-at", "-seq"], name="audit_event_of_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.kind}:{self.root}"


class Leaf(models.Model):
    """The place of one event in the gapless chain."""

    index = models.BigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    chain = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"#{self.index}"


class Verification(models.Model):
    """One check of the trace: when, which part of the chain, and how much was wrong."""

    at = models.DateTimeField(db_default=Now())
    since = models.BigIntegerField(default=0)  # the first place checked; 0 is the whole chain
    size = models.BigIntegerField()  # events in the chain at that moment
    checkpoints = models.BigIntegerField(default=0)  # that were compared
    problems = models.PositiveIntegerField()
    first_problem = models.CharField(max_length=200, blank=True)  # positions and ids only

    objects = ClockedQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["-at"], name="audit_verification_newest")]

    def __str__(self) -> str:
        return f"{self.size} checked, {self.problems} wrong"
