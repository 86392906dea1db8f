"""Whether a file is one that this house issued, whole: all that the public page ever says.

The file is known first by its SHA-256, so that nothing a stranger sends is ever parsed; then its
signature is asked as well, so that a wrong row in the database vouches for nothing either.
"""

import hashlib
import re
from dataclasses import dataclass

from django.db.models import Max

from expertise.enums.paper import Authenticity, PaperKind
from expertise.models import Copy, Paper, Version
from expertise.reports.roots import trusted
from expertise.signing import signature

KEY = re.compile(r"[0-9A-Z-]{1,16}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Authentic, and which version of how many; or altered, and nothing else."""

    answer: Authenticity
    version: int = 0
    of: int = 0

    @property
    def authentic(self) -> bool:
        """Tell whether it is."""
        return self.answer == Authenticity.AUTENTICO


ALTERED = Verdict(Authenticity.ALTERADO)


def of_file(pdf: bytes, key: str = "") -> Verdict:
    """Say whether a file is one that was issued; with a key, whether it is that very copy."""
    papers = Paper.objects.filter(kind=PaperKind.FIRMADO, sha256=hashlib.sha256(pdf).hexdigest())
    if key:
        papers = papers.filter(copy__key=key) if is_key(key) else papers.none()
    paper = papers.select_related("version").first()
    if paper is None or paper.signed_at is None:
        return ALTERED
    found = signature.authentic(pdf, trusted(), paper.signed_at)
    if not found.authentic or found.certificate != paper.certificate:
        return ALTERED
    return _issued(paper.version)


def is_key(text: str) -> bool:
    """Tell whether a text could be the key of a copy."""
    return KEY.fullmatch(text) is not None


def of_key(key: str) -> Verdict:
    """Say whether a copy with this key was ever signed; only its file says whether it is whole."""
    if not is_key(key):
        return ALTERED
    copies = Copy.objects.filter(key=key, papers__kind=PaperKind.FIRMADO)
    copy = copies.select_related("version").first()
    return _issued(copy.version) if copy else ALTERED


def _issued(version: Version) -> Verdict:
    rows = Version.objects.filter(commission_id=version.commission_id)
    last = rows.aggregate(last=Max("number"))["last"]
    return Verdict(Authenticity.AUTENTICO, version.number, last)
