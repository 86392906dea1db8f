"""The causal-link matrix: facts, effects, what connects them, and on which evidence."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from expertise.enums.matrix import EvidenceKind
from expertise.models.commission import Commission
from expertise.models.evaluation import EvaluationSession, InstrumentUse, Source
from expertise.querysets import FileQuerySet


def _json(label: str) -> Any:
    return SealedJSONField(root="commission_id", label=label, compartment="file")


class _Numbered(models.Model):
    """Something of the matrix that bears a number in its commission."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Fact(_Numbered):
    """A fact or a pattern of violence (H1, H2 …). Codes are as sensitive as words: sealed."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="facts")
    told = _json("fact.told")
    # {"title", "words", "types": […], "modalities": […], "when", "frequency", "event": id or ""}

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_fact_number", fields=["commission", "number"])
        ]

    def __str__(self) -> str:
        return f"H{self.number}"


class Effect(_Numbered):
    """An effect that was found (E1, E2 …)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="effects")
    told = _json("effect.told")
    # {"title", "words", "levels": […], "onset", "course", "course_words", "intensity": 0 to 4}

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_effect_number", fields=["commission", "number"])
        ]

    def __str__(self) -> str:
        return f"E{self.number}"


class Work(_Numbered):
    """A work that is cited (bibliography)."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="works")
    told = _json("work.told")  # {"cite": "Herman, 1992", "reference": "…"}

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="expertise_work_number", fields=["commission", "number"])
        ]

    def __str__(self) -> str:
        return f"work {self.number}"


class CausalLink(_Numbered):
    """One fact and one effect, and what connects them (N1, N2 …): the ten columns of the table."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="links")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="links")
    effect = models.ForeignKey(Effect, on_delete=models.PROTECT, related_name="links")
    told = _json("link.told")
    # {"grade", "time", "time_words", "specificity", "alternatives", "stressors", "protective",
    #  "works": [ids]}
    d_confirmed_at = models.DateTimeField(null=True)  # by the reviewer, for “diagnostic of”
    d_confirmed_by = models.ForeignKey(
        "staff.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expertise_link_once",
                fields=["fact", "effect"],
                condition=Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(name="expertise_link_number", fields=["commission", "number"]),
            models.CheckConstraint(
                name="expertise_link_confirmed_says_who",
                condition=Q(d_confirmed_at=None, d_confirmed_by=None)
                | Q(d_confirmed_at__isnull=False, d_confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"N{self.number}"


class Evidence(models.Model):
    """What a causal link stands on: a real link into the file, and where to look there."""

    guarded_by = "commission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="evidence")
    link = models.ForeignKey(CausalLink, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    session = models.ForeignKey(
        EvaluationSession, null=True, on_delete=models.PROTECT, related_name="evidence"
    )
    instrument = models.ForeignKey(
        InstrumentUse, null=True, on_delete=models.PROTECT, related_name="evidence"
    )
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="evidence")
    locator: Any = SealedTextField(
        root="commission_id", label="evidence.locator", compartment="file", null=True, blank=True
    )  # page, minute, score
    quote: Any = SealedTextField(
        root="commission_id", label="evidence.quote", compartment="file", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()
    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="expertise_evidence_points_where_its_kind_says",
                condition=Q(
                    kind__in=[EvidenceKind.ENTREVISTA, EvidenceKind.OBSERVACION],
                    session__isnull=False,
                    instrument=None,
                    source=None,
                )
                | Q(
                    kind=EvidenceKind.INSTRUMENTO,
                    session=None,
                    instrument__isnull=False,
                    source=None,
                )
                | Q(
                    kind__in=[EvidenceKind.DOCUMENTO, EvidenceKind.COLATERAL],
                    session=None,
                    instrument=None,
                    source__isnull=False,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"
