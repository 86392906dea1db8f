"""Small reports, versions and jobs, for tests of printing."""

from expertise.actions.rendering import ask_for_paper
from expertise.enums.paper import PaperKind
from expertise.frozen import digest
from expertise.models import Version
from expertise.reports.golden import golden
from tests.factories import NOON
from tests.traces import do

SAID = "canary-report-52ab"


def make_content(*blocks, title="Un informe", key="proemio"):
    """Return the smallest report: a cover and one section."""
    content, _ = golden()
    section = {"number": 1, "key": key, "title": "Proemio", "blocks": list(blocks)}
    return {
        "schema": 1,
        "cover": {**content["cover"], "title": title},
        "sections": [{**section, "empty_because": ""}],
    }


def make_edition(**facts):
    return {"mark": "", "copy_line": "", "key": "", "url": "", "copies": [], **facts}


def prose(text=SAID):
    return {"type": "prose", "text": text}


def freeze(commission, by, *, content, at=NOON):
    """Freeze this content, whatever the file holds."""
    version = Version(
        commission=commission,
        number=commission.versions.count() + 1,
        content=content,
        digest=digest(content),
        frozen_at=at,
        frozen_by=by,
    )
    version.save(force_insert=True)
    return version


def make_version(commission, *blocks, content=None, at=NOON):
    content = content or make_content(*(blocks or (prose(),)))
    return do(freeze, commission.expert, commission=commission, content=content, at=at)


def make_job(commission, *blocks, version=None, by=None, kind=PaperKind.BORRADOR, at=NOON):
    version = version or make_version(commission, *blocks, at=at)
    by = by or commission.expert
    return do(ask_for_paper, by, version=version, kind=kind, at=at)
