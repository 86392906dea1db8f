"""People, as lists ask for them."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class PersonQuerySet(models.QuerySet[Any]):
    """People who work, will work or worked here."""

    def working(self) -> Self:
        """Keep those who may sign in."""
        return self.filter(is_active=True)

    def invited(self) -> Self:
        """Keep those who have not answered their invitation."""
        return self.filter(is_active=False, deactivated_at=None)

    def gone(self) -> Self:
        """Keep those whose account has ended."""
        return self.exclude(deactivated_at=None)

    def by_name(self) -> Self:
        """Sort by name, always in the same order."""
        return self.order_by("full_name", "pk")

    def after(self, name: str, pk: Any) -> Self:
        """Keep those that stand behind this one by name."""
        return self.filter(Q(full_name__gt=name) | Q(full_name=name, pk__gt=pk))

    def before(self, name: str, pk: Any) -> Self:
        """Keep those that stand before this one by name."""
        return self.filter(Q(full_name__lt=name) | Q(full_name=name, pk__lt=pk))


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations and whether they still open."""

    def unsent(self, at: datetime) -> Self:
        """Keep those whose letter has not left."""
        return self.filter(sent_at=None, accepted_at=None, expires_at__gt=at)

    def valid(self, at: datetime) -> Self:
        """Keep those that have been sent, not used, and not expired."""
        return self.filter(accepted_at=None, expires_at__gt=at).exclude(sent_at=None)


class CalendarKeyQuerySet(models.QuerySet[Any]):
    """Secret addresses of calendars."""

    def standing(self) -> Self:
        """Keep those that still open, of people who may still sign in."""
        return self.filter(withdrawn_at=None, user__is_active=True)
