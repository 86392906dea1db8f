"""Whom the families search for: the list, the room of a case, the record, its paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access, pages
from accompaniment.staff.views import SignedIn
from cases.actions import missing as use
from cases.forms.missing import BlockForm, EnterForm, LinkForm, MeaningForm, NamesForm
from cases.forms.plain import EmptyForm
from cases.missing_blocks import BLOCKS
from cases.models import Case, MissingPerson
from cases.reports import missing as report
from cases.reports import missing_days, missing_trail
from cases.views.case_list import require_clinical
from cases.views.frame import (
    asks,
    can,
    form_page,
    open_case,
    posted,
    refusals,
    require_either,
)
from cases.views.missing_frame import back_to, kept, open_missing, page_of, show_theirs
from cases.views.rooms import room_page

NEXT = 6  # dates shown in the room; the calendar has them all
SHARE = ("write", "assign")


@require_safe
def missing_list(request: SignedIn) -> HttpResponse:
    """Show everyone the reader's families search for, newest records first."""
    require_clinical(request.user)
    after = pages.Cursor.parse(request.GET.get("after", ""))
    rows, following = page_of(request.user, after)
    context = {"lines": report.lines(rows, request.user), "next": following, "after": after}
    return render(request, "cases/missing_list.html", context)


@require_safe
def room(request: SignedIn, code: str) -> HttpResponse:
    """Show whom the family of a case searches for, and what it lives with."""
    case = open_case(request, code)
    may = can(request, case)
    reads = bool(may.get("read"))
    rows = report.searched(case, known=bool(may.get("identify")), reads=reads)
    names = {each.missing.pk: each.name for each in rows}
    today = timezone.localdate()
    days = missing_days.of_case(case, names, today) if reads else []
    context: dict[str, Any] = {
        "writes": bool(may.get("write")) and case.is_open,
        "shares": bool(may.get("write") or may.get("assign")) and case.is_open,
        "rows": rows,
        "days": days[:NEXT],
        "more": len(days) > NEXT,
        "children": report.children(case, names) if reads else [],
    }
    return room_page(request, case, "missing", "cases/missing_room.html", **context)


