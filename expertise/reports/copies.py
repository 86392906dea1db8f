"""Copies: what a printing of a version says for whom, and how a leaked file tells whose it was."""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from expertise.enums.paper import Audience, CopyForm, PaperKind
from expertise.frozen import Edition, Frozen
from expertise.models import Copy, Paper, Version
from expertise.reports.file import words as said
from expertise.reports.masking import Mask, masked

PRINTED = 16  # digits of the mark that are printed, too small and too pale to be seen
FICTITIOUS = "DATOS FICTICIOS"
FOR = {  # how a copy names whom it is for
    Audience.JUZGADO: "para el juzgado o la autoridad",
    Audience.JURIDICO: "para el área jurídica",
    Audience.ORGANIZACION: "para otra organización",
    Audience.PERSONA: "para la persona evaluada",
}


def masks_of(copy: Copy) -> list[Mask]:
    """Return what stands masked on a copy, for who may read."""
    return copy.masks.reveal() if copy.masks else []


def edition_of(version: Version, copy: Copy | None = None) -> tuple[Frozen, Edition]:
    """Return what is printed of a version, masked where it is a copy, and what a printing adds.

    The digest is the one of the version, common to all copies: whoever holds two can see that both
    were made of the same report.
    """
    content: Frozen = version.content.reveal()
    copies = version.copies.filter(withdrawn_at=None)
    edition: Edition = {
        "mark": FICTITIOUS if settings.DEMO else "",
        "copy_line": line(copy) if copy else "Original, en resguardo de la organización",
        "key": copy.key if copy else "",
        "url": url(copy) if copy else "",
        "copies": register(copies.filter(number__lte=copy.number) if copy else []),
        "digest": version.digest,
        "trace": mark(copy, version)[:PRINTED],
    }
    return (masked(content, masks_of(copy)) if copy else content), edition


def line(copy: Copy) -> str:
    """Say which copy it is and whom it is for, as every page does."""
    recipient = said(copy.recipient)
    parts = (f"Copia n.º {copy.number}", FOR[Audience(copy.audience)], recipient)
    return ", ".join(part for part in parts if part)


def url(copy: Copy) -> str:
    """Return the address in the QR code of a copy."""
    return settings.SITE_URL.rstrip("/") + reverse("verify:key", args=[copy.key])


def register(copies: Iterable[Copy]) -> list[list[str]]:
    """Return number, audience and form of copies: one copy does not name who received another."""
    with translation.override("es"):
        return [
            [str(c.number), str(Audience(c.audience).label), str(CopyForm(c.form).label)]
            for c in sorted(copies, key=lambda each: each.number)
        ]


def mark(copy: Copy | None, version: Version) -> str:
    """Return the invisible mark of a copy, or of the original: only our key tells whose it is."""
    whose = f"copy|{copy.pk}" if copy else f"original|{version.pk}"
    key = settings.VAULT_INDEX_KEY.encode()
    return hmac.digest(key, f"paper|{whose}".encode(), hashlib.sha256).hex()


def signed_paper(version: Version, copy: Copy | None = None) -> Paper | None:
    """Return the signed file of a version or of one of its copies."""
    papers = Paper.objects.filter(version=version, copy=copy, kind=PaperKind.FIRMADO)
    return papers.filter(destroyed_at=None).first()


def signed_version(commission_id: UUID) -> Version | None:
    """Return the version that was signed."""
    rows = Version.objects.filter(commission_id=commission_id, papers__kind=PaperKind.FIRMADO)
    return rows.order_by("-number").first()
