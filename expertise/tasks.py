"""Doorbells of expert opinions."""

import uuid

from celery import shared_task
from django.utils import timezone

from expertise.actions.attachment_scans import scan_all_waiting
from expertise.actions.discarding import clear_drafts
from expertise.actions.rendering_work import reconcile, work_on


@shared_task
def render_paper(*, job_id: str) -> None:
    """Print what a job asks for."""
    work_on(uuid.UUID(job_id))


@shared_task
def reconcile_papers() -> None:
    """Ring again for what waits, take away what dead workers hold."""
    reconcile(timezone.now())


@shared_task
def scan_attachments() -> None:
    """Look through the files of expert files in quarantine."""
    scan_all_waiting(timezone.now())


@shared_task
def clear_old_drafts() -> None:
    """Destroy drafts of earlier versions, and of signed reports."""
    clear_drafts(timezone.now())
