"""Searches, samples, authorities, and what children were told."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import missing_search as searching
from cases.actions import missing_trail as use
from cases.actions.missing import fingerprint as seen_of
from cases.forms.missing_trail import (
    AuthorityForm,
    SaidForm,
    SampleForm,
    SearchAgainForm,
    SearchForm,
    ToldForm,
    from_authority,
    from_sample,
    from_search,
)
from cases.forms.plain import EmptyForm
from cases.models import MissingAuthority, MissingSample, MissingSearch
from cases.reports import missing as report
from cases.reports import missing_trail as trail
from cases.views.frame import asks, form_page, open_case, open_person, posted, refusals
from cases.views.missing_frame import back_to, kept, open_missing, open_part, show_theirs
from cases.views.rooms import room_page


@require_safe
def searches(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show every search for someone, a page at a time."""
    case, missing = open_missing(request, code, uid, "read")
    after = trail.DayCursor.parse(request.GET.get("after", ""))
    everything = missing.searches.select_related("written_by")
    rows, following = trail.page(everything, "searched_on", after)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "missing": missing,
        "name": report.name_of(missing, known=True),
        "searches": [trail.search(row, today) for row in rows],
        "next": following,
        "writes": case.is_open and access.allows(request.user, "write", case),
    }
    return room_page(request, case, "missing", "cases/missing_searches.html", **context)


@require_safe
def contacts(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show everything that passed with authorities, a page at a time."""
    case, missing = open_missing(request, code, uid, "read")
    after = trail.DayCursor.parse(request.GET.get("after", ""))
    everything = missing.contacts.select_related("authority", "by")
    rows, following = trail.page(everything, "contacted_on", after)
    context: dict[str, Any] = {
        "missing": missing,
        "name": report.name_of(missing, known=True),
        "contacts": [trail.contact(row) for row in rows],
        "next": following,
    }
    return room_page(request, case, "missing", "cases/missing_contacts.html", **context)


@asks
def search_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Enter a search, done or to come."""
    case, missing = open_missing(request, code, uid, "write")
    form = SearchForm(posted(request), initial={"searched_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "missing": missing, "facts": form.facts()}
            searching.add_search(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("The search is on record."), missing, "#searches")
    lede = _("After a search in the field somebody contacts the family and the team lets go.")
    facts = {"lede": lede, "submit": _("Save"), "back": back_to(case, missing)}
    return form_page(request, form, case, heading=_("A search"), needs_open=True, **facts)


@asks
def search_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Complete a search; what somebody else saved meanwhile is never overwritten."""
    case, search = open_part(request, code, MissingSearch.objects.all(), uid)
    known = {} if posted(request) else {**from_search(search), "seen": seen_of(search, "facts")}
    form = SearchAgainForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "search": search, "by": request.user}
            seen = form.cleaned_data["seen"]
            searching.change_search(facts=form.facts(), seen=seen, **told, at=timezone.now())
            return kept(request, case, _("Saved."), search.missing, "#searches")
    facts = {"submit": _("Save"), "back": back_to(case, search.missing), "needs_open": True}
    if getattr(getattr(form, "refusal", None), "conflict", False):
        facts["theirs"] = trail.words_of(search, form)
        show_theirs(form, seen_of(search, "facts"))
    return form_page(
        request, form, case, "cases/missing_block.html", heading=_("A search"), **facts
    )


@asks
def sample_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record a genetic sample, with its written informed consent."""
    case, missing = open_missing(request, code, uid, "write")
    form = SampleForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "missing": missing, "facts": form.facts()}
            use.add_sample(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("The sample is on record."), missing, "#genetics")
    lede = _("Only with written informed consent, and for identification alone.")
    facts = {"lede": lede, "submit": _("Save"), "back": back_to(case, missing)}
    return form_page(request, form, case, heading=_("A genetic sample"), needs_open=True, **facts)


@asks
def sample_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Complete a sample with what came of it."""
    case, sample = open_part(request, code, MissingSample.objects.all(), uid)
    form = SampleForm(posted(request), initial={} if posted(request) else from_sample(sample))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "sample": sample, "facts": form.facts()}
            use.change_sample(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("Saved."), sample.missing, "#genetics")
    facts = {"submit": _("Save"), "back": back_to(case, sample.missing)}
    return form_page(request, form, case, heading=_("A genetic sample"), needs_open=True, **facts)


@asks
def sample_withdraw(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take the consent to a sample back."""
    case, sample = open_part(request, code, MissingSample.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.withdraw_sample(case=case, sample=sample, by=request.user, at=timezone.now())
            message = _("The consent was taken back; the team is asked what has to stop.")
            return kept(request, case, message, sample.missing, "#genetics")
    lede = _("Whoever gave it may take it back. The laboratory has to be told in writing.")
    facts = {"lede": lede, "submit": _("Take it back"), "back": back_to(case, sample.missing)}
    return form_page(request, form, case, heading=_("Take the consent back"), **facts)


@asks
def authority_add(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Enter an authority that owes the family an answer."""
    case, missing = open_missing(request, code, uid, "write")
    form = AuthorityForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "missing": missing, "facts": form.facts()}
            use.add_authority(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("Added."), missing, "#authorities")
    facts = {"submit": _("Add"), "back": back_to(case, missing)}
    return form_page(request, form, case, heading=_("An authority"), needs_open=True, **facts)


@asks
def authority_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Correct what is known of an authority."""
    case, authority = open_part(request, code, MissingAuthority.objects.all(), uid)
    known = {} if posted(request) else from_authority(authority)
    form = AuthorityForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "authority": authority, "facts": form.facts()}
            use.change_authority(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("Saved."), authority.missing, "#authorities")
    facts = {"submit": _("Save"), "back": back_to(case, authority.missing)}
    return form_page(request, form, case, heading=_("An authority"), needs_open=True, **facts)


@asks
def contact_log(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Write down what was said or asked between the family and an authority."""
    case, authority = open_part(request, code, MissingAuthority.objects.all(), uid)
    form = SaidForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            told: dict[str, Any] = {"case": case, "authority": authority, "facts": form.facts()}
            use.log_contact(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("It is on record."), authority.missing, "#authorities")
    lede = _("%(who)s: what was said stays as it is written.")
    facts = {
        "lede": lede % {"who": authority.get_kind_display()},
        "back": back_to(case, authority.missing),
    }
    heading = _("What passed with an authority")
    return form_page(request, form, case, heading=heading, submit=_("Save"), **facts)


@asks
def child_told(request: SignedIn, code: str) -> HttpResponse:
    """Keep what a girl, boy or adolescent of the family was told."""
    case = open_case(request, code, "write")
    names = report.searched(case, known=True, reads=False)
    searched = [(str(each.missing.pk), each.name) for each in names]
    form = ToldForm(posted(request), people=report.young(case), searched=searched)
    if form.is_bound and form.is_valid():
        _case, missing = open_missing(request, code, form.cleaned_data["missing"], "write")
        person = open_person(request, case, form.cleaned_data["person"])
        with refusals(form):
            told: dict[str, Any] = {
                "case": case,
                "missing": missing,
                "person": person,
                "facts": form.facts(),
            }
            use.keep_told(**told, by=request.user, at=timezone.now())
            return kept(request, case, _("It is on record."), anchor="#children")
    lede = _("Not to correct anybody: so that nobody contradicts what a child was told.")
    facts = {"lede": lede, "submit": _("Save"), "back": back_to(case)}
    return form_page(request, form, case, heading=_("What a child was told"), **facts)
