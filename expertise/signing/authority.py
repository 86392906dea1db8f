"""A small authority of our own, for development, demonstration and tests.

What it issues proves nothing to a court. It exists so that the whole way from a draft to a verified
report can be walked on one machine; its key is thrown away once the one certificate is issued.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from expertise.signing.signature import pem_of, roots_of

DEVELOPMENT = "Autoridad de desarrollo (sin valor legal)"
YEARS = 3
BEFORE = dt.timedelta(days=5 * 365)  # the demonstration tells of years gone by
USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A root certificate and its key."""

    certificate: x509.Certificate
    key: Any


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate, its key, and the way up to its root."""

    certificate: x509.Certificate
    key: Any
    root: x509.Certificate

    def bundle(self, passphrase: str) -> bytes:
        """Return it as a PKCS#12 file, closed with a passphrase."""
        closed = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(
            b"firma", self.key, self.certificate, [self.root], closed
        )


def found_authority(name: str, since: dt.datetime, until: dt.datetime) -> Authority:
    """Found an authority that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    constraints = x509.BasicConstraints(ca=True, path_length=0)
    built = _builder(name, name, key, since, until).add_extension(constraints, critical=True)
    return Authority(_with_usage(built, "key_cert_sign", "crl_sign").sign(key, SHA256()), key)


def issue(
    authority: Authority, name: str, since: dt.datetime, until: dt.datetime, *usages: str
) -> Issued:
    """Issue a certificate, for signing documents unless told otherwise."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    constraints = x509.BasicConstraints(ca=False, path_length=None)
    built = _builder(name, str(issuer), key, since, until).add_extension(constraints, critical=True)
    built = _with_usage(built, *(usages or ("digital_signature", "content_commitment")))
    certificate = built.sign(authority.key, SHA256())
    return Issued(certificate, key, authority.certificate)


def _builder(
    name: str, issuer: str, key: Any, since: dt.datetime, until: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _with_usage(built: x509.CertificateBuilder, *usages: str) -> x509.CertificateBuilder:
    said = {usage: usage in usages for usage in USAGES}
    return built.add_extension(x509.KeyUsage(**said), critical=True)


def ensure_development(
    certificate: Path, roots: Path, passphrase: str, *, organisation: str, at: dt.datetime
) -> bool:
    """Make the certificate of development unless there is one; tell whether one was made.

    The root is added to those already trusted: what was signed before stays authentic.
    """
    if certificate.exists():
        return False
    until = at + dt.timedelta(days=365 * YEARS)
    authority = found_authority(DEVELOPMENT, at - BEFORE, until)
    issued = issue(authority, f"{organisation} · desarrollo", at - BEFORE, until)
    known = roots_of(roots.read_bytes()) if roots.exists() else []
    _write(roots, pem_of([*known, authority.certificate]))
    _write(certificate, issued.bundle(passphrase))
    return True


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, for the service alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
