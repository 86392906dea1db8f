"""The page of the signature while its file is made: each step, cancelled, tried again."""

import pytest
from django.test import Client
from django.urls import reverse

from accompaniment.audit.models import Event
from expertise.enums.paper import JobStage, JobState
from expertise.models import Job
from tests.expertise import giving
from tests.expertise.giving import house_signs  # noqa: F401

pytestmark = pytest.mark.usefixtures("house_signs")
WAY = ("Apartados", "Páginas", "Archivo", "Sello", "Firma")


@pytest.fixture
def commission(case, worker, coordinator):
    return giving.approved(worker, case, coordinator)


@pytest.fixture
def expert(commission):
    return signed_in(commission.expert)


def signed_in(user):
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def address(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def read(client, name, commission):
    return client.get(address(name, commission)).content.decode()


@pytest.fixture
def job(commission):
    giving.prepared(commission)
    return Job.objects.get()


def under_way(job, stage, **facts):
    Job.objects.filter(pk=job.pk).update(state=JobState.EN_CURSO, stage=stage, **facts)


@pytest.mark.parametrize(
    ("stage", "done"), [(JobStage.PREPARA, 0), (JobStage.COMPONE, 1), (JobStage.SELLA, 3)]
)
def test_each_step_is_shown_and_renewed(expert, commission, job, stage, done):
    under_way(job, stage, done=3, total=9)

    for name in ("signing", "signing_progress"):
        page = read(expert, name, commission)
        assert all(word in page for word in WAY)
        assert page.count('data-state="done"') == done
        assert f'hx-get="{address("signing_progress", commission)}"' in page
        assert f'href="{address("signing", commission)}">Ver de nuevo' in page  # without scripts
        assert "certificate_password" not in page


def test_being_told_how_far_it_is_leaves_no_mark(expert, commission, job):
    before = Event.objects.count()

    read(expert, "signing_progress", commission)

    assert Event.objects.count() == before


def test_once_the_file_is_there_it_asks_for_the_signature(expert, commission, monkeypatch):
    monkeypatch.setattr(giving.signing, "ask_for_paper", giving.print_now)
    giving.prepared(commission)
    before = Event.objects.count()

    page = read(expert, "signing_progress", commission)

    assert "certificate_password" in page
    assert "hx-get" not in page
    assert Event.objects.count() > before  # it is read like any page


def test_who_does_not_read_is_told_nothing(commission, worker, coordinator, job):
    for user, status in ((worker, 404), (coordinator, 403), (commission.requested_by, 403)):
        assert signed_in(user).get(address("signing_progress", commission)).status_code == status


def test_it_is_cancelled_and_tried_again_where_one_waits(expert, commission, job):
    answer = expert.post(address("job_cancel", commission, job.pk))

    assert answer.url == address("signing", commission)
    page = read(expert, "signing", commission)
    assert "Intentar de nuevo" in page
    assert "Su archivo" not in page
    assert expert.post(address("job_retry", commission, job.pk)).url == answer.url
    assert [each.state for each in Job.objects.order_by("asked_at")] == ["CANCELADO", "EN_COLA"]
    assert Job.objects.filter(version__number=1).count() == 2  # nothing was frozen anew


def test_only_who_writes_ends_a_final_file(commission, job):
    reviewer = signed_in(commission.reviewer)

    assert "Cancelar" not in read(reviewer, "signing", commission)
    assert reviewer.post(address("job_cancel", commission, job.pk)).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.EN_COLA


def test_a_copy_that_failed_is_made_again_where_it_stands(expert, commission, monkeypatch):
    with monkeypatch.context() as once:
        once.setattr(giving.signing, "ask_for_paper", giving.print_now)
        giving.signed(commission)
    giving.make_copy(commission)
    job = Job.objects.exclude(copy=None).get()
    assert 'role="status"' in read(expert, "copies", commission)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FALLIDO, trouble="TIEMPO", ended_at=job.asked_at
    )

    page = read(expert, "copies", commission)

    assert "Intentar de nuevo" in page
    answer = expert.post(address("job_retry", commission, job.pk))
    assert answer.url == address("copies", commission)
    assert Job.objects.filter(copy=job.copy, state=JobState.EN_COLA).count() == 1


def test_what_was_signed_says_that_its_draft_is_gone(expert, commission, monkeypatch):
    monkeypatch.setattr(giving.signing, "ask_for_paper", giving.print_now)
    giving.signed(commission)

    page = read(expert, "papers", commission)

    assert "Reemplazado" in page
    assert "en espera de firma" not in page.lower()
