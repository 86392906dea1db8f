"""The pages of documents: sent, listed, looked at, handed out; and who gets none of it."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error
from django.urls import reverse
from PIL import Image

from accompaniment.audit import log
from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.vault import storage
from cases.actions.documents import add_version, withdraw_document
from cases.enums.documents import FileState, Shelf
from cases.models import Document, DocumentVersion
from tests.cases.documents import TITLE, WORDS, facts, keep, paper
from tests.cases.test_actions_documents import close
from tests.factories import NOON, make_case, make_member, make_team
from tests.files import samples
from tests.traces import do

TEXT = samples.TEXT
FORM = {"kind": "DENUNCIA", "visibility": "clinical", "title": TITLE, "whole": "1"}


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


def file(data=TEXT, name="hoja.txt"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def document(case, worker):
    return keep(case, worker)


def send(client, case, *files, fetch=False, **said):
    data = {**FORM, "upload_id": str(uuid.uuid4()), "file": list(files), **said}
    headers = {"X-Fetch": "1"} if fetch else {}
    url = page("document_add", case)
    return client.post(url, {k: v for k, v in data.items() if v != ""}, headers=headers)


def read(answer):
    """Return all of a good answer, so that nothing stays open."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# --- sending -----------------------------------------------------------------------------------


def test_form_says_who_will_read_on_each_shelf(signed_in, case, worker, coordinator):
    text = signed_in.get(page("document_add", case)).content.decode()

    assert text.count(worker.full_name) >= 3
    assert text.count(coordinator.full_name) == 1  # with the contact data, and nowhere else
    assert text.index('name="whole"') > text.index('type="file"')  # the end of what is sent


def test_file_is_sent_and_kept(signed_in, case, worker):
    answer = send(signed_in, case, file(samples.pdf(), "denuncia.pdf"))

    assert (answer.status_code, answer["Location"]) == (302, page("documents", case))
    version = DocumentVersion.objects.get()
    assert (version.type, version.added_by) == ("pdf", worker)


def test_several_files_each_stand_on_their_own_feet(signed_in, case):
    sent = (file(TEXT, "buena.txt"), file(samples.SVG, "dibujo.svg"), file(b"otra", "otra.txt"))

    answer = send(signed_in, case, *sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert Document.objects.count() == 2
    assert "buena.txt, otra.txt" in text
    assert "dibujo.svg: " in text
    assert TITLE in text  # what was typed is still there


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dibujo.svg", samples.SVG),
        ("macros.docx", samples.docx(word__vbaProject=b"x")),
        ("bomba.docx", samples.bomb()),
        ("cortada.pdf", samples.pdf()[:-200]),
        ("vacio.pdf", b""),
    ],
)
def test_refused_file_is_named_with_what_to_do(signed_in, case, name, data):
    answer = send(signed_in, case, file(data, name), fetch=True)

    assert answer.status_code == 422
    assert answer.json()["text"].startswith(f"{name}: ")
    assert len(answer.json()["text"]) > 60
    assert Document.objects.count() == 0


def test_scan_of_42_megabytes_is_refused_with_a_sentence(signed_in, case, settings):
    settings.DOCUMENT_MAX_MB = 0.042  # a thousandth, so that the test is quick

    answer = send(signed_in, case, file(bytes(range(256)) * 400, "escaneo.pdf"), fetch=True)

    assert answer.status_code == 422
    assert "escaneo.pdf" in answer.json()["text"]
    assert "0.042" in answer.json()["text"]
    assert Document.objects.count() == 0


def test_upload_without_its_end_is_refused(signed_in, case):
    answer = send(signed_in, case, file(), whole="")

    assert answer.status_code == 422
    assert Document.objects.count() == 0


def test_page_script_is_told_where_to_go(signed_in, case):
    answer = send(signed_in, case, file(), fetch=True)

    assert (answer.status_code, answer["X-Location"]) == (204, page("documents", case))


def test_form_without_a_file_keeps_what_was_typed(signed_in, case):
    answer = send(signed_in, case)

    assert answer.status_code == 422
    assert TITLE in answer.content.decode()


