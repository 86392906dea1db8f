"""Titles and licences of who makes expert reports."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions.credentials import (
    CredentialFacts,
    add_credential,
    change_credential,
    coordinates,
    require_keeper,
    retire_credential,
    verify_credential,
)
from expertise.forms.credential import CredentialForm, VerifyForm
from expertise.models import Credential
from expertise.reports.licences import holders


@require_safe
def credentials(request: SignedIn) -> HttpResponse:
    """Show one's own titles; to coordination, those of everybody who makes reports."""
    if not standing(request.user).holds(Role.PSYCHOLOGIST, Role.COORDINATOR):
        raise PermissionDenied
    keeps = coordinates(request.user)
    shown = holders(None if keeps else request.user)
    context = {"holders": shown, "keeps": keeps}
    return render(request, "expertise/credentials.html", context)


def _form(request: SignedIn, form: Any, **context: Any) -> HttpResponse:
    page = {"form": form, **context}
    return render(request, "expertise/credential_form.html", page, status=status_of(form))


def _went(request: SignedIn, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("expertise:credentials")


def _mine(request: SignedIn, uid: Any) -> Credential:
    """Return a title in use that its owner or a coordinator may touch.

    :raises Http404: if there is none.
    :raises PermissionDenied: if the reader is neither.
    """
    rows = Credential.objects.select_related("user").filter(retired_at=None)
    credential: Credential | None = rows.filter(pk=uid).first()
    if credential is None:
        raise Http404
    require_keeper(request.user, credential.user)
    return credential


@asks
def credential_add(request: SignedIn, uid: Any) -> HttpResponse:
    """Record a title with its licence."""
    user = User.objects.filter(pk=uid, is_active=True).first()
    if user is None:
        raise Http404
    require_keeper(request.user, user)
    form = CredentialForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = CredentialFacts(**form.cleaned_data)
            add_credential(user=user, facts=facts, by=request.user, at=timezone.now())
            return _went(request, _("Saved. A coordinator looks it up in the public register."))
    heading, submit = _("A title with its cédula"), _("Save")
    return _form(request, form, heading=heading, lede=user.full_name, submit=submit)


@asks
def credential_edit(request: SignedIn, uid: Any) -> HttpResponse:
    """Put a title right."""
    row = _mine(request, uid)
    initial = {name: getattr(row, name) for name in CredentialForm.base_fields}
    form = CredentialForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = CredentialFacts(**form.cleaned_data)
            change_credential(credential=row, facts=facts, by=request.user, at=timezone.now())
            return _went(request, _("Saved."))
    lede = _("Another title or number has to be looked up in the register again.")
    return _form(request, form, heading=_("Change the title"), lede=lede, submit=_("Save"))


@asks
def credential_verify(request: SignedIn, uid: Any) -> HttpResponse:
    """Say that the licence stands in the public register."""
    row = _mine(request, uid)
    if not coordinates(request.user):
        raise PermissionDenied
    form = VerifyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = form.cleaned_data
            verify_credential(credential=row, **facts, by=request.user, at=timezone.now())
            return _went(request, _("Verified."))
    said = {"name": row.user.full_name, "title": row.title, "licence": row.licence}
    return _form(
        request,
        form,
        heading=_("Look up the cédula"),
        lede=_("%(name)s, %(title)s, cédula %(licence)s") % said,
        warning=_("Compare name, title and number in the national register of professions"),
        advice=_("Only what the register shows is confirmed here."),
        submit=_("It stands in the register"),
    )


@asks
def credential_retire(request: SignedIn, uid: Any) -> HttpResponse:
    """Use a title no longer."""
    row = _mine(request, uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            retire_credential(credential=row, by=request.user, at=timezone.now())
            return _went(request, _("It is no longer used."))
    said = {"heading": _("Use this title no longer"), "submit": _("Take it out of use")}
    lede = _("%(title)s, cédula %(licence)s. Reports already signed keep it.")
    words = {"title": row.title, "licence": row.licence}
    return _form(request, form, lede=lede % words, **said)
