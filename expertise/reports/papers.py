"""The papers of a commission: what is being made, how far it is, what can be read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expertise.enums.paper import JobStage, JobState, PaperKind
from expertise.models import Job

MANY, QUEUE = 40, 200  # lines of a page; how far into the queue a page looks
TONES = {JobState.LISTO: "ok", JobState.FALLIDO: "danger", JobState.EN_CURSO: "accent"}


@dataclass(frozen=True, slots=True)
class Line:
    """One paper, or what became of it."""

    job: Job
    ahead: int  # others that wait in front of it

    @property
    def tone(self) -> str:
        """Return the kind of its pill."""
        return TONES.get(JobState(self.job.state), "")

    @property
    def lives(self) -> bool:
        """Tell whether it is still being made."""
        return self.job.state in {JobState.EN_COLA, JobState.EN_CURSO}

    @property
    def stops(self) -> bool:
        """Tell whether somebody has asked for it to be cancelled."""
        return self.lives and self.job.cancel_asked_at is not None

    @property
    def failed(self) -> bool:
        """Tell whether it can be tried again."""
        return self.job.state in {JobState.FALLIDO, JobState.CANCELADO}

    @property
    def paper(self) -> Any:
        """Return what can be read, if it is there."""
        paper = self.job.paper
        return paper if paper and not paper.destroyed_at else None

    @property
    def replaced(self) -> bool:
        """Tell whether its file was there, and was destroyed for the one that came after it."""
        return self.job.paper is not None and self.paper is None

    @property
    def may_leave(self) -> bool:
        """Tell whether it can be downloaded: a draft can; what waits for a signature stays here."""
        return self.job.kind == PaperKind.BORRADOR

    @property
    def said(self) -> str:
        """Say where it is: in the queue, at which section, at which page."""
        if self.stops:
            return _("It is being stopped.")
        if self.job.state == JobState.EN_COLA:
            return _in_the_queue(self.ahead)
        return _under_way(self.job) if self.job.state == JobState.EN_CURSO else ""


def _in_the_queue(ahead: int) -> str:
    if not ahead:
        return _("In the queue: it is next.")
    words = ngettext(
        "In the queue: %(count)s goes before it.", "In the queue: %(count)s go before it.", ahead
    )
    return words % {"count": ahead}


def _under_way(job: Job) -> str:
    numbers = {"done": job.done, "total": job.total}
    if job.stage == JobStage.PREPARA and job.total:
        return _("Gathering the sections: %(done)s of %(total)s") % numbers
    if job.stage == JobStage.COMPONE and job.total:
        return _("Setting the pages: %(done)s of about %(total)s") % numbers
    return f"{job.get_stage_display()}…"


def lines(commission_id: Any) -> list[Line]:
    """Return the papers of a commission, the newest first."""
    rows = Job.objects.filter(commission_id=commission_id).order_by("-asked_at", "-pk")
    jobs = list(rows.select_related("version", "paper", "copy", "asked_by")[:MANY])
    queue = _queue() if any(job.state == JobState.EN_COLA for job in jobs) else []
    return [Line(job, _place(job, queue)) for job in jobs]


def ahead_of(job: Job) -> int:
    """Return how many go before a job that waits."""
    return _place(job, _queue()) if job.state == JobState.EN_COLA else 0


def _place(job: Job, queue: list[Any]) -> int:
    return queue.index(job.pk) if job.pk in queue else 0


def _queue() -> list[Any]:
    """Return what waits, of every commission, in the order in which it is taken."""
    waiting = Job.objects.filter(state=JobState.EN_COLA).order_by("asked_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:QUEUE])
