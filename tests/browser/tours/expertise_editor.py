"""The report of an expert: its outline, sections, the whole, what is missing before signing."""

from django.urls import reverse

from expertise.models import Commission
from expertise.steps import WRITING


def of_report(me):
    """Return the pages of the report a psychologist writes at this moment, if there is one."""
    mine = Commission.objects.filter(expert=me, state__in=WRITING, sections__isnull=False).order_by(
        "requested_at"
    )
    commission = mine.first()
    if commission is None:
        return []
    names = ("editor", "report_preview", "readiness")
    found = [reverse(f"expertise:{name}", args=[commission.code]) for name in names]
    keys = ("proemio", "marco", "instrumentos", "relato", "nexo", "cierre")
    return [*found, *(reverse("expertise:section", args=[commission.code, key]) for key in keys)]


TOURS = {"aurora": of_report}
