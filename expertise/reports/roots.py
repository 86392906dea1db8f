"""The authorities whose certificates this house trusts: a file beside the settings."""

from pathlib import Path

from cryptography import x509
from django.conf import settings

from expertise.signing.signature import roots_of


def trusted() -> list[x509.Certificate]:
    """Read them anew: whoever adds one need not start anything again."""
    place = Path(settings.SIGNING_ROOTS)
    return roots_of(place.read_bytes()) if place.is_file() else []


def organisation_signs() -> bool:
    """Tell whether the organisation has a certificate of its own."""
    return Path(settings.SIGNING_CERTIFICATE).is_file()
