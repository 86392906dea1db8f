"""The pages of papers: asked for, seen while they are made, read, and handed to nobody else."""

import pytest
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.vault import storage
from expertise.enums.paper import JobStage, JobState, PaperKind
from expertise.models import Job, Version
from tests import factories
from tests.expertise import tools
from tests.expertise.papers import make_pdf
from tests.expertise.printing import make_job, make_version
from tests.house.slices.expertise_papers import print_draft


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


@pytest.fixture
def expert(client, commission):
    client.force_login(commission.expert)
    return client


def address(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def test_a_draft_of_the_report_as_it_stands_is_frozen_once(expert, commission):
    for _ in range(2):
        answer = expert.post(address("draft", commission), {"of": "now"})

    assert answer.status_code == 302
    assert answer.url == address("papers", commission)
    assert Version.objects.count() == Job.objects.count() == 1


def test_a_reviewer_asks_for_a_draft_of_a_version(client, commission):
    make_version(commission)
    client.force_login(commission.reviewer)

    page = client.get(address("draft", commission))
    client.post(address("draft", commission), {"of": "1"})

    assert 'value="now"' not in page.content.decode()
    assert Job.objects.get().asked_by == commission.reviewer


def test_the_third_draft_at_once_is_refused_in_words(expert, commission):
    for _ in range(2):
        make_job(commission)
    make_version(commission)

    answer = expert.post(address("draft", commission), {"of": "3"})

    assert answer.status_code == 422
    assert "Ya se están preparando dos borradores" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "En la fila: es el siguiente."),
        (
            {"state": JobState.EN_CURSO, "stage": JobStage.PREPARA, "done": 5, "total": 22},
            "Se reúnen los apartados: 5 de 22",
        ),
        (
            {"state": JobState.EN_CURSO, "stage": JobStage.COMPONE, "done": 18, "total": 31},
            "Se arman las páginas: 18 de unas 31",
        ),
        ({"state": JobState.EN_CURSO, "stage": JobStage.SELLA}, "Se sella el archivo"),
        ({"state": JobState.FALLIDO, "trouble": "TIEMPO"}, "Tardó más de lo permitido"),
    ],
)
def test_the_page_says_how_far_it_is(expert, commission, facts, said):
    job = make_job(commission)
    Job.objects.filter(pk=job.pk).update(**facts)

    assert said in expert.get(address("papers", commission)).content.decode()
    assert said in expert.get(address("papers_progress", commission)).content.decode()


def test_the_page_renews_itself_while_something_is_made_and_no_longer(expert, commission):
    job = make_job(commission)
    waiting = expert.get(address("papers", commission)).content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.CANCELADO)
    ended = expert.get(address("papers_progress", commission)).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert f'hx-get="{address("papers_progress", commission)}"' in waiting
    assert f'id="look-again" href="{address("papers", commission)}"' in waiting
    assert "hx-" not in ended


def test_being_told_how_far_it_is_leaves_no_mark(expert, commission):
    make_job(commission)
    before = Event.objects.count()

    expert.get(address("papers_progress", commission))

    assert Event.objects.count() == before


def test_who_does_not_read_is_told_nothing(client, commission, worker, coordinator):
    make_job(commission)
    for user, status in ((worker, 404), (coordinator, 403), (commission.requested_by, 403)):
        client.force_login(user)

        for name in ("papers", "papers_progress", "draft"):
            assert client.get(address(name, commission)).status_code == status


def test_a_draft_is_handed_out_once_it_is_on_record(expert, commission):
    pdf = make_pdf()
    paper = print_draft(commission, pdf)

    answer = expert.get(address("paper_file", commission, paper.pk))
    recorded = Event.objects.filter(verb="export", kind="expertise.paper").count()

    assert recorded == 1  # before the first byte
    assert b"".join(answer.streaming_content) == pdf
    assert answer["Content-Disposition"] == (
        f'attachment; filename="borrador-{commission.code}-1.pdf"'
    )
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_waits_for_a_signature_is_read_here_and_does_not_leave(expert, commission):
    paper = print_draft(commission, make_pdf())
    paper.kind = PaperKind.FINAL
    paper.save()

    look = expert.get(address("paper_look", commission, paper.pk))

    assert look.status_code == 200
    assert "data:image/png;base64," in look.content.decode()
    assert expert.get(address("paper_file", commission, paper.pk)).status_code == 404


def test_a_paper_of_another_commission_is_not_found(expert, commission, coordinator):
    other = tools.make_commission(
        factories.make_member(commission.team), coordinator=coordinator, expert=commission.expert
    )
    paper = print_draft(other, make_pdf())

    assert expert.get(address("paper_file", commission, paper.pk)).status_code == 404
    assert expert.get(address("paper_look", commission, paper.pk)).status_code == 404


def test_a_paper_that_is_destroyed_or_lost_says_so(expert, commission):
    lost, gone = (print_draft(commission, make_pdf()) for _ in range(2))
    storage.destroy(lost.object)
    gone.destroyed_at, gone.object = gone.made_at, ""
    gone.save()

    assert expert.get(address("paper_file", commission, lost.pk)).status_code == 503
    assert expert.get(address("paper_file", commission, gone.pk)).status_code == 404


def test_a_job_is_cancelled_and_tried_again(expert, commission):
    job = make_job(commission)

    expert.post(address("job_cancel", commission, job.pk))
    expert.post(address("job_retry", commission, job.pk))

    states = list(Job.objects.order_by("asked_at").values_list("state", flat=True))
    assert sorted(states) == ["CANCELADO", "EN_COLA"]


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_asks_the_same_whatever_is_on_it(
    expert, commission, count, django_assert_max_num_queries
):
    for _ in range(count):
        print_draft(commission, make_pdf())
    make_job(commission)

    with django_assert_max_num_queries(16):
        expert.get(address("papers", commission))
