"""Staff and the door."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff and the door."""

    name = "accompaniment.staff"
    label = "staff"
