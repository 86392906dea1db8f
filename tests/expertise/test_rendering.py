"""A job is printed once: by a worker that lives, into a file that is whole."""

import datetime as dt
import io
import uuid

import pypdf
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from expertise.actions import rendering, rendering_work
from expertise.actions.rendering import ask_for_paper, cancel_job, retry_job
from expertise.actions.rendering_work import Attempt, Gone, reconcile, silence, take, work_on
from expertise.enums.paper import JobState, JobTrouble, PaperKind
from expertise.models import Job, Paper
from expertise.printing import press
from tests.expertise import tools
from tests.expertise.printing import SAID, freeze, make_content, make_job, make_version, prose
from tests.factories import NOON
from tests.traces import changes, do, everything_said


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator)


@pytest.fixture(autouse=True)
def shelf():
    """What lay on the shelf before."""
    return set(storage.lying())


@pytest.fixture
def rung(monkeypatch):
    """What the doorbell was rung for."""
    heard = []
    monkeypatch.setattr(rendering, "ring", heard.append)
    monkeypatch.setattr(rendering_work, "ring", heard.append)
    return heard


def read(paper, by):
    with acting(by, "test"):
        return b"".join(storage.take(paper.place, paper.object))


def later(seconds):
    return NOON + dt.timedelta(seconds=seconds)


def test_a_job_becomes_a_sealed_paper(commission):
    job = make_job(commission)

    done = work_on(job.pk)

    paper = Paper.objects.get()
    pdf = read(paper, commission.expert)
    said = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert (done.state, done.paper, done.object) == (JobState.LISTO, paper, "")
    assert (paper.size, paper.pages) == (len(pdf), 2)
    assert SAID in said
    assert "BORRADOR" in said
    assert changes(2)[0] == ("print", "expertise.job", commission.pk, [str(job.pk)], ["kind"])
    assert changes(1)[0][:2] == ("print", "expertise.paper")
    assert SAID not in everything_said()


def test_a_paper_is_asked_for_once(commission):
    version = make_version(commission)
    job = make_job(commission, version=version)
    again = make_job(commission, version=version, by=commission.reviewer)
    work_on(job.pk)

    made = make_job(commission, version=version)

    assert again == made == job
    assert Paper.objects.count() == 1


def test_who_may_not_read_asks_for_nothing(commission, worker):
    version = make_version(commission)

    with pytest.raises(PermissionDenied):
        do(ask_for_paper, worker, version=version, kind=PaperKind.BORRADOR)
    with pytest.raises(PermissionDenied):  # a reviewer writes no report
        do(ask_for_paper, commission.reviewer, version=version, kind=PaperKind.FINAL)

    assert not Job.objects.exists()


def test_one_person_does_not_fill_the_queue(commission):
    for _ in range(2):
        make_job(commission)

    with pytest.raises(rendering.TooManyWaiting):
        make_job(commission)

    make_job(commission, by=commission.reviewer)
    assert Job.objects.count() == 3


def test_a_job_is_not_taken_twice(commission):
    job = make_job(commission)
    take(job.pk)

    assert take(job.pk) is None
    assert work_on(job.pk) is None
    assert take(uuid.uuid4()) is None


def test_only_so_many_are_printed_at_once(commission, settings, rung):
    settings.RENDERS_AT_ONCE = 1
    first, second = make_job(commission), make_job(commission)
    attempt = take(first.pk)

    assert take(second.pk) is None

    attempt.write(state=JobState.LISTO)
    assert take(second.pk) is not None


def test_a_free_place_is_given_to_who_has_waited_longest(commission, rung):
    jobs = [make_job(commission, at=later(n)) for n in range(2)]

    work_on(jobs[0].pk)

    assert rung[-1] == jobs[1].pk


