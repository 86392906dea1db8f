"""The certificate of development: a demonstration signs with it, and nobody takes it for more."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from expertise.actions.signing import Means
from expertise.signing.authority import ensure_development

PASSPHRASE = "cauce-demo-firma"  # noqa: S105  # printed in docs/demo.md: it guards nothing


class OnlyInDemonstrations(RuntimeError):
    """Real reports are signed with a certificate that an authority vouches for."""


def ensure_certificate(at: dt.datetime) -> bool:
    """Make the organisation of a demonstration a certificate, unless it has one.

    :raises OnlyInDemonstrations: where people are real.
    """
    if not settings.DEMO:
        raise OnlyInDemonstrations
    return ensure_development(
        Path(settings.SIGNING_CERTIFICATE),
        Path(settings.SIGNING_ROOTS),
        PASSPHRASE,
        organisation=settings.ORGANISATION,
        at=at,
    )


def means(at: dt.datetime) -> Means:
    """Return what somebody of a demonstration signs with."""
    ensure_certificate(at)
    return Means(passphrase=PASSPHRASE)
