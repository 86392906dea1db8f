"""The doorbells of the desk."""

from celery import shared_task

from accompaniment.desk import health


@shared_task
def heartbeat() -> None:
    """Tell the health page that clock, broker and worker all work."""
    health.say_alive()
