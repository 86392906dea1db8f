"""What a collective does together: the agenda, each activity, its sessions, what was agreed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import pages
from accompaniment.staff.views import SignedIn
from cases.actions import activities as deeds
from cases.actions import shared_agreements
from cases.enums import SessionStatus
from cases.enums.collective import IN_THREE_MOMENTS, WEIGHS_ON_THE_TEAM, ActivityKind
from cases.forms.activity import (
    MOMENT_FORMS,
    ActivityForm,
    AgreementForm,
    DebriefForm,
    OutcomeForm,
    PartForm,
    SharedForm,
)
from cases.forms.plain import EmptyForm
from cases.forms.session import next_full_hour
from cases.models import Activity, GroupSession, SharedAgreement
from cases.reports import activity as report
from cases.reports import collective as listing
from cases.views.frame import asks, can, posted, refusals
from cases.views.rooms import room_page
from cases.views.session import rooms_of
from cases.views.together import colleagues, gone_on, named, open_child, open_process, process_form


def open_activity(request: SignedIn, code: str, uid: Any, action: str = "write") -> Any:
    """Open an activity through its process, for an action."""
    case = open_process(request, code, action)
    rows = Activity.objects.select_related("session__accompanist", "cycle", "debriefed_by")
    return open_child(request, case, rows, uid)


def activity_form(
    request: SignedIn, form: Any, activity: Any, heading: Any, submit: Any, **context: Any
) -> HttpResponse:
    """Show a form about an activity, with the way back to its page."""
    back = reverse("cases:activity", args=[activity.case.code, activity.pk])
    facts: dict[str, Any] = {"heading": heading, "submit": submit, "back": back, **context}
    return process_form(request, form, activity.case, **facts)


@require_safe
def activities(request: SignedIn, code: str) -> HttpResponse:
    """Show what the collective did, a page at a time."""
    case = open_process(request, code)
    may = can(request, case)
    after = pages.Cursor.parse(request.GET.get("after", ""))
    rows, following = listing.paged_activities(case, after)
    shown = listing.activity_rows(
        rows,
        read=bool(may.get("read")),
        exactly=bool(may.get("members")),
        now=timezone.now(),
    )
    context: dict[str, Any] = {
        "rows": shown,
        "next": following,
        "writes": may.get("write") and case.is_open,
    }
    return room_page(request, case, "collective", "cases/activities.html", **context)


@asks
def activity_new(request: SignedIn, code: str) -> HttpResponse:
    """Put something on the agenda, or record what was held."""
    case = open_process(request, code, "write")
    begin = next_full_hour(timezone.now())
    kind = request.GET.get("kind", ActivityKind.ENCUENTRO)
    known = {"day": begin.date(), "hour": begin.time(), "minutes": 120, "kind": kind}
    form = ActivityForm(posted(request), rooms=rooms_of(case), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            entered = deeds.enter_activity(
                case=case,
                facts=form.facts(),
                activity_id=form.cleaned_data["activity_id"],
                by=request.user,
                at=timezone.now(),
            )
            return gone_on(request, _("It is on record."), "activity", case.code, entered.pk)
    lede = _("A moment still to come goes on the agenda; one that has passed is recorded as held.")
    heading, submit = _("Something you do together"), _("Save")
    return process_form(request, form, case, heading=heading, submit=submit, lede=lede)


@require_safe
def activity(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show an activity: its sessions, its moments, what was agreed, how the team is."""
    found = open_activity(request, code, uid, "view")
    may = can(request, found.case)
    read, exactly = bool(may.get("read")), bool(may.get("members"))
    agreed = found.agreements.select_related("responsible").order_by("agreed_at", "pk")
    rows = agreed[: listing.MOST_AGREEMENTS] if read else []
    context: dict[str, Any] = {
        "activity": found,
        "held": found.session.status == SessionStatus.HELD,
        "place": listing.opened(found.session.place) if may.get("identify") else "",
        "has_come": found.session.starts_at <= timezone.now(),
        "parts": report.parts_shown(found, read=read, exactly=exactly),
        "shared": report.words_of(found.shared) if read else [],
        "moments": report.moments_shown(found, read=read) if in_moments(found) else [],
        "agreements": listing.agreement_rows(rows, timezone.localdate()),
        "weighs": found.kind in WEIGHS_ON_THE_TEAM,
        "debrief": report.words_of(found.debrief) if read else [],
        "writes": bool(may.get("write")) and found.case.is_open,
    }
    return room_page(request, found.case, "collective", "cases/activity.html", **context)


def in_moments(activity: Any) -> bool:
    """Tell whether an activity is told in three moments."""
    return activity.kind in IN_THREE_MOMENTS


