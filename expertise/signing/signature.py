"""Sign a report (PAdES B-B, certifying: nothing may change after), and tell whether one is whole.

A later revision of a file leaves its signature intact, and a validator may still call the whole
valid: a title changed by an incremental update does. So a file counts as authentic only where one
signature covers every byte of it, and nothing but zeros fills the place left for that signature.
What the signature itself carries along can still be written otherwise without breaking it: whoever
asks whether a file is the one that was issued compares its SHA-256 as well.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from expertise.signing.credentials import Credentials

T = TypeVar("T")
FIELD = "Firma"
PATIENCE = 8  # seconds for an authority of time stamps
BROKEN = (  # what a file that is no report, or no longer one, may do to its reader
    PdfError,
    SignatureValidationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class NoStamp(Exception):
    """The authority of time stamps did not answer, or answered something else."""


class CannotBeSigned(Exception):
    """This is no file that could be signed."""


def stamper(url: str) -> TimeStamper | None:
    """Return who asks an authority for a time stamp (RFC 3161); nobody without an address."""
    return RequestsHTTPTimeStamper(url, timeout=PATIENCE) if url else None


def sign(pdf: bytes, credentials: Credentials, stamps: TimeStamper | None = None) -> bytes:
    """Return the file with one certifying signature that permits no change after it.

    :raises NoStamp: if a time stamp was asked for and did not come.
    :raises CannotBeSigned: if the file cannot be read.
    """
    facts = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    known = SimpleCertificateStore()
    known.register_multiple([_asn1(each) for each in credentials.chain])
    signer = SimpleSigner(
        signing_cert=_asn1(credentials.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(credentials.key),
        cert_registry=known,
    )
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signing = PdfSigner(facts, signer, timestamper=stamps)
        _apart(lambda: signing.sign_pdf(writer, output=out))
    except TimestampRequestError as silent:
        raise NoStamp from silent
    except (PdfError, SigningError) as broken:
        raise CannotBeSigned from broken
    return out.getvalue()


def _apart(work: Callable[[], T]) -> T:
    """Do something that opens an event loop of its own in a thread of its own, whoever calls."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one signature says of a file; only all of it together makes it authentic."""

    intact: bool = False  # not a byte it covers has changed
    whole: bool = False  # and it covers them all
    certified: bool = False  # it permits no change after it
    trusted: bool = False  # by one of our authorities, at that moment
    stamped: bool = False  # with a time stamp of one of them
    stamp_trusted: bool = True
    certificate: str = ""  # SHA-256 in hexadecimal

    @property
    def authentic(self) -> bool:
        """Tell whether it is the file that was signed, whole, by whom we know."""
        parts = (self.intact, self.whole, self.certified, self.trusted, self.stamp_trusted)
        return all(parts)


def authentic(pdf: bytes, roots: Iterable[x509.Certificate], at: dt.datetime) -> Finding:
    """Examine the signature of a file as of the moment it was signed.

    The comparison of revisions is left out: it takes a minute on a file so richly tagged, and a
    file with a second revision is refused whatever it says.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        signatures = reader.embedded_signatures
        if len(signatures) != 1:
            return Finding()
        (only,) = signatures
        trust = _trust(roots, at)
        status = _apart(lambda: validate_pdf_signature(only, trust, trust, skip_diff=True))
        return _finding(only, status, pdf)
    except BROKEN:
        return Finding()


def _trust(roots: Iterable[x509.Certificate], at: dt.datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[_asn1(root) for root in roots],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _finding(only: Any, status: PdfSignatureStatus, pdf: bytes) -> Finding:
    stamp = status.timestamp_validity
    permission = only.docmdp_level
    return Finding(
        intact=bool(status.intact and status.valid),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _is_filled_up(only, pdf),
        certified=permission == MDPPerm.NO_CHANGES,
        trusted=bool(status.trusted),
        stamped=stamp is not None,
        stamp_trusted=stamp is None or bool(stamp.intact and stamp.valid and stamp.trusted),
        certificate=only.signer_cert.sha256.hex(),
    )


def _is_filled_up(only: Any, pdf: bytes) -> bool:
    """Tell whether the place of the signature, which it cannot cover, holds it and zeros."""
    content: bytes = only.pkcs7_content
    begin, end = only.byte_range[1], only.byte_range[2]
    length = len(cms.ContentInfo.load(content).dump())
    return pdf[begin:end] == b"<%s>" % content.hex().upper().encode() and not any(content[length:])


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return translate_pyca_cryptography_cert_to_asn1(certificate)


def roots_of(pem: bytes) -> list[x509.Certificate]:
    """Read the certificates of the authorities we trust."""
    return x509.load_pem_x509_certificates(pem) if pem.strip() else []


def pem_of(certificates: Iterable[x509.Certificate]) -> bytes:
    """Write certificates down as text."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)