def test_nobody_puts_a_file_where_they_may_not(client, case, coordinator):
    client.force_login(coordinator)

    answer = send(client, case, file(), visibility="clinical")

    assert answer.status_code == 422  # not among the choices
    assert Document.objects.count() == 0


def test_closed_case_says_so(signed_in, case, worker):
    close(case, worker)

    answer = send(signed_in, case, file())

    assert answer.status_code == 422
    assert page("document_add", case) not in signed_in.get(page("documents", case)).content.decode()
    assert Document.objects.count() == 0


def test_nothing_arrives_of_who_has_not_signed_in(client, case):
    answer = send(client, case, file())

    assert answer.status_code in {302, 401}
    assert Document.objects.count() == 0


# --- the room ----------------------------------------------------------------------------------


def test_room_shows_each_reader_their_own(client, case, worker, coordinator):
    lawyer = make_member(make_team(), "lawyer")
    access.grant(lawyer, {"view", "identify", "legal"}, case)
    for where in Shelf.values:
        keep(case, worker, said=facts(where, title=f"Canaria {where}"), sent=paper(TEXT))

    shown = {}
    for who in (worker, coordinator, lawyer):
        client.force_login(who)
        text = client.get(page("documents", case)).content.decode()
        shown[who.pk] = {where for where in Shelf.values if f"Canaria {where}" in text}

    assert shown == {
        worker.pk: {"clinical", "identity", "legal"},
        coordinator.pk: {"identity"},
        lawyer.pk: {"identity", "legal"},
    }


def test_room_is_narrowed(signed_in, case, worker, document):
    other = keep(case, worker, said=facts(kind="FOTO", title="Canaria foto"), sent=paper(TEXT))
    do(withdraw_document, worker, document=other, reason="x")

    def titles(**asked):
        text = signed_in.get(page("documents", case), asked).content.decode()
        return {title for title in (TITLE, "Canaria foto") if title in text}

    assert titles() == {TITLE}
    assert titles(kind="FOTO") == set()
    assert titles(state="withdrawn") == {"Canaria foto"}
    assert titles(shelf="legal") == set()
    assert titles(kind="nonsense", after="x") == {TITLE}


def test_room_is_paged_and_costs_the_same(
    signed_in, case, worker, document, django_assert_max_num_queries
):
    def ask():
        with django_assert_max_num_queries(40) as seen:
            answer = signed_in.get(page("documents", case))
        return len(seen), answer

    ask()
    one, _answer = ask()
    for number in range(30):
        copy = Document(
            case=case,
            code=f"X{number}",
            title="x",
            added_by=worker,
            added_at=NOON - dt.timedelta(hours=number + 1),
        )
        do(lambda by, copy=copy: copy.save(force_insert=True), worker)
        version = document.versions.get()
        version.pk, version.document, version.object = uuid.uuid4(), copy, f"aa/{number}"
        version.name = "x"
        do(lambda by, version=version: version.save(force_insert=True), worker)
    many, answer = ask()

    assert (one, answer.content.decode().count('class="what"')) == (many, 25)
    rest = signed_in.get(page("documents", case), {"after": str(answer.context["page"].next)})
    assert rest.content.decode().count('class="what"') == 6


def test_empty_room_offers_a_way_on(signed_in, case):
    assert page("document_add", case) in signed_in.get(page("documents", case)).content.decode()


# --- one document --------------------------------------------------------------------------------


def test_document_says_what_it_is_and_who_opened_it(signed_in, case, document, worker):
    signed_in.get(page("document_look", case, document.pk, 1))
    b"".join(signed_in.get(page("document_file", case, document.pk, 1)).streaming_content)

    text = signed_in.get(page("document", case, document.pk)).content.decode()

    assert TITLE in text
    seen = [line.split("</li>")[0] for line in text.split('id="openings"')[1].split("<li")[1:]]
    assert [worker.full_name in line for line in seen] == [True, True]


def test_nobody_else_learns_who_opened_it(client, case, document):
    member = make_member(make_team())
    access.grant(member, {"view", "identify", "read", "write"}, case)
    client.force_login(member)

    assert "openings" not in client.get(page("document", case, document.pk)).content.decode()


