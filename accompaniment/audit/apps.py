"""The trace."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trace."""

    name = "accompaniment.audit"
    label = "audit"
