"""Copies of a signed report: previewed, made, signed, handed over, released, taken back."""

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions import copies as use
from expertise.actions import releasing, signing
from expertise.forms.sign import DeliverForm, MakeCopyForm, ProtectForm, SignForm, written
from expertise.models import Commission, Copy
from expertise.reports import copies as reports
from expertise.reports import giving
from expertise.reports.masking import Mask, left_over, preview
from expertise.views.frame import done, form_page, open_commission, room_page
from expertise.views.papers_out import alone, paper_sent
from expertise.views.signing import file_name, open_paper

ROOM = "copies"


def open_copy(
    request: SignedIn, folio: str, uid: Any, action: str = "write"
) -> tuple[Commission, Copy]:
    """Open a copy through its commission."""
    commission = open_commission(request, folio, action)
    rows = Copy.objects.filter(commission=commission).select_related("version")
    copy: Copy = access.open_or_404(
        rows, request.user, action=action, cover=commission.code, pk=uid
    )
    copy.commission = commission
    return commission, copy


@require_safe
def copies(request: SignedIn, folio: str) -> HttpResponse:
    """Show every copy of a report and what became of it."""
    found = open_commission(request, folio, "read")
    signed = reports.signed_version(found.pk)
    lines = giving.lines(found)
    waits = any(line.job and not line.job.ended_at and not line.final for line in lines)
    context: dict[str, Any] = {"signed": signed, "lines": lines, "waits": waits}
    return room_page(request, found, ROOM, "expertise/copies.html", **context)


@asks
def protect(request: SignedIn, folio: str) -> Any:
    """Say which names stand on no copy."""
    found = open_commission(request, folio, "write")
    names = found.protected.reveal() if found.protected else []
    form = ProtectForm(posted(request), initial={"names": written(names)})
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data["names"]
            use.protect_names(commission=found, names=said, by=request.user, at=timezone.now())
            return done(request, found, _("These names will stand on no new copy."), ROOM)
    return form_page(
        request,
        form,
        found,
        ROOM,
        heading=_("Protected names"),
        lede=_("Whoever receives a copy reads the other words instead, in every section."),
        submit=_("Keep"),
        back=back_of(found),
    )


@asks
def copy_new(request: SignedIn, folio: str) -> Any:
    """Make a copy, once its maker has seen what is masked on it."""
    found = open_commission(request, folio, "write")
    form = MakeCopyForm(posted(request))
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        with refusals(form):
            masks = use.masks_for(found, tuple(form.cleaned_data["masks"]))
            if form.cleaned_data["seen"] == seen(found, masks):
                at = timezone.now()
                use.make_copy(commission=found, facts=form.facts(), by=request.user, at=at)
                return done(request, found, _("The copy is being made. Sign it next."), ROOM)
            shown = previewed(found, masks)
    return form_page(
        request, form, found, ROOM, "expertise/copy_new.html", back=back_of(found), **shown
    )


def previewed(commission: Commission, masks: list[Mask]) -> dict[str, Any]:
    """Return what a preview shows of the signed text with these masks.

    :raises NotSignedYet: if there is none.
    """
    version = reports.signed_version(commission.pk)
    if version is None:
        raise use.NotSignedYet
    content = version.content.reveal()
    return {
        "seen": seen(commission, masks),
        "masked": preview(content, masks),
        "left": left_over(content, masks),
    }


def seen(commission: Commission, masks: list[Mask]) -> str:
    """Return by what a form says which masks its sender has seen in the preview."""
    said = f"{commission.pk}|{written(masks)}"
    return hashlib.sha256(said.encode()).hexdigest()


@sensitive_post_parameters("certificate_password")
@asks
def copy_sign(request: SignedIn, folio: str, uid: Any) -> Any:
    """Sign one copy."""
    found, copy = open_copy(request, folio, uid)
    form = SignForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        with refusals(form):
            by, at = request.user, timezone.now()
            signing.sign_copy(copy=copy, means=form.means(), by=by, at=at)
            return done(
                request, found, _("Copy %(number)s is signed.") % {"number": copy.number}, ROOM
            )
    context = {"form": form, "copy": copy, "back": back_of(found)}
    template = "expertise/copy_sign.html"
    return room_page(request, found, ROOM, template, status=status_of(form), **context)


@asks
def copy_deliver(request: SignedIn, folio: str, uid: Any) -> Any:
    """Record who received a copy."""
    found, copy = open_copy(request, folio, uid)
    form = DeliverForm(posted(request), initial={"received_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            by, at = request.user, timezone.now()
            use.deliver_copy(copy=copy, receipt=form.receipt(), by=by, at=at)
            return done(
                request,
                found,
                _("Copy %(number)s was handed over.") % {"number": copy.number},
                ROOM,
            )
    heading = _("Copy %(number)s: hand it over") % {"number": copy.number}
    words = {"heading": heading, "submit": _("Record the receipt"), "back": back_of(found)}
    return form_page(request, form, found, ROOM, **words)


@asks
def copy_release(request: SignedIn, folio: str, uid: Any) -> Any:
    """Let the legal area of the case download a copy."""
    found, copy = open_copy(request, folio, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            releasing.release_copy(copy=copy, by=request.user, at=timezone.now())
            return done(request, found, _("The legal area can download it now."), ROOM)
    lede = _("Who works on the legal road of this case can download it, giving a reason each time.")
    words = {
        "heading": _("Copy %(number)s: release it to the legal area") % {"number": copy.number},
        "lede": lede,
    }
    words |= {"submit": _("Release"), "back": back_of(found)}
    return form_page(request, form, found, ROOM, **words)


@asks
def copy_withdraw(request: SignedIn, folio: str, uid: Any) -> Any:
    """Take a copy back."""
    found, copy = open_copy(request, folio, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            releasing.withdraw_copy(copy=copy, by=request.user, at=timezone.now())
            return done(
                request, found, _("Copy %(number)s was withdrawn.") % {"number": copy.number}, ROOM
            )
    lede = _("Nobody downloads it any more. What was downloaded before is out of our reach.")
    words = {"heading": _("Copy %(number)s: withdraw it") % {"number": copy.number}, "lede": lede}
    words |= {"submit": _("Withdraw"), "submit_kind": "danger", "back": back_of(found)}
    return form_page(request, form, found, ROOM, **words)


@require_GET
@alone
def copy_file(request: SignedIn, folio: str, uid: Any) -> Any:
    """Hand out a signed copy, to who reads the expert file."""
    found, copy = open_copy(request, folio, uid, "read")
    paper = reports.signed_paper(copy.version, copy)
    if paper is None:
        raise Http404
    name = file_name(found, copy.number)
    return paper_sent(request, found, open_paper(request, found, paper), name)


def back_of(commission: Commission) -> str:
    """Return the address of the room."""
    return reverse("expertise:copies", args=[commission.code])
