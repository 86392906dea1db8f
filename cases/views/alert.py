"""An answer that speaks of danger: the page that has to be answered, and signed by two."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import alerts
from cases.actions.scored import texts_of
from cases.enums import MINORS
from cases.enums.instruments import AlertState
from cases.forms.safety import AlertForm, SignAlertForm
from cases.instruments import SCREEN, shipped
from cases.models import Case, SafetyAlert
from cases.reports import alerts as report
from cases.reports import asking
from cases.reports.instruments import people_of
from cases.views.frame import asks, can, open_case, posted, refusals, require_either, status_of
from cases.views.rooms import room_page

HEARS = ("read", "assign")


def open_alert(request: SignedIn, code: str, uid: UUID) -> tuple[Case, SafetyAlert]:
    """Open an alert through its case, for whoever may read or assign it."""
    case = open_case(request, code)
    require_either(request, HEARS, case)
    rows = SafetyAlert.objects.filter(case=case)
    rows = rows.select_related("person", "raised_by", "answered_by", "closed_by")
    alert: SafetyAlert = access.open_or_404(rows, request.user, pk=uid)
    access.let_in([alert.person], code=case.code)
    alert.case = case
    return case, alert


@asks
def safety_alert(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Show an alert; while nobody has answered it, ask for what has to be asked and done."""
    case, alert = open_alert(request, code, uid)
    if request.method == "POST":
        access.require(request.user, "write", case)
    form = AlertForm(posted(request), words=direct_questions(request, alert))
    if form.is_bound and form.is_valid():
        with refusals(form):
            alerts.answer_alert(
                alert=alert, record=form.record(), by=request.user, at=timezone.now()
            )
            messages.success(request, _("It is on record. A second person has been asked to sign."))
            return redirect("cases:safety_alert", case.code, alert.pk)
    return show(request, case, alert, form=form)


@asks
def safety_sign(request: SignedIn, code: str, uid: UUID) -> HttpResponse:
    """Sign an answered alert as the second person."""
    case, alert = open_alert(request, code, uid)
    form = SignAlertForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            alerts.sign_alert(alert=alert, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Signed. The alert is closed by two people."))
            return redirect("cases:safety_alert", case.code, alert.pk)
    return show(request, case, alert, sign=form)


def direct_questions(request: SignedIn, alert: SafetyAlert) -> asking.Asking | None:
    """Return the words of the direct questions, unless they have been answered already."""
    if not access.allows(request.user, "read", alert) or report.screen_asked(alert):
        return None
    texts = texts_of(SCREEN)
    return asking.asking(shipped()[SCREEN], asking.usual(texts), texts)


def show(
    request: SignedIn, case: Case, alert: SafetyAlert, *, form: Any = None, sign: Any = None
) -> HttpResponse:
    """Show the alert as far as the reader may know it, and what is for them to do."""
    may = can(request, case)
    mine = alert.answered_by_id == request.user.pk
    waits = alert.state == AlertState.ANSWERED and not mine
    tried = form if form is not None and form.is_bound else sign
    context = {
        "alert": alert,
        "page": report.page_of(alert) if may.get("read") else None,
        "whose": whose(case, alert) if may.get("identify") else "",
        "form": form if alert.state == AlertState.OPEN and may.get("write") else None,
        "sign": (sign or SignAlertForm()) if waits else None,
        "tried": tried,
        "closing_words": closing_words(alert, may),
        "mine": mine,
        "minor": alert.person.age_group in MINORS,
        "crisis_lines": settings.CRISIS_LINES,
    }
    status = status_of(tried) if tried is not None else 200
    page = "cases/safety_alert.html"
    return room_page(request, case, "instruments", page, status=status, **context)


def whose(case: Case, alert: SafetyAlert) -> str:
    """Return how the person in danger is called, where several take part."""
    people = people_of(case)
    names = (each.name for each in people if each.person.pk == alert.person_id)
    return next(names, "") if len(people) > 1 else ""


def closing_words(alert: SafetyAlert, may: dict[str, bool]) -> str:
    """Return what the second person wrote, for whoever may open where it is sealed."""
    opens = {"clinical": "read", "identity": "identify"}[alert.sealed_in]
    return alert.closing_words.reveal() if alert.closing_words and may.get(opens) else ""
