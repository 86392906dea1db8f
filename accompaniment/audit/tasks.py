"""The doorbell of the sealer."""

from celery import shared_task

from accompaniment.audit import seal


@shared_task(name="accompaniment.audit.tasks.seal_trace")
def seal_trace() -> None:
    """Seal the events that wait and sign a checkpoint."""
    if seal.seal():
        seal.checkpoint()
