"""Legal matters: shown, opened, changed, moved on, closed, taken up again."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases.actions import matters
from cases.actions.matters import MatterFacts
from cases.enums import Function
from cases.enums.legal import STAGES, next_stages
from cases.forms.legal import MatterForm, OpenMatterForm, OutcomeForm, StageForm
from cases.forms.plain import EmptyForm
from cases.reports import legal, shared
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.legal_frame import address, initial_of, open_matter, people_of, someone, went
from cases.views.rooms import room_page

BEGINS = ("kind", "stage", "happened_on", "stage_words")


def facts_of(form: Any) -> MatterFacts:
    """Return what was sent about a matter, as the use cases hear it."""
    said = {name: value for name, value in form.cleaned_data.items() if name not in BEGINS}
    return MatterFacts(**{**said, "lawyer": someone(said["lawyer"])})


@require_safe
def matter(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Show a matter: where it stands, the way it came, its hearings and measures."""
    row = open_matter(request, code, uid)
    now = timezone.now()
    hearings = row.hearings.select_related("companion", "matter").order_by("-starts_at", "-id")
    context: dict[str, Any] = {
        "matter": row,
        "said": legal.matter(row),
        "facts": MatterFacts.of(row),
        "outcome_words": row.outcome_words.reveal() if row.outcome_words else "",
        "stages": [(stage.value, stage.label) for stage in STAGES.get(row.kind, ())],
        "steps": legal.steps_of(row),
        "hearings": [legal.hearing(each, now, set()) for each in hearings[: legal.MANY]],
        "stage": shared.stage_of(row),
    }
    return room_page(request, row.case, "legal", "cases/matter.html", **context)


@asks
def matter_add(request: SignedIn, code: str) -> HttpResponse:
    """Begin to follow a procedure."""
    case = open_case(request, code, "legal")
    form = OpenMatterForm(posted(request), lawyers=people_of(case, Function.LEGAL))
    if form.is_bound and form.is_valid():
        with refusals(form):
            begins = {name: form.cleaned_data[name] for name in BEGINS}
            row = matters.open_matter(
                case=case, facts=facts_of(form), **begins, by=request.user, at=timezone.now()
            )
            return went(request, _("The matter is on record."), address("matter", case, row.pk))
    return form_page(
        request,
        form,
        case,
        heading=_("A legal matter"),
        submit=_("Save"),
        back=address("legal", case),
    )


@asks
def matter_edit(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Change what is known of a matter."""
    row = open_matter(request, code, uid)
    lawyers = people_of(row.case, Function.LEGAL)
    form = MatterForm(
        posted(request),
        lawyers=lawyers,
        initial={} if posted(request) else initial_of(MatterFacts.of(row)),
    )
    here = address("matter", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            matters.change_matter(
                matter=row, facts=facts_of(form), by=request.user, at=timezone.now()
            )
            return went(request, _("Saved."), here)
    heading = _("Change the matter")
    return form_page(request, form, row.case, heading=heading, submit=_("Save"), back=here)


@asks
def matter_stage(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Move a procedure to another stage."""
    row = open_matter(request, code, uid)
    ahead = next_stages(row.kind, row.stage)
    day = {"happened_on": timezone.localdate()}
    form = StageForm(posted(request), ahead=ahead, initial=day)
    here = address("matter", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            matters.move_stage(matter=row, **form.cleaned_data, by=request.user, at=timezone.now())
            return went(request, _("The stage is on record."), here)
    lede = _("Now: %(state)s") % {"state": shared.stage_of(row)}
    heading = _("Next stage")
    return form_page(
        request, form, row.case, heading=heading, lede=lede, submit=_("Save"), back=here
    )


@asks
def matter_close(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say how a matter ended."""
    row = open_matter(request, code, uid)
    form = OutcomeForm(posted(request))
    here = address("matter", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            matters.close_matter(
                matter=row, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return went(request, _("The matter is closed."), here)
    heading = _("How the matter ended")
    return form_page(request, form, row.case, heading=heading, submit=_("Close it"), back=here)


@asks
def matter_reopen(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a closed matter up again."""
    row = open_matter(request, code, uid)
    form = EmptyForm(posted(request))
    here = address("matter", row.case, row.pk)
    if form.is_bound and form.is_valid():
        with refusals(form):
            matters.reopen_matter(matter=row, by=request.user, at=timezone.now())
            return went(request, _("The matter is open again."), here)
    lede = _("It goes on at the stage where it stood.")
    heading = _("Take the matter up again")
    return form_page(
        request, form, row.case, heading=heading, lede=lede, submit=_("Take it up"), back=here
    )
