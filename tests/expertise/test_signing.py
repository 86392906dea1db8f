"""Signatures: made with what somebody may sign with, whole to the last byte, marked by copy."""

import datetime as dt
import logging
from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper

from expertise.signing import authority, marks
from expertise.signing.credentials import (
    Expired,
    NotForSigning,
    NotOpened,
    NotYet,
    opened,
)
from expertise.signing.signature import (
    CannotBeSigned,
    Finding,
    NoStamp,
    authentic,
    roots_of,
    sign,
    stamper,
)
from tests.expertise import papers
from tests.factories import NOON

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def signed():
    return sign(papers.make_pdf(), papers.credentials())


def examined(pdf, roots=None):
    return authentic(pdf, papers.roots() if roots is None else roots, NOON)


# --- what one signs with ------------------------------------------------------------------


def test_a_certificate_opens_with_its_passphrase_and_prints_nothing():
    found = opened(papers.bundle(), papers.PASSPHRASE, NOON)

    assert found.fingerprint == papers.credentials().fingerprint
    assert "canary" not in repr(found)
    assert "key" not in repr(found).replace("public_key", "")


@pytest.mark.parametrize("file", [b"", b"no certificate", b"\x30" * 300_000])
def test_what_is_no_certificate_does_not_open(file):
    with pytest.raises(NotOpened):
        opened(file, papers.PASSPHRASE, NOON)


def test_a_wrong_passphrase_says_nothing_of_what_was_typed(caplog):
    caplog.set_level(logging.DEBUG)

    with pytest.raises(NotOpened) as refused:
        opened(papers.bundle(), "canary-typed-77", NOON)

    assert refused.value.args == ()
    assert refused.value.__cause__ is None
    assert "canary-typed-77" not in caplog.text


def test_a_certificate_counts_from_its_first_to_its_last_moment():
    file = papers.bundle(since=NOON - DAY, until=NOON + DAY)

    for moment in (NOON - DAY, NOON + DAY):
        opened(file, papers.PASSPHRASE, moment)
    with pytest.raises(NotYet):
        opened(file, papers.PASSPHRASE, NOON - 2 * DAY)
    with pytest.raises(Expired):
        opened(file, papers.PASSPHRASE, NOON + 2 * DAY)


def test_a_certificate_for_something_else_does_not_sign():
    with pytest.raises(NotForSigning):
        opened(papers.bundle("key_agreement"), papers.PASSPHRASE, NOON)


# --- what a signature says -----------------------------------------------------------------


def test_a_signed_file_is_whole_certified_and_trusted(signed):
    found = examined(signed)

    assert found == Finding(
        intact=True,
        whole=True,
        certified=True,
        trusted=True,
        certificate=papers.credentials().fingerprint,
    )
    assert found.authentic


def flipped(pdf, place):
    return pdf[:place] + bytes([pdf[place] ^ 0x01]) + pdf[place + 1 :]


