"""Doorbells of the heart."""

from celery import shared_task
from django.utils import timezone

from cases.actions.document_files import compare_nightly, destroy_erased
from cases.actions.document_scans import scan_all_waiting
from cases.actions.erasing import finish_shredding
from cases.actions.reminders import remind


@shared_task
def sweep_shreds() -> None:
    """Destroy the keys that a crash left behind after something was erased, and its files."""
    finish_shredding()
    destroy_erased()


@shared_task
def remind_all() -> None:
    """Raise what comes due by the calendar."""
    remind(timezone.now())


@shared_task
def scan_waiting() -> None:
    """Look through the files in quarantine."""
    scan_all_waiting(timezone.now())


@shared_task
def compare_files() -> None:
    """Compare documents with their files, both ways."""
    compare_nightly(timezone.now())
