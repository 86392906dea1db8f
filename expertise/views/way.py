"""The way of a commission: appointed, accepted or declined, taken on step by step, stopped."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals
from expertise.actions.accepting import Acceptance, accept_commission, decline_commission
from expertise.actions.halting import resume_commission, suspend_commission, withdraw_commission
from expertise.actions.moving import ask_mover, move_commission
from expertise.actions.parts import FITTING, DualRole, accompanies, appoint
from expertise.enums.commission import CommissionState, Part
from expertise.forms.commission import (
    AcceptForm,
    AppointForm,
    DeclineForm,
    HaltForm,
    ResumeForm,
    StepForm,
)
from expertise.models import Commission
from expertise.reports.licences import checked
from expertise.views.frame import done, form_page, open_commission

STEPS: dict[str, Any] = {  # confirmed on a page of their own; the others belong to other rooms
    CommissionState.ADMISIBILIDAD: lambda: (
        _("Study its admissibility"),
        _("Then appoint who evaluates: she accepts it under oath, or declines it."),
    ),
    CommissionState.CONSENTIMIENTO: lambda: (_("Ask for her consent"), ""),
    CommissionState.EVALUACION: lambda: (
        _("Begin the evaluation"),
        _("Sessions, sources and instruments can be recorded from now on."),
    ),
    CommissionState.INTEGRACION: lambda: (
        _("Go on to integration"),
        _("Sessions can still be added while you write."),
    ),
}


def candidates(found: Commission, part: str, by: User) -> list[tuple[str, str]]:
    """Return who may take a part, those whose cédula was checked first."""
    people = User.objects.filter(is_active=True, memberships__role__in=FITTING[part])
    others = people.exclude(pk__in=(by.pk, found.expert_id, found.reviewer_id))
    if part == Part.REVIEWER:
        others = others.exclude(pk__in=found.parts.filter(part=Part.EXPERT).values("user"))
    known = checked()
    rows = sorted(others.distinct(), key=lambda user: (user.pk not in known, user.full_name))
    return [(str(user.pk), _called(user, licensed=user.pk in known)) for user in rows]


def _called(user: User, *, licensed: bool) -> str:
    return _("%(name)s, cédula checked") % {"name": user.full_name} if licensed else user.full_name


@asks
def appoint_part(request: SignedIn, folio: str, part: str) -> HttpResponse:
    """Appoint who evaluates, or who reviews."""
    found = open_commission(request, folio, "assign")
    if part not in FITTING:
        raise Http404
    people = candidates(found, part, request.user)
    chosen = User.objects.filter(pk=_uid(request.POST.get("user"), people)).first()
    dual = part == Part.EXPERT and chosen is not None and accompanies(chosen, found)
    form = AppointForm(posted(request), people=people, asks_knowing=dual)
    if form.is_bound and form.is_valid():
        knowing = form.cleaned_data.get("knowing", False)
        who: dict[str, Any] = {"commission": found, "user": chosen, "part": part}
        with refusals(form):
            appoint(**who, knowing=knowing, by=request.user, at=timezone.now())
            return done(request, found, _("Appointed."), anchor="#people")
    return form_page(request, form, found, "commission", **_asking(part, dual=dual))


def _asking(part: str, *, dual: bool) -> dict[str, str]:
    """Say who is looked for, and warn of a dual role."""
    said = {"submit": _("Appoint"), "heading": _("Who reviews the report")}
    said["lede"] = _("A peer who neither writes the report nor accompanies her.")
    if part == Part.EXPERT:
        said["heading"] = _("Who evaluates")
        said["lede"] = _("A psychologist of any team who does not accompany her.")
    if dual:
        said |= {"warning": _("Dual role"), "advice": str(DualRole())}
    return said


def _uid(sent: str | None, people: list[tuple[str, str]]) -> str | None:
    return sent if sent in dict(people) else None


@asks
def accept(request: SignedIn, folio: str) -> HttpResponse:
    """Accept a commission under oath."""
    found = open_commission(request, folio, "write")
    form = AcceptForm(posted(request))
    if form.is_bound and form.is_valid():
        declared = Acceptance(**form.cleaned_data)
        with refusals(form):
            accept_commission(
                commission=found, declared=declared, by=request.user, at=timezone.now()
            )
            return done(request, found, _("You accepted the commission."))
    dual = accompanies(request.user, found)
    warning, advice = "", ""
    if dual:
        warning = _("You accompany this person, or have done so")
        advice = _("Consider letting a colleague evaluate her. If nobody else can, declare it.")
    elif request.user.pk not in checked():
        warning = _("Your cédula has not been checked yet")
        advice = _("You may accept; before signing, a coordinator looks it up in the register.")
    said = {"warning": warning, "advice": advice, "submit": _("Accept under oath")}
    return form_page(request, form, found, "commission", heading=_("Letter of acceptance"), **said)


@asks
def decline(request: SignedIn, folio: str) -> HttpResponse:
    """Decline a commission, and say why."""
    found = open_commission(request, folio)
    ask_mover(request.user, CommissionState.NO_ACEPTADO, found)
    form = DeclineForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            decline_commission(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("The commission was not accepted."))
    heading, submit = _("Do not accept the commission"), _("Do not accept it")
    return form_page(request, form, found, "commission", heading=heading, submit=submit)


@asks
def step(request: SignedIn, folio: str, to: str) -> HttpResponse:
    """Take the next step, if nothing is missing."""
    found = open_commission(request, folio)
    if to not in STEPS:
        raise Http404
    ask_mover(request.user, to, found)
    form = StepForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"commission": found, "to": to, **form.cleaned_data}
            move_commission(**facts, by=request.user, at=timezone.now())
            label = str(CommissionState(to).label)
            return done(request, found, _("Now: %(state)s") % {"state": label})
    heading, lede = STEPS[to]()
    return form_page(
        request, form, found, "commission", heading=heading, lede=lede, submit=_("Go on")
    )


@asks
def suspend(request: SignedIn, folio: str) -> HttpResponse:
    """Suspend a commission because she asks for it."""
    found = _either(request, folio)
    form = HaltForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            suspend_commission(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("Suspended. Nothing is done until she wants to go on."))
    heading, lede = _("She asks for a pause"), _("What was recorded stays; nothing is added.")
    said = {"heading": heading, "lede": lede, "submit": _("Suspend")}
    return form_page(request, form, found, "commission", **said)


@asks
def resume(request: SignedIn, folio: str) -> HttpResponse:
    """Go on where a suspended commission stood."""
    found = _either(request, folio)
    form = ResumeForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            resume_commission(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("It goes on where it stood."))
    heading, submit = _("Go on with it"), _("Go on")
    return form_page(request, form, found, "commission", heading=heading, submit=submit)


@asks
def withdraw(request: SignedIn, folio: str) -> HttpResponse:
    """End a commission that is no longer wanted."""
    found = _either(request, folio)
    form = HaltForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            withdraw_commission(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("The commission is withdrawn."))
    said = {
        "heading": _("Withdraw the commission"),
        "lede": _("It ends here and is not taken up again. Its file stays sealed."),
        "submit": _("Withdraw it"),
        "submit_kind": "danger",
    }
    return form_page(request, form, found, "commission", **said)


def _either(request: SignedIn, folio: str) -> Commission:
    """Open a commission for who writes in it or coordinates it."""
    found = open_commission(request, folio)
    usual = access.allows(request.user, "write", found)
    access.require(request.user, "write" if usual else "assign", found)
    return found
