"""One cell of the matrix: what connects a fact with an effect."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions.linking import confirm_diagnostic, connect, withdraw_link
from expertise.enums.matrix import Grade
from expertise.forms.link import EvidenceRows, LinkForm, evidence_rows, from_link
from expertise.models import CausalLink, Commission, Effect, Fact
from expertise.reports import matrix_table
from expertise.reports.matrix import Matrix, gaps_of, matrix
from expertise.views.frame import form_page, open_commission, room_page
from expertise.views.matrix import back_to, place, writes


@dataclass(frozen=True, slots=True)
class Crossing:
    """A cell and what is known of it."""

    commission: Commission
    fact: Fact
    effect: Effect
    table: Matrix
    cell: matrix_table.Cell

    def gaps(self) -> matrix_table.LinkShown | None:
        """Return its causal link in words, with what it lacks."""
        link = self.cell.link
        return matrix_table.shown(link, gaps_of(self.table)) if link else None


def open_crossing(request: SignedIn, commission: Commission, fact: int, effect: int) -> Crossing:
    """Open the cell of two numbers that still count.

    :raises Http404: if one of them is not there.
    """
    standing: Any = {"commission": commission, "withdrawn_at": None}
    facts, effects = Fact.objects.filter(**standing), Effect.objects.filter(**standing)
    code = commission.code
    row: Fact = access.open_or_404(facts, request.user, cover=code, number=fact)
    column: Effect = access.open_or_404(effects, request.user, cover=code, number=effect)
    table = matrix(commission)
    line = next(each for each in table.facts if each.pk == row.pk)
    head = next(each for each in table.effects if each.pk == column.pk)
    cell = matrix_table.Cell(line, head, table.link_of(line, head))
    return Crossing(commission, row, column, table, cell)


def open_link(request: SignedIn, at: Crossing) -> CausalLink:
    """Open what connects a cell.

    :raises Http404: if nothing does.
    """
    if at.cell.link is None:
        raise Http404
    rows = CausalLink.objects.filter(commission=at.commission)
    code = at.commission.code
    link: CausalLink = access.open_or_404(rows, request.user, cover=code, pk=at.cell.link.pk)
    return link


@asks
def cross(request: SignedIn, folio: str, fact: int, effect: int) -> HttpResponse:
    """Show or write what connects a fact with an effect, evidence and all."""
    commission = open_commission(request, folio, "write" if posted(request) is not None else "read")
    at = open_crossing(request, commission, fact, effect)
    if posted(request) is None and not writes(request, commission):
        return _shown(request, at)
    form = LinkForm(posted(request), initial=from_link(at.cell.link), works=at.table.works)
    offered = matrix_table.sources(commission)
    rows = evidence_rows(posted(request), at.cell.link, offered)
    if form.is_bound and form.is_valid() and rows.is_valid():
        with refusals(form):
            return _save(request, at, form, rows)
    return _form(request, at, form, rows)


def _save(
    request: SignedIn, at: Crossing, form: LinkForm, rows: EvidenceRows
) -> HttpResponseRedirect:
    connect(
        fact=at.fact,
        effect=at.effect,
        told=form.told(),
        evidence=rows.told(),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )
    if request.POST.get("do") == "more":
        return HttpResponseRedirect(f"{request.path}#{rows.prefix}")
    return back_to(request, at.commission, _("The causal link is saved."), at.cell.anchor)


def _form(request: SignedIn, at: Crossing, form: LinkForm, rows: EvidenceRows) -> HttpResponse:
    now = None
    if status_of(form) == 409:  # noqa: PLR2004  somebody was faster: both texts
        now = at.gaps()
        form.see(at.cell.link)
    status = 422 if any(rows.errors) else status_of(form)
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "cell": at.cell,
        "shown": at.gaps(),
        "now": now,
        "back": place(at.commission, at.cell.anchor),
    }
    page = "expertise/cross.html"
    return room_page(request, at.commission, "matrix", page, status=status, **context)


def _shown(request: SignedIn, at: Crossing) -> HttpResponse:
    """Show a cell to who only reads."""
    link = at.cell.link
    waits = link is not None and link.grade == Grade.D and not link.confirmed
    context: dict[str, Any] = {"cell": at.cell, "shown": at.gaps(), "waits": waits}
    return room_page(request, at.commission, "matrix", "expertise/cross_read.html", **context)


@asks
def cross_withdraw(request: SignedIn, folio: str, fact: int, effect: int) -> HttpResponse:
    """Withdraw what connects a fact with an effect."""
    commission = open_commission(request, folio, "write")
    at = open_crossing(request, commission, fact, effect)
    link, form = open_link(request, at), EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            withdraw_link(link=link, by=request.user, at=timezone.now())
            message = _("%(key)s is withdrawn; its number is not given again.") % {"key": link}
            return back_to(request, commission, message, at.cell.anchor)
    lede = _("It is kept with its evidence, and stands in the report no longer.")
    heading = _("Withdraw %(key)s") % {"key": link}
    words = {"heading": heading, "lede": lede, "submit": _("Withdraw"), "submit_kind": "danger"}
    back = place(commission, at.cell.anchor)
    return form_page(request, form, commission, "matrix", back=back, **words)


@asks
def cross_confirm(request: SignedIn, folio: str, fact: int, effect: int) -> HttpResponse:
    """Confirm “diagnostic of” as the peer reviewer."""
    commission = open_commission(request, folio, "review")
    at = open_crossing(request, commission, fact, effect)
    link, form = open_link(request, at), EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            confirm_diagnostic(link=link, by=request.user, at=timezone.now())
            return back_to(request, commission, _("You confirmed it."), at.cell.anchor)
    lede = _(
        "“Diagnostic of” says that the finding could not have been caused in any other way. For "
        "psychological findings it is practically never used."
    )
    heading = _("Confirm “diagnostic of” in %(key)s") % {"key": link}
    words = {"heading": heading, "lede": lede, "submit": _("Confirm")}
    back = place(commission, at.cell.anchor)
    return form_page(request, form, commission, "matrix", back=back, **words)
