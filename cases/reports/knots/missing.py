"""What happened in the search, on the path of a family's case."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums.missing import StatusOf
from cases.models import MissingSearch, MissingStatusStep
from cases.reports.timeline import SIZE, SPARE, Cursor, Eyes, Knot, newest

NOON = dt.time(12)  # of a search only the day is known


def knots(case: Any, eyes: Eyes, after: Cursor | None) -> Iterator[Knot]:
    """Yield changes of status and searches, for who may read the case."""
    if not eyes.read:
        return
    here = {"missing__links__case": case, "missing__links__ended_at": None}
    steps = MissingStatusStep.objects.filter(**here).select_related("missing", "by")
    for step in newest(steps.defer("facts"), "at", after):
        yield Knot(
            step.at,
            step.pk,
            _title(step) % {"status": step.get_after_display()},
            icon="search",
            kind="legal",
            line=f"{step.missing.pseudonym} · {step.by.get_short_name()}",
            href=_record(case, step.missing_id) + "#status",
        )
    searches = MissingSearch.objects.filter(case=case).select_related("missing")
    if after:
        searches = searches.filter(searched_on__lte=timezone.localdate(after.at))
    newest_first = searches.defer("facts").order_by("-searched_on", "-id")
    for search in newest_first[: SIZE + SPARE]:
        yield Knot(
            timezone.make_aware(dt.datetime.combine(search.searched_on, NOON)),
            search.pk,
            _("Search: %(kind)s") % {"kind": search.get_kind_display()},
            icon="search",
            line=search.missing.pseudonym,
            href=_record(case, search.missing_id) + "#searches",
        )


def _title(step: Any) -> str:
    """Say whose status it is."""
    if not step.before:
        return _("The search has its record: %(status)s")
    if step.of == StatusOf.REGISTRY:
        return _("The national registry says: %(status)s")
    return _("Status of the search: %(status)s")


def _record(case: Any, missing: Any) -> str:
    return reverse("cases:missing_record", args=[case.code, missing])