def test_version_is_added_by_the_page(signed_in, case, document):
    url = page("document_version_add", case, document.pk)

    answer = signed_in.post(url, {"file": file(), "whole": "1", "upload_id": str(uuid.uuid4())})

    assert (answer.status_code, document.versions.count()) == (302, 2)
    refused = signed_in.post(
        url, {"file": file(samples.SVG, "a.svg"), "whole": "1", "upload_id": str(uuid.uuid4())}
    )
    assert (refused.status_code, document.versions.count()) == (422, 2)


def test_document_is_withdrawn_and_brought_back_by_the_page(signed_in, case, document):
    away, back = (
        page(f"document_{verb}", case, document.pk) for verb in ("withdraw", "bring_back")
    )

    signed_in.post(away, {"reason": "Es de otra persona"})
    text = signed_in.get(page("document", case, document.pk)).content.decode()
    assert "Es de otra persona" in text
    assert page("document_file", case, document.pk, 1) not in text
    for name in ("document_file", "document_look"):
        answer = signed_in.get(page(name, case, document.pk, 1))
        assert answer["Location"] == page("document", case, document.pk)
    assert signed_in.post(away, {"reason": "otra vez"}).status_code == 422

    signed_in.post(back)
    assert read(signed_in.get(page("document_file", case, document.pk, 1)))


# --- the bytes -----------------------------------------------------------------------------------


def test_file_is_handed_out_as_an_attachment_without_a_telling_name(signed_in, case, document):
    answer = signed_in.get(page("document_file", case, document.pk, 1))

    data = b"".join(answer.streaming_content)
    version = document.versions.get()
    assert (len(data), data[:5]) == (version.size, b"%PDF-")
    shown = {
        name: answer[name]
        for name in (
            "Content-Type", "Content-Disposition", "Content-Length", "Cache-Control",
            "X-Content-Type-Options", "Cross-Origin-Resource-Policy",
        )
    }  # fmt: skip
    assert shown == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="documento-{document.code}-1.pdf"',
        "Content-Length": str(len(data)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow" not in policy


def test_handing_out_is_on_record_before_the_first_byte(signed_in, case, document):
    answer = signed_in.get(page("document_file", case, document.pk, 1))

    version = document.versions.get()
    event = Event.objects.get(verb="export")
    assert (event.root, event.touched, event.fields, event.content_hash) == (
        case.pk,
        [str(version.pk)],
        ["document.file"],
        version.fingerprint,
    )
    assert event.code == case.code
    assert Event.objects.filter(verb="read", fields__icontains="document.file").exists()
    assert read(answer)


def test_without_a_trace_no_byte_leaves(signed_in, case, document, monkeypatch):
    def fails(self):
        raise Error

    monkeypatch.setattr(log.Trace, "write", fails)

    answer = signed_in.get(page("document_file", case, document.pk, 1))

    assert answer.status_code == 503
    assert not answer.streaming
    assert b"%PDF" not in answer.content


def test_page_shows_a_picture_where_nothing_can_act(signed_in, case, document):
    answer = signed_in.get(page("document_look", case, document.pk, 1), {"page": "2"})

    text, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert 'src="data:image/png;base64,' in text
    assert f"{WORDS} 2" in text
    assert "<script" not in text
    assert "sandbox allow-same-origin" in policy
    assert "script-src" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.filter(verb="read", fields__icontains="document.file").count() == 1


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "9" * 40, "²"])
def test_nonsense_page_is_some_page(signed_in, case, document, asked):
    answer = signed_in.get(page("document_look", case, document.pk, 1), {"page": asked})

    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_shown_without_what_it_told(signed_in, case, worker, kind):
    document = keep(case, worker, sent=paper(samples.photo(kind=kind), "foto.jpg"))

    text = signed_in.get(page("document_look", case, document.pk, 1)).content.decode()
    answer = signed_in.get(page("document_file", case, document.pk, 1))

    data = b"".join(answer.streaming_content)
    assert "data:image/" in text
    assert dict(Image.open(io.BytesIO(data)).getexif()) == {}


