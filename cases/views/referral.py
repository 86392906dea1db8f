"""The room of referrals: where someone goes on, with what, and what left the house."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions import referrals as actions
from cases.actions.disclosures import in_force
from cases.enums.institutions import NEXT, ReferralState
from cases.forms.referral import ReferralForm, from_referral
from cases.models import Case, Institution, Referral
from cases.reports import institutions, page
from cases.reports import referral as report
from cases.views.frame import asks, form_page, open_case, open_person, posted, refusals
from cases.views.plan import team_of
from cases.views.rooms import room_page

UNSENT = (ReferralState.PROPUESTA, ReferralState.ACEPTADA_POR_PERSONA)


def open_referral(
    request: SignedIn, code: str, uid: Any, action: str = "read"
) -> tuple[Case, Referral]:
    """Open a referral through its case."""
    case = open_case(request, code, action)
    rows = Referral.objects.filter(case=case).select_related("consent", "person", "accompanied_by")
    found: Referral = access.open_or_404(rows, request.user, pk=uid)
    return case, found


@require_safe
def referrals(request: SignedIn, code: str) -> HttpResponse:
    """Show where someone was referred to, a page at a time, and what left the house."""
    case = open_case(request, code, "read")
    context: dict[str, Any] = {
        "page": report.listed(case, report.page_number(request.GET)),
        "left": report.left(case),
        "writes": access.allows(request.user, "write", case) and case.is_open,
    }
    return room_page(request, case, "referrals", "cases/referrals.html", **context)


@require_safe
def referral(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show one referral, its way, and what may follow."""
    case, row = open_referral(request, code, uid)
    shown = report.shown(row)
    context: dict[str, Any] = {
        "it": shown,
        "institution": report.institution_of(shown),
        "usual": [(state.value, state.label) for state in report.USUAL],
        "way": report.steps(row),
        "answer": report.opened(row.answer),
        "follows": [(to.value, to.label) for to in NEXT[ReferralState(row.state)]],
        "is_agreed": in_force(row.consent, timezone.localdate()),
        "may_change": row.state == ReferralState.PROPUESTA,
        "writes": access.allows(request.user, "write", case),
    }
    return room_page(request, case, "referrals", "cases/referral.html", **context)


def form_of(request: SignedIn, case: Case, initial: dict[str, Any]) -> ReferralForm:
    """Return the form with everyone and everything that may be chosen."""
    people = page.people(case, known=access.allows(request.user, "identify", case))
    return ReferralForm(
        posted(request),
        initial=initial,
        people=[(str(each.person.pk), each.name) for each in people],
        team=team_of(case),
        institutions=institutions.offered(),
    )


def facts_of(request: SignedIn, case: Case, form: ReferralForm) -> actions.ReferralFacts:
    """Return what was sent, as the use cases hear it."""
    sent = form.cleaned_data
    along = sent["accompanied_by"]
    chosen = sent["institution"]
    return actions.ReferralFacts(
        person=open_person(request, case, sent["person"]),
        institution=Institution.objects.get(pk=chosen) if chosen else None,
        other=sent["other"],
        kind=sent["kind"],
        purpose=sent["purpose"],
        items=form.told,
        accompanied_by=User.objects.get(pk=along) if along else None,
    )


@asks
def referral_add(request: SignedIn, code: str) -> HttpResponse:
    """Propose a referral; nothing leaves before she agrees."""
    case = open_case(request, code, "write")
    form = form_of(request, case, {"institution": request.GET.get("to", "")})
    if form.is_bound and form.is_valid():
        with refusals(form):
            pk, facts = form.cleaned_data["referral_id"], facts_of(request, case, form)
            told: dict[str, Any] = {"referral_id": pk, "by": request.user, "at": timezone.now()}
            row = actions.propose_referral(case=case, facts=facts, **told)
            messages.success(request, _("Proposed. Go through it with her before anything leaves."))
            return redirect("cases:referral", case.code, row.pk)
    back = reverse("cases:referrals", args=[case.code])
    words = {"heading": _("Propose a referral"), "submit": _("Propose"), "back": back}
    return form_page(request, form, case, "cases/referral_edit.html", needs_open=True, **words)


@asks
def referral_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Change a referral she has not agreed to yet."""
    case, row = open_referral(request, code, uid, "write")
    form = form_of(request, case, from_referral(row))
    if form.is_bound and form.is_valid():
        with refusals(form):
            version, facts = form.cleaned_data["version"] or 0, facts_of(request, case, form)
            told: dict[str, Any] = {"version": version, "by": request.user, "at": timezone.now()}
            actions.change_referral(referral=row, facts=facts, **told)
            messages.success(request, _("Saved. Go through it with her before anything leaves."))
            return redirect("cases:referral", case.code, row.pk)
    back = reverse("cases:referral", args=[case.code, row.pk])
    words = {"heading": _("Change the referral"), "submit": _("Save"), "back": back}
    return form_page(request, form, case, "cases/referral_edit.html", needs_open=True, **words)


@require_safe
def referral_print(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the sheet that goes with her: only what she ticked, and only once she agreed."""
    case, row = open_referral(request, code, uid, "write")
    agreed = in_force(row.consent, timezone.localdate())
    context = {"case": case, "referral": row, "is_agreed": agreed, "printed_at": timezone.now()}
    if agreed:
        log.collect(Verb.PRINT, "cases.referral", case.pk, [row.pk], code=case.code)
        context["it"] = report.shown(row)
    return render(request, "cases/referral_print.html", context)
