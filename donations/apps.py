"""The wing of donations; it never sees a person accompanied."""

from django.apps import AppConfig


class DonationsConfig(AppConfig):
    """The wing of donations; it never sees a person accompanied."""

    name = "donations"
