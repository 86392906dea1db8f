"""What there is to do in one case."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.views import SignedIn
from cases.actions import tasks
from cases.enums.task import TaskState
from cases.forms.task import EndTaskForm, TaskForm
from cases.models import Case, Task
from cases.reports.conferences import conferences
from cases.reports.tasks import said, to_dos
from cases.views.frame import asks, can, done, form_page, open_case, posted, refusals
from cases.views.frame import require_either as either
from cases.views.rooms import room_page

MANY, LATELY = 100, 20


@require_safe
def tasks_of(request: SignedIn, code: str) -> HttpResponse:
    """Show what there is to do in a case, what was done lately, and its conferences."""
    case = open_case(request, code)
    may, today = can(request, case), timezone.localdate()
    rows = case.tasks.select_related("case", "assignee", "ended_by")
    waiting = to_dos(rows.open().soonest_first()[:MANY], today)
    ended = rows.exclude(state=TaskState.OPEN).order_by("-ended_at", "-id")[:LATELY]
    return room_page(
        request,
        case,
        "tasks",
        "cases/tasks.html",
        waiting=said(waiting, may),
        ended=said(to_dos(ended, today), may),
        conferences=conferences(case) if may.get("read") else [],
    )


@asks
def task_add(request: SignedIn, code: str) -> HttpResponse:
    """Write down something to do."""
    case = open_case(request, code)
    either(request, ("write", "assign"), case)
    form = TaskForm(posted(request), people=people_of(case))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = {**form.cleaned_data, "assignee": someone(form.cleaned_data["assignee"])}
            tasks.write_task(case=case, **facts, by=request.user, at=timezone.now())
            return done(request, case, _("It is on the list."))
    heading = _("Something to do")
    return form_page(request, form, case, heading=heading, submit=_("Put on the list"))


@asks
def task_end(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Say that something was done, or is no longer needed."""
    case = open_case(request, code)
    task: Task = access.open_or_404(Task.objects.filter(case=case), request.user, pk=uid)
    task.case = case
    if task.assignee_id != request.user.pk:
        either(request, ("write", "assign"), case)
    form = EndTaskForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            tasks.finish_task(task=task, **form.cleaned_data, by=request.user, at=timezone.now())
            return done(request, case, _("Done. Thank you."))
    heading = task.get_kind_display()
    return form_page(request, form, case, heading=heading, submit=_("Done"))


def people_of(case: Case) -> list[tuple[str, str]]:
    """Return the colleagues of a case, as choices."""
    rows = case.assignments.filter(until=None, user__is_active=True).select_related("user")
    return sorted({(str(row.user_id), row.user.full_name) for row in rows}, key=lambda it: it[1])


def someone(uid: str) -> User | None:
    """Return the colleague chosen, or nobody."""
    return User.objects.get(pk=uid) if uid else None