@require_safe
def record(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the record of a missing person."""
    case, missing = open_missing(request, code, uid, "read")
    context = _record(case, missing)
    context["writes"] = case.is_open and access.allows(request.user, "write", case)
    return room_page(request, case, "missing", "cases/missing_record.html", **context)


@require_safe
def paper(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the record as it goes on paper; it is on record who printed it."""
    case, missing = open_missing(request, code, uid, "read")
    access.require(request.user, "identify", missing)
    log.collect(Verb.PRINT, "cases.missingperson", missing.pk, code=missing.code)
    context = {"case": case, **_record(case, missing)}
    context |= {"printed_at": timezone.now(), "printed_by": request.user.full_name}
    return render(request, "cases/missing_print.html", context)


def _record(case: Case, missing: MissingPerson) -> dict[str, Any]:
    """Return everything a record shows."""
    today = timezone.localdate()
    link = use.link_of(case, missing)
    link.missing = missing
    one = report.of_link(link, known=True, reads=True)
    return {
        "missing": missing,
        "one": one,
        "cards": report.cards(missing),
        "steps": report.steps(missing, link),
        "searches": missing_trail.searches(missing, today),
        "samples": missing_trail.samples(missing),
        "authorities": missing_trail.authorities(missing, today),
        "contacts": missing_trail.contacts(missing),
        "days": missing_days.of_missing(missing, one.name, today),
    }


@asks
def add(request: SignedIn, code: str) -> HttpResponse:
    """Open the record of someone this family searches for."""
    case = open_case(request, code, "write")
    form = EnterForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            missing = use.enter_missing(
                case=case,
                names=form.names(),
                status=form.cleaned_data["status"],
                meaning=form.meaning(),
                is_another=form.cleaned_data["is_another"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("cases:missing_record", case.code, missing.pk)
    if isinstance(getattr(form, "refusal", None), use.PerhapsKnown):
        form.ask_whether_another()
    lede = _("Begin with the name. Everything else can wait, and nothing has to be told twice.")
    facts = {"lede": lede, "submit": _("Open the record"), "back": back_to(case)}
    heading = _("Whom the family searches for")
    return form_page(request, form, case, heading=heading, needs_open=True, **facts)


@asks
def link(request: SignedIn, code: str) -> HttpResponse:
    """Share a record that another family's accompaniment keeps already."""
    case = open_case(request, code)
    require_either(request, SHARE, case)
    hears = access.allows(request.user, "write", case)
    offered = report.offered(case, request.user)
    form = LinkForm(posted(request), offered=offered, hears=hears)
    if form.is_bound and form.is_valid():
        rows = MissingPerson.objects.filter(erased_at=None)
        chosen = access.open_or_404(rows, request.user, pk=form.cleaned_data["missing"])
        with refusals(form):
            told: dict[str, Any] = {"case": case, "missing": chosen, "meaning": form.meaning()}
            use.link_missing(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("Linked. Both families' teams read the same record."))
    lede = _("What is known is shared with this team; what each family holds true is not.")
    facts = {"lede": lede, "submit": _("Share"), "back": back_to(case)}
    return form_page(request, form, case, heading=_("Share a record we already keep"), **facts)


@asks
def unlink(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """End the part of a record in this case."""
    case, missing = open_missing(request, code, uid)
    require_either(request, SHARE, case)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.unlink_missing(case=case, missing=missing, by=request.user, at=timezone.now())
            return kept(request, case, _("This record is no longer part of the accompaniment."))
    lede = _("This team will no longer see the record. The other families' teams keep it.")
    facts = {"lede": lede, "submit": _("End"), "back": back_to(case)}
    return form_page(request, form, case, heading=_("End the link to this record"), **facts)


@asks
def rename(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Correct how a missing person is called."""
    case, missing = open_missing(request, code, uid, "write")
    known = {} if posted(request) else {n: report.said(getattr(missing, n)) for n in use.NAMES}
    form = NamesForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.rename_missing(
                case=case,
                missing=missing,
                names=form.names(),
                by=request.user,
                at=timezone.now(),
            )
            return kept(request, case, _("Saved."), missing)
    heading, back = _("How she or he is called"), back_to(case, missing)
    return form_page(request, form, case, heading=heading, submit=_("Save"), back=back)


@asks
def meaning(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Keep what the family of this case says and holds true."""
    case, missing = open_missing(request, code, uid, "write")
    link = use.link_of(case, missing)
    named = ("kinship", "refers_as", "holds_true")
    known = {} if posted(request) else {n: report.said(getattr(link, n)) for n in named}
    form = MeaningForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "missing": missing, "by": request.user}
            use.say_meaning(meaning=form.meaning(), **told, at=timezone.now())
            return kept(request, case, _("Saved, in the family's words."), missing)
    lede = _("It belongs to this family alone: no other team reads it and no status changes it.")
    facts: dict[str, Any] = {"lede": lede, "submit": _("Save"), "back": back_to(case, missing)}
    facts |= {"heading": _("What the family holds true"), "sayings": report.sayings(link)}
    return form_page(request, form, case, "cases/missing_meaning.html", **facts)


@asks
def block(request: SignedIn, code: str, uid: Any, block: str) -> HttpResponse:
    """Write one block of the record; what somebody else saved meanwhile is never overwritten."""
    case, missing = open_missing(request, code, uid, "write", block=block)
    asked = BLOCKS[block]
    form = BlockForm(posted(request), block=asked, initial=_seen(request, missing, block))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {
                "case": case,
                "missing": missing,
                "block": block,
                "facts": form.said(),
            }
            seen = form.cleaned_data["seen"]
            use.keep_block(**told, seen=seen, by=request.user, at=timezone.now())
            return kept(request, case, _("Saved."), missing, f"#{block}")
    facts = {"lede": asked.lede, "submit": _("Save"), "back": back_to(case, missing)}
    if getattr(getattr(form, "refusal", None), "conflict", False):
        facts["theirs"] = _theirs(form, missing, block)
    page = "cases/missing_block.html"
    return form_page(request, form, case, page, heading=asked.label, **facts)


def _seen(request: SignedIn, missing: MissingPerson, block: str) -> dict[str, Any]:
    """Return what a block holds, and the fingerprint of it."""
    if posted(request):
        return {}
    known = report.said(getattr(missing, block)) or {}
    return {**known, "seen": use.fingerprint(missing, block)}


def _theirs(form: BlockForm, missing: MissingPerson, block: str) -> report.Card:
    """Return what somebody else saved; the form now knows that its writer has seen it."""
    show_theirs(form, use.fingerprint(missing, block))
    return report.card(BLOCKS[block], report.said(getattr(missing, block)) or {})
