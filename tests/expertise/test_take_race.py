"""Two workers at once: only so many reports are printed, however they interleave."""

import pytest

from expertise.actions.rendering_work import take
from expertise.enums.paper import JobState
from expertise.models import Job
from tests.expertise import tools
from tests.expertise.printing import make_job
from tests.racing import _django_db_helper, at_once  # noqa: F401


class Worker:
    """Somebody who takes a job where a browser would send a form."""

    def post(self, job_id, _sent):
        return take(job_id)


@pytest.mark.parametrize("places", [1, 2])
def test_two_workers_never_take_more_than_there_are_places(
    case, worker, coordinator, settings, places
):
    settings.RENDERS_AT_ONCE = places
    commission = tools.make_commission(worker, case=case, coordinator=coordinator)
    jobs = [make_job(commission), make_job(commission)]

    taken = at_once(jobs[0], *[(Worker(), job.pk, None) for job in jobs])

    assert sum(attempt is not None for attempt in taken) == places
    assert Job.objects.filter(state=JobState.EN_CURSO).count() == places
