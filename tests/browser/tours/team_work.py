"""The agenda and the work of the team."""

from django.urls import reverse

from cases.models import Supervision, Task


def psychologist(me):
    """Return the pages of one's week, of what there is to do, and of supervision."""
    task = Task.objects.visible_to(me).open().filter(assignee=me).select_related("case").first()
    code = task.case.code
    names = ("desk:week", "desk:tasks", "desk:feed", "cases:supervisions", "cases:supervision_new")
    of_case = ("cases:tasks", "cases:task_add", "cases:conference_add")
    return [
        *(reverse(name) for name in names),
        *(reverse(name, args=[code]) for name in of_case),
        reverse("cases:task_end", args=[code, task.pk]),
        reverse("cases:supervision", args=[Supervision.objects.visible_to(me).first().pk]),
    ]


def coordinator(_me):
    """Return the pages of the team's week, its rooms and its load."""
    names = ("desk:week", "desk:tasks", "desk:load", "cases:places")
    return [reverse(name) for name in names]


TOURS = {
    "ofelia": psychologist,
    "teresa": coordinator,
    "socorro": lambda _me: [reverse("desk:week")],
}
