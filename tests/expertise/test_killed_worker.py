"""A worker that dies, at whatever step, leaves a job that another one ends: one paper, one file."""

import datetime as dt

import pytest

from accompaniment.audit.models import Event
from accompaniment.vault import storage
from expertise.actions import rendering_work
from expertise.actions.rendering_work import Attempt, reconcile, work_on
from expertise.enums.paper import JobState
from expertise.models import Job, Paper
from expertise.printing import press
from tests.expertise import papers, tools
from tests.expertise.printing import make_job
from tests.factories import NOON

PDF = papers.make_pdf("un dictamen")


class Killed(BaseException):
    """No handler of errors hears of it, as of kill -9."""


# where it dies: whose step, which, and whether before it or after it
STEPS = [
    (rendering_work, "_may_begin", "before"),  # it has heard the doorbell
    (rendering_work, "print_taken", "before"),  # the job is taken
    (rendering_work, "to_print", "after"),  # the report is open
    (press, "print_report", "before"),
    (press, "print_report", "after"),  # the file is there, in memory
    (Attempt, "write", "before"),
    (Attempt, "write", "after"),  # the name of the file stands in the row
    (storage, "put", "after"),  # the file is sealed, and nobody knows of it
    (rendering_work, "_say_it_is_there", "before"),
    (rendering_work.log, "record", "after"),  # all is said, and nothing is committed
    (rendering_work, "ring_next", "before"),  # all is done
]


@pytest.fixture(autouse=True)
def shelf():
    """What lay on the shelf before."""
    return set(storage.lying())


@pytest.fixture
def job(case, worker, coordinator, monkeypatch):
    monkeypatch.setattr(press, "print_report", lambda *_, **facts: PDF)
    return make_job(tools.make_commission(worker, case=case, coordinator=coordinator))


@pytest.mark.parametrize(("place", "name", "when"), STEPS)
def test_whatever_step_a_worker_dies_at(job, monkeypatch, shelf, place, name, when):
    goes = getattr(place, name)

    def step(*args, **facts):
        if when == "after":
            goes(*args, **facts)
        raise Killed

    with monkeypatch.context() as once:
        once.setattr(place, name, step)
        with pytest.raises(Killed):
            work_on(job.pk, clock=lambda: NOON)

    later = NOON + dt.timedelta(minutes=2)
    reconcile(later)
    work_on(job.pk, clock=lambda: later)

    job.refresh_from_db()
    paper = Paper.objects.get()
    assert (job.state, job.paper_id, job.object) == (JobState.LISTO, paper.pk, "")
    assert set(storage.lying()) - shelf == {paper.object}
    assert Event.objects.filter(verb="print", kind="expertise.paper").count() == 1
    assert Job.objects.count() == 1
