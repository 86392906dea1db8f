"""Questions one can ask of the trace, newest first."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q, Subquery


class ClockedQuerySet(models.QuerySet[Any]):
    """Rows of which only the database says when they came."""

    def _insert(self, objs: Any, fields: Any, **options: Any) -> Any:
        """Name every column but ``at``: the application's role may not even mention it."""
        named = [field for field in fields if field.name != "at"]
        return super()._insert(objs, named, **options)  # type: ignore[misc]


class EventQuerySet(ClockedQuerySet):
    """Events."""

    def newest_first(self) -> Self:
        """Order by the clock of the database; ``seq`` parts what came in one statement."""
        return self.order_by("-at", "-seq")

    def oldest_first(self) -> Self:
        """Order the other way round."""
        return self.order_by("at", "seq")

    def before(self, seq: int) -> Self:
        """Keep what comes after an event in ``newest_first``.

        Written so that an index is entered there; the database compares its own clock with
        itself, because SQLite writes it shorter than Django would.
        """
        return self.filter(at__lte=self._clock(seq)).exclude(at=self._clock(seq), seq__gte=seq)

    def after(self, seq: int) -> Self:
        """Keep what comes before an event in ``newest_first``."""
        return self.filter(at__gte=self._clock(seq)).exclude(at=self._clock(seq), seq__lte=seq)

    def _clock(self, seq: int) -> Subquery:
        return Subquery(self.model._default_manager.filter(pk=seq).values("at"))

    def between(self, start: dt.datetime | None, end: dt.datetime | None) -> Self:
        """Keep a half-open interval; ``None`` leaves an end open."""
        limits = Q()
        if start:
            limits &= Q(at__gte=start)
        if end:
            limits &= Q(at__lt=end)
        return self.filter(limits)

    def with_verbs(self, verbs: Collection[str]) -> Self:
        """Keep some kinds of deed."""
        return self.filter(verb__in=verbs)
