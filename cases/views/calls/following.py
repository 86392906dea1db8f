"""What follows the listening: how urgent, how to call back, which step, accepted or not."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions.calls import accepting, assessing, known, reaching, steps
from cases.actions.contacts import ContactFacts
from cases.enums.calls import NEXT_CALL_STATES, STEPS, CallStage, CallState
from cases.forms.calls.deciding import (
    AcceptForm,
    AttemptForm,
    DecideForm,
    ReachForm,
    StepForm,
    step_form,
)
from cases.forms.calls.signs import SignsForm, from_signs
from cases.models import FirstContact
from cases.reports.calls import lists, sheet
from cases.reports.calls.opened import Reach, rule_of, signs_of
from cases.reports.rows import listed, rows
from cases.views.calls.frame import Choices, done, draft_of, form_page, open_call
from cases.views.contact import facts_of
from cases.views.frame import asks, posted, refusals

MOST = 10


@asks
def call_urgency(request: SignedIn, uid: UUID) -> HttpResponse:
    """Say how urgent a call is."""
    call = open_call(request, uid, "listen")
    draft = draft_of(request, call, CallStage.URGENCIA)
    begun = {**from_signs(call), **(draft.content.reveal() if draft else {})}
    begun["version"] = call.version
    form = SignsForm(posted(request), time_zone=call.time_zone, initial=begun)
    if form.is_bound and form.is_valid() and request.POST.get("do") != "suggest":
        with refusals(form):
            assessing.assess_call(
                call=call,
                assessment=form.assessment(),
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
            return done(request, call, _("It is on record how urgent this call is."))
    signs = form.signs() if form.is_bound else signs_of(call)
    context = {
        "call": call,
        "draft": draft,
        "urgent": sheet.urgent_of(signs, timezone.now()),
        "autosave": reverse("cases:call_draft", args=[call.pk, CallStage.URGENCIA]),
    }
    return form_page(request, form, "cases/calls/urgency.html", **context)


@asks
def call_contact(request: SignedIn, uid: UUID) -> HttpResponse:
    """Agree on how she may be called back."""
    call = open_call(request, uid, "identify")
    draft = draft_of(request, call, CallStage.CONTACTO)
    begun = {**from_profile(call), **(draft.content.reveal() if draft else {})}
    begun["version"] = call.version
    form = ReachForm(posted(request), initial=begun)
    if form.is_bound and form.is_valid():
        with refusals(form):
            named = {name: form.cleaned_data[name] for name in ("version", "days")}
            facts = facts_of(form)
            reaching.agree_on_contact(
                call=call, facts=facts, **named, by=request.user, at=timezone.now()
            )
            return done(request, call, _("It is on record how she may be called back."))
    return form_page(
        request,
        form,
        call=call,
        draft=draft,
        heading=_("How she may be called back"),
        lede=_("Everything begins as not safe. Change only what you agreed on with her."),
        submit=_("Agreed with her"),
        autosave=reverse("cases:call_draft", args=[call.pk, CallStage.CONTACTO]),
    )


def from_profile(call: FirstContact) -> dict[str, Any]:
    """Return an agreed way of contact as initial values."""
    facts = reaching.contact_facts(call)
    if facts is None:
        return {"time_zone": call.time_zone}
    named = {each.name: getattr(facts, each.name) for each in fields(ContactFacts)}
    return {**named, **ReachForm.from_hours(facts.hours)}


@asks
def call_back(request: SignedIn, uid: UUID) -> HttpResponse:
    """See the rule before calling back, and put the attempt on record."""
    call = open_call(request, uid, "listen")
    rule = rule_of(call, timezone.now())
    form = AttemptForm(posted(request), is_safe=bool(rule and rule.may_call))
    if form.is_bound and form.is_valid():
        with refusals(form):
            reaching.log_attempt(call=call, **form.cleaned_data, by=request.user, at=timezone.now())
            return done(request, call, _("The attempt is on record."))
    reach = Reach(call, timezone.now()) if call.profile else None
    return form_page(request, form, "cases/calls/back.html", call=call, reach=reach)


@require_safe
def call_number(request: SignedIn, uid: UUID) -> HttpResponse:
    """Show the number and the code words, after the rule; it is on record who asked."""
    call = open_call(request, uid, "identify")
    reach = Reach(call, timezone.now()) if call.profile else None
    return render(request, "cases/calls/number.html", {"call": call, "reach": reach})


@asks
def call_step(request: SignedIn, uid: UUID, to: str) -> HttpResponse:
    """Take one step."""
    call = open_call(request, uid, "identify" if to in steps.ANYBODY else "listen")
    if to not in CallState.values:
        raise Http404
    state = CallState(to)
    form = StepForm(posted(request), asks=step_form(to))
    if form.is_bound and form.is_valid():
        with refusals(form):
            steps.move_call(
                call=call, to=state, facts=form.facts(), by=request.user, at=timezone.now()
            )
            return done(request, call, _("Done: “%(state)s”.") % {"state": state.label})
    follows = to in NEXT_CALL_STATES[call.state]
    lede = "" if follows else _("This step does not follow from where the call stands.")
    return form_page(
        request,
        form,
        call=call,
        heading=STEPS.get(state, state.label),
        lede=lede,
        submit=_("Save this step"),
    )


@asks
def call_accept(request: SignedIn, uid: UUID) -> HttpResponse:
    """Accept a call: open its accompaniment."""
    call = open_call(request, uid, "listen")
    coordinates = access.allows(request.user, "assign", call)
    form = AcceptForm(
        posted(request),
        people=people(request, call),
        coordinates=coordinates,
        initial={"line": call.service_line},
    )
    if form.is_bound and form.is_valid():
        with refusals(form):
            chosen = form.cleaned_data.get("responsible")
            case = accepting.accept_call(
                call=call,
                facts=form.acceptance(User.objects.get(pk=chosen) if chosen else None),
                by=request.user,
                at=timezone.now(),
            )
            return done(request, case, _("Accepted: the accompaniment is open."))
    found = may_be(request, call) if coordinates else None
    return form_page(request, form, "cases/calls/accept.html", call=call, found=found)


def may_be(request: SignedIn, call: FirstContact) -> dict[str, Any] | None:
    """Return what coordination may see of who may be known: its own cases and calls, no others."""
    if not call.notices.filter(kind__in=accepting.DECIDED_HERE, answered_at=None).exists():
        return None
    names, numbers = accepting.said_in(call)
    cases = (
        listed()
        .visible_to(request.user)
        .filter(
            participations__person__in=known.persons(names, numbers), participations__ended_at=None
        )
    )
    calls = lists.listed(request.user).filter(pk__in=known.calls(call, names, numbers))
    seen = list(cases.distinct().order_by("pk")[:MOST])
    access.let_in(seen)
    log.collect(Verb.LIST, "cases.case", None, [case.pk for case in seen], count=len(seen))
    shown = lists.shown(list(calls.order_by("pk")[:MOST]))
    return {"cases": rows(seen), "calls": lists.rows(shown, timezone.now())}


def people(request: SignedIn, call: FirstContact) -> Choices:
    """Return who could accompany: the psychologists of the team, the reader first."""
    found = User.objects.filter(
        is_active=True, memberships__role=Role.PSYCHOLOGIST, memberships__team=call.team_id
    ).order_by("full_name")
    named = [(str(each.pk), each.full_name) for each in found if each.pk != request.user.pk]
    mine = len(named) < len(found)
    return [("", str(_("I do")) if mine else str(_("Choose"))), *named]


@asks
def call_decide(request: SignedIn, uid: UUID) -> HttpResponse:
    """Decide how to go on with somebody who cannot be reached."""
    call = open_call(request, uid, "assign")
    form = DecideForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            reaching.decide_on_contact(
                call=call, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return done(request, call, _("Your decision is on record."))
    return form_page(
        request,
        form,
        call=call,
        heading=_("Three safe attempts have failed"),
        lede=_("Nothing closes by itself. Decide with who listened to her."),
        submit=_("Save the decision"),
    )