@asks
def held(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record that an activity was held as planned."""
    found = open_activity(request, code, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            deeds.hold_activity(activity=found, by=request.user, at=timezone.now())
            said = _("It is on record as held. Now count who came.")
            return gone_on(request, said, "activity", code, uid)
    lede = _("As planned. Where it was on another day or hour, move it first.")
    return activity_form(request, form, found, _("It took place"), _("It was held"), lede=lede)


@asks
def part(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Plan one session of an activity and tell how it was."""
    case = open_process(request, code, "write")
    found = open_child(request, case, GroupSession.objects.select_related("activity"), uid)
    people = colleagues(case)
    named_people = named(people, _("Nobody yet"))
    form = PartForm(posted(request), initial=told(found), people=named_people, rooms=rooms_of(case))
    warning = {}
    if form.is_bound and form.is_valid():
        with refusals(form):
            version = form.cleaned_data["version"]
            facts: dict[str, Any] = {
                "facts": form.facts(people),
                "by": request.user,
                "at": timezone.now(),
            }
            deeds.tell_part(part=found, version=version, **facts)
            return gone_on(request, _("Saved."), "activity", case.code, found.activity_id)
    if getattr(form.refusal, "conflict", False):
        warning = beside(form, found)
    label = report.part_shown(found, {}, [], read=False, exactly=False).label
    found.activity.case = case
    return activity_form(request, form, found.activity, label, _("Save"), **warning)


def told(part: Any) -> dict[str, Any]:
    """Return what is written of a session as initial values."""
    words = {**(listing.opened(part.plan) or {}), **(listing.opened(part.record) or {})}
    people = {"facilitator": part.facilitator_id, "cofacilitator": part.cofacilitator_id}
    return {**words, **people, "room": part.room_id, "version": part.version}


def beside(form: PartForm, part: Any) -> dict[str, Any]:
    """Show what a colleague saved meanwhile beside what was typed; saving again joins both."""
    form.data = {**dict(form.data.items()), "version": part.version}
    theirs = [*report.words_of(part.plan), *report.words_of(part.record)]
    words = " · ".join(f"{label}: {text}" for label, text in theirs)
    return {"warning": _("Saved meanwhile by a colleague"), "advice": words}


@asks
def shared(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Write the shared opening and closing."""
    found = open_activity(request, code, uid)
    form = SharedForm(posted(request), initial=listing.opened(found.shared) or {})
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {
                "words": form.cleaned_data,
                "by": request.user,
                "at": timezone.now(),
            }
            deeds.tell_shared(activity=found, **facts)
            return gone_on(request, _("Saved."), "activity", code, uid)
    return activity_form(request, form, found, _("Opening and closing"), _("Save"))


@asks
def moment(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Write the before, the during or the after."""
    found = open_activity(request, code, uid)
    if to not in MOMENT_FORMS or not in_moments(found):
        raise Http404
    row = found.moments.filter(moment=to).first()
    day = row.happened_on if row else timezone.localdate()
    known = {"happened_on": day, **(listing.opened(row.words) if row else {})}
    form = MOMENT_FORMS[to](posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {
                "words": form.words(),
                "happened_on": form.cleaned_data["happened_on"],
            }
            facts |= {"by": request.user, "at": timezone.now()}
            deeds.write_moment(activity=found, moment=to, **facts)
            return gone_on(request, _("Saved."), "activity", code, uid, anchor="#moments")
    heading = report.moment_shown(report.Moment(to), None, read=False).label
    return activity_form(request, form, found, heading, _("Save"))


@asks
def debrief(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Write what the team says of itself."""
    found = open_activity(request, code, uid)
    form = DebriefForm(posted(request), initial=listing.opened(found.debrief) or {})
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {
                "words": form.cleaned_data,
                "by": request.user,
                "at": timezone.now(),
            }
            deeds.debrief_team(activity=found, **facts)
            return gone_on(request, _("Saved. Take care of yourselves."), "activity", code, uid)
    return activity_form(request, form, found, _("The team, afterwards"), _("Save"))


@asks
def agreement_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record something the collective agreed on."""
    found = open_activity(request, code, uid)
    people = colleagues(found.case)
    form = AgreementForm(posted(request), people=named(people, _("Nobody of the team")))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {
                "facts": form.facts(people),
                "by": request.user,
                "at": timezone.now(),
            }
            shared_agreements.agree_together(activity=found, **facts)
            said = _("The agreement is on record.")
            return gone_on(request, said, "activity", code, uid, anchor="#agreements")
    return activity_form(request, form, found, _("Something you agreed on"), _("Save"))


@asks
def agreement_settle(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say what came of an agreement."""
    case = open_process(request, code, "write")
    rows = SharedAgreement.objects.select_related("activity")
    found = open_child(request, case, rows, uid)
    form = OutcomeForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
            shared_agreements.settle_agreement(agreement=found, **facts)
            return gone_on(request, _("What came of it is on record."), "collective", case.code)
    heading, lede = _("What came of the agreement"), listing.opened(found.text)
    return process_form(request, form, case, heading=heading, submit=_("Save"), lede=lede)
