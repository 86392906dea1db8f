"""What somebody inside, or anybody outside, may not do with a report by a way no page offers."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accompaniment.staff.acting import acting
from expertise.actions import attaching, freezing
from expertise.actions.guards.commission import NotDeclared
from expertise.actions.moving import NotWritingNow
from expertise.actions.parts import AuthorReviews, appoint
from expertise.actions.rendering import NothingToRetry, retry_job
from expertise.actions.rendering_work import Gone, print_taken, take
from expertise.actions.reviewing import send_to_review
from expertise.checks import works
from expertise.enums.commission import CommissionState as S
from expertise.enums.commission import Part
from expertise.enums.paper import JobState, PaperKind
from expertise.frozen import canonical
from expertise.models import Commission, Copy, Job, Paper
from expertise.reports.snapshot import snapshot
from expertise.views.way import candidates
from tests.expertise import court, giving, printing, tools
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.expertise.test_attachments import attach
from tests.factories import NOON
from tests.traces import do


def fresh(commission):
    return Commission.objects.get(pk=commission.pk)


# --- who signs, and who reads -------------------------------------------------------------


@pytest.mark.usefixtures("house_signs", "printed_at_once")
def test_expert_appointed_after_the_approval_signs_nothing_without_her_oath(
    case, worker, coordinator
):
    commission = giving.approved(worker, case, coordinator)
    giving.prepared(commission)
    other = tools.make_expert()
    do(appoint, coordinator, commission=commission, user=other, part=Part.EXPERT)
    commission = fresh(commission)
    giving.make_licence(commission)

    with pytest.raises(NotDeclared):
        giving.sign(commission)
    with pytest.raises(NotDeclared):
        giving.prepared(commission)
    assert not Paper.objects.filter(kind=PaperKind.FIRMADO).exists()


def test_who_wrote_a_report_does_not_review_it_once_replaced(case, worker, coordinator):
    commission = tools.make_commission(worker, case=case, coordinator=coordinator)
    wrote, other = commission.expert, tools.make_expert()
    do(appoint, coordinator, commission=commission, user=other, part=Part.EXPERT)
    named = {"commission": fresh(commission), "user": wrote, "part": Part.REVIEWER}

    with pytest.raises(AuthorReviews):
        do(appoint, coordinator, **named)
    offered = dict(candidates(fresh(commission), Part.REVIEWER, coordinator))
    assert str(wrote.pk) not in offered
    commission = fresh(commission)  # however it came about
    commission.reviewer, commission.state = wrote, S.INTEGRACION
    commission.save()
    with pytest.raises(AuthorReviews):
        do(send_to_review, other, commission=commission)


@pytest.mark.parametrize("state", [S.REVISION_PARES, S.APROBADO])
def test_annexes_of_what_a_peer_reads_or_approved_stay_as_they_are(
    case, worker, coordinator, state
):
    commission = tools.make_commission(
        worker, case=case, coordinator=coordinator, state=S.INTEGRACION
    )
    standing = attach(commission, as_annex=True)
    gone = attach(commission, as_annex=True)
    do(attaching.withdraw_attachment, commission.expert, attachment=gone)
    beside = attach(commission)
    commission.state = state
    commission.save()

    with pytest.raises(NotWritingNow):
        do(attaching.withdraw_attachment, commission.expert, attachment=standing)
    with pytest.raises(NotWritingNow):
        do(attaching.bring_back_attachment, commission.expert, attachment=gone)
    assert do(attaching.withdraw_attachment, commission.expert, attachment=beside).withdrawn_at


# --- papers -------------------------------------------------------------------------------


def test_final_file_is_not_made_for_who_may_not_write_any_more(case, worker, coordinator):
    commission = tools.make_commission(worker, case=case, coordinator=coordinator)
    job = printing.make_job(commission, printing.prose(), kind=PaperKind.FINAL)
    attempt = take(job.pk, lambda: NOON)
    attempt.job.asked_by = commission.reviewer

    with pytest.raises(Gone), acting(commission.expert, "test"):
        print_taken(attempt)
    assert not Paper.objects.exists()


@pytest.mark.usefixtures("house_signs", "printed_at_once")
def test_no_final_file_is_made_again_of_what_is_signed_or_taken_back(case, worker, coordinator):
    commission = giving.signed(giving.approved(worker, case, coordinator))
    copy = giving.make_copy(commission)
    giving.withdraw(copy)
    Job.objects.update(state=JobState.CANCELADO, paper=None)

    for job in Job.objects.select_related("version", "copy"):
        with pytest.raises(NothingToRetry):
            do(retry_job, commission.expert, job=job)
    assert Copy.objects.count() == 1


def test_digest_on_a_copy_confirms_no_guess_of_what_is_masked(case, worker, coordinator):
    commission = tools.make_commission(
        worker, case=case, coordinator=coordinator, state=S.INTEGRACION
    )
    expert = commission.expert
    versions = [do(freezing.freeze, expert, commission=commission) for _ in range(2)]

    with acting(expert, "test"):
        guess = snapshot(commission, on=NOON.date())
        kept = [dict(version.content.reveal()) for version in versions]
    salts = {content.pop("salt") for content in kept}
    for content in (guess, *kept):
        content["cover"]["version"] = ""
    assert canonical(guess) == canonical(kept[0]) == canonical(kept[1])
    assert len(salts) == len({version.digest for version in versions}) == 2


# --- what is sent by nobody's page --------------------------------------------------------


@pytest.mark.parametrize("key", ["%00", "K7QM%003F2X", "k" * 300, "ñ", "K7QM-3F2X-9ABC"])
def test_nonsense_in_place_of_a_key_is_simply_altered(key):
    cache.clear()
    url = reverse("verify:file") + f"{key}/"

    page = Client(headers={"accept-language": "es"}).get(url)

    assert page.status_code == 200
    assert "Ninguna copia tiene esta clave." in page.content.decode()


def test_nonsense_in_place_of_what_is_answered_does_not_exist(case, worker, coordinator):
    commission = court.delivered(worker, case, coordinator)
    client = Client()
    client.force_login(commission.expert)
    url = reverse("expertise:document_add", args=[commission.code])

    assert client.get(url, {"about": "nonsense"}).status_code == 404
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("text", ["A" * 200_000, "Aa " * 60_000, "Aa-" * 60_000])
def test_no_text_keeps_the_look_for_works_busy(text):
    began = time.perf_counter()

    works.unlisted(text, "")

    assert time.perf_counter() - began < 10  # minutes, before words were bounded


def test_works_are_still_found():
    text = "Como dicen Herman (1992), Lira y Castillo (1991) y Martín-Baró et al. (1990)."

    assert works.unlisted(text, "Herman, J. (1992).") == [
        "Lira (1991)",
        "Martín-Baró (1990)",
    ]


def test_document_that_answers_is_named_to_who_may_see_it_alone(case, worker, coordinator):
    commission = court.delivered(worker, case, coordinator)
    made = court.extend(commission, aftermath=court.happen(commission))
    client = Client()
    client.force_login(commission.expert)
    url = reverse("expertise:court", args=[commission.code])
    assert made.code in client.get(url).content.decode()
    other = tools.make_expert()
    do(appoint, coordinator, commission=made, user=other, part=Part.EXPERT)

    page = client.get(url)

    assert page.status_code == 200
    assert made.code not in page.content.decode()
