"""What a table needs to stand behind the door: abstract models for a root, its grants, its words.

A *place in the lists* is (is_open, urgency, sort_key, root): every grant and every word carries a
copy, so that the newest rows of any reader come straight out of one index. ``access.shelve`` keeps
the copies right, inside the use case that moves the root.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from guardian.models import UserObjectPermissionBase

from accompaniment.staff.models import Team
from accompaniment.vault.gate import Opens


class Root(models.Model):
    """A record that people are let into; everything below it follows it.

    ``compartments`` says which action opens what is sealed in each compartment; ``by_team`` what
    the roles of its team may do with it, where that is less than usual. What is
    ``erased_with_case`` has a case, and is destroyed with it.
    """

    compartments: ClassVar[dict[str, Opens]] = {}
    by_team: ClassVar[dict[str, frozenset[str]] | None] = None
    erased_with_case: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    urgency = models.PositiveSmallIntegerField(default=4)  # 1 now … 4 planned
    last_activity_at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["team", "is_open", "-last_activity_at", "-id"], name="%(class)s_newest"
            ),
            models.Index(
                fields=["team", "is_open", "urgency", "-last_activity_at", "-id"],
                name="%(class)s_urgent",
            ),
        ]


class Grant(UserObjectPermissionBase):
    """One person, one action, one root, and the root's place in that person's list.

    ``actions`` lists every action that may ever be granted on the root.
    """

    actions: ClassVar[frozenset[str]]
    content_object: Any  # ForeignKey(root, CASCADE, related_name="grants")
    is_open = models.BooleanField()
    urgency = models.PositiveSmallIntegerField()
    sort_key = models.DateTimeField()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        indexes = [
            models.Index(
                fields=["user", "permission", "is_open", "-sort_key", "-content_object"],
                name="%(class)s_newest",
            ),
            models.Index(
                fields=["user", "permission", "is_open", "urgency", "-sort_key", "-content_object"],
                name="%(class)s_urgent",
            ),
        ]


class Word(models.Model):
    """One word by which a root is found, in the list of one scope: a person or a team.

    A word is stored once per scope, so that a search reads only rows the reader may see.
    ``action`` is what the scope must be allowed to search by it: a name is not for everyone who
    may see that a record exists.
    """

    scope = models.UUIDField()
    action = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=16)
    content_object: Any  # ForeignKey(root, CASCADE, related_name="words")
    is_open = models.BooleanField()
    urgency = models.PositiveSmallIntegerField()
    sort_key = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["scope", "digest", "is_open", "-sort_key", "-content_object"],
                name="%(class)s_newest",
            )
        ]
