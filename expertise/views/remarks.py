"""Observations of a peer: written, replied to, resolved, opened again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from expertise.actions import remarks
from expertise.forms.matrix import WordsForm
from expertise.forms.review import RemarkForm
from expertise.models import Commission, Remark
from expertise.reports.review import RemarkLine, remarks_of
from expertise.sections import BY_KEY
from expertise.views.frame import done, form_page, open_commission
from expertise.views.review import open_round, room, to_round


def open_remark(
    request: SignedIn, folio: str, uid: UUID, action: str
) -> tuple[Commission, Remark, RemarkLine]:
    """Open an observation through its commission, for an action."""
    commission = open_commission(request, folio, action)
    rows = Remark.objects.filter(commission=commission)
    found: Remark = access.open_or_404(rows, request.user, cover=commission.code, pk=uid)
    line = next(each for each in remarks_of(commission) if each.pk == found.pk)
    return commission, found, line


@asks
def remark_add(request: SignedIn, folio: str, number: int) -> HttpResponse:
    """Write an observation about a section of the frozen version."""
    commission, round_ = open_round(request, folio, number, "review")
    section = request.GET.get("section", "")
    form = RemarkForm(posted(request), initial={"section": section if section in BY_KEY else ""})
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            remarks.remark(round_=round_, **form.cleaned_data, **facts)
            return to_round(commission, round_, _("The observation is written down."), request)
    words = {"heading": _("An observation"), "submit": _("Save")}
    return form_page(request, form, commission, "review", back=room(commission), **words)


@asks
def remark_reply(request: SignedIn, folio: str, uid: UUID) -> HttpResponse:
    """Say how an observation was attended to."""
    commission, remark, line = open_remark(request, folio, uid, "write")
    label = _("How it was attended to")
    initial = {"words": line.reply}
    form = WordsForm(posted(request), initial=initial, label=label, required=True)
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data["words"]
            remarks.reply(remark=remark, words=said, by=request.user, at=timezone.now())
            return done(request, commission, _("Your reply is saved."), "review")
    words = {"heading": line.key, "lede": line.words, "submit": _("Save")}
    return form_page(request, form, commission, "review", back=room(commission), **words)


@asks
def remark_resolve(request: SignedIn, folio: str, uid: UUID) -> HttpResponse:
    """Say that an observation is done with."""
    commission, remark, line = open_remark(request, folio, uid, "review")
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            remarks.resolve(remark=remark, by=request.user, at=timezone.now())
            said = _("%(key)s is resolved.") % {"key": line.key}
            return done(request, commission, said, "review")
    words = {"heading": line.key, "lede": line.reply or line.words, "submit": _("Resolve")}
    return form_page(request, form, commission, "review", back=room(commission), **words)


@asks
def remark_reopen(request: SignedIn, folio: str, uid: UUID) -> HttpResponse:
    """Open an observation again and say what is still missing."""
    commission, remark, line = open_remark(request, folio, uid, "review")
    form = WordsForm(posted(request), label=_("What is still missing"), required=True)
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data["words"]
            remarks.reopen(remark=remark, words=said, by=request.user, at=timezone.now())
            return done(request, commission, _("It is open again."), "review")
    words = {"heading": line.key, "lede": line.words, "submit": _("Open it again")}
    return form_page(request, form, commission, "review", back=room(commission), **words)
