"""Facts, effects and works: added, corrected, withdrawn."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from expertise.actions.matrix_pieces import Piece, correct_piece, withdraw_piece, write_piece
from expertise.forms.matrix import FORMS, from_line
from expertise.models import Commission, Effect, Fact, Work
from expertise.reports import matrix_table
from expertise.reports.matrix_lines import effect_line, fact_line, work_line
from expertise.views.frame import form_page, open_commission
from expertise.views.matrix import back_to, place

MODELS: dict[str, Any] = {"fact": Fact, "effect": Effect, "work": Work}
LINES: dict[str, Any] = {"fact": fact_line, "effect": effect_line, "work": work_line}
NEW = {
    "fact": gettext_lazy("A fact or pattern"),
    "effect": gettext_lazy("An effect"),
    "work": gettext_lazy("A work that is cited"),
}


def open_piece(request: SignedIn, folio: str, sort: str, uid: UUID) -> tuple[Commission, Piece]:
    """Open a fact, an effect or a work through its commission, to write."""
    commission = open_commission(request, folio, "write")
    rows = MODELS[sort].objects.filter(commission=commission)
    piece: Piece = access.open_or_404(rows, request.user, cover=commission.code, pk=uid)
    return commission, piece


@asks
def piece_add(request: SignedIn, folio: str, sort: str) -> HttpResponse:
    """Write a fact, an effect or a work down."""
    commission = open_commission(request, folio, "write")
    initial = _handed_over(request, commission) if sort == "fact" else {}
    form = FORMS[sort](posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"uid": form.cleaned_data["uid"], "told": form.told()}
            write_piece(commission=commission, **facts, by=request.user, at=timezone.now())
            return back_to(request, commission, _("It is on record, sealed."), f"{sort}s")
    back = place(commission, f"{sort}s")
    words = {"heading": NEW[sort], "submit": _("Save"), "back": back}
    return form_page(request, form, commission, "matrix", "expertise/piece.html", **words)


def _handed_over(request: SignedIn, commission: Commission) -> dict[str, str]:
    """Return the event handed over by who accompanies, where a fact begins with one."""
    asked = request.GET.get("borrowed", "")
    for each in matrix_table.handed_over(commission):
        if str(each.id) == asked:
            return {"words": each.delivered, "event": asked}
    return {}


@asks
def piece_edit(request: SignedIn, folio: str, sort: str, uid: UUID) -> HttpResponse:
    """Correct a fact, an effect or a work; what it said before is kept."""
    commission, piece = open_piece(request, folio, sort, uid)
    form = FORMS[sort](posted(request), initial=from_line(LINES[sort](piece)))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"version": form.cleaned_data["version"], "told": form.told()}
            correct_piece(piece=piece, **facts, by=request.user, at=timezone.now())
            said = _("Corrected. What it said before is kept.")
            return back_to(request, commission, said, f"{sort}s")
    heading = NEW[sort] if sort == "work" else str(piece)
    back = place(commission, f"{sort}s")
    words = {"heading": heading, "submit": _("Save"), "back": back, "piece": piece, "sort": sort}
    return form_page(request, form, commission, "matrix", "expertise/piece.html", **words)


@asks
def piece_withdraw(request: SignedIn, folio: str, sort: str, uid: UUID) -> HttpResponse:
    """Withdraw a fact, an effect or a work no causal link needs."""
    commission, piece = open_piece(request, folio, sort, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            withdraw_piece(piece=piece, by=request.user, at=timezone.now())
            said = _("It is withdrawn; its number is not given again.")
            return back_to(request, commission, said, f"{sort}s")
    line = LINES[sort](piece)
    named = line.cite if sort == "work" else f"{line.key}. {line.title}"
    heading = _("Withdraw %(key)s") % {"key": named}
    lede = _("It is kept, and stands in the report no longer.")
    words = {"heading": heading, "lede": lede, "submit": _("Withdraw"), "submit_kind": "danger"}
    back = place(commission, f"{sort}s")
    return form_page(request, form, commission, "matrix", back=back, **words)
