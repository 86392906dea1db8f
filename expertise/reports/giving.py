"""How far the signature and the copies of a report are: what the pages of both show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from expertise import steps
from expertise.enums.commission import CommissionState
from expertise.enums.paper import Audience, CopyForm, JobStage, JobState, PaperKind
from expertise.models import Commission, Copy, Job, Paper, Version
from expertise.reports import copies, needed
from expertise.reports.file import words
from expertise.reports.masking import Mask
from expertise.reports.papers import Line, ahead_of

GROUP = 8
SIGN = "SIGN"
WAY: tuple[tuple[str, Promise], ...] = (
    (JobStage.PREPARA, pgettext_lazy("step of a signature", "Sections")),
    (JobStage.COMPONE, pgettext_lazy("step of a signature", "Pages")),
    (JobStage.ETIQUETA, pgettext_lazy("step of a signature", "Archive")),
    (JobStage.SELLA, pgettext_lazy("step of a signature", "Seal")),
    (SIGN, pgettext_lazy("step of a signature", "Signature")),
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where the signature of a report stands."""

    version: Version | None
    final: Paper | None
    job: Job | None
    signed: Paper | None
    may_begin: bool  # approved, and no final file waits or is being made
    elsewhere: bool  # signed, and its file is not in this house
    stopped: bool  # approved, and she does not agree any more

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the signed file in groups, as one reads it aloud."""
        whole = self.signed.sha256 if self.signed else ""
        return " ".join(whole[n : n + GROUP] for n in range(0, len(whole), GROUP))

    @property
    def waits(self) -> bool:
        """Tell whether the file is being made."""
        return bool(self.job and self.job.ended_at is None and not self.final)

    @property
    def line(self) -> Line | None:
        """Return what is said of the making of the file."""
        return Line(self.job, ahead_of(self.job)) if self.job else None

    @property
    def way(self) -> tuple[tuple[str, Promise], ...]:
        """Return the steps from the text to the signature."""
        return WAY

    @property
    def current(self) -> str:
        """Return the step at which it is, if any."""
        if self.final:
            return SIGN
        under_way = self.job and self.job.state == JobState.EN_CURSO
        return str(self.job.stage) if self.job and under_way else WAY[0][0]


def readiness(commission: Commission) -> Readiness:
    """Return where the signature of a report stands."""
    version = commission.versions.order_by("-number").first()
    approved = commission.approved_at
    if version and approved and version.frozen_at < approved:
        version = None  # of an earlier round
    papers = Paper.objects.filter(version=version, copy=None, destroyed_at=None)
    final = papers.filter(kind=PaperKind.FINAL).first() if version else None
    signed = _signed(commission)
    job = _job(version) if version else None
    stands = steps.may_follow(commission.state, CommissionState.FIRMADO)
    stopped = stands and not needed.is_agreed(commission, timezone.localdate())
    waits = bool(job and job.ended_at is None)
    may_begin = stands and not (final or waits or stopped)
    elsewhere = commission.state in steps.LOCKED and not signed
    return Readiness(version, final, job, signed, may_begin, elsewhere, stopped)


def _signed(commission: Commission) -> Paper | None:
    version = copies.signed_version(commission.pk)
    return copies.signed_paper(version) if version else None


def _job(version: Version, copy: Copy | None = None) -> Job | None:
    jobs = Job.objects.filter(version=version, copy=copy, kind=PaperKind.FINAL)
    return jobs.order_by("-asked_at").first()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who received a copy, when, with which acknowledgement."""

    by: str
    on: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy, as the page of copies shows it."""

    pk: Any
    number: int
    key: str
    audience: str
    form: str
    recipient: str
    reason: str
    masks: list[Mask]
    made_at: dt.datetime
    signed: Paper | None
    final: Paper | None
    job: Job | None
    delivered_at: dt.datetime | None
    receipt: Receipt | None
    released_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    for_lawyers: bool

    @property
    def may_sign(self) -> bool:
        """Tell whether its file waits for a signature."""
        return bool(self.final and not self.signed and not self.withdrawn_at)

    @property
    def may_deliver(self) -> bool:
        """Tell whether it can be handed over."""
        return bool(self.signed and not self.delivered_at and not self.withdrawn_at)

    @property
    def may_release(self) -> bool:
        """Tell whether the legal area may have it."""
        standing = self.signed and not self.withdrawn_at and not self.released_at
        return bool(standing and self.for_lawyers)

    @property
    def making(self) -> Line | None:
        """Return what is said of the making of its file, until it is there."""
        if self.job is None or self.final or self.signed or self.withdrawn_at:
            return None
        return Line(self.job, ahead_of(self.job))


def lines(commission: Commission) -> list[CopyLine]:
    """Return the copies of a report, the first one first."""
    rows = commission.copies.select_related("release").order_by("version__number", "number")
    papers = _by_copy(commission.papers.filter(destroyed_at=None, copy__isnull=False))
    made = commission.jobs.filter(kind=PaperKind.FINAL).order_by("asked_at")
    jobs = {job.copy_id: job for job in made}  # the newest of each
    return [_line(copy, papers.get(copy.pk, {}), jobs.get(copy.pk)) for copy in rows]


def _by_copy(papers: Iterable[Paper]) -> dict[Any, dict[str, Paper]]:
    found: dict[Any, dict[str, Paper]] = {}
    for paper in papers:
        found.setdefault(paper.copy_id, {})[paper.kind] = paper
    return found


def _line(copy: Any, papers: dict[str, Paper], job: Job | None) -> CopyLine:
    release = getattr(copy, "release", None)
    return CopyLine(
        pk=copy.pk,
        number=copy.number,
        key=copy.key,
        audience=str(Audience(copy.audience).label),
        form=str(CopyForm(copy.form).label),
        recipient=words(copy.recipient),
        reason=words(copy.reason),
        masks=copies.masks_of(copy),
        made_at=copy.made_at,
        signed=papers.get(PaperKind.FIRMADO),
        final=papers.get(PaperKind.FINAL),
        job=job,
        delivered_at=copy.delivered_at,
        receipt=receipt_of(copy),
        released_at=release.released_at if release and not release.withdrawn_at else None,
        withdrawn_at=copy.withdrawn_at,
        for_lawyers=copy.audience == Audience.JURIDICO,
    )


def receipt_of(copy: Copy) -> Receipt | None:
    """Return who received a copy, if it was handed over."""
    if not copy.receipt:
        return None
    said = copy.receipt.reveal()
    return Receipt(said["by"], dt.date.fromisoformat(said["on"]), said["words"])
