"""The persons of a family: mentioned, heard alone, speaking for it; their bonds."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.models import Team, User
from accompaniment.staff.views import SignedIn
from cases import codes
from cases.actions import bonds, family, lifecycle, people
from cases.forms.case import BeginForm
from cases.forms.family import (
    BondForm,
    InterviewForm,
    KnownPersonForm,
    MentionForm,
    ShareForm,
    UntilForm,
    WhereaboutsForm,
)
from cases.forms.person import person_facts
from cases.forms.plain import EmptyForm
from cases.models import Bond, Case, Participation
from cases.reports import family as told
from cases.views.case_open import choices_of
from cases.views.family import ask, back_to, names, stays
from cases.views.frame import asks, done, open_case, open_person, posted, refusals, status_of


def open_part(request: SignedIn, case: Case, uid: Any) -> Participation:
    """Open someone's part in the case."""
    rows = Participation.objects.filter(case=case, ended_at=None).select_related("person")
    part: Participation = access.open_or_404(rows, request.user, pk=uid)
    return part


def open_bond(request: SignedIn, case: Case, uid: Any) -> Bond:
    """Open a bond of the case."""
    rows = Bond.objects.standing().filter(case=case)
    bond: Bond = access.open_or_404(rows, request.user, pk=uid)
    return bond


def said(case: Case, bond: Bond) -> str:
    """Say a bond in words."""
    known = {row.person.pk: row.name for row in told.rows(case)}
    one, other = known.get(bond.from_person_id, "…"), known.get(bond.to_person_id, "…")
    return f"{one} — {bond.get_kind_display()} — {other}"


@asks
def mention(request: SignedIn, code: str) -> HttpResponse:
    """Add someone the family speaks of."""
    case = open_case(request, code, "write")
    form = MentionForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            family.mention_person(
                case=case,
                facts=person_facts(form.cleaned_data),
                whereabouts=form.cleaned_data["whereabouts"],
                by=request.user,
                at=timezone.now(),
            )
            return stays(request, case, _("Added."), "#others")
    lede = _("Someone who takes no part: missing, absent, deceased, or who has harmed.")
    heading = _("Someone the family speaks of")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Add"), needs_open=True)


