"""Once a report is signed there is one text of it; drafts that nobody needs go by night."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accompaniment import rhythm
from accompaniment.audit.models import Event
from accompaniment.vault import storage
from expertise.actions import signing
from expertise.actions.discarding import clear_drafts
from expertise.actions.signing_refusals import CertificateClosed
from expertise.enums.commission import CommissionState
from expertise.enums.paper import JobState, PaperKind
from expertise.models import Job, Paper
from tests.expertise import giving, printing, tools
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON
from tests.traces import do

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")
DRAFT = PaperKind.BORRADOR
DAY = dt.timedelta(days=1, minutes=1)


@pytest.fixture
def approved(case, worker, coordinator):
    return giving.approved(worker, case, coordinator)


def draft(commission, version=None, at=NOON):
    """Have a draft printed of a version, or of a new one."""
    version = version or printing.make_version(commission, at=at)
    do(giving.print_now, commission.expert, version=version, kind=DRAFT, at=at)
    return Paper.objects.get(version=version, kind=DRAFT, destroyed_at=None)


def signed(commission, capture):
    with capture(execute=True):
        giving.prepared(commission)
        giving.sign(commission)


def test_drafts_go_with_the_signature(approved, django_capture_on_commit_callbacks):
    drafts = [draft(approved), draft(approved)]
    names = [each.object for each in drafts]
    assert all(storage.there(name) for name in names)

    signed(approved, django_capture_on_commit_callbacks)

    assert not any(storage.there(name) for name in names)
    for each in drafts:
        each.refresh_from_db()
        assert (each.object, each.destroyed_at) == ("", NOON)
    kept = Paper.objects.get(commission=approved, destroyed_at=None)
    assert kept.kind == PaperKind.FIRMADO
    assert storage.there(kept.object)
    gone = Event.objects.filter(verb="erase", kind="expertise.paper")
    assert {str(each.pk) for each in drafts} < {uid for e in gone for uid in e.touched}


def test_drafts_stay_where_nothing_was_signed(approved, django_capture_on_commit_callbacks):
    made = draft(approved)
    giving.prepared(approved)

    wrong = signing.Means(passphrase="wrong")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CertificateClosed):
        giving.sign(approved, wrong)

    made.refresh_from_db()
    assert storage.there(made.object)


def test_a_draft_being_made_is_stopped_by_the_signature(
    approved, django_capture_on_commit_callbacks
):
    job = printing.make_job(approved)
    signed(approved, django_capture_on_commit_callbacks)

    assert Job.objects.get(pk=job.pk).state == JobState.CANCELADO


def test_drafts_of_another_report_stay(approved, case, worker, coordinator):
    other = tools.make_commission(worker, case=case, coordinator=coordinator)
    theirs = draft(other)

    giving.signed(approved)

    theirs.refresh_from_db()
    assert theirs.destroyed_at is None


def test_page_of_the_papers_says_that_it_was_there(approved):
    made = draft(approved)
    giving.signed(approved)
    client = Client()
    client.force_login(approved.expert)

    page = client.get(reverse("expertise:papers", args=[approved.code]))

    assert page.status_code == 200
    assert str(made.pk) not in page.content.decode()


# --- by night -------------------------------------------------------------------------------------


def test_by_night_drafts_of_earlier_versions_go(approved, django_capture_on_commit_callbacks):
    old, newest = draft(approved), draft(approved)
    name = old.object

    with django_capture_on_commit_callbacks(execute=True):
        assert clear_drafts(NOON + DAY) == 1

    old.refresh_from_db()
    newest.refresh_from_db()
    assert (old.object, newest.destroyed_at) == ("", None)
    assert not storage.there(name)
    event = Event.objects.filter(verb="erase").last()
    assert (event.actor, event.touched) == ("service:file_keeper", [str(old.pk)])
    assert clear_drafts(NOON + DAY) == 0


def test_what_was_asked_for_today_is_kept_today(approved):
    draft(approved)
    draft(approved)

    assert clear_drafts(NOON + dt.timedelta(hours=23)) == 0


def test_drafts_of_what_was_signed_before_go_too(approved):
    made = draft(approved)
    tools.stand_at(approved, CommissionState.ENTREGADO)

    assert clear_drafts(NOON + DAY) == 1
    made.refresh_from_db()
    assert made.object == ""


def test_nothing_else_goes_by_night(approved):
    commission = giving.signed(approved)
    copy = giving.make_copy(commission)
    giving.sign_copy(copy)
    kept = set(Paper.objects.filter(destroyed_at=None).values_list("pk", flat=True))

    assert clear_drafts(NOON + 30 * DAY) == 0
    assert set(Paper.objects.filter(destroyed_at=None).values_list("pk", flat=True)) == kept


def test_a_draft_that_went_can_be_made_again(approved):
    old = draft(approved)
    draft(approved)
    clear_drafts(NOON + DAY)

    assert storage.there(draft(approved, old.version, at=NOON + DAY).object)


def test_the_clock_asks_for_it():
    assert "expertise.tasks.clear_old_drafts" in {each["task"] for each in rhythm.RHYTHM.values()}
