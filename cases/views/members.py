"""Who belongs to a collective: pages only for those who may see its members."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access, pages
from accompaniment.staff.views import SignedIn
from cases.actions import member_consents, placing
from cases.actions import members as membership
from cases.enums.collective import MEMBER_NEXT, POSSIBLE, MemberState, suggested_for
from cases.forms.collective import AnswerForm, MemberForm, MemberReasonForm, PlaceForm
from cases.forms.plain import EmptyForm
from cases.models import Case, Member, MemberAgreed
from cases.reports import members as report
from cases.reports.collective import current_cycle, opened
from cases.views.frame import asks, can, posted, refusals
from cases.views.rooms import room_page
from cases.views.together import gone_on, open_child, open_process, process_form


def open_member(request: SignedIn, code: str, uid: Any, *, writes: bool = True) -> Any:
    """Open a member of a collective, to look or to write.

    :raises PermissionDenied: for whoever may not see the members, or not write.
    """
    case = open_process(request, code, "members")
    if writes:
        access.require(request.user, "write", case)
    return open_child(request, case, Member.objects.all(), uid)


def member_form(
    request: SignedIn, form: Any, member: Any, heading: str, submit: str, **context: Any
) -> HttpResponse:
    """Show a form about a member, with the way back to her page."""
    back = reverse("cases:collective_member", args=[member.case.code, member.pk])
    facts: dict[str, Any] = {"heading": heading, "submit": submit, "back": back, **context}
    return process_form(request, form, member.case, **facts)


@require_safe
def members(request: SignedIn, code: str) -> HttpResponse:
    """Show who belongs to a collective, a page at a time."""
    case = open_process(request, code, "members")
    state = request.GET.get("state", "")
    state = state if state in MemberState.values else ""
    after = pages.Cursor.parse(request.GET.get("after", ""))
    page = report.listed(case, request.user, timezone.localdate(), state, after)
    writes = bool(can(request, case).get("write")) and case.is_open
    context: dict[str, Any] = {
        "page": page,
        "state": state,
        "states": MemberState.choices,
        "writes": writes,
    }
    return room_page(request, case, "collective", "cases/collective_members.html", **context)


@asks
def invite(request: SignedIn, code: str) -> HttpResponse:
    """Put someone on the list, as invited."""
    case = open_process(request, code, "members")
    access.require(request.user, "write", case)
    form = MemberForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            member = membership.invite_member(
                case=case,
                facts=form.facts(),
                code=form.cleaned_data["code"],
                by=request.user,
                at=timezone.now(),
            )
            said = _("She stands on the list as invited.")
            return gone_on(request, said, "collective_member", case.code, member.pk)
    back = reverse("cases:collective_members", args=[case.code])
    facts: dict[str, Any] = {
        "heading": _("Invite someone"),
        "submit": _("Put on the list"),
        "back": back,
    }
    return process_form(request, form, case, **facts)


@require_safe
def member(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show one member: what she needs, what she agreed to, how her membership went."""
    found = open_member(request, code, uid, writes=False)
    named = report.agreeing([found])
    known = report.known_elsewhere([found], request.user)
    cycle = current_cycle(found.case)
    placement = found.placements.filter(cycle=cycle).first() if cycle else None
    context: dict[str, Any] = {
        "row": report.row_of(
            found, timezone.localdate(), named=named, known=known, placement=placement
        ),
        "cycle": cycle,
        "answers": report.answer_rows(found),
        "went": report.steps_of(found),
        "ahead": [(to, MemberState(to).label) for to in MEMBER_NEXT[found.state]],
        "writes": bool(can(request, found.case).get("write")) and found.case.is_open,
    }
    page = "cases/collective_member.html"
    return room_page(request, found.case, "collective", page, **context)


@asks
def member_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Replace what the collective knows of a member."""
    found = open_member(request, code, uid)
    form = MemberForm(posted(request), initial=known_of(found))
    form.fields["code"].help_text = _("Write it anew to link her; it is kept where it is empty.")
    if form.is_bound and form.is_valid():
        with refusals(form):
            membership.change_member(
                member=found,
                facts=form.facts(),
                code=form.cleaned_data["code"] or None,
                by=request.user,
                at=timezone.now(),
            )
            return gone_on(request, _("Saved."), "collective_member", code, uid)
    return member_form(request, form, found, _("The member"), _("Save"))


def known_of(member: Any) -> dict[str, Any]:
    """Return what is known of a member as initial values."""
    known = {name: opened(getattr(member, name)) for name in membership.SEALED}
    return {**known, "counted_as": member.counted_as}


@asks
def member_step(request: SignedIn, code: str, uid: Any, to: str) -> HttpResponse:
    """Move a membership on."""
    found = open_member(request, code, uid)
    if to not in MemberState.values:
        raise Http404
    state = MemberState(to)
    form = MemberReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            membership.move_member(
                member=found, to=to, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            said = _("Now: %(state)s") % {"state": state.label}
            return gone_on(request, said, "collective_member", code, uid)
    heading = _("Step: %(state)s") % {"state": state.label}
    return member_form(request, form, found, heading, _("Take this step"))


@asks
def answer(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record what a member agrees to."""
    found = open_member(request, code, uid)
    known = {"given_on": timezone.localdate(), "kind": request.GET.get("kind", "")}
    form = AnswerForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            member_consents.answer_for_member(
                member=found, facts=form.facts(), by=request.user, at=timezone.now()
            )
            said = _("The answer is on record.")
            return gone_on(request, said, "collective_member", code, uid)
    lede = _("By default people are counted and nobody is named. She can take it back any time.")
    return member_form(request, form, found, _("What she agrees to"), _("Save"), lede=lede)


@asks
def withdraw(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take an answer of a member back."""
    case: Case = open_process(request, code, "members")
    access.require(request.user, "write", case)
    rows = MemberAgreed.objects.select_related("member__case")
    given = open_child(request, case, rows, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            member_consents.withdraw_answer(answer=given, by=request.user, at=timezone.now())
            said = _("Taken back. Her name stands in no attendance any more; the counts stay.")
            return gone_on(request, said, "collective_member", case.code, given.member_id)
    lede = _("Her name leaves every attendance at once. How many came stays as it is.")
    heading, submit = _("Take an answer back"), _("Take back")
    return member_form(request, form, given.member, heading, submit, lede=lede)


@asks
def member_group(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Decide in which age group of the present cycle a member takes part."""
    found = open_member(request, code, uid)
    cycle = current_cycle(found.case)
    if cycle is None:
        raise Http404
    age = membership.age_of(found, cycle.begins_on)
    suggested = suggested_for(age)
    form = PlaceForm(posted(request), possible=POSSIBLE[suggested])
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
            placing.place_member(cycle=cycle, member=found, **facts)
            return gone_on(request, _("Placed."), "cycle_groups", code, cycle.pk)
    words = {"group": suggested.label, "day": cycle.begins_on.isoformat()}
    lede = _("On the first day of the cycle her age suggests: %(group)s.") % words
    heading = _("Age group in this cycle")
    return member_form(request, form, found, heading, _("Decide"), lede=lede)
