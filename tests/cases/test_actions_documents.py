"""Documents: taken in, given versions, withdrawn; each refusal leaves neither row nor bytes."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accompaniment.staff import access
from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from cases.actions import documents as use
from cases.actions.documents import (
    DocumentNotWithdrawn,
    DocumentWithdrawn,
    ReasonMissing,
    Sent,
    add_version,
    bring_back_document,
    shown_name,
    upload_document,
    withdraw_document,
)
from cases.actions.file_refusals import (
    WHY,
    DrawingRefused,
    FileDamaged,
    FileEmpty,
    FileSwells,
    FileTooLarge,
    HasMacros,
    TooManyFiles,
    TooManyPages,
    VirusFound,
)
from cases.actions.refusal import CaseClosed, KeyLost
from cases.enums.documents import FileState, Scan, Shelf
from cases.models import Case, Document, DocumentVersion
from tests.cases.documents import NAME, TITLE, WORDS, facts, keep, paper
from tests.factories import NOON, make_case, make_member, make_team
from tests.files import samples
from tests.files.scanner import scanner
from tests.traces import changes, do, everything_said, refusals

TEXT = samples.TEXT


@pytest.fixture
def lawyer(case):
    person = make_member(make_team(), "lawyer")
    access.grant(person, {"view", "identify", "legal"}, case)
    return person


@pytest.fixture
def shelf():
    """Return what lay on the shelf before, to see that nothing was added."""
    return set(storage.lying())


def close(case, by):
    Case._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=by, closing_reason="DUPLICADO"
    )
    case.refresh_from_db()


def test_document_is_kept_sealed_with_its_trace(case, worker):
    document = keep(case, worker)

    version = document.versions.get()
    assert (document.kind, document.visibility, len(document.code)) == ("DENUNCIA", "clinical", 4)
    assert (version.number, version.type, version.pages) == (1, "pdf", 2)
    assert (version.state, version.scan, version.removed) == (
        FileState.OPEN,
        Scan.ACCEPTED,
        ["metadata"],
    )
    assert changes(2) == [
        (
            "create",
            "cases.document",
            case.pk,
            [str(document.pk)],
            ["kind", "visibility", "document.title"],
        ),
        (
            "create",
            "cases.documentversion",
            case.pk,
            [str(version.pk)],
            ["document.name", "document.file"],
        ),
    ]
    with acting(worker, "care"):
        assert (document.title.reveal(), version.name.reveal()) == (TITLE, NAME)
        data = b"".join(storage.take(version.place, version.object))
    assert len(data) == version.size
    assert version.fingerprint == storage.fingerprint(case.pk, data)
    assert not {TITLE, NAME, WORDS} & set(everything_said().split())


def test_document_without_a_title_takes_the_name_of_its_file(case, worker):
    document = keep(case, worker, said=facts(title=" "), sent=paper(TEXT, "Acta de junta.txt"))

    with acting(worker, "care"):
        assert document.title.reveal() == "Acta de junta"


def test_same_file_sent_twice_is_one_document(case, worker):
    uid = uuid.uuid4()

    first = keep(case, worker, uid=uid, sent=paper(TEXT))
    again = keep(case, worker, uid=uid, sent=paper(TEXT))
    other = keep(case, worker, uid=uid, sent=paper(TEXT + b"otra"))

    assert (first.pk == again.pk, first.pk == other.pk) == (True, False)
    assert DocumentVersion.objects.count() == 2


@pytest.mark.parametrize("state", [True, False])
def test_closed_case_takes_no_document(case, worker, shelf, state):
    close(case, worker)

    with pytest.raises(CaseClosed):
        do(upload_document, worker, case=case, facts=facts(), sent=paper(TEXT))

    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


REFUSED = [
    (b"", FileEmpty, {}),
    (samples.SVG, DrawingRefused, {}),
    (samples.docx(word__vbaProject=b"x"), HasMacros, {}),
    (samples.bomb(), FileSwells, {}),
    (samples.photo()[:-300], FileDamaged, {}),
    (samples.pdf(3), TooManyPages, {"DOCUMENT_MAX_PAGES": 2}),
    (samples.TEXT * 200, FileTooLarge, {"DOCUMENT_MAX_MB": 0.005}),
    (samples.TEXT, TooManyFiles, {"DOCUMENTS_PER_HOUR": 0}),
]


@pytest.mark.parametrize(("data", "why", "limits"), REFUSED)
def test_refused_file_leaves_nothing_and_says_what_to_do(
    case, worker, shelf, settings, data, why, limits
):
    for name, limit in limits.items():
        setattr(settings, name, limit)

    with pytest.raises(why) as refused:
        do(upload_document, worker, case=case, facts=facts(), sent=Sent("a.pdf", data))

    assert len(str(refused.value)) > 40
    assert "%(" not in str(refused.value)
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


def test_every_refusal_has_a_sentence_that_says_what_to_do():
    said = [str(why(pages=900, limit=500)) for why in WHY.values()]

    assert len(set(said)) == len(said)
    assert all(len(each) > 40 and "!" not in each for each in said)


def test_infected_file_is_refused_and_the_refusal_is_on_record(case, worker, shelf, settings):
    with scanner() as (settings.CLAMAV, heard):
        with pytest.raises(VirusFound):
            do(upload_document, worker, case=case, facts=facts(), sent=paper(samples.EICAR))
        assert heard == [samples.EICAR]

    assert refusals() == [("cases.documentversion", case.pk)]
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


def test_scanned_file_is_open_at_once(case, worker, settings):
    with scanner() as (settings.CLAMAV, _heard):
        document = keep(case, worker, sent=paper(TEXT))

    version = document.versions.get()
    assert (version.state, version.scan, version.scanned_at) == ("DISPONIBLE", "clean", NOON)


def test_without_a_scanner_the_file_waits(case, worker, settings):
    settings.CLAMAV = ""

    version = keep(case, worker, sent=paper(TEXT)).versions.get()

    assert (version.state, version.scan, version.scanned_at) == ("EN_CUARENTENA", "", None)
    assert storage.there(version.object)


SHELVES = {
    "worker": {"clinical", "identity", "legal"},
    "coordinator": {"identity"},
    "lawyer": {"legal"},
    "stranger": set(),
}


@pytest.mark.parametrize("who", SHELVES)
@pytest.mark.parametrize("where", Shelf.values)
def test_each_shelf_takes_from_its_own(request, case, lawyer, shelf, who, where):
    person = lawyer if who == "lawyer" else request.getfixturevalue(who)
    if where in SHELVES[who]:
        assert keep(case, person, said=facts(where), sent=paper(TEXT)).visibility == where
        return

    with pytest.raises(PermissionDenied):
        do(upload_document, person, case=case, facts=facts(where), sent=paper(TEXT))
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


READS = {
    "worker": {"clinical", "identity", "legal"},
    "coordinator": {"identity"},
    "lawyer": {"identity", "legal"},
    "stranger": set(),
}


def test_each_shelf_opens_for_its_own(request, case, worker, lawyer):
    for where in Shelf.values:
        keep(case, worker, said=facts(where), sent=paper(TEXT + where.encode()))

    for who, may in READS.items():
        person = lawyer if who == "lawyer" else request.getfixturevalue(who)
        for rows in (Document.objects, DocumentVersion.objects):
            seen = rows.visible_to(person).filter(case=case)
            assert set(seen.values_list("visibility", flat=True)) == may, who


def test_key_that_is_gone_keeps_the_file_out(case, worker, shelf):
    from accompaniment.vault import keys  # noqa: PLC0415

    keys.shred(case.pk, at=NOON)

    with pytest.raises(KeyLost):
        do(upload_document, worker, case=case, facts=facts(), sent=paper(TEXT))
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


def test_what_fails_while_writing_takes_its_bytes_back(case, worker, shelf, monkeypatch):
    def fails(*args, **facts):
        raise OSError("the disk is full")

    monkeypatch.setattr(use.log, "record", fails)

    with pytest.raises(OSError, match="full"):
        do(upload_document, worker, case=case, facts=facts(), sent=paper(TEXT))
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


def test_case_closed_while_the_file_was_looked_through_takes_the_bytes_back(
    case, worker, shelf, monkeypatch
):
    looked = use.examine

    def slowly(*args, **facts):
        examined = looked(*args, **facts)
        close(Case.objects.get(pk=case.pk), worker)
        return examined

    monkeypatch.setattr(use, "examine", slowly)

    with pytest.raises(CaseClosed):
        do(upload_document, worker, case=case, facts=facts(), sent=paper(TEXT))
    assert (Document.objects.count(), set(storage.lying())) == (0, shelf)


def test_further_version_leaves_the_first_as_it_was(case, worker):
    document = keep(case, worker, sent=paper(TEXT))
    first = document.versions.get()

    second = do(add_version, worker, document=document, sent=paper(TEXT + b"mas", "b.txt"))

    assert [v.number for v in document.versions.order_by("number")] == [1, 2]
    assert changes(1)[0][:2] == ("create", "cases.documentversion")
    with acting(worker, "care"):
        old = b"".join(storage.take(first.place, first.object))
        new = b"".join(storage.take(second.place, second.object))
    assert (old, new) == (TEXT, TEXT + b"mas")


def test_same_version_twice_is_one(case, worker):
    sent = paper()
    document = keep(case, worker, sent=sent)

    again = do(add_version, worker, document=document, sent=sent)

    assert (again.number, document.versions.count()) == (1, 1)


def test_version_needs_leave_to_write(case, worker, coordinator, lawyer, shelf):
    document = keep(case, worker, sent=paper(TEXT))
    lying = set(storage.lying())

    for person in (coordinator, lawyer):
        with pytest.raises(PermissionDenied):
            do(add_version, person, document=document, sent=paper(TEXT + b"x"))
    assert set(storage.lying()) == lying


def test_withdrawn_document_takes_no_version_and_can_come_back(case, worker):
    document = keep(case, worker, sent=paper(TEXT))
    do(withdraw_document, worker, document=document, reason="Es de otra persona")
    document.refresh_from_db()

    assert changes(1)[0][4] == ["withdrawn_at", "document.withdrawn_because"]
    assert (document.withdrawn_at, document.withdrawn_by) == (NOON, worker)
    for action, more in (
        (withdraw_document, {"reason": "otra vez"}),
        (add_version, {"sent": paper(TEXT + b"x")}),
    ):
        with pytest.raises(DocumentWithdrawn):
            do(action, worker, document=document, **more)

    do(bring_back_document, worker, document=document)
    document.refresh_from_db()
    assert (document.withdrawn_at, document.withdrawn_by, document.withdrawn_because) == (
        None,
        None,
        None,
    )
    with pytest.raises(DocumentNotWithdrawn):
        do(bring_back_document, worker, document=document)


def test_withdrawing_says_why(case, worker, coordinator):
    document = keep(case, worker, sent=paper(TEXT))

    with pytest.raises(ReasonMissing):
        do(withdraw_document, worker, document=document, reason="  ")
    with pytest.raises(PermissionDenied):
        do(withdraw_document, coordinator, document=document, reason="x")
    document.refresh_from_db()
    assert document.withdrawn_at is None


def test_withdrawing_works_in_a_closed_case(case, worker):
    document = keep(case, worker, sent=paper(TEXT))
    close(case, worker)

    do(withdraw_document, worker, document=document, reason="Es de otra persona")

    document.refresh_from_db()
    assert document.withdrawn_at == NOON


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\denuncia.pdf", "denuncia.pdf"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("a\x00b\n\tc.pdf", "abc.pdf"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("", "?"),
        ("Acta de mi mamá 🌱.pdf", "Acta de mi mamá 🌱.pdf"),
    ],
)
def test_names_are_shown_without_what_deceives(sent, shown):
    assert shown_name(sent) == shown


def test_document_of_another_case_is_not_this_one(worker, case):
    uid = uuid.uuid4()
    keep(case, worker, uid=uid, sent=paper(TEXT))
    other = make_case(by=worker)

    assert keep(other, worker, uid=uid, sent=paper(TEXT)).case_id == other.pk


def test_database_refuses_half_a_fact(case, worker):
    version = keep(case, worker, sent=paper(TEXT)).versions.get()

    for half in ({"scan": ""}, {"object": ""}, {"state": FileState.REFUSED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersion._base_manager.filter(pk=version.pk).update(**half)


def test_hour_is_counted_for_each_person(case, worker, settings):
    settings.DOCUMENTS_PER_HOUR = 1
    keep(case, worker, sent=paper(TEXT))

    with pytest.raises(TooManyFiles):
        keep(case, worker, sent=paper(TEXT + b"2"))
    later = NOON + dt.timedelta(hours=2)
    keep(case, worker, sent=paper(TEXT + b"2"), at=later)
