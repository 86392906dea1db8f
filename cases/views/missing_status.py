"""The statuses of a missing person, and how a family came to know."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.actions import missing_status as use
from cases.forms.missing import RegistryForm, StatusForm, TellingForm
from cases.models import Case, MissingPerson, MissingStatusStep
from cases.views.frame import asks, form_page, posted, refusals
from cases.views.missing_frame import back_to, kept, open_missing, open_part


@asks
def status(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Move the organisation's status: a document, and the family knows."""
    return moved(
        open_missing(request, code, uid, "write"),
        request,
        "status",
        StatusForm,
        use.move_status,
        done=_("The new status is on record."),
        heading=_("Change our status"),
        lede=_("Only with a document, and only once the family knows. What it holds true stays."),
        submit=_("Change"),
    )


@asks
def registry(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Note what the national registry says now."""
    return moved(
        open_missing(request, code, uid, "write"),
        request,
        "registry",
        RegistryForm,
        use.note_registry,
        done=_("Noted. Our own status stays."),
        heading=_("What the registry says"),
        lede=_("Authorities may change it without telling the family. Our status does not follow."),
        submit=_("Note it"),
    )


def moved(
    opened: tuple[Case, MissingPerson],
    request: SignedIn,
    name: str,
    form_class: type[StatusForm],
    move: Callable[..., MissingStatusStep],
    *,
    done: str,
    **shown: str,
) -> HttpResponse:
    """Ask for another value of a status, its document and how the family knows; then move it."""
    case, missing = opened
    form = form_class(posted(request), before=getattr(missing, name))
    if form.is_bound and form.is_valid():
        with refusals(form):
            move(
                case=case,
                missing=missing,
                to=form.cleaned_data["to"],
                source=form.document(),
                telling=form.telling(),
                by=request.user,
                at=timezone.now(),
            )
            return kept(request, case, done, missing, "#status")
    return form_page(request, form, case, needs_open=True, back=back_to(case, missing), **shown)


@asks
def told(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Record how the family of this case came to know of a change."""
    rows = MissingStatusStep.objects.all()
    case, step = open_part(request, code, rows, uid)
    form = TellingForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.tell_family(
                case=case, step=step, telling=form.telling(), by=request.user, at=timezone.now()
            )
            return kept(request, case, _("It is on record."), step.missing, "#status")
    lede = _("%(status)s: who told this family, how, on which day, accompanied by whom.")
    return form_page(
        request,
        form,
        case,
        heading=_("How the family came to know"),
        lede=lede % {"status": step.get_after_display()},
        submit=_("Save"),
        back=back_to(case, step.missing),
    )
