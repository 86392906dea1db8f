"""The room of a family: who they are, how they are bound, what they share and what they do not."""

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
from accompaniment.staff.views import SignedIn
from cases.actions import consents, family
from cases.enums.family import Said
from cases.forms.family import AgreementEndForm, AgreementForm, SheetForm, StayForm, UntilForm
from cases.models import (
    Case,
    FamilyAgreement,
    FamilySheet,
    Note,
    Person,
    SafetyInterview,
    Stay,
)
from cases.reports import family as told
from cases.reports import family_paper
from cases.reports.timeline import excerpt
from cases.views.frame import asks, form_page, open_case, open_person, posted, refusals
from cases.views.rooms import room_page

PAGE = 20


@require_safe
def room(request: SignedIn, code: str) -> HttpResponse:
    """Show a family."""
    case = open_case(request, code, "read")
    people = told.rows(case)
    ties = told.ties(case, people)
    sheet = told.sheet_of(case)
    lacking = lacks(case, people)
    return room_page(
        request,
        case,
        "family",
        "cases/family.html",
        members=told.members(case, people, lacking, request.user),
        others=told.others(people),
        ties=ties,
        picture=told.picture(case, people, ties),
        households=told.households(case, people),
        sections=told.shown(sheet),
        agreements=told.agreements(case, people),
        children=told.children(case, people, told.event_of(sheet)),
    )


def lacks(case: Case, people: list[told.Row]) -> dict[Any, list[str] | None]:
    """Return by person which consents are missing today."""
    members = [row.person for row in people if row.is_member]
    found = consents.standing(case, members, timezone.localdate())
    return {
        person.pk: None if kinds is None else [str(kind.label) for kind in kinds]
        for person, kinds in found
    }


def names(case: Case) -> list[tuple[str, str]]:
    """Return everybody of the case as choices."""
    return [(str(row.person.pk), row.name) for row in told.rows(case)]


def chosen(request: SignedIn, case: Case, uid: Any) -> Person | None:
    """Open the person somebody chose; nobody for nothing."""
    return open_person(request, case, uid) if uid else None


def back_to(case: Case) -> str:
    """Return the address of the room."""
    return reverse("cases:family", args=[case.code])


def stays(request: SignedIn, case: Case, message: Any, anchor: str) -> HttpResponse:
    """Go back to the room and say what was done."""
    messages.success(request, str(message))
    return redirect(back_to(case) + anchor)


def ask(request: SignedIn, form: Any, case: Case, **context: Any) -> HttpResponse:
    """Show a form of the room."""
    return form_page(request, form, case, back=back_to(case), **context)


@require_safe
def paper(request: SignedIn, code: str) -> HttpResponse:
    """Show the family's record as it goes on paper, without any private space."""
    case = open_case(request, code, "read")
    access.require(request.user, "identify", case)
    log.collect(Verb.PRINT, "cases.case", case.pk, [case.pk], code=case.code)
    with family_paper.without_private_spaces():
        return render(request, "cases/family_print.html", family_paper.sheet(case, request.user))


@require_safe
def space(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show the private space of one member: her notes, newest first."""
    case = open_case(request, code, "read")
    person = open_person(request, case, uid)
    rows = Note.objects.visible_to(request.user).filter(case=case).of_space(person)
    found = rows.select_related("author", "session").order_by("-written_at", "-id")[: PAGE * 5]
    heard = family.latest_interviews(case).get(person.pk)
    return room_page(
        request,
        case,
        "family",
        "cases/family_space.html",
        name=person.called.reveal() if person.called else "",
        person=person,
        notes=[(note, excerpt(note)) for note in found],
        **(answers(heard) if heard else {}),
    )


def answers(heard: SafetyInterview) -> dict[str, Any]:
    """Return what a member said alone, in words."""
    opened = family.answers_of(heard)
    labels = dict(Said.choices)
    said = {name: labels[getattr(opened, name)] for name in ("lives_with", "would_attend", "wants")}
    return {"interview": heard, "said": said, "warns": opened.warns, "words": opened.words}


@asks
def stay_add(request: SignedIn, code: str) -> HttpResponse:
    """Say where someone lives."""
    case = open_case(request, code, "write")
    form = StayForm(posted(request), people=names(case))
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        person = open_person(request, case, facts.pop("person"))
        with refusals(form):
            family.begin_stay(case=case, person=person, **facts, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#households")
    return ask(request, form, case, heading=_("Who lives where"), submit=_("Save"), needs_open=True)


@asks
def stay_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that someone no longer lives there."""
    case = open_case(request, code, "write")
    stay = access.open_or_404(Stay.objects.filter(case=case), request.user, pk=uid)
    form = UntilForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            family.end_stay(stay=stay, **form.cleaned_data, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#households")
    heading = _("No longer lives there")
    return ask(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def sheet(request: SignedIn, code: str) -> HttpResponse:
    """Write what the family shares about itself."""
    case = open_case(request, code, "write")
    stored = FamilySheet.objects.filter(case=case).first()
    known = {"version": stored.version if stored else 0}
    form = SheetForm(posted(request), initial={**told.sheet_of(case), **known})
    if form.is_bound and form.is_valid():
        with refusals(form):
            family.write_sheet(
                case=case,
                sections=form.sections(),
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
            return stays(request, case, _("Saved."), "#sheet")
        if getattr(getattr(form, "refusal", None), "conflict", False):
            return both_texts(request, form, case)
    lede = _("The whole family may come to know what stands here.")
    heading = _("What the family shares")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


def both_texts(request: SignedIn, form: SheetForm, case: Case) -> HttpResponse:
    """Show what was typed over what a colleague saved, ready to be joined and saved."""
    stored = FamilySheet.objects.get(case=case)
    form.data = {**dict(form.data.items()), "version": stored.version}
    context = {"stored": told.shown(told.sheet_of(case)), "submit": _("Save both, joined")}
    heading = _("What the family shares")
    return ask(request, form, case, template="cases/family_sheet.html", heading=heading, **context)


@asks
def agreement_add(request: SignedIn, code: str) -> HttpResponse:
    """Record what the family agreed on."""
    case = open_case(request, code, "write")
    form = AgreementForm(posted(request), people=names(case))
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        facts["person"] = chosen(request, case, facts["person"])
        with refusals(form):
            family.agree_on(case=case, **facts, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#agreements")
    heading = _("An agreement of the family")
    return ask(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def agreement_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say what became of an agreement."""
    case = open_case(request, code, "write")
    rows = FamilyAgreement.objects.filter(case=case)
    agreement = access.open_or_404(rows, request.user, pk=uid)
    form = AgreementEndForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            kept = form.cleaned_data["kept"]
            family.end_agreement(agreement=agreement, kept=kept, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#agreements")
    heading = _("What became of it")
    lede = agreement.words.reveal() if agreement.words else ""
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)
