"""The doorbells of the sealer and of the verifier."""

from celery import shared_task

from accompaniment.audit import progress, seal, verify
from accompaniment.audit.models import Verification


@shared_task(name="accompaniment.audit.tasks.seal_trace")
def seal_trace() -> None:
    """Seal the events that wait and sign a checkpoint."""
    seal.seal_all()


@shared_task(name="accompaniment.audit.tasks.verify_trace")
def verify_trace(*, whole: bool = False) -> None:
    """Check the trace: all of it, or what was added since the last check that found nothing.

    What was left out by the sealer is found first and sealed then, wherever it lies.
    """
    passed = Verification.objects.filter(problems=0).order_by("-at").first()
    since = 0 if whole or passed is None else passed.size
    progress.begin()
    try:
        verify.keep(verify.verify(since=since, progress=progress.say))
        seal.seal_all(everything=True)
    finally:
        progress.end()
