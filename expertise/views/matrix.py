"""The matrix: the table, the same as text, what is missing, and why it stays so."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals
from expertise import steps
from expertise.actions.justifying import justify_matrix
from expertise.forms.matrix import WordsForm
from expertise.models import Commission
from expertise.reports import file, matrix_table
from expertise.reports.conclusions import conclusions
from expertise.reports.matrix import gaps_of, matrix
from expertise.views.frame import can, form_page, open_commission, room_page


def writes(request: SignedIn, commission: Commission) -> bool:
    """Tell whether the reader may change the file now."""
    return bool(can(request, commission).get("write")) and commission.state in steps.WRITING


def place(commission: Commission, anchor: str = "") -> str:
    """Return the address of a place in the matrix."""
    return reverse("expertise:matrix", args=[commission.code]) + (f"#{anchor}" if anchor else "")


def back_to(
    request: SignedIn, commission: Commission, message: Any, anchor: str
) -> HttpResponseRedirect:
    """Go back to a place in the matrix and say what was done."""
    messages.success(request, str(message))
    return HttpResponseRedirect(place(commission, anchor))


@require_safe
def matrix_page(request: SignedIn, folio: str) -> HttpResponse:
    """Show facts across effects, what is missing, and the conclusions that rest on them."""
    commission = open_commission(request, folio, "read")
    table, justified = matrix(commission), commission.matrix_justified
    context: dict[str, Any] = {
        "table": table,
        "rows": matrix_table.rows(table),
        "effects": [(each, matrix_table.about_effect(each)) for each in table.effects],
        "legend": matrix_table.legend(),
        "handed_over": matrix_table.handed_over(commission, table.facts),
        "gaps": gaps_of(table),
        "conclusions": conclusions(table, file.questions(commission)),
        "justified": justified.reveal() if justified else "",
        "writes": writes(request, commission),
    }
    return room_page(request, commission, "matrix", "expertise/matrix.html", **context)


@require_safe
def matrix_text(request: SignedIn, folio: str) -> HttpResponse:
    """Show every causal link in words, one after the other."""
    commission = open_commission(request, folio, "read")
    links = matrix_table.in_words(matrix(commission))
    context: dict[str, Any] = {"links": links, "writes": writes(request, commission)}
    return room_page(request, commission, "matrix", "expertise/matrix_text.html", **context)


@asks
def matrix_justify(request: SignedIn, folio: str) -> HttpResponse:
    """Write down why the table stays incomplete."""
    commission = open_commission(request, folio, "write")
    justified = commission.matrix_justified
    initial = {"words": justified.reveal() if justified else ""}
    label = _("Why the table stays as it is")
    form = WordsForm(posted(request), initial=initial, label=label)
    if form.is_bound and form.is_valid():
        with refusals(form):
            words = form.cleaned_data["words"]
            justify_matrix(commission=commission, words=words, by=request.user, at=timezone.now())
            return back_to(request, commission, _("It is written down."), "missing")
    lede = _("Rules of the protocol cannot be justified away: two kinds of source, alternatives.")
    heading, back = _("Leave the table incomplete"), place(commission, "missing")
    words = {"heading": heading, "lede": lede, "submit": _("Save"), "back": back}
    return form_page(request, form, commission, "matrix", **words)
