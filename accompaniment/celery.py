"""Work behind the scenes: one Celery application, configured by the settings."""

import os
from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging, worker_ready, worker_shutting_down
from django.conf import settings

from accompaniment import broker
from accompaniment.rhythm import RHYTHM

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompaniment.settings")

broker.install()
app = Celery("cauce")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = RHYTHM
app.autodiscover_tasks()


@setup_logging.connect
def say_little(**kwargs: object) -> None:
    """Log as the web does: Celery's own format would quote what a task failed with."""
    dictConfig(settings.LOGGING)


@worker_ready.connect
def say_ready(**kwargs: object) -> None:
    """Tell the health page at once; from then on the clock of beat does."""
    from accompaniment.desk import health  # noqa: PLC0415  # the rooms are not built yet above

    health.say_alive()


@worker_shutting_down.connect
def say_leaving(**kwargs: object) -> None:
    """Tell the health page that nobody works now."""
    from accompaniment.desk import health  # noqa: PLC0415  # the rooms are not built yet above

    health.say_gone()
