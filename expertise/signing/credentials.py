"""What a person signs with: a certificate and its key, opened for one signature and forgotten."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from expertise.signing import work

LARGEST = 200_000  # bytes of a PKCS#12 file; a chain of certificates fits ten times
RSA_BITS = 2048
MOST_WORK = 10_000_000  # rounds of hashing; a strict file asks for a million


class Unusable(Exception):
    """Nobody can sign with this."""


class NotOpened(Unusable):
    """The passphrase is not the one it was closed with, or it is no PKCS#12 file at all."""


class TooMuchWork(Unusable):
    """Opening it would keep the house busy for long."""


class NoKey(Unusable):
    """There is no certificate in it, or no key, or one of a kind that nobody should use."""


class NotForSigning(Unusable):
    """The certificate was issued for something else."""


class Expired(Unusable):
    """Its time is over."""


class NotYet(Unusable):
    """Its time has not begun."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An opened certificate with its key; it prints nothing of either."""

    certificate: x509.Certificate
    key: Any = field(repr=False)
    chain: Sequence[x509.Certificate] = field(default=(), repr=False)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate in hexadecimal."""
        return self.certificate.fingerprint(SHA256()).hex()


def opened(file: bytes, passphrase: str, at: dt.datetime) -> Credentials:
    """Open a PKCS#12 file and see whether one may sign with it now.

    :raises NotOpened, TooMuchWork, NoKey, NotForSigning, Expired, NotYet: see each.
    """
    if not file or len(file) > LARGEST:
        raise NotOpened
    _check_work(file)
    try:
        found = pkcs12.load_key_and_certificates(file, passphrase.encode())
    except (ValueError, TypeError):
        raise NotOpened from None  # what the library says may quote what was typed
    key, certificate, chain = found
    if certificate is None or not _is_strong(key):
        raise NoKey
    if not _is_for_signing(certificate):
        raise NotForSigning
    if at < certificate.not_valid_before_utc:
        raise NotYet
    if at > certificate.not_valid_after_utc:
        raise Expired
    return Credentials(certificate, key, tuple(chain))


def _check_work(file: bytes) -> None:
    """Refuse a file that asks for too much, before anything of it is derived."""
    try:
        rounds = work.asked(file)
    except (ValueError, TypeError):
        raise NotOpened from None
    if rounds > MOST_WORK:
        raise TooMuchWork


def _is_strong(key: Any) -> bool:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.key_size >= RSA_BITS
    return isinstance(key, ec.EllipticCurvePrivateKey)


def _is_for_signing(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
