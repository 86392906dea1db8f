"""What the tests of documents stand on."""

import uuid

from cases.actions.documents import DocumentFacts, Sent, upload_document
from cases.enums.documents import DocumentKind, Shelf
from cases.models import Document
from tests.factories import NOON
from tests.files import samples
from tests.traces import do

TITLE = "Canaria de la carpeta"
NAME = "canaria-denuncia-2026.pdf"
WORDS = "CANARIO-HOJA"


def facts(visibility=Shelf.CLINICAL, *, kind=DocumentKind.DENUNCIA, title=TITLE):
    return DocumentFacts(kind=kind, visibility=visibility, title=title)


def paper(data=None, name=NAME):
    return Sent(name, samples.pdf(words=WORDS) if data is None else data)


def keep(case, by, *, said=None, sent=None, at=NOON, uid=None):
    """Upload a document, and return it as it lies."""
    made = do(
        upload_document,
        by,
        case=case,
        facts=said or facts(),
        sent=sent or paper(),
        document_id=uid or uuid.uuid4(),
        at=at,
    )
    return Document.objects.select_related("case").get(pk=made.pk)
