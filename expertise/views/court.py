"""What becomes of a report in court: its steps, the judgment, what is asked of it afterwards."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals
from expertise.actions import aftermaths, extending, in_court, judgments
from expertise.enums.commission import CommissionState as S
from expertise.forms.court import (
    AftermathForm,
    AnswerForm,
    ExtensionForm,
    JudgmentForm,
    StepForm,
)
from expertise.models import Aftermath, Commission, Judgment
from expertise.reports import court as reports
from expertise.steps import COURT_STEPS
from expertise.views.frame import can, done, form_page, open_commission, room_page

HEADINGS = {
    S.OFRECIDO: lambda: _("The report was offered as evidence"),
    S.ADMITIDO: lambda: _("The report was admitted"),
    S.DESECHADO: lambda: _("The report was rejected as evidence"),
    S.CONCLUIDO: lambda: _("Conclude the commission"),
}
MAY = ("write", "assign")


def ask(
    request: SignedIn, form: Any, commission: Commission, heading: str, **context: Any
) -> HttpResponse:
    """Show a form of this room."""
    context = {"submit": _("Save"), "back": address(commission), **context}
    return form_page(request, form, commission, "court", heading=heading, **context)


def address(commission: Commission) -> str:
    """Return where the room is."""
    return f"{commission.get_absolute_url()}court/"


def open_either(request: SignedIn, folio: str) -> Commission:
    """Open a commission for who writes in it or coordinates it.

    :raises Http404: if there is none the reader may see.
    :raises PermissionDenied: if the reader may do neither.
    """
    found = open_commission(request, folio)
    usual, other = MAY
    may_usual = access.allows(request.user, usual, found)
    access.require(request.user, usual if may_usual else other, found)
    return found


@require_safe
def court(request: SignedIn, folio: str) -> HttpResponse:
    """Show what became of a report in court."""
    found = open_commission(request, folio)
    page = reports.page_of(found, request.user, can(request, found), timezone.now())
    return room_page(request, found, "court", "expertise/court.html", page=page)


@asks
def court_step(request: SignedIn, folio: str, to: str) -> HttpResponse:
    """Take a step in court."""
    found = open_either(request, folio)
    if to not in COURT_STEPS:
        raise Http404
    form = StepForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            words = form.cleaned_data["words"]
            in_court.step_in_court(
                commission=found, to=to, words=words, by=request.user, at=timezone.now()
            )
            return done(request, found, _("It is on record."), "court")
    return ask(request, form, found, HEADINGS[S(to)]())


@asks
def judgment_edit(request: SignedIn, folio: str) -> HttpResponse:
    """Write the judgment down, or correct what was written."""
    found = open_commission(request, folio, "write")
    known = Judgment.objects.visible_to(request.user).filter(commission=found).first()
    form = JudgmentForm(posted(request), initial=judgment_facts(known) if known else {})
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts, now = form.facts(), timezone.now()
            if known:
                judgments.correct_judgment(judgment=known, facts=facts, by=request.user, at=now)
            else:
                judgments.record_judgment(commission=found, facts=facts, by=request.user, at=now)
            return done(request, found, _("The judgment is on record."), "court")
    lede = _("A report that was not heard taught something too: write down what.")
    return ask(request, form, found, _("The judgment"), lede=lede)


def judgment_facts(row: Judgment) -> dict[str, Any]:
    """Return a judgment as initial values."""
    names = ("given_on", "sense", "weight", "is_quoted")
    opened = {name: reports.opened(getattr(row, name)) for name in ("quote", "words")}
    return {name: getattr(row, name) for name in names} | opened


@asks
def aftermath_add(request: SignedIn, folio: str) -> HttpResponse:
    """Write down what happened to a report."""
    found = open_commission(request, folio, "write")
    form = AftermathForm(posted(request), initial={"happened_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            aftermaths.record_aftermath(
                commission=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, found, _("It is on record."), "court")
    return ask(request, form, found, _("What happened to the report"))


def open_aftermath(request: SignedIn, commission: Commission, uid: Any) -> Aftermath:
    """Open something that happened to a report of a commission."""
    rows = Aftermath.objects.filter(commission=commission)
    row: Aftermath = access.open_or_404(rows, request.user, cover=commission.code, pk=uid)
    return row


@asks
def aftermath_answer(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Write down what was answered."""
    found = open_commission(request, folio, "write")
    row = open_aftermath(request, found, uid)
    form = AnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            aftermaths.answer_aftermath(
                aftermath=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, found, _("The answer is on record."), "court")
    return ask(request, form, found, str(row.get_incident_display()))


def uid_of(text: str) -> UUID:
    """Return the id in an address.

    :raises Http404: if it is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@asks
def document_add(request: SignedIn, folio: str) -> HttpResponse:
    """Open the commission of a new document beside a signed one."""
    found = open_either(request, folio)
    about = request.GET.get("about", "")
    row = open_aftermath(request, found, uid_of(about)) if about else None
    form = ExtensionForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            made = extending.extend_commission(
                commission=found,
                extension=form.facts(),
                aftermath=row,
                by=request.user,
                at=timezone.now(),
            )
            return redirect(made.get_absolute_url())
    lede = _("The signed report stays as it is. The new document has a file of its own.")
    heading, submit = _("A supplement or a clarification"), _("Open it")
    return ask(request, form, found, heading, lede=lede, submit=submit)
