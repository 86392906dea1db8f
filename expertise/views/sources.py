"""Sources and instruments of an expert file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.enums import SessionStatus
from cases.forms.plain import EmptyForm
from cases.instruments import shipped
from cases.views.frame import asks, posted, refusals
from expertise.actions.applying import (
    Application,
    InstrumentFacts,
    add_instrument,
    change_instrument,
    withdraw_instrument,
)
from expertise.actions.sources import SourceFacts, add_source, change_source, withdraw_source
from expertise.enums.evaluation import SourceKind
from expertise.forms.evaluation import InstrumentForm, SourceForm
from expertise.models import Borrowing, Commission, InstrumentUse, Source
from expertise.reports import file
from expertise.reports.applied import prefilled
from expertise.views.evaluation import ROOM, page
from expertise.views.frame import done, open_commission, open_of

HEADINGS: dict[str, Any] = {
    SourceKind.DOCUMENTO: lambda: _("A document that was read"),
    SourceKind.COLATERAL: lambda: _("A collateral interview"),
}


@asks
def source_add(request: SignedIn, folio: str, kind: str) -> HttpResponse:
    """Put a source on the list."""
    found = open_commission(request, folio, "write")
    if kind not in HEADINGS:
        raise Http404
    form = SourceForm(posted(request), initial=_handed_over(request, found))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = SourceFacts(**form.cleaned_data)
            add_source(commission=found, kind=kind, facts=facts, by=request.user, at=timezone.now())
            return done(request, found, _("Saved."), ROOM, "#sources")
    return page(request, form, found, "#sources", heading=HEADINGS[kind]())


def _handed_over(request: SignedIn, found: Commission) -> dict[str, Any]:
    """Return what was handed over by who accompanies, where the source is that."""
    asked = request.GET.get("borrowed", "")
    try:
        uid = UUID(asked)
    except ValueError:
        return {}
    rows = Borrowing.objects.visible_to(request.user).filter(commission=found)
    row = rows.filter(pk=uid, delivered_at__isnull=False, consent__revoked_at=None).first()
    if row is None:
        return {}
    title = _("%(item)s, handed over by who accompanies") % {"item": row.get_kind_display()}
    return {"title": title, "content": file.words(row.delivered)}


@asks
def source_edit(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Put right what is said of a source."""
    row = open_of(request, folio, Source.objects.all(), uid)
    known = file.source(row)
    initial = {name: getattr(known, name) for name in SourceForm.base_fields}
    form = SourceForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = SourceFacts(**form.cleaned_data)
            change_source(source=row, facts=facts, by=request.user, at=timezone.now())
            return done(request, row.commission, _("Saved."), ROOM, "#sources")
    heading = _("Change %(key)s") % {"key": row}
    return page(request, form, row.commission, "#sources", heading=heading)


@asks
def source_withdraw(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Take a source off the list."""
    row = open_of(request, folio, Source.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            withdraw_source(source=row, by=request.user, at=timezone.now())
            return done(request, row.commission, _("It is off the list."), ROOM, "#sources")
    said = {
        "heading": _("Take %(key)s off the list") % {"key": row},
        "lede": file.source(row).title,
        "submit": _("Take it off"),
    }
    return page(request, form, row.commission, "#sources", **said)


# --- instruments ----------------------------------------------------------------------------------


def _sessions(found: Commission) -> list[tuple[str, str]]:
    rows = found.evaluations.filter(status=SessionStatus.HELD).order_by("number")
    return [(str(row.pk), f"S{row.number}") for row in rows.only("id", "number")]


def _facts(form: InstrumentForm, found: Commission) -> InstrumentFacts:
    """Return what was sent, as the use cases hear it."""
    said = dict(form.cleaned_data)
    rows = {str(row.pk): row for row in found.evaluations.all()}
    times = []
    for prefix in ("", "again_"):
        session = rows.get(said.pop(f"{prefix}session"))
        score, words = (
            said.pop(f"{prefix}score"),
            said.pop(f"{prefix}{'score_' * (not prefix)}words"),
        )
        if not prefix or session or score is not None or words:
            times.append(Application(session, score, words))
    return InstrumentFacts(**said, times=tuple(times))


@asks
def instrument_add(request: SignedIn, folio: str) -> HttpResponse:
    """Put an instrument that was applied into the file; ``?of=`` begins with one of the house."""
    found = open_commission(request, folio, "write")
    sessions = _sessions(found)
    form = InstrumentForm(
        posted(request), sessions=sessions, initial=prefilled(request.GET.get("of", ""))
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = _facts(form, found)
            add_instrument(commission=found, facts=facts, by=request.user, at=timezone.now())
            return done(request, found, _("Saved."), ROOM, "#instruments")
    said: dict[str, Any] = {"heading": _("An instrument that was applied")}
    said["shortcuts"] = [(f"?of={code}", str(each.name)) for code, each in shipped().items()]
    said["shortcuts_title"] = _("Begin with one the house knows")
    return page(request, form, found, "#instruments", **said)


@asks
def instrument_edit(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Put right what is on record of an instrument."""
    row = open_of(request, folio, InstrumentUse.objects.all(), uid)
    known = file.instrument(row, {})
    form = InstrumentForm(
        posted(request), sessions=_sessions(row.commission), initial=_initial(known)
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = _facts(form, row.commission)
            change_instrument(use=row, facts=facts, by=request.user, at=timezone.now())
            return done(request, row.commission, _("Saved."), ROOM, "#instruments")
    heading = _("Change %(key)s") % {"key": row}
    return page(request, form, row.commission, "#instruments", heading=heading)


def _initial(known: file.InstrumentApplied) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: getattr(known, name, "") for name in InstrumentForm.base_fields if "again" not in name
    }
    first, *again = known.times
    said |= {"session": _id(first.session_id), "score_words": first.words, "code": known.code}
    for each in again[:1]:
        said |= {"again_session": _id(each.session_id), "again_score": each.score}
        said["again_words"] = each.words
    return said


def _id(uid: UUID | None) -> str:
    return str(uid or "")


@asks
def instrument_withdraw(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Take an instrument out of the file."""
    row = open_of(request, folio, InstrumentUse.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            withdraw_instrument(use=row, by=request.user, at=timezone.now())
            return done(request, row.commission, _("It is off the list."), ROOM, "#instruments")
    said = {
        "heading": _("Take %(key)s off the list") % {"key": row},
        "lede": file.instrument(row, {}).name,
        "submit": _("Take it off"),
    }
    return page(request, form, row.commission, "#instruments", **said)
