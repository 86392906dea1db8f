"""Hearings: planned, accompanied, deferred, held, and the contact after them."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import moment
from cases.actions import hearings
from cases.actions.hearings import Company, HearingFacts
from cases.enums import SessionStatus, SessionType
from cases.forms.legal import (
    AfterForm,
    CancelForm,
    CompanyForm,
    DeferForm,
    HearingForm,
    HeldForm,
    PlanHearingForm,
)
from cases.forms.moments import initial_moment
from cases.models import Case, Hearing, Session
from cases.reports import legal
from cases.reports.hearing import page_of
from cases.views.frame import asks, can, form_page, posted, refusals
from cases.views.legal_frame import (
    address,
    initial_of,
    open_hearing,
    open_matter,
    people_of,
    someone,
    went,
)
from cases.views.rooms import room_page

PREPARES = (SessionType.PREPARACION_AUDIENCIA, SessionType.ACOMPANAMIENTO_AUDIENCIA)


def preparing(case: Case) -> list[tuple[str, str]]:
    """Return the sessions that may prepare a hearing, the newest first, as choices."""
    rows = case.sessions.filter(kind__in=PREPARES).exclude(status=SessionStatus.NOT_HELD)
    newest = rows.order_by("-starts_at", "-id")[: legal.MANY]
    return [(str(row.pk), moment(row.starts_at, "day")) for row in newest]


def of_session(case: Case, pk: str) -> Session | None:
    """Return the session of the case that was chosen, if any."""
    return case.sessions.filter(pk=pk).first() if pk else None


@require_safe
def hearing(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a hearing: before, during, after."""
    row = open_hearing(request, code, uid)
    may = can(request, row.case)
    page = page_of(row, timezone.now(), reads=bool(may.get("read")))
    return room_page(request, row.case, "legal", "cases/hearing.html", hearing=row, page=page)


@asks
def hearing_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Put a hearing of a matter on the agenda."""
    matter = open_matter(request, code, uid)
    form = PlanHearingForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = dict(form.cleaned_data)
            moments = {name: said.pop(name) for name in ("starts_at", "time_zone")}
            facts = HearingFacts(**said)
            row = hearings.plan_hearing(
                matter=matter, facts=facts, **moments, by=request.user, at=timezone.now()
            )
            here = address("hearing", matter.case, row.pk)
            return went(request, _("The hearing is on the agenda."), here)
    back, heading = address("matter", matter.case, matter.pk), _("A hearing")
    return form_page(request, form, matter.case, heading=heading, submit=_("Save"), back=back)


def ask(request: SignedIn, row: Hearing, form: Any, heading: str, **context: Any) -> HttpResponse:
    """Show a form about a hearing."""
    here = address("hearing", row.case, row.pk)
    context = {"submit": _("Save"), "back": here, **context}
    return form_page(request, form, row.case, heading=heading, **context)


@asks
def hearing_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Change what is known of a hearing to come."""
    row = open_hearing(request, code, uid)
    initial = {} if posted(request) else initial_of(HearingFacts.of(row))
    form = HearingForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = HearingFacts(**form.cleaned_data)
            hearings.change_hearing(hearing=row, facts=facts, by=request.user, at=timezone.now())
            return went(request, _("Saved."), address("hearing", row.case, row.pk))
    lede = _("Another day or hour is a deferral: what was planned stays on record.")
    return ask(request, row, form, _("Change the hearing"), lede=lede)


@asks
def hearing_company(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Agree who goes with her."""
    row = open_hearing(request, code, uid)
    people, found = people_of(row.case), preparing(row.case)
    initial = {} if posted(request) else company_of(row)
    form = CompanyForm(posted(request), people=people, sessions=found, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            session = of_session(row.case, said["prep_session"])
            who = someone(said["companion"])
            company = Company(**{**said, "prep_session": session, "companion": who})
            hearings.accompany_hearing(
                hearing=row, company=company, by=request.user, at=timezone.now()
            )
            return went(request, _("Agreed."), address("hearing", row.case, row.pk))
    return ask(request, row, form, _("Who goes with her"))


def company_of(row: Hearing) -> dict[str, Any]:
    """Return what is agreed as initial values."""
    return {
        "prep_session": str(row.prep_session_id or ""),
        "prepared_on": row.prepared_on,
        "companion": str(row.companion_id or ""),
        "seat": row.seat.reveal() if row.seat else "",
        "code_word": row.code_word.reveal() if row.code_word else "",
    }


@asks
def hearing_defer(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that a hearing was put off."""
    row = open_hearing(request, code, uid)
    form = DeferForm(posted(request), zone=row.time_zone)
    if form.is_bound and form.is_valid():
        with refusals(form):
            following = hearings.defer_hearing(
                hearing=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            here = address("hearing", row.case, following.pk)
            return went(request, _("The deferral is on record."), here)
    return ask(request, row, form, _("The hearing was deferred"))


@asks
def hearing_cancel(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that a hearing will not take place."""
    row = open_hearing(request, code, uid)
    form = CancelForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            hearings.cancel_hearing(
                hearing=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("It is on record."), address("hearing", row.case, row.pk))
    return ask(request, row, form, _("The hearing was cancelled"))


@asks
def hearing_held(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that a hearing took place."""
    row = open_hearing(request, code, uid)
    now = initial_moment(timezone.now(), row.time_zone)
    form = HeldForm(posted(request), zone=row.time_zone, initial=now)
    if form.is_bound and form.is_valid():
        with refusals(form):
            hearings.hold_hearing(
                hearing=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("On record. Contact her within 48 hours.")
            return went(request, said, address("hearing", row.case, row.pk))
    lede = _("Then who went with her is asked to contact her within 48 hours.")
    return ask(request, row, form, _("The hearing took place"), lede=lede)


@asks
def hearing_after(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record the contact after a hearing."""
    row = open_hearing(request, code, uid, "write")
    now = initial_moment(timezone.now(), row.time_zone)
    form = AfterForm(posted(request), zone=row.time_zone, initial=now)
    if form.is_bound and form.is_valid():
        with refusals(form):
            hearings.record_after_contact(
                hearing=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("The contact is on record.")
            return went(request, said, address("hearing", row.case, row.pk))
    return ask(request, row, form, _("Contact after the hearing"))