def test_every_flipped_byte_is_noticed(signed):
    begin = signed.index(b"/Contents <") + len("/Contents <")
    end = signed.index(b">", begin)
    covered = [*range(9, begin, 40), *range(end, len(signed), 40)]
    filled = [end - 1, end - 2, begin + (end - begin) * 9 // 10]
    assert not any(signed[end - 200 : end].strip(b"0"))

    for place in (*covered, *filled):
        assert not examined(flipped(signed, place)).authentic, place


def test_an_appended_byte_or_revision_is_noticed(signed):
    assert not examined(signed + b"\n").authentic
    assert not examined(signed + b"%% canary").authentic


def test_a_title_changed_by_an_incremental_update_is_noticed(signed):
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    title = generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Otro")})
    writer.set_info(writer.add_object(title))
    out = BytesIO()
    writer.write(out)

    found = examined(out.getvalue())

    assert found.intact  # what a careless validator would stop at
    assert not found.whole
    assert not found.authentic


def test_a_second_signature_is_noticed(signed):
    with pytest.raises(CannotBeSigned):  # the first one permits nothing after it
        sign(signed, papers.credentials())


def test_another_authority_is_not_trusted(signed):
    other = papers.make_authority("Otra autoridad")

    assert not examined(signed, [other.certificate]).authentic
    assert not examined(signed, []).authentic


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7\n", b"x" * 5000, papers.make_pdf()])
def test_what_is_not_signed_is_not_authentic(file):
    assert examined(file) == Finding()


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7\nnothing", b"<html>"])
def test_what_is_no_report_is_not_signed(file):
    with pytest.raises(CannotBeSigned):
        sign(file, papers.credentials())


def test_validation_says_nothing_in_the_logs(signed, caplog):
    caplog.set_level(logging.WARNING)

    examined(signed, [papers.make_authority("Otra autoridad").certificate])

    assert papers.NAME not in caplog.text


# --- time stamps -----------------------------------------------------------------------------


def test_a_time_stamp_stands_in_the_signature():
    pdf = sign(papers.make_pdf(), papers.credentials(), make_stamper(papers.make_authority()))

    found = examined(pdf)

    assert (found.stamped, found.stamp_trusted, found.authentic) == (True, True, True)


def test_a_time_stamp_of_a_stranger_does_not_count():
    other = papers.make_authority("Otra autoridad")

    found = examined(sign(papers.make_pdf(), papers.credentials(), make_stamper(other)))

    assert (found.stamped, found.stamp_trusted, found.authentic) == (True, False, False)


def test_without_its_authority_there_is_no_stamp_and_no_signature():
    assert stamper("") is None
    with pytest.raises(NoStamp):
        sign(papers.make_pdf(), papers.credentials(), stamper("http://127.0.0.1:9/"))


def make_stamper(by):
    issued = stamping_certificate(by)
    return DummyTimeStamper(
        translate_pyca_cryptography_cert_to_asn1(issued.certificate),
        translate_pyca_cryptography_key_to_asn1(issued.key),
        fixed_dt=NOON,
    )


def stamping_certificate(by):
    """The stamper of the library signs with RSA only."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    key = rsa.generate_private_key(65537, 2048)
    issuer = by.certificate.subject
    built = authority._with_usage(
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sellos")]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - DAY)
        .not_valid_after(NOON + DAY),
        "digital_signature",
    ).add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return authority.Issued(built.sign(by.key, SHA256()), key, by.certificate)


# --- marks -------------------------------------------------------------------------------------


def test_a_mark_stands_on_every_page_and_on_none_of_the_drawing():
    mark, plain = "0123456789abcdef" * 4, papers.make_pdf(pages=3)

    pdf = marks.marked(plain, mark)

    assert marks.marks_of(plain) == []
    assert marks.marks_of(pdf) == [mark[: marks.NEEDED]]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 3
        assert document.docinfo["/Title"] == "Dictamen"


def test_a_mark_outlives_the_signature_the_metadata_and_a_page_alone():
    mark = "fe" * 32
    pdf = sign(marks.marked(papers.make_pdf(pages=3), mark), papers.credentials())
    torn = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        alone = pikepdf.new()
        alone.pages.append(document.pages[1])
        alone.save(torn)

    assert marks.marks_of(pdf) == [mark[: marks.NEEDED]]
    assert marks.marks_of(torn.getvalue()) == [mark[: marks.NEEDED]]


def test_a_mark_is_long_enough():
    with pytest.raises(marks.NoMark):
        marks.marked(papers.make_pdf(), "abc")


# --- the authority of development ---------------------------------------------------------------


def test_the_authority_of_development_is_made_once_and_trusts_what_came_before(tmp_path):
    certificate, roots = tmp_path / "firma" / "org.p12", tmp_path / "firma" / "roots.pem"
    facts = {"passphrase": "pp", "organisation": "Cauce", "at": NOON}

    assert authority.ensure_development(certificate, roots, **facts)
    assert not authority.ensure_development(certificate, roots, **facts)

    first = sign(papers.make_pdf(), opened(certificate.read_bytes(), "pp", NOON))
    assert {path.stat().st_mode & 0o777 for path in (certificate, roots)} == {0o600}
    assert sorted(path.name for path in certificate.parent.iterdir()) == ["org.p12", "roots.pem"]
    certificate.unlink()
    authority.ensure_development(certificate, roots, **facts)
    second = sign(papers.make_pdf(), opened(certificate.read_bytes(), "pp", NOON))
    trusted = roots_of(roots.read_bytes())
    assert len(trusted) == 2
    assert authentic(first, trusted, NOON).authentic
    assert authentic(second, trusted, NOON).authentic
