"""Doorbells of the heart."""

from celery import shared_task

from cases.actions.erasing import finish_shredding


@shared_task
def sweep_shreds() -> None:
    """Destroy the keys that a crash left behind after something was erased."""
    finish_shredding()
