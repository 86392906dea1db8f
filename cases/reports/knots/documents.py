"""Documents on the path of an accompaniment: that one came, and what it is."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums.documents import SHELF_OPENS
from cases.models import Document
from cases.reports.timeline import SIZE, SPARE, Knot


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield the newest documents whose shelf the reader opens; their titles stay sealed."""
    shelves = [shelf for shelf, action in SHELF_OPENS.items() if getattr(eyes, action, False)]
    if not shelves:
        return
    rows = Document.objects.filter(case=case, visibility__in=shelves, withdrawn_at=None)
    if after:
        rows = rows.filter(Q(added_at__lte=after.at))
    rows = rows.select_related("added_by").defer("title", "withdrawn_because")
    for each in rows.order_by("-added_at", "-id")[: SIZE + SPARE]:
        yield Knot(
            each.added_at,
            each.pk,
            _("Document: %(kind)s") % {"kind": each.get_kind_display()},
            icon="file",
            line=each.added_by.get_short_name(),
            href=reverse("cases:document", args=[case.code, each.pk]),
        )
