"""Papers: addresses, records, canaries."""

from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from expertise.actions.rendering_work import PRINTER
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Job, Paper
from tests.expertise import printing
from tests.expertise.papers import make_pdf
from tests.factories import NOON, SECRET_TEXT

PAGE = ("read 200", "405")
COMMISSION = {
    "expertise:draft": ("read 200", "read 422"),
    "expertise:job_cancel": ("read 200", "read 302"),
    "expertise:job_retry": ("read 200", "read 422"),  # it has not failed
    "expertise:paper_file": PAGE,
    "expertise:paper_look": PAGE,
    "expertise:papers": PAGE,
    "expertise:papers_progress": PAGE,
}
OPEN_TEXT = {"expertise.Job.object"}  # drawn by lot


def furnish_commission(world):
    """Print a draft, and let another wait."""
    printed = print_draft(world.commission, make_pdf(SECRET_TEXT))
    waiting = printing.make_job(world.commission)
    return {
        "expertise:job_cancel": {"uid": waiting.pk},
        "expertise:job_retry": {"uid": waiting.pk},
        "expertise:paper_file": {"uid": printed.pk},
        "expertise:paper_look": {"uid": printed.pk},
    }


def live_commission(day):
    """Keep a paper whose bytes hold a canary."""
    print_draft(day.commission, make_pdf(day.canary("question.text")), at=day.at)


def print_draft(commission, pdf, *, at=NOON):
    """Stand in for the worker: the draft of a new version is there at once."""
    version = printing.make_version(commission, at=at)
    job = printing.make_job(commission, version=version, at=at)
    paper = Paper(
        commission=commission,
        version=version,
        kind=PaperKind.BORRADOR,
        size=len(pdf),
        pages=2,
        sha256="0" * 64,
        made_at=at,
    )
    with acting(PRINTER, "test"):
        paper.object = storage.put(paper.place, [pdf])
        paper.save(force_insert=True)
    Job.objects.filter(pk=job.pk).update(paper=paper, state=JobState.LISTO, ended_at=at)
    return paper
