"""What every wing stands on: the trace, the vault, the door and the desk."""

from accompaniment.celery import app as celery_app

__all__ = ["celery_app"]
