"""The instruments of the house: what there is, in which words, with which cut-offs."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.actions import instruments
from cases.actions.scored import cuts_of
from cases.forms.instrument import CutForm
from cases.instruments import shipped
from cases.instruments.scoring import own_cuts
from cases.models import InstrumentText
from cases.views.asking import definition_of
from cases.views.frame import asks, posted, refusals, status_of

ACCOMPANY = CLINICAL - {Role.RECEPTION}


def require_role(request: SignedIn, what: str, *roles: str) -> None:
    """Refuse whoever holds none of these roles.

    :raises PermissionDenied: and the refusal is traced.
    """
    if not standing(request.user).holds(*roles):
        log.deny(what, None)
        raise PermissionDenied


@require_safe
def instrument_list(request: SignedIn) -> HttpResponse:
    """Show every instrument of the house with its source, licence and cut-offs."""
    require_role(request, "instruments", *ACCOMPANY)
    loaded: defaultdict[str, list[str]] = defaultdict(list)
    rows = InstrumentText.objects.order_by("instrument", "language")
    for code, language in rows.values_list("instrument", "language"):
        loaded[code].append(language)
    found = [{"it": it, "loaded": loaded[it.code]} for it in shipped().values()]
    context = {"instruments": found, "coordinates": coordinates(request)}
    return render(request, "cases/instrument_list.html", context)


def coordinates(request: SignedIn) -> bool:
    """Tell whether the reader may set cut-offs."""
    return standing(request.user).holds(Role.COORDINATOR)


@asks
def instrument_cuts(request: SignedIn, instrument: str) -> HttpResponse:
    """Set a cut-off of the organisation's own."""
    require_role(request, "cut-offs", Role.COORDINATOR)
    it = definition_of(instrument)
    form = CutForm(posted(request), it=it)
    if form.is_bound and form.is_valid():
        with refusals(form):
            instruments.set_cut(
                instrument=it.code, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            messages.success(request, _("The cut-off counts from now on."))
            return redirect("cases:instrument_cuts", it.code)
    context: dict[str, Any] = {"it": it, "form": form, "cuts": own_cuts(it, cuts_of(it.code))}
    return render(request, "cases/instrument_cuts.html", context, status=status_of(form))