def test_a_waiting_job_is_cancelled_at_once(commission):
    job = make_job(commission)

    do(cancel_job, commission.expert, job=job)

    job.refresh_from_db()
    assert job.state == JobState.CANCELADO
    assert work_on(job.pk) is None
    with pytest.raises(rendering.NothingToCancel):
        do(cancel_job, commission.expert, job=job)


def test_a_job_cancelled_while_it_is_printed_stops(commission, monkeypatch, shelf):
    job = make_job(commission)
    hear = Attempt.attend

    def cancelled_now(attempt, told):
        if told:
            Job.objects.filter(cancel_asked_at=None).update(cancel_asked_at=NOON)
            attempt.said_at -= dt.timedelta(seconds=3)
        hear(attempt, told)

    monkeypatch.setattr(Attempt, "attend", cancelled_now)
    ended = work_on(job.pk)

    assert ended.state == JobState.CANCELADO
    assert not Paper.objects.exists()
    assert set(storage.lying()) == shelf


def test_what_was_cancelled_can_be_asked_for_again(commission):
    job = make_job(commission)
    do(cancel_job, commission.expert, job=job)
    job.refresh_from_db()

    again = do(retry_job, commission.expert, job=job)

    assert again != job
    assert again.state == JobState.EN_COLA
    with pytest.raises(rendering.NothingToRetry):
        do(retry_job, commission.expert, job=again)


def test_a_report_that_takes_too_long_is_ended_and_the_next_is_printed(commission, settings):
    settings.RENDER_SECONDS = 1
    rows = [[f"celda {row}" for _ in range(12)] for row in range(3000)]
    columns = [{"title": f"c{n}"} for n in range(12)]
    hostile = make_job(
        commission, {"type": "table", "caption": "x", "columns": columns, "rows": rows}
    )
    work_on(hostile.pk)
    settings.RENDER_SECONDS = 30
    plain = make_job(commission)

    assert work_on(plain.pk).state == JobState.LISTO
    hostile.refresh_from_db()
    assert (hostile.state, hostile.trouble) == (JobState.FALLIDO, JobTrouble.TIEMPO)


def test_a_report_that_needs_too_much_is_ended(commission, settings):
    settings.RENDER_MEMORY_MB = 200  # the press alone takes more
    job = make_job(commission, prose("palabra\n\n" * 2000))

    ended = work_on(job.pk)

    assert (ended.state, ended.trouble) == (JobState.FALLIDO, JobTrouble.MEMORIA)


def test_what_is_no_report_is_refused(commission):
    job = make_job(commission, {"type": "script", "text": "x"})

    ended = work_on(job.pk)

    assert (ended.state, ended.trouble) == (JobState.FALLIDO, JobTrouble.CONTENIDO)


def test_a_child_that_is_killed_takes_nobody_along(commission, monkeypatch, rung):
    job = make_job(commission, *[prose(f"{SAID} " * 60)] * 60)  # not at its end too soon
    hear = Attempt.attend
    killed = []

    def kill_once(attempt, told):
        if told and not killed:
            killed.append(press.the_press(rendering_work.settings.RENDER_DIR).stop_child())
        hear(attempt, told)

    monkeypatch.setattr(Attempt, "attend", kill_once)
    first = work_on(job.pk)

    assert (first.state, first.attempts) == (JobState.EN_COLA, 1)
    assert rung == [job.pk]
    assert work_on(job.pk).state == JobState.LISTO


def test_a_press_that_falls_is_started_again(commission):
    old = press.the_press(rendering_work.settings.RENDER_DIR)
    old.process.kill()
    old.process.wait()
    job = make_job(commission)

    assert work_on(job.pk).state == JobState.LISTO
    assert press.the_press(rendering_work.settings.RENDER_DIR) is not old


def test_who_lost_access_receives_nothing(commission):
    job = make_job(commission, by=commission.reviewer)
    commission.reviewer.is_active = False
    commission.reviewer.save()

    assert work_on(job.pk).state == JobState.CANCELADO
    assert not Paper.objects.exists()


# --- what dead workers leave ------------------------------------------------------------------


