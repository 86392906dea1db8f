"""What is handed to the printer: a frozen version, and what one printing of it adds."""

from django.conf import settings

from expertise.enums.paper import PaperKind
from expertise.frozen import Edition, Frozen
from expertise.models import Job, Version
from expertise.reports.copies import FICTITIOUS, edition_of

DRAFT = "BORRADOR"
NO_VALIDITY = "Borrador sin firma y sin validez; no debe presentarse ante ninguna autoridad"


def to_print(job: Job) -> tuple[Frozen, Edition]:
    """Return what a job prints, for who may read the version."""
    if job.kind == PaperKind.BORRADOR:
        return job.version.content.reveal(), draft_of(job.version)
    return edition_of(job.version, job.copy)


def draft_of(version: Version) -> Edition:
    """Return what a draft says on every page: that it is one."""
    marks = [DRAFT, FICTITIOUS] if settings.DEMO else [DRAFT]
    return {
        "mark": "\n".join(marks),
        "copy_line": NO_VALIDITY,
        "key": "",
        "url": "",
        "copies": [],
        "digest": version.digest,
    }
