"""With its case a report is gone for ever: every file, key, ticket and job of it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from accompaniment.vault import keys, storage
from accompaniment.vault.gate import NoAccess
from cases.actions.document_files import destroy_erased
from cases.actions.erasing import erase_case, finish_shredding
from expertise.actions.rendering_work import PRINTER, reconcile, take, work_on
from expertise.enums.paper import Audience, JobState, PaperKind
from expertise.models import Job, Paper, Release
from expertise.reports import verifying
from tests import legal
from tests.expertise import giving
from tests.expertise.giving import LATER, house_signs, printed_at_once  # noqa: F401
from tests.expertise.printing import make_job
from tests.factories import NOON
from tests.traces import do

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")
NAMES_OF = (Paper, Release)


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


@pytest.fixture
def signed(case, worker, coordinator, lawyer):
    return giving.signed(giving.approved(worker, case, coordinator, by=lawyer))


@pytest.fixture
def erase(case, coordinator, django_capture_on_commit_callbacks):
    def erase():
        with django_capture_on_commit_callbacks(execute=True):
            do(erase_case, coordinator, case=case, at=LATER)

    return erase


def lying():
    """Return the names of all that lies on the shelf and belongs to a report."""
    return {row.object for model in NAMES_OF for row in model.objects.all()} & set(storage.lying())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_no_file_and_no_key_of_a_report_outlives_its_case(
    case, signed, lawyer, erase, django_capture_on_commit_callbacks
):
    court = giving.make_copy(signed, Audience.JUZGADO)
    pdf = giving.bytes_of(giving.sign_copy(court), signed.expert)
    release = giving.released(signed)
    assert len(lying()) == 4  # the original, two copies, one laid on the legal road

    erase()

    assert all(key.wrapped is None for key in keys.fetch({signed.pk, case.pk}))
    assert finish_shredding() == 0
    for record in (release.title, court.recipient):
        with acting(lawyer, "care"), pytest.raises(NoAccess):
            record.reveal()
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_erased() == 4
    assert lying() == set()
    assert not any(row.object for model in NAMES_OF for row in model.objects.all())
    gone = Event.objects.filter(verb="erase", actor="service:file_keeper")
    assert sorted(gone.values_list("kind", flat=True)) == [
        *["expertise.paper"] * 3,
        "expertise.release",
    ]
    assert destroy_erased() == 0
    # what the court holds says what it said: its signature does not need us
    assert verifying.of_file(pdf).authentic


def test_whoever_held_a_ticket_or_a_link_finds_nothing(signed, lawyer, erase):
    release = giving.released(signed)
    client = signed_in(lawyer)
    said = {"reason": "PREPARAR", "words": "", "careful": "on"}
    ticket = client.post(reverse("expertise:release", args=[release.pk]), said).url

    erase()

    assert client.get(ticket).status_code == 404
    assert client.get(reverse("expertise:for_you")).context["shelf"].lines == []
    for name in ("signing", "copies", "signed_file", "papers", "signing_progress"):
        url = reverse(f"expertise:{name}", args=[signed.code])
        assert signed_in(signed.expert).get(url).status_code == 404


def test_what_was_being_printed_is_not_kept(case, worker, coordinator, erase):
    commission = giving.approved(worker, case, coordinator)
    waiting, left = (make_job(commission) for _ in range(2))
    dead, name = take(left.pk, lambda: NOON), storage.new_name()
    dead.write(object=name)
    with acting(PRINTER, "test"):
        storage.put(Paper(commission=commission).place, [b"half"], name=name)

    erase()
    work_on(waiting.pk)
    reconcile(NOON + dt.timedelta(minutes=2))
    work_on(left.pk)

    states = set(Job.objects.values_list("state", "object"))
    assert states == {(JobState.CANCELADO, "")}
    assert not Paper.objects.exclude(kind=PaperKind.FIRMADO).exists()
    assert not storage.there(name)
