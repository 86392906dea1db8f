"""A report is signed with the consent of who it is about, or not at all."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.consents import revoke_consent
from cases.models import ConsentGiven
from expertise.actions import signing
from expertise.actions.guards.readiness import ConsentLost
from expertise.actions.rendering import cancel_job, retry_job
from expertise.actions.signing_refusals import NothingToSign
from expertise.enums.commission import CommissionState
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Job, Paper
from tests.expertise import evaluations as e
from tests.expertise import giving, tools
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.traces import changes, do

pytestmark = pytest.mark.usefixtures("house_signs")
S = CommissionState
STOPS = "danger"


@pytest.fixture
def approved(case, worker, coordinator):
    return giving.approved(worker, case, coordinator)


@pytest.fixture
def take_back(worker):
    def take_back(commission):
        do(revoke_consent, worker, consent=e.fresh(commission).consent)
        return e.fresh(commission)

    return take_back


def told(person):
    """Return what my day tells somebody of expert opinions."""
    client = Client()
    client.force_login(person)
    return [(each.kind, each.url) for each in client.get("/").context["day"].expertise]


def test_no_final_file_is_prepared_without_her(approved, take_back):
    commission = take_back(approved)

    with pytest.raises(ConsentLost):
        giving.prepared(commission)
    assert not commission.versions.exists()
    assert not Job.objects.exists()


@pytest.mark.usefixtures("printed_at_once")
def test_what_was_prepared_is_not_signed_without_her(approved, take_back):
    giving.prepared(approved)
    commission = take_back(approved)

    with pytest.raises(ConsentLost):
        giving.sign(commission)

    assert e.fresh(commission).state == S.APROBADO
    assert not Paper.objects.filter(kind=PaperKind.FIRMADO).exists()


@pytest.mark.usefixtures("printed_at_once")
def test_consent_taken_back_while_the_stamp_comes_counts(approved, worker, monkeypatch):
    giving.prepared(approved)
    real = signing._signed

    def slow(*args):
        do(revoke_consent, worker, consent=approved.consent)
        return real(*args)

    monkeypatch.setattr(signing, "_signed", slow)

    with pytest.raises(ConsentLost):
        giving.sign(approved)
    assert not Paper.objects.filter(kind=PaperKind.FIRMADO).exists()


def test_final_file_that_failed_is_not_asked_for_again(approved, take_back):
    giving.prepared(approved)
    job = do(cancel_job, approved.expert, job=Job.objects.get())
    take_back(approved)

    with pytest.raises(ConsentLost):
        do(retry_job, approved.expert, job=Job.objects.get(pk=job.pk))
    assert Job.objects.count() == 1


def test_an_answer_that_ran_out_or_was_no_signs_nothing(approved):
    consent = ConsentGiven.objects.get(pk=approved.consent_id)
    consent.expires_on = timezone.localdate() - dt.timedelta(days=1)
    consent.save()
    with pytest.raises(ConsentLost):
        giving.prepared(e.fresh(approved))

    e.agrees(e.fresh(approved), granted=False, other_side_told=False)

    with pytest.raises(ConsentLost):
        giving.prepared(e.fresh(approved))


@pytest.mark.usefixtures("printed_at_once")
def test_with_a_new_answer_the_file_is_made_anew_and_signed(approved, take_back):
    giving.prepared(approved)
    commission = e.agrees(take_back(approved))

    assert not Paper.objects.filter(destroyed_at=None).exists()  # it told of her former answer
    with pytest.raises(NothingToSign):
        giving.sign(commission)
    assert giving.signed(commission).state == S.FIRMADO


def test_what_is_being_made_of_her_former_answer_stops(approved, take_back):
    giving.prepared(approved)
    e.agrees(take_back(approved))

    assert Job.objects.get().state == JobState.CANCELADO
    assert [each[:2] for each in changes(2)] == [
        ("change", "expertise.commission"),
        ("change", "expertise.job"),
    ]


@pytest.mark.usefixtures("printed_at_once")
def test_what_is_signed_stays_signed(approved, take_back):
    commission = giving.signed(approved)

    assert take_back(commission).state == S.FIRMADO
    copy = giving.make_copy(commission)
    assert giving.sign_copy(copy).kind == PaperKind.FIRMADO
    assert STOPS not in [kind for kind, _url in told(commission.expert)]


@pytest.mark.usefixtures("printed_at_once")
def test_page_of_the_signature_says_what_to_do(approved, take_back):
    giving.prepared(approved)
    take_back(approved)
    client = Client()
    client.force_login(approved.expert)
    url = reverse("expertise:signing", args=[approved.code])

    shown = client.get(url).content.decode()

    for name in ("consent", "withdraw"):
        assert reverse(f"expertise:{name}", args=[approved.code]) in shown
    assert 'name="certificate_password"' not in shown
    sent = client.post(url, {"certificate_password": "canary-passphrase-9c1f"})
    assert sent.status_code == 422
    assert "canary-passphrase-9c1f" not in sent.content.decode()
    prepare = reverse("expertise:signing_prepare", args=[approved.code])
    assert client.post(prepare, {}).status_code == 422


@pytest.mark.parametrize(
    "state",
    [S.CONSENTIMIENTO, S.EVALUACION, S.INTEGRACION, S.REVISION_PARES, S.APROBADO, S.SUSPENDIDO],
)
def test_expert_and_coordination_are_told_until_it_is_settled(
    case, worker, coordinator, take_back, state
):
    commission = tools.make_commission(worker, case=case, coordinator=coordinator, state=state)
    commission = tools.consent_to(commission)
    urgent = (STOPS, commission.get_absolute_url())
    people = (commission.expert, coordinator)
    assert not any(urgent in told(person) for person in people)

    take_back(commission)
    assert all(urgent in told(person) for person in people)
    for person in (worker, commission.reviewer, commission.requested_by):
        assert urgent not in told(person)

    tools.consent_to(commission)
    assert not any(urgent in told(person) for person in people)


def test_nobody_is_told_of_what_has_ended(approved, coordinator, take_back):
    commission = take_back(approved)
    tools.move(commission, coordinator, S.DESISTIDO, reason="Ya no quiere")

    assert told(commission.expert) == told(coordinator) == []
