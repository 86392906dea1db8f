"""Secrets of authenticator apps and recovery codes, sealed under a key of their own."""

import base64
import os
from typing import Any
from uuid import UUID

from allauth.core import context
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = b"\x01"
NONCE = 12


def seal(text: str, owner: UUID) -> str:
    """Seal a secret for one person: nobody else's row can hold it."""
    nonce = os.urandom(NONCE)
    sealed = _cipher().encrypt(nonce, text.encode(), _label(owner))
    return base64.b64encode(FORMAT + nonce + sealed).decode()


def unseal(text: str, owner: UUID) -> str:
    """Open a secret of this person.

    :raises cryptography.exceptions.InvalidTag: if it was sealed for somebody else, or altered.
    """
    blob = base64.b64decode(text)
    nonce, sealed = blob[1 : 1 + NONCE], blob[1 + NONCE :]
    return _cipher().decrypt(nonce, sealed, _label(owner)).decode()


def owner_now() -> UUID:
    """Return whose secret this request is about: who signs in, or who has signed in."""
    request: Any = context.request
    stage = getattr(request, "_login_stage", None)
    return (stage.login.user if stage else request.user).pk


def _label(owner: UUID) -> bytes:
    return f"v1|mfa|{owner}".encode()


def _cipher() -> AESGCM:
    return AESGCM(base64.b64decode(settings.MFA_KEY))
