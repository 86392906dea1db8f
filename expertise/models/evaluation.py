"""The evaluation: questions posed, sessions, sources, instruments, and what was borrowed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from accompaniment.vault.storage import FilePlace
from cases.enums import Attendance, Modality, SessionStatus
from cases.enums.documents import FileState, FileType, Scan
from cases.models import Case, ConsentGiven, Disclosure
from expertise.enums.evaluation import AttachmentKind, Borrowed, SourceKind
from expertise.models.commission import Commission
from expertise.querysets import FileQuerySet, LoanQuerySet

ATTACHED = "attachment.file"  # the lasting name of the sealed bytes


def _json(label: str) -> Any:
    return SealedJSONField(
        root="commission_id", label=label, compartment="file", null=True, blank=True
    )


def _text(label: str) -> Any:
    return SealedTextField(
        root="commission_id", label=label, compartment="file", null=True, blank=True
    )


class _OfFile(models.Model):
    """What lies in an expert file."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Question(_OfFile):
    """One question the expert has to answer, word for word, and the answer to it (P1, P2 …)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = _text("question.text")  # literal
    short = _text("question.short")  # the question in a few words
    answer = _text("question.answer")  # the conclusion, in Markdown
    rests_on = _json("question.rests_on")  # ids of causal links the answer stands on
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_question_number",
                fields=["commission", "number"],
                condition=Q(withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"P{self.number}"


class EvaluationSession(_OfFile):
    """One session of the evaluation, and under which conditions it was held (S1, S2 …)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="evaluations")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)  # a name of the tz database
    minutes = models.PositiveSmallIntegerField(default=90)
    modality = models.CharField(max_length=24, choices=Modality, default=Modality.PRESENCIAL)
    status = models.CharField(max_length=16, choices=SessionStatus, default=SessionStatus.SCHEDULED)
    attendance = models.CharField(max_length=24, choices=Attendance, blank=True)
    conditions = _json("evaluation.conditions")
    # by name: place, present, privacy, restraints, interruptions, breaks, effect, content
    observation = _text("evaluation.observation")  # mental state and what was observed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_evaluation_number", fields=["commission", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"S{self.number}"


class Source(_OfFile):
    """A document that was read, or somebody who was heard (D1 …, C1 …)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=SourceKind)
    number = models.PositiveSmallIntegerField()
    facts = _json("source.facts")  # {"title", "date", "folios", "content", "not_seen"}
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_source_number", fields=["commission", "kind", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind[0]}{self.number}"


class InstrumentUse(_OfFile):
    """An instrument applied in the evaluation, with its score and its limits (I1, I2 …)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="instruments")
    number = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=24, blank=True)  # code of ours, if it is one
    session = models.ForeignKey(
        EvaluationSession, null=True, on_delete=models.PROTECT, related_name="instruments"
    )
    facts = _json("instrument_use.facts")
    # by name: name, version, adaptation, measures, range, score, score_words, max, cut,
    # higher_is_worse, interpretation, limits; again: [{"session": id, "score", "words"}], for each
    # further application
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_instrument_number", fields=["commission", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"I{self.number}"


class Borrowing(_OfFile):
    """One item that crossed from the accompaniment into the expert file, by consent.

    Asked for by the expert, handed over by who accompanies; the words are the ones she delivered,
    and a disclosure row of the case says that they left.
    """

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="borrowings")
    kind = models.CharField(max_length=12, choices=Borrowed)
    asked_for = _text("borrowing.asked_for")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    consent = models.ForeignKey(ConsentGiven, null=True, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(
        Disclosure, null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered = _text("borrowing.delivered")
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refused_because = _text("borrowing.refused_because")

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_borrowing_delivered_with_disclosure",
                condition=Q(delivered_at=None, delivered__isnull=True)
                | Q(
                    delivered_at__isnull=False,
                    disclosure__isnull=False,
                    consent__isnull=False,
                    delivered_by__isnull=False,
                    refused_at=None,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"borrowing {self.pk}"


class Loan(models.Model):
    """The same item as who accompanies sees it: what is asked for, and what she handed over.

    It lies in the case, under its key: nobody of the accompaniment opens the expert file for it,
    and the expert opens nothing of the case.
    """

    guarded_by = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="loans")
    borrowing = models.OneToOneField(Borrowing, on_delete=models.PROTECT, related_name="loan")
    asked_for: Any = SealedTextField(
        root="case_id", label="loan.asked_for", compartment="clinical", null=True, blank=True
    )
    told: Any = SealedTextField(
        root="case_id", label="loan.told", compartment="clinical", null=True, blank=True
    )  # the words handed over, or why nothing is
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_loan_answered_says_who",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["case"], name="expertise_loan_waiting", condition=Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"loan {self.pk}"


class Attachment(_OfFile):
    """A file of the expert file: a source, the consent as signed, a summons, an annex."""

    holds_file = "object"
    without_file = {"state": FileState.DESTROYED}

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=16, choices=AttachmentKind)
    source = models.ForeignKey(
        Source, null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    testimony = models.ForeignKey(
        "expertise.Testimony", null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    title = _text("attachment.title")
    annex = models.PositiveSmallIntegerField(null=True)  # its number among the annexes
    is_restricted = models.BooleanField(default=True)  # kept by the expert, not handed out
    type = models.CharField(max_length=8, choices=FileType)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=FileState, default=FileState.WAITING)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_YET, blank=True)
    scanned_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=list)  # codes of what was taken out of it
    fingerprint = models.CharField(max_length=64)  # keyed: says nothing to who holds the table
    object = models.CharField(max_length=80, blank=True)  # its random name in the store
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_attachment_annex",
                fields=["commission", "annex"],
                condition=Q(withdrawn_at=None, annex__isnull=False),
            ),
            models.CheckConstraint(
                name="expertise_attachment_state_says_scan_and_object",
                condition=(
                    Q(state=FileState.WAITING, scan=Scan.NOT_YET, scanned_at=None) & ~Q(object="")
                )
                | (
                    Q(state=FileState.OPEN, scan__in=[Scan.CLEAN, Scan.ACCEPTED])
                    & Q(scanned_at__isnull=False)
                    & ~Q(object="")
                )
                | Q(
                    state=FileState.REFUSED,
                    scan=Scan.INFECTED,
                    scanned_at__isnull=False,
                    object="",
                )
                | Q(state=FileState.DESTROYED, object=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at"],
                name="expertise_attachment_waiting",
                condition=Q(state=FileState.WAITING),
            ),
            models.Index(fields=["added_by", "added_at"], name="expertise_attachment_of_hour"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"

    @property
    def place(self) -> FilePlace:
        """Return where its bytes belong."""
        return FilePlace(self.commission_id, self.id, ATTACHED, "file")
