"""Files of the expert file: behind its wall, looked through, sealed, and gone with the case."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accompaniment.audit.models import Event
from accompaniment.files.clamd import Verdict
from accompaniment.staff.acting import acting
from accompaniment.vault import keys, storage
from cases.actions.document_files import compare_files, destroy_erased
from cases.actions.documents import Sent
from cases.actions.erasing import erase_case, finish_shredding
from cases.actions.file_refusals import PageRefused, ProgramRefused, VirusFound
from cases.enums.documents import FileState, Scan
from expertise.actions import attaching
from expertise.actions.attaching import AttachmentFacts
from expertise.actions.attachment_scans import SCANNER, decide, scan_all_waiting
from expertise.actions.moving import Locked, NotWritingNow
from expertise.enums.commission import CommissionState as S
from expertise.enums.evaluation import AttachmentKind as K
from expertise.models import Attachment, Commission
from expertise.reports.attachments import annexes
from tests.expertise import court, tools
from tests.factories import NOON
from tests.files import samples
from tests.files.scanner import scanner
from tests.traces import changes, do

TITLE, WORDS = "canary-attachment-31af", "canary-bytes-77d2"


@pytest.fixture(autouse=True)
def spoken():
    with translation.override("es"):
        yield


@pytest.fixture
def commission(worker, case, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state=S.EVALUACION)


def attach(commission, *, data=None, kind=K.FUENTE, uid=None, by=None, at=NOON, **facts):
    facts.setdefault("title", TITLE)
    sent = Sent("hoja.pdf", samples.pdf(words=WORDS) if data is None else data)
    return do(
        attaching.attach_file,
        by or commission.expert,
        commission=commission,
        facts=AttachmentFacts(kind, **facts),
        sent=sent,
        upload_id=uid or uuid.uuid4(),
        at=at,
    )


def page(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def test_a_file_is_sealed_and_leaves_its_trace(commission):
    row = attach(commission)

    assert changes(1) == [
        (
            "create",
            "expertise.attachment",
            commission.pk,
            [str(row.pk)],
            ["kind", "attachment.title", "attachment.file"],
        )
    ]
    with storage.shelf().open(row.object) as lying:
        assert WORDS.encode() not in lying.read()
    with acting(commission.reviewer, "test"):
        data = b"".join(storage.take(row.place, row.object))
    assert data.startswith(b"%PDF")
    assert row.pages == 2


def test_the_same_file_sent_twice_is_one(commission):
    uid = uuid.uuid4()
    data = samples.TEXT

    first, second = (attach(commission, uid=uid, data=data) for _ in range(2))

    assert first.pk == second.pk
    assert Attachment.objects.count() == 1
    assert compare_files(NOON).is_whole


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(commission, settings):
    for data, refusal in (
        (samples.PROGRAM, ProgramRefused),
        (samples.HTML, PageRefused),
    ):
        with pytest.raises(refusal):
            attach(commission, data=data)
    with scanner() as (settings.CLAMAV, _heard), pytest.raises(VirusFound):
        attach(commission, data=samples.EICAR)
    assert not Attachment.objects.exists()


def test_who_reviews_reads_and_does_not_add(commission, coordinator, worker):
    for user in (commission.reviewer, coordinator, commission.requested_by, worker):
        with pytest.raises(PermissionDenied):
            attach(commission, by=user)


def test_annexes_are_numbered_in_order(commission):
    rows = [attach(commission, kind=kind, as_annex=True) for kind in (K.CEDULA, K.PROTOCOLO)]
    attach(commission)
    do(attaching.withdraw_attachment, commission.expert, attachment=rows[0])
    with acting(commission.expert, "test"):
        assert [(a.key, a.is_restricted) for a in annexes(commission)] == [("A2", True)]

    do(attaching.bring_back_attachment, commission.expert, attachment=rows[0])

    with acting(commission.expert, "test"):
        assert [a.key for a in annexes(commission)] == ["A2", "A3"]
    with pytest.raises(attaching.AttachmentStands):
        do(attaching.bring_back_attachment, commission.expert, attachment=rows[0])
    tools.stand_at(commission, S.FIRMADO)
    with pytest.raises(attaching.AnnexSigned):
        do(attaching.withdraw_attachment, commission.expert, attachment=rows[1])


def test_a_signed_file_takes_only_what_comes_from_the_court(commission, worker):
    other = tools.make_commission(worker, state=S.EVALUACION)
    tools.stand_at(commission, S.REVISION_PARES)
    signed = Commission.objects.get(pk=commission.pk)
    with pytest.raises(NotWritingNow):
        attach(signed)
    tools.stand_at(commission, S.ADMITIDO)
    signed = Commission.objects.get(pk=commission.pk)
    for facts in ({}, {"kind": K.SENTENCIA, "as_annex": True}):
        with pytest.raises(Locked):
            attach(signed, **facts)
    testimony = court.plan(signed)

    row = attach(signed, kind=K.CITATORIO, testimony=testimony)

    assert list(testimony.attachments.all()) == [row]
    with pytest.raises(attaching.FileOfOtherCommission):
        attach(other, kind=K.CITATORIO, testimony=testimony)


def test_what_waits_in_quarantine_is_looked_through(commission, settings):
    settings.CLAMAV = ""
    clean, infected = attach(commission), attach(commission, data=samples.EICAR)
    with scanner() as (settings.CLAMAV, _heard):
        assert scan_all_waiting(NOON) == 2

    for row in (clean, infected):
        row.refresh_from_db()
    assert (clean.state, clean.scan) == (FileState.OPEN, Scan.CLEAN)
    assert (infected.state, infected.object) == (FileState.REFUSED, "")
    with pytest.raises(Exception, match="cuarentena"), acting(SCANNER, "test"):
        decide(attachment=clean, verdict=Verdict.CLEAN, by=SCANNER, at=NOON)


# --- pages -------------------------------------------------------------------------------


def test_pages_hand_a_file_to_who_reads_the_expert_file_alone(
    client, commission, coordinator, worker
):
    row = attach(commission, data=samples.TEXT)
    urls = {name: page(name, commission, row.pk) for name in ("attachment_file", "attachment_look")}
    for user, status in (
        (commission.expert, 200),
        (commission.reviewer, 200),
        (coordinator, 403),
        (commission.requested_by, 403),
        (worker, 404),
    ):
        client.force_login(user)
        for name, url in urls.items():
            answer = client.get(url)
            assert answer.status_code == status, name
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert (b"martes" in body) == (status == 200)
        listed = client.get(page("attachments", commission))
        assert listed.status_code == status
        assert (TITLE in listed.content.decode()) == (status == 200)
    assert Event.objects.filter(verb="export", kind="expertise.attachment").count() == 2


def test_a_file_is_sent_withdrawn_and_brought_back_by_the_pages(client, commission):
    client.force_login(commission.expert)
    sent = {
        "upload_id": str(uuid.uuid4()),
        "file": SimpleUploadedFile("oficio.txt", samples.TEXT),
        "kind": "FUENTE",
        "title": "",
        "is_restricted": "on",
        "whole": "1",
    }
    answer = client.post(page("attachment_add", commission), sent)
    assert answer.status_code == 302, answer.content.decode()
    row = Attachment.objects.get()
    assert client.post(page("attachment_withdraw", commission, row.pk)).status_code == 302
    assert client.get(page("attachment_file", commission, row.pk)).status_code == 302
    assert "oficio" in client.get(page("attachments", commission)).content.decode()
    assert client.post(page("attachment_bring_back", commission, row.pk)).status_code == 302
    assert client.get(page("attachment_look", commission, row.pk)).status_code == 200
    storage.destroy(row.object)
    assert client.get(page("attachment_file", commission, row.pk)).status_code == 503
    assert client.post(page("attachment_add", commission), {}).status_code == 422


# --- erasure -----------------------------------------------------------------------------


def test_with_its_case_an_expert_file_is_gone_for_ever(
    client, commission, case, coordinator, django_capture_on_commit_callbacks
):
    row = attach(commission)
    expert, lying = commission.expert, row.object
    assert storage.there(lying)
    with django_capture_on_commit_callbacks(execute=True):
        do(erase_case, coordinator, case=case)

    assert all(key.wrapped is None for key in keys.fetch({commission.pk}))
    assert finish_shredding() == 0
    client.force_login(expert)
    for url in (page("commission", commission), page("attachment_file", commission, row.pk)):
        assert client.get(url).status_code == 404
    with acting(expert, "test"), pytest.raises((keys.Shredded, PermissionDenied)):
        Attachment.objects.get().title.reveal()
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_erased() == 1
    row.refresh_from_db()
    assert (row.state, row.object) == (FileState.DESTROYED, "")
    assert not storage.there(lying)
    assert destroy_erased() == 0
    erased = Event.objects.filter(verb="erase", kind="expertise.attachment").get()
    assert (erased.actor, erased.fields) == ("service:file_keeper", ["attachment.file"])