def test_text_is_shown_as_text(signed_in, case, worker):
    document = keep(case, worker, sent=paper(b"Uno <b>dos</b> & tres", "a.txt"))

    text = signed_in.get(page("document_look", case, document.pk, 1)).content.decode()

    assert "Uno &lt;b&gt;dos&lt;/b&gt; &amp; tres" in text


def test_word_file_is_only_handed_out(signed_in, case, worker):
    document = keep(case, worker, sent=paper(samples.docx(), "carta.docx"))

    look = page("document_look", case, document.pk, 1)
    assert signed_in.get(look).status_code == 302
    assert look not in signed_in.get(page("document", case, document.pk)).content.decode()


@pytest.mark.parametrize("name", ["document_file", "document_look"])
def test_what_waits_is_opened_by_nobody(signed_in, case, worker, settings, name):
    settings.CLAMAV = ""
    document = keep(case, worker, sent=paper(TEXT))

    answer = signed_in.get(page(name, case, document.pk, 1))

    assert (answer.status_code, answer["Location"]) == (302, page("document", case, document.pk))
    assert document.versions.get().state == FileState.WAITING


@pytest.mark.parametrize("name", ["document_file", "document_look"])
def test_lost_bytes_are_said_aloud(signed_in, case, document, name):
    storage.destroy(document.versions.get().object)

    answer = signed_in.get(page(name, case, document.pk, 1))

    assert answer.status_code == 503
    assert page("document", case, document.pk) in answer.content.decode()


@pytest.mark.parametrize("name", ["document_file", "document_look"])
def test_changed_bytes_show_nothing(signed_in, case, document, name):
    version = document.versions.get()
    path = storage.shelf().path(version.object)
    with open(path, "r+b") as file:  # noqa: PTH123
        file.seek(60)
        file.write(b"xxxx")

    answer = signed_in.get(page(name, case, document.pk, 1))

    assert answer.status_code == 503
    assert b"%PDF" not in answer.content


@pytest.mark.parametrize("name", ["document", "document_file", "document_look"])
def test_who_may_no_longer_read_gets_nothing_at_the_same_address(client, case, document, name):
    member = make_member(make_team())
    access.grant(member, {"view", "identify", "read"}, case)
    client.force_login(member)
    url = page(name, case, document.pk, *([1] if name != "document" else []))
    assert read(client.get(url))

    access.revoke(member, {"read"}, case)

    assert client.get(url).status_code == 404


def test_version_of_another_document_does_not_exist(signed_in, case, document, worker):
    other = keep(case, worker, sent=paper(TEXT))
    do(add_version, worker, document=other, sent=paper(TEXT + b"2"))

    assert signed_in.get(page("document_file", case, document.pk, 2)).status_code == 404
    assert read(signed_in.get(page("document_file", case, other.pk, 2)))


def test_hidden_document_changes_nothing_for_who_may_not_see_it(client, worker):
    lawyer = make_member(make_team(), "lawyer")
    case = make_case(by=worker)
    access.grant(lawyer, {"view", "identify", "legal"}, case)
    client.force_login(lawyer)
    url = page("documents", case)
    client.get(url)
    before = bare(client.get(url))

    keep(case, worker, sent=paper(TEXT))

    assert bare(client.get(url)) == before


def bare(answer):
    """Return a page without its token and its clock."""
    text = re.sub(r'value="\w{64}"', "", answer.content.decode())
    return re.sub(r'data-left="\d+"', "", text)


@pytest.fixture
def silent(settings, tmp_path):
    """Put a file where the folder should be: nothing can be read or written."""
    (tmp_path / "blocked").write_text("")
    options = {"location": str(tmp_path / "blocked" / "sealed")}
    sealed = {**settings.STORAGES["sealed"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sealed": sealed}


def test_silent_store_loses_nothing_and_says_so(signed_in, case, document, silent):
    answer = send(signed_in, case, file(), fetch=True)
    look = signed_in.get(page("document_look", case, document.pk, 1))

    assert (answer.status_code, look.status_code) == (422, 503)
    assert answer.json()["text"].startswith("hoja.txt: ")
    assert len(answer.json()["text"]) > 60
    assert Document.objects.count() == 1
