"""A file that would take minutes to open is refused before anything is derived."""

import time

import pytest
from asn1crypto import cms, core
from asn1crypto import pkcs12 as asn1
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    PrivateFormat,
    pkcs12,
)
from django.test import Client
from django.urls import reverse

from expertise.actions.signing_refusals import CertificateTooSlow
from expertise.signing import credentials, work
from expertise.signing.credentials import MOST_WORK, NotOpened, TooMuchWork, opened
from tests.expertise import giving, papers
from tests.expertise.giving import Means, house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON

HUGE = 2_000_000_000  # half an hour and more
SECONDS = 2  # far less than deriving would take


def bundle(closing):
    key, certificate = papers.issued().key, papers.issued().certificate
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, closing)


def built(rounds, algorithm):
    way = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(rounds)
    way = way.key_cert_algorithm(algorithm).hmac_hash(SHA256())
    return bundle(way.build(papers.PASSPHRASE.encode()))


def with_seal(rounds):
    """Return a file whose seal asks for so many rounds."""
    file = asn1.Pfx.load(built(2048, pkcs12.PBES.PBESv2SHA256AndAES256CBC))
    file["mac_data"]["iterations"] = rounds
    return file.dump(force=True)


def with_part(rounds, number, algorithm):
    """Return a file of which one part asks for so many rounds."""
    file = asn1.Pfx.load(built(2048, algorithm))
    safe = asn1.AuthenticatedSafe.load(file["auth_safe"]["content"].native)
    part = safe[number]
    if part["content_type"].native == "encrypted_data":
        info = part["content"]["encrypted_content_info"]
        _ask(info["content_encryption_algorithm"], rounds)
    else:
        bags = asn1.SafeContents.load(part["content"].native)
        _ask(bags[0]["bag_value"]["encryption_algorithm"], rounds)
        part["content"] = core.OctetString(bags.dump(force=True))
    file["auth_safe"]["content"] = core.OctetString(safe.dump(force=True))
    return file.dump(force=True)


def _ask(algorithm, rounds):
    if algorithm["algorithm"].native == "pbes2":
        derive = algorithm["parameters"]["key_derivation_func"]
        derive["parameters"]["iteration_count"] = rounds
    else:
        algorithm["parameters"]["iterations"] = rounds


ALGORITHMS = (
    pkcs12.PBES.PBESv2SHA256AndAES256CBC,
    pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC,
)
SLOW = {
    "seal": lambda: with_seal(HUGE),
    **{
        f"part {number} {algorithm.name}": lambda n=number, a=algorithm: with_part(HUGE, n, a)
        for number in (0, 1)
        for algorithm in ALGORITHMS
    },
    "chunks": lambda: chunked(with_part(HUGE, 0, ALGORITHMS[0])),
}


def chunked(file):
    """Return the same file, its content in chunks of unknown length, as BER allows."""
    pfx = asn1.Pfx.load(file)
    content = pfx["auth_safe"]["content"].native
    half = len(content) // 2
    pieces = b"".join(core.OctetString(each).dump() for each in (content[:half], content[half:]))
    data = b"\x24\x80" + pieces + b"\0\0"
    kind = cms.ContentType("data").dump()
    safe = b"\x30\x80" + kind + b"\xa0\x80" + data + b"\0\0" + b"\0\0"
    rest = pfx["version"].dump() + safe + pfx["mac_data"].dump()
    return b"\x30\x80" + rest + b"\0\0"


@pytest.mark.parametrize("kind", SLOW)
def test_what_would_take_minutes_is_refused_at_once(kind):
    file = SLOW[kind]()
    began = time.perf_counter()

    with pytest.raises(TooMuchWork):
        opened(file, papers.PASSPHRASE, NOON)

    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_usual_and_strict_files_open(algorithm):
    for rounds in (2048, 200_000):
        file = built(rounds, algorithm)
        assert 2 * rounds <= work.asked(file) <= 3 * rounds + 10_000
        assert opened(file, papers.PASSPHRASE, NOON).certificate


@pytest.mark.parametrize(
    "salt",
    [
        b"\x30\x06\x30\x05abcd",  # a row of pieces, one of which is cut off
        b"\x24\x06\x04\x09abcd",  # chunks, the only one cut off
        b"\x02\x01\x09\x30\x03ab",  # a number, and a row cut off
    ],
)
def test_bytes_that_begin_like_more_of_the_file_are_no_fault(salt):
    file = asn1.Pfx.load(built(2048, ALGORITHMS[0]))
    usual = work.asked(file.dump(force=True))
    file["mac_data"]["mac_salt"] = salt

    assert work.asked(file.dump(force=True)) == usual


def test_rounds_are_counted_as_far_as_the_file_can_be_read():
    whole = with_part(HUGE, 0, ALGORITHMS[0])
    file = asn1.Pfx.load(whole)
    content = file["auth_safe"]["content"].native
    file["auth_safe"]["content"] = core.OctetString(content + b"\x30\x7fcut")

    assert work.asked(file.dump(force=True)) > HUGE


def test_every_file_of_the_authority_of_development_opens():
    assert work.asked(papers.bundle()) < MOST_WORK
    best = bundle(BestAvailableEncryption(papers.PASSPHRASE.encode()))
    assert opened(best, papers.PASSPHRASE, NOON).certificate


def test_many_parts_are_counted_together():
    third = MOST_WORK // 2
    file = asn1.Pfx.load(with_part(third, 0, ALGORITHMS[0]))
    file["mac_data"]["iterations"] = third + 1

    with pytest.raises(TooMuchWork):
        opened(file.dump(force=True), papers.PASSPHRASE, NOON)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x03\x02\x01",
        b"\x30\x80" * 400 + b"\0\0" * 400,
        b"\x24\x80" * 400 + b"\0\0" * 400,
        b"\x30\x82\xff\xff" + b"a" * 100,
        b"\x30\x82\x20\x00" + b"\x05\x00" * 4096,
        bytes(range(256)),
    ],
)
def test_what_is_no_such_file_does_not_open(file):
    with pytest.raises(NotOpened):
        opened(file, papers.PASSPHRASE, NOON)


@pytest.mark.usefixtures("house_signs", "printed_at_once")
def test_page_says_what_to_do_and_nothing_of_the_passphrase(case, worker, coordinator, caplog):
    commission = giving.approved(worker, case, coordinator)
    giving.prepared(commission)
    slow = Means(passphrase=papers.PASSPHRASE, file=with_seal(HUGE), own=True)

    with pytest.raises(CertificateTooSlow) as refused:
        giving.sign(commission, slow)

    assert papers.PASSPHRASE not in str(refused.value) + caplog.text
    client = Client()
    client.force_login(commission.expert)
    assert client.get(reverse("expertise:signing", args=[commission.code])).status_code == 200
    assert credentials.MOST_WORK == MOST_WORK
