"""The first contact on the path of a case it began with."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.reports.timeline import Knot, newest


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield the first contact, without a word of it."""
    rows = case.first_contacts.select_related("received_by").defer("demand", "signs", "about")
    for each in newest(rows, "received_at", after):
        yield Knot(
            each.received_at,
            each.pk,
            _("First contact"),
            icon="phone",
            line=each.received_by.get_short_name(),
        )
