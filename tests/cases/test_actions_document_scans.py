"""What waits in quarantine, and whether rows and bytes agree."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.files.clamd import Verdict
from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from cases.actions import document_files, document_scans
from cases.actions.document_scans import SCANNER, FileNotWaiting, decide, scan_all_waiting
from cases.actions.erasing import erase_case
from cases.enums.documents import NEXT_FILE_STATES, FileState, Scan
from cases.enums.task import TaskKind
from cases.models import DocumentVersion, Task
from tests.cases.documents import keep, paper
from tests.factories import NOON
from tests.files import samples
from tests.files.scanner import scanner
from tests.traces import changes, do

TEXT = samples.TEXT


@pytest.fixture
def waiting(case, worker, settings):
    settings.CLAMAV = ""
    return keep(case, worker, sent=paper(TEXT)).versions.get()


@pytest.fixture
def infected(case, worker, settings):
    settings.CLAMAV = ""
    return keep(case, worker, sent=paper(samples.EICAR, "x.txt")).versions.get()


def scan(settings, *, at=NOON):
    with scanner() as (settings.CLAMAV, heard):
        return scan_all_waiting(at), heard


def test_what_waits_is_looked_through_and_let_out(case, waiting, settings):
    decided, heard = scan(settings)

    waiting.refresh_from_db()
    assert (decided, heard) == (1, [TEXT])
    assert (waiting.state, waiting.scan, waiting.scanned_at) == (
        FileState.OPEN,
        Scan.CLEAN,
        NOON,
    )
    assert changes(1) == [
        ("change", "cases.documentversion", case.pk, [str(waiting.pk)], ["state", "scan"])
    ]
    assert set(Event.objects.filter(verb="read").values_list("actor", flat=True)) == {
        "service:scanner"
    }


def test_virus_destroys_the_bytes_and_asks_for_the_document_again(
    case, worker, infected, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert scan(settings)[0] == 1

    name = infected.object
    infected.refresh_from_db()
    assert (infected.state, infected.scan, infected.object) == ("RECHAZADO", "infected", "")
    assert not storage.there(name)
    task = Task.objects.get()
    assert (task.kind, task.about, task.assignee) == (
        TaskKind.FILE_REFUSED,
        infected.document_id,
        worker,
    )


@pytest.mark.parametrize("policy", ["", "tcp://127.0.0.1:9"])
def test_without_a_scanner_everything_goes_on_waiting(waiting, settings, policy):
    settings.CLAMAV = policy

    assert scan_all_waiting(NOON) == 0
    waiting.refresh_from_db()
    assert waiting.state == FileState.WAITING


def test_accepting_the_risk_lets_out_and_says_so(waiting, settings):
    settings.CLAMAV = "off-accept"

    assert scan_all_waiting(NOON) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.scan) == (FileState.OPEN, Scan.ACCEPTED)


def test_mute_scanner_decides_nothing(waiting, settings):
    with scanner() as (settings.CLAMAV, _heard):
        storage.destroy(waiting.object)  # and a lost file stops nobody else's
        assert scan_all_waiting(NOON) == 0

    waiting.refresh_from_db()
    assert waiting.state == FileState.WAITING


VERDICTS = {
    FileState.OPEN: Verdict.CLEAN,
    FileState.REFUSED: Verdict.INFECTED,
}


@pytest.mark.parametrize("before", FileState.values)
@pytest.mark.parametrize("after", VERDICTS)
def test_state_machine(waiting, before, after):
    facts = {
        FileState.WAITING: {},
        FileState.OPEN: {"scan": Scan.CLEAN, "scanned_at": NOON},
        FileState.REFUSED: {"scan": Scan.INFECTED, "scanned_at": NOON, "object": ""},
        FileState.DESTROYED: {"object": ""},
    }[before]
    DocumentVersion._base_manager.filter(pk=waiting.pk).update(state=before, **facts)
    waiting.refresh_from_db()

    with acting(SCANNER, "maintenance"):
        if after in NEXT_FILE_STATES[before]:
            decided = decide(version=waiting, verdict=VERDICTS[after], by=SCANNER, at=NOON)
            assert decided.state == after
            return
        with pytest.raises(FileNotWaiting):
            decide(version=waiting, verdict=VERDICTS[after], by=SCANNER, at=NOON)
    waiting.refresh_from_db()
    assert waiting.state == before


def test_erased_case_loses_its_bytes(
    case, worker, coordinator, settings, django_capture_on_commit_callbacks
):
    version = keep(case, worker, sent=paper(TEXT)).versions.get()
    with django_capture_on_commit_callbacks(execute=True):
        do(erase_case, coordinator, case=case)
        assert document_files.destroy_erased() == 1

    name = version.object
    version.refresh_from_db()
    assert (version.state, version.object, storage.there(name)) == ("DESTRUIDO", "", False)
    assert document_files.destroy_erased() == 0


@pytest.fixture
def alone(settings, tmp_path):
    """Give the test a shelf of its own."""
    options = {"location": str(tmp_path / "sealed")}
    sealed = {**settings.STORAGES["sealed"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sealed": sealed}


def test_rows_and_bytes_agree(alone, case, worker, capsys):
    for number in range(3):
        keep(case, worker, sent=paper(TEXT + bytes(str(number), "ascii")))

    call_command("check_files")

    assert capsys.readouterr().out == "whole: 3 files\n"


def test_row_without_bytes_is_named(alone, case, worker, caplog):
    version = keep(case, worker, sent=paper(TEXT)).versions.get()
    storage.destroy(version.object)

    with pytest.raises(CommandError, match=f"document version {version.pk} has lost its file"):
        call_command("check_files")
    found = document_files.compare_nightly(timezone.now())
    assert (found.is_whole, found.without_bytes) == (False, [str(version.pk)])
    assert "1 documents have lost their file" in caplog.text


@pytest.mark.parametrize(
    ("age", "told", "removed"),
    [
        (dt.timedelta(minutes=5), 0, 0),  # it may be on its way
        (dt.timedelta(days=2), 1, 0),  # a backup may know it
        (dt.timedelta(days=36), 0, 1),
    ],
)
def test_bytes_without_a_row_outlive_every_backup(alone, case, worker, age, told, removed, caplog):
    kept = keep(case, worker, sent=paper(TEXT)).versions.get()
    with acting(worker, "test"):
        name = storage.put(kept.place, [TEXT])

    now = timezone.now() + age
    if told or removed:
        assert document_files.compare_files(now).without_row == [name]
    found = document_files.compare_nightly(now)

    assert (len(found.without_row), found.removed) == (told, removed)
    assert storage.there(name) is not bool(removed)
    assert storage.there(kept.object)


def test_services_have_names_in_the_trace():
    from accompaniment.audit import words  # noqa: PLC0415

    for service in (document_scans.SCANNER, document_files.KEEPER):
        assert words.actor(str(service), {}) != str(service)
