"""The sessions of an evaluation: planned, moved, held, not held, put right."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.forms.moments import initial_moment
from cases.views.frame import asks, posted, refusals
from expertise.actions.evaluating import (
    EvaluationFacts,
    correct_evaluation,
    facts_of,
    hold_evaluation,
    miss_evaluation,
    move_evaluation,
    plan_evaluation,
    record_evaluation,
)
from expertise.forms.evaluation import HeldForm, MissedForm, MoveForm, PlanForm
from expertise.models import EvaluationSession
from expertise.views.evaluation import ROOM, page
from expertise.views.frame import done, open_commission, open_of

ANCHOR = "#sessions"


def known(row: EvaluationSession) -> dict[str, Any]:
    """Return what is on record of a session as initial values of its form."""
    facts = facts_of(row)
    said = {name: getattr(facts, name) for name in ("minutes", "modality", "time_zone")}
    said |= {"attendance": facts.attendance, "observation": facts.observation}
    return {**said, **initial_moment(facts.starts_at, facts.time_zone), **facts.conditions}


def held(form: HeldForm) -> EvaluationFacts:
    """Return what was sent, as the use cases hear it."""
    return EvaluationFacts(**form.facts())


@asks
def session_plan(request: SignedIn, folio: str) -> HttpResponse:
    """Plan a session of the evaluation."""
    found = open_commission(request, folio, "write")
    form = PlanForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = dict(form.cleaned_data)
            facts = EvaluationFacts(conditions={"place": said.pop("place")}, **said)
            plan_evaluation(commission=found, facts=facts, by=request.user, at=timezone.now())
            return done(request, found, _("Planned."), ROOM, ANCHOR)
    return page(request, form, found, ANCHOR, heading=_("Plan a session"))


@asks
def session_record(request: SignedIn, folio: str) -> HttpResponse:
    """Record a session that was held without having been planned."""
    found = open_commission(request, folio, "write")
    form = HeldForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = held(form)
            record_evaluation(commission=found, facts=facts, by=request.user, at=timezone.now())
            return done(request, found, _("The session is on record."), ROOM, ANCHOR)
    return page(request, form, found, ANCHOR, heading=_("A session that was held"))


@asks
def session_hold(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Record that a planned session was held, and under which conditions."""
    row = open_of(request, folio, EvaluationSession.objects.all(), uid)
    form = HeldForm(posted(request), initial=known(row))
    if form.is_bound and form.is_valid():
        with refusals(form):
            hold_evaluation(session=row, facts=held(form), by=request.user, at=timezone.now())
            return done(request, row.commission, _("The session is on record."), ROOM, ANCHOR)
    heading = _("Session %(key)s was held") % {"key": row}
    return page(request, form, row.commission, ANCHOR, heading=heading)


@asks
def session_correct(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Put right what is on record of a session."""
    row = open_of(request, folio, EvaluationSession.objects.all(), uid)
    form = HeldForm(posted(request), initial=known(row))
    if form.is_bound and form.is_valid():
        with refusals(form):
            correct_evaluation(session=row, facts=held(form), by=request.user, at=timezone.now())
            return done(request, row.commission, _("Saved."), ROOM, ANCHOR)
    heading = _("Session %(key)s, put right") % {"key": row}
    lede = _("What stood there before is kept.")
    return page(request, form, row.commission, ANCHOR, heading=heading, lede=lede)


@asks
def session_move(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Move a planned session."""
    row = open_of(request, folio, EvaluationSession.objects.all(), uid)
    initial = {"minutes": row.minutes, **initial_moment(row.starts_at, row.time_zone)}
    form = MoveForm(posted(request), zone=row.time_zone, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            move_evaluation(session=row, **facts, by=request.user, at=timezone.now())
            return done(request, row.commission, _("Moved."), ROOM, ANCHOR)
    heading = _("Move session %(key)s") % {"key": row}
    return page(request, form, row.commission, ANCHOR, heading=heading, submit=_("Move it"))


@asks
def session_miss(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Record why a planned session was not held."""
    row = open_of(request, folio, EvaluationSession.objects.all(), uid)
    form = MissedForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            miss_evaluation(session=row, **facts, by=request.user, at=timezone.now())
            return done(request, row.commission, _("It is on record."), ROOM, ANCHOR)
    heading = _("Session %(key)s was not held") % {"key": row}
    lede = _("Not being able to come for safety never counts as absence.")
    return page(request, form, row.commission, ANCHOR, heading=heading, lede=lede)
