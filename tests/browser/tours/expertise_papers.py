"""The papers of a report: where its expert goes, if the demonstration has one that is printed."""

from django.urls import reverse

from accompaniment.staff.acting import acting
from expertise.models import Job, Paper


def expert(me):
    """Return the pages of papers of the report that has most of them."""
    with acting(me, "test"):
        paper = Paper.objects.visible_to(me).filter(kind="BORRADOR", destroyed_at=None).first()
        job = Job.objects.permitted(me, "read").first()
    found = []
    for record in (paper, job):
        if record:
            code = record.commission.code
            found += [reverse(f"expertise:{name}", args=[code]) for name in ("papers", "draft")]
    if paper:
        found.append(reverse("expertise:paper_look", args=[paper.commission.code, paper.pk]))
    if job:
        found.append(reverse("expertise:job_cancel", args=[job.commission.code, job.pk]))
    return list(dict.fromkeys(found))


TOURS = {"aurora": expert}