def test_a_job_of_a_dead_worker_waits_again(commission, rung):
    job = make_job(commission)
    take(job.pk, lambda: NOON)

    reconcile(NOON + silence())
    assert rung == []
    reconcile(NOON + silence() + dt.timedelta(seconds=1))

    job.refresh_from_db()
    assert (job.state, job.claim) == (JobState.EN_COLA, None)
    assert rung == [job.pk]


def test_a_doorbell_nobody_heard_is_rung_again(commission, rung):
    job = make_job(commission)

    for seconds in (0, 10, 20, 31, 40):
        reconcile(later(seconds))

    assert rung == [job.pk, job.pk]


def test_a_worker_thought_dead_has_nothing_to_say(commission, shelf):
    job = make_job(commission)
    slow = take(job.pk, lambda: NOON)
    reconcile(later(60))
    with time_machine.travel(later(61), tick=False):
        assert work_on(job.pk).state == JobState.LISTO

    with pytest.raises(Gone):
        slow.write(done=1)
    with acting(rendering_work.PRINTER, "test"), pytest.raises(Gone):
        rendering_work._keep(slow, b"%PDF- too late")

    assert Paper.objects.count() == 1
    assert set(storage.lying()) - shelf == {Paper.objects.get().object}


def test_bytes_left_by_a_dead_worker_are_removed(commission, shelf):
    job = make_job(commission)
    dead = take(job.pk, lambda: NOON)
    with acting(rendering_work.PRINTER, "test"):
        name = storage.new_name()
        dead.write(object=name)
        storage.put(Paper(commission=commission).place, [b"half"], name=name)
    reconcile(later(60))

    work_on(job.pk)

    assert set(storage.lying()) - shelf == {Paper.objects.get().object}


def test_a_cancelled_job_of_a_dead_worker_ends(commission):
    job = make_job(commission)
    take(job.pk, lambda: NOON)
    do(cancel_job, commission.expert, job=job)

    reconcile(later(60))

    job.refresh_from_db()
    assert job.state == JobState.CANCELADO


def test_a_job_that_outlives_too_many_workers_ends(commission, monkeypatch):
    monkeypatch.setattr(rendering_work, "MOST_ATTEMPTS", 2)
    job = make_job(commission)
    for seconds in (0, 60):
        take(job.pk, lambda seconds=seconds: later(seconds))
        reconcile(later(seconds + 30))

    job.refresh_from_db()
    assert (job.state, job.trouble) == (JobState.FALLIDO, JobTrouble.INTERRUMPIDO)


def test_nobody_is_troubled_by_a_broker_that_is_away(commission, settings, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(rendering.current_app, "send_task", refuse)

    rendering.ring(uuid.uuid4())

    assert "the job waits" in caplog.text


def test_the_message_says_nothing_but_which_job(commission, settings, monkeypatch):
    sent = []
    monkeypatch.setattr(
        rendering.current_app, "send_task", lambda name, **facts: sent.append((name, facts))
    )
    job = make_job(commission)

    rendering.ring(job.pk)

    facts = {"kwargs": {"job_id": str(job.pk)}, "expires": 30, "retry": False}
    assert sent == [("expertise.tasks.render_paper", facts)]


def test_a_draft_bears_its_marks(commission, settings):
    settings.DEMO = True
    job = make_job(commission)

    with acting(commission.expert, "test"):
        _, edition = rendering_work.to_print(job)

    assert edition["mark"] == "BORRADOR\nDATOS FICTICIOS"


def test_times_are_of_the_clock_that_was_given(commission):
    job = make_job(commission)

    done = work_on(job.pk, clock=lambda: NOON)

    assert done.ended_at == done.paper.made_at == NOON
    assert timezone.is_aware(done.paper.made_at)


def test_a_version_is_frozen_by_who_writes(commission):
    with acting(commission.expert, "test"):
        version = freeze(commission, commission.expert, content=make_content(prose()))
    assert version.number == 1
