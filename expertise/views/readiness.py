"""Before signing: what was looked at, what is missing, the gender-perspective checklist."""

from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions.writing import mark_gender
from expertise.forms.section import GenderForm
from expertise.models import Commission
from expertise.reports.cover import said
from expertise.reports.readiness import Finding
from expertise.reports.readiness import readiness as look_at
from expertise.reports.snapshot import snapshot
from expertise.views.frame import done, open_commission, room_page


@asks
def readiness(request: SignedIn, folio: str) -> HttpResponse:
    """Show how ready a report is, and keep the expert's answers to the checklist."""
    commission = open_commission(request, folio, "write")
    form = GenderForm(posted(request), initial=answered(commission))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            mark_gender(
                commission=commission,
                answers=form.answers(),
                by=request.user,
                at=timezone.now(),
            )
            return done(request, commission, _("Saved."), "readiness")
    findings = look_at(commission, snapshot(commission))
    return room_page(
        request,
        commission,
        "readiness",
        "expertise/readiness.html",
        status=status_of(form),
        form=form,
        findings=[(each, way_to(commission, each)) for each in findings],
        ready=sum(each.is_done for each in findings),
        hinders=any(each.blocks and not each.is_done for each in findings),
    )


def answered(commission: Commission) -> dict[str, Any]:
    """Return the answers kept so far, as the form shows them."""
    found: dict[str, Any] = {}
    for check in commission.gender_checks.all():
        found[check.item] = check.verdict
        found[f"{check.item}_note"] = said(check.note)
    return found


def way_to(commission: Commission, finding: Finding) -> str:
    """Return where a finding is put right."""
    try:
        return reverse(f"expertise:{finding.room}", args=[commission.code]) if finding.room else ""
    except NoReverseMatch:  # this room is not built yet
        return ""
