"""The steps of a referral: she agrees, it is sent, it is followed to an answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.actions import referrals as actions
from cases.enums import MINORS
from cases.enums.institutions import ReferralState
from cases.forms.plain import EmptyForm
from cases.forms.referral import AgreeForm, WordsForm
from cases.models import Case, Referral
from cases.reports import referral as report
from cases.views.frame import asks, form_page, posted, refusals
from cases.views.referral import open_referral

OWN_STEPS = {ReferralState.ACEPTADA_POR_PERSONA, ReferralState.ENVIADA}


def page_of(case: Case, row: Referral) -> dict[str, Any]:
    """Return what the page of a step shows besides its form."""
    back = reverse("cases:referral", args=[case.code, row.pk])
    return {"template": "cases/referral_agree.html", "it": report.shown(row), "back": back}


@asks
def agree(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Go through the referral with her and record that she agrees to exactly this."""
    case, row = open_referral(request, code, uid, "write")
    child = row.person.age_group in MINORS
    form = AgreeForm(posted(request), initial={"version": row.version}, is_child=child)
    if form.is_bound and form.is_valid():
        with refusals(form):
            told = {name: said for name, said in form.cleaned_data.items() if name != "agreed"}
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            actions.agree_to_referral(referral=row, **told, **who)
            messages.success(request, _("Her consent is on record. Nothing else may be told."))
            return redirect("cases:referral", case.code, row.pk)
    words = {"heading": _("Go through it with her"), "submit": _("She agrees")}
    return form_page(request, form, case, needs_open=True, **page_of(case, row), **words)


@asks
def send(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that exactly this was sent."""
    case, row = open_referral(request, code, uid, "write")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            actions.send_referral(referral=row, by=request.user, at=timezone.now())
            messages.success(request, _("It is on record what left, to whom and why."))
            return redirect("cases:referral", case.code, row.pk)
    words = {"heading": _("Send the referral"), "submit": _("It was sent")}
    return form_page(request, form, case, needs_open=True, **page_of(case, row), **words)


@asks
def step(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Follow the referral on."""
    case, row = open_referral(request, code, uid, "write")
    if to not in ReferralState.values or to in OWN_STEPS:
        raise Http404
    form = WordsForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            words = form.cleaned_data["words"]
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            actions.move_referral(referral=row, to=to, words=words, **who)
            messages.success(request, _("It is on record."))
            return redirect("cases:referral", case.code, row.pk)
    heading = _("Referral: %(state)s") % {"state": ReferralState(to).label.lower()}
    return form_page(request, form, case, heading=heading, submit=_("Save"), **page_of(case, row))
