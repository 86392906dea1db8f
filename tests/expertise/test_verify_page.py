"""The public page: authentic or altered, and nothing else, to anybody."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from accompaniment.audit.models import Event
from accompaniment.vault import storage
from expertise.enums.paper import Audience
from expertise.models import Paper
from expertise.reports import verifying
from expertise.signing.signature import sign
from tests.expertise import giving, papers
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")
PAGE = reverse("verify:file")
AUTHENTIC, ALTERED = "Versión 1 de 1, sin alteraciones.", "no es, byte por byte"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()  # what the limit remembers


@pytest.fixture
def signed(case, worker, coordinator):
    return giving.signed(giving.approved(worker, case, coordinator))


@pytest.fixture
def copy(signed):
    made = giving.make_copy(signed, Audience.JUZGADO)
    giving.sign_copy(made)
    return made


@pytest.fixture
def pdf(copy, signed):
    return giving.bytes_of(copy.papers.get(kind="FIRMADO"), signed.expert)


def send(pdf, url=PAGE, client=None):
    file = SimpleUploadedFile("canary-name.pdf", pdf, "application/pdf")
    return (client or Client(headers={"accept-language": "es"})).post(url, {"file": file})


def answer(pdf, url=PAGE):
    page = send(pdf, url).content.decode()
    assert (AUTHENTIC in page) + (ALTERED in page) == 1
    return AUTHENTIC in page


def test_an_issued_file_is_authentic_to_anybody(pdf, signed, copy):
    lying = set(storage.lying())

    page = send(pdf)

    assert page.status_code == 200
    assert AUTHENTIC in page.content.decode()
    for word in (signed.code, copy.key, papers.NAME, signed.expert.full_name, "Juzgado"):
        assert word not in page.content.decode()
    assert set(storage.lying()) == lying
    assert "canary-name" not in str(list(Event.objects.values()))


def test_the_original_is_authentic_too(signed):
    paper = signed.papers.get(kind="FIRMADO")

    assert answer(giving.bytes_of(paper, signed.expert))


def test_one_flipped_byte_is_altered_wherever_it_is(pdf):
    for place in range(0, len(pdf), len(pdf) // 25):
        assert not answer(pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]), place


def test_an_appended_revision_is_altered(pdf):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    title = generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Otro")})
    writer.set_info(writer.add_object(title))
    out = BytesIO()
    writer.write(out)

    assert out.getvalue().startswith(pdf)
    assert not answer(out.getvalue())
    assert not answer(pdf + b"\n")
    assert not answer(pdf[:-1])


def test_a_row_alone_vouches_for_nothing(pdf, copy):
    """Whoever writes into the database cannot make another file authentic."""
    forged = sign(papers.make_pdf("otra cosa"), other_credentials())
    plain = papers.make_pdf("otra cosa más")
    for file in (forged, plain):
        known = Paper.objects.get(copy=copy, kind="FIRMADO")
        known.sha256 = verifying.hashlib.sha256(file).hexdigest()
        known.save(update_fields=["sha256"])
        assert not answer(file)


def other_credentials():
    issued = papers.issued(by="Otra autoridad")
    return type(papers.credentials())(issued.certificate, issued.key, (issued.root,))


def test_what_was_never_signed_is_altered(signed):
    for file in (b"x", b"%PDF-1.7", papers.make_pdf("nunca firmado")):
        assert not answer(file)


def test_a_key_says_that_a_copy_was_signed_and_asks_for_its_file(copy, signed, pdf):
    client = Client(headers={"accept-language": "es"})
    known, unknown = (reverse("verify:key", args=[key]) for key in (copy.key, "K7QM-3F2X-9ABC"))

    page = client.get(known).content.decode()

    assert "La clave es auténtica" in page
    assert "versión 1 de 1" in page
    assert AUTHENTIC not in page
    assert signed.code not in page
    assert "Alterado" in client.get(unknown).content.decode()
    assert answer(pdf, known)
    assert not answer(pdf, unknown)
    original = giving.bytes_of(signed.papers.get(kind="FIRMADO", copy=None), signed.expert)
    assert not answer(original, known)


def test_a_copy_that_was_never_signed_has_no_key_to_show(signed):
    copy = giving.make_copy(signed)

    page = Client().get(reverse("verify:key", args=[copy.key])).content.decode()

    assert verifying.of_key(copy.key) == verifying.ALTERED
    assert "Version" not in page


@pytest.mark.parametrize("key", ["x" * 500, "á", "..", "%00", "'"])
def test_nonsense_is_no_key(key, db):
    assert verifying.of_key(key) == verifying.ALTERED


def test_without_a_file_it_asks_for_one(db):
    assert Client().post(PAGE).status_code == 422
    assert send(b"").status_code == 422
    with override("es"):
        assert Client().get(PAGE).status_code == 200


def test_what_is_too_large_is_read_to_its_end_and_not_kept(settings, db, monkeypatch):
    large = b"%PDF" + bytes(30_000_001)

    page = send(large)

    assert page.status_code in {200, 422}
    assert AUTHENTIC not in page.content.decode()


def test_nothing_a_stranger_sends_touches_a_disk(pdf, settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "arriving"

    assert answer(pdf)

    assert not (tmp_path / "arriving").exists()


def test_whoever_asks_too_often_waits(pdf):
    client = Client(REMOTE_ADDR="10.1.2.3")

    statuses = {send(b"%PDF", client=client).status_code for _ in range(31)}

    assert statuses == {200, 429}
    assert client.get(PAGE).status_code == 200


class Untouched:
    """A body that nobody may read."""

    touched = 0

    def read(self, *_size):
        Untouched.touched += 1
        raise OSError("the line is gone")

    readline = read


def unread(client, url=PAGE):
    """Send something large that comes to nothing."""
    Untouched.touched = 0
    kind = "multipart/form-data; boundary=x"
    body = {"wsgi.input": Untouched(), "CONTENT_LENGTH": "30000000", "CONTENT_TYPE": kind}
    return client.post(url, **body).status_code


@pytest.mark.parametrize("url", [PAGE, reverse("verify:key", args=["K7QM-3F2X-9ABC"])])
def test_after_too_many_questions_nothing_that_is_sent_is_read(url, db):
    client = Client(REMOTE_ADDR="10.1.2.4", enforce_csrf_checks=True)
    client.get(PAGE)  # with its token the check of forms reads what is sent
    statuses = [unread(client, url) for _ in range(30)]
    assert 429 not in statuses
    assert Untouched.touched

    assert unread(client, url) == 429
    assert not Untouched.touched


def test_a_question_counts_though_its_body_never_comes(pdf):
    client = Client(REMOTE_ADDR="10.1.2.5", enforce_csrf_checks=True)
    for _ in range(30):
        unread(client)

    assert send(pdf, client=client).status_code == 429


def test_the_form_is_checked_as_every_form_is(pdf):
    client = Client(REMOTE_ADDR="10.1.2.6", enforce_csrf_checks=True)

    assert send(pdf, client=client).status_code == 403


def test_a_page_that_is_not_meant_for_it_takes_nothing_from_a_stranger(db, tmp_path, settings):
    settings.UPLOADS_DIR = tmp_path / "arriving"

    answer = send(b"canary", reverse("expertise:for_you"))

    assert answer.status_code in {302, 403}
