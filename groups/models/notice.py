"""What coordination should look at: a colleague who was refused too often."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from groups.models.group import Group
from groups.querysets import NoticeQuerySet


class Notice(models.Model):
    """A colleague met several possible conflicts in a day; of whom she asked nothing is kept."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    history = tracked()
    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="groups_notice_seen_says_who",
                condition=Q(seen_at=None, seen_by=None)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["group", "-at"], name="groups_notice_unseen", condition=Q(seen_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