@asks
def whereabouts(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say how the family speaks of someone."""
    case = open_case(request, code, "write")
    part = open_part(request, case, uid)
    form = WhereaboutsForm(posted(request), initial={"whereabouts": part.whereabouts})
    if form.is_bound and form.is_valid():
        with refusals(form):
            family.say_whereabouts(part=part, **form.cleaned_data, by=request.user)
            return stays(request, case, _("Saved."), "#genogram")
    lede = told.name_of(part)
    heading = _("How the family speaks of this person")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def referent(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Let another member speak for the family."""
    case = open_case(request, code, "write")
    part = open_part(request, case, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            family.change_referent(case=case, part=part, by=request.user, at=timezone.now())
            return stays(request, case, _("Saved."), "#members")
    lede = _("%(name)s will speak for the family; the others stay in it.") % {
        "name": told.name_of(part)
    }
    heading = _("Who speaks for the family")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def step_out(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Let someone take no part any more, and go on being spoken of."""
    case = open_case(request, code, "write")
    part = open_part(request, case, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            people.only_mention(participation=part, by=request.user, at=timezone.now())
            return stays(request, case, _("This person no longer takes part."), "#others")
    lede = _("%(name)s takes no part any more; the process goes on with the others.") % {
        "name": told.name_of(part)
    }
    heading = _("Only mentioned from now on")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def interview(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record what a member said alone."""
    case = open_case(request, code, "write")
    person = open_person(request, case, uid)
    form = InterviewForm(posted(request))
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        with refusals(form):
            family.interview_member(
                case=case,
                person=person,
                held_on=facts.pop("held_on"),
                answers=family.SafetyAnswers(**facts),
                by=request.user,
                at=timezone.now(),
            )
            return stays(request, case, _("On record."), "#members")
    name = person.called.reveal() if person.called else ""
    heading = _("Safety interview with %(name)s") % {"name": name}
    lede = _("Alone, before anybody is brought together.")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def bond_add(request: SignedIn, code: str) -> HttpResponse:
    """Say what one person is to another."""
    case = open_case(request, code, "write")
    form = BondForm(posted(request), people=names(case))
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        for name in ("from_person", "to_person"):
            facts[name] = open_person(request, case, facts[name])
        with refusals(form):
            bonds.add_bond(case=case, **facts, by=request.user, at=timezone.now())
            return stays(request, case, _("The bond is on record."), "#bonds")
    heading = _("A bond")
    return ask(request, form, case, heading=heading, submit=_("Save"), needs_open=True)


@asks
def bond_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say until when a bond was."""
    case = open_case(request, code, "write")
    bond = open_bond(request, case, uid)
    form = UntilForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            bonds.end_bond(bond=bond, **form.cleaned_data, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#bonds")
    lede = said(case, bond)
    heading = _("The bond has ended")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Save"), needs_open=True)


@asks
def bond_share(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say whether news may travel along a bond."""
    case = open_case(request, code, "write")
    bond = open_bond(request, case, uid)
    now = {"safe": "yes" if bond.safe_to_share else "no"}
    form = ShareForm(posted(request), initial=now)
    if form.is_bound and form.is_valid():
        with refusals(form):
            bonds.share_bond(bond=bond, **form.cleaned_data, by=request.user, at=timezone.now())
            return stays(request, case, _("On record."), "#bonds")
    words = {"heading": _("Is it safe to share?"), "lede": said(case, bond), "bond": bond}
    return ask(request, form, case, template="cases/bond.html", submit=_("Save"), **words)


@asks
def bond_withdraw(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a bond off the record that was recorded by mistake."""
    case = open_case(request, code, "write")
    bond = open_bond(request, case, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            bonds.withdraw_bond(bond=bond, by=request.user, at=timezone.now())
            return stays(request, case, _("Taken off the record."), "#bonds")
    lede = said(case, bond)
    heading = _("Recorded by mistake")
    return ask(request, form, case, heading=heading, lede=lede, submit=_("Take it off"))


@asks
def individual(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Open an individual accompaniment for someone of the family, who remains the same person."""
    case = open_case(request, code, "write")
    person = open_person(request, case, uid)
    form = BeginForm(posted(request), **choices_of(request.user))
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        with refusals(form):
            begun = lifecycle.open_case(
                person=person,
                team=Team.objects.get(pk=facts["team"]),
                reason=facts["reason"],
                urgency=facts["urgency"],
                responsible=User.objects.filter(pk=facts.get("responsible") or None).first(),
                by=request.user,
                at=timezone.now(),
            )
            return after_opening(request, case, begun)
    name = person.called.reveal() if person.called else ""
    heading = _("Individual accompaniment of %(name)s") % {"name": name}
    return ask(request, form, case, heading=heading, submit=_("Open the case"))


def after_opening(request: SignedIn, family_case: Case, begun: Case) -> HttpResponse:
    """Go to the new case if it is hers, else back to the family."""
    if access.allows(request.user, "view", begun):
        return done(request, begun, _("The case is open."))
    return stays(request, family_case, _("The case is open."), "#members")


@asks
def known_person(request: SignedIn, code: str) -> HttpResponse:
    """Add someone already known from another accompaniment of the reader's, as the same person."""
    case = open_case(request, code, "write")
    source = request.GET.get("from", "")
    other = other_case(request, source)
    there = names(other) if other else []
    form = KnownPersonForm(posted(request), people=there)
    if other and form.is_bound and form.is_valid():
        person = open_person(request, other, form.cleaned_data["person"])
        role = form.cleaned_data["role"]
        with refusals(form):
            people.join_case(
                case=case, person=person, role=role, by=request.user, at=timezone.now()
            )
            return stays(request, case, _("Added."), "#members")
    context = {"case": case, "form": form, "source": source, "other": other, "back": back_to(case)}
    return render(request, "cases/family_known.html", context, status=status_of(form))


def other_case(request: SignedIn, source: str) -> Case | None:
    """Open the other accompaniment, if the reader may identify its persons."""
    if not source:
        return None
    rows = Case.objects.permitted(request.user, "identify")
    return rows.filter(code=codes.parse(source) or "").first()
