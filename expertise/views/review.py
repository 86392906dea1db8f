"""Peer review: the room, sending a report, reading a frozen version, ending a round."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from expertise.actions import reviewing
from expertise.enums.commission import CommissionState
from expertise.forms.review import ChecklistForm, EndForm, from_checks
from expertise.models import Commission, ReviewRound
from expertise.reports import review as report
from expertise.reports.matrix import incomplete
from expertise.reports.read import read
from expertise.views.frame import done, form_page, open_commission, room_page

SENDS = frozenset({CommissionState.INTEGRACION, CommissionState.CON_OBSERVACIONES})


def open_round(
    request: SignedIn, folio: str, number: int, action: str = "read"
) -> tuple[Commission, ReviewRound]:
    """Open a round of review through its commission, for an action."""
    commission = open_commission(request, folio, action)
    rows = ReviewRound.objects.select_related("version", "reviewer").filter(commission=commission)
    user, code = request.user, commission.code
    found: ReviewRound = access.open_or_404(rows, user, cover=code, number=number)
    return commission, found


def reads(request: SignedIn, round_: ReviewRound) -> bool:
    """Tell whether the reader is reviewing this round now."""
    return round_.ended_at is None and round_.reviewer_id == request.user.pk


def to_round(commission: Commission, round_: ReviewRound, message: Any, request: SignedIn) -> Any:
    """Go back to the reading and say what was done."""
    messages.success(request, str(message))
    return redirect("expertise:round", commission.code, round_.number)


@require_safe
def review_room(request: SignedIn, folio: str) -> HttpResponse:
    """Show where the review stands, every observation, every round."""
    commission = open_commission(request, folio, "read")
    rounds = report.rounds(commission)
    marks = [mark for each in rounds for mark in each.remarks]
    context: dict[str, Any] = {
        "rounds": rounds,
        "now": next((each for each in rounds if each.ended_at is None), None),
        "open_remarks": [mark for mark in marks if not mark.is_resolved],
        "resolved": [mark for mark in marks if mark.is_resolved],
        "may_send": commission.state in SENDS,
    }
    return room_page(request, commission, "review", "expertise/review.html", **context)


@asks
def review_send(request: SignedIn, folio: str) -> HttpResponse:
    """Freeze a version and hand it to the peer."""
    commission = open_commission(request, folio, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            begun = reviewing.send_to_review(
                commission=commission, by=request.user, at=timezone.now()
            )
            said = _("Version %(n)s was frozen and sent.") % {"n": begun.version.number}
            return done(request, commission, said, "review")
    missing = len(incomplete(commission))
    warning = _("The causal table is not complete: %(n)s points.") % {"n": missing}
    words: dict[str, Any] = {"warning": warning if missing else ""}
    words |= {"advice": _("It can be sent all the same; the reviewer will see it.")}
    words |= {"heading": _("Send to peer review"), "submit": _("Freeze and send")}
    words |= {"lede": _("A version is frozen. While it is read, the file does not change.")}
    return form_page(request, form, commission, "review", back=room(commission), **words)


def room(commission: Commission) -> str:
    """Return the address of the room of peer review."""
    return reverse("expertise:review", args=[commission.code])


@require_safe
def round_page(request: SignedIn, folio: str, number: int) -> HttpResponse:
    """Show a frozen version with the checklist and the observations beside it."""
    commission, round_ = open_round(request, folio, number)
    line = next(each for each in report.rounds(commission) if each.pk == round_.pk)
    reading = reads(request, round_)
    context: dict[str, Any] = {
        "line": line,
        "sections": read(round_.version, line.remarks),
        "reading": reading,
        "form": ChecklistForm(initial=from_checks(line.checks)) if reading else None,
    }
    return room_page(request, commission, "review", "expertise/round.html", **context)


@asks
def round_checks(request: SignedIn, folio: str, number: int) -> HttpResponse:
    """Save the checklist, as far as it is answered."""
    commission, round_ = open_round(request, folio, number, "review")
    line = next(each for each in report.rounds(commission) if each.pk == round_.pk)
    form = ChecklistForm(posted(request), initial=from_checks(line.checks))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            reviewing.fill_checklist(round_=round_, checked=form.checked(), **facts)
            return to_round(commission, round_, _("The checklist is saved."), request)
    words = {"heading": _("Checklist of the review"), "back": room(commission), "round": round_}
    return form_page(request, form, commission, "review", "expertise/checklist.html", **words)


@asks
def round_end(request: SignedIn, folio: str, number: int) -> HttpResponse:
    """Approve the report, or send it back with observations."""
    commission, round_ = open_round(request, folio, number, "review")
    form = EndForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            reviewing.end_round(round_=round_, **form.cleaned_data, **facts)
            return done(request, commission, _("This round has ended."), "review")
    words = {"heading": _("End this round"), "submit": _("End the round")}
    return form_page(request, form, commission, "review", back=room(commission), **words)


@asks
def round_back(request: SignedIn, folio: str, number: int) -> HttpResponse:
    """Take the report back from review."""
    commission, round_ = open_round(request, folio, number, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            reviewing.take_back(round_=round_, by=request.user, at=timezone.now())
            said = _("You have it back. The round is kept.")
            return done(request, commission, said, "review")
    lede = _("To go on writing before the reviewer has ended. What she wrote so far is kept.")
    words = {"heading": _("Take it back"), "lede": lede, "submit": _("Take it back")}
    return form_page(request, form, commission, "review", back=room(commission), **words)
