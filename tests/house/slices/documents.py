"""Documents: their addresses, one of each kind of paper, and what is sealed of them."""

import uuid

from accompaniment.staff.acting import acting
from cases.actions.documents import DocumentFacts, Sent, upload_document, withdraw_document
from cases.enums.documents import DocumentKind, Shelf
from tests import factories
from tests.factories import NOON
from tests.files import samples

CASE = {
    "cases:documents": ("view 200", "405"),
    "cases:document_add": ("write|assign|legal 200", "write|assign|legal 422"),
}
NOTE = {  # the paper lies with the notes: who does not read there does not learn of it
    "cases:document": ("read 200", "405"),
    "cases:document_bring_back": ("write 200", "write 422"),
    "cases:document_file": ("read 200", "405"),
    "cases:document_look": ("read 200", "405"),
    "cases:document_version_add": ("write 200", "write 422"),
    "cases:document_withdraw": ("write 200", "write 422"),
}
OPEN_TEXT = {
    "cases.Document.code",  # drawn by lot
    "cases.DocumentVersion.object",  # likewise
    "cases.DocumentVersion.fingerprint",  # keyed
    "cases.DocumentVersion.removed",  # codes of ours
}


def furnish(world):
    """Put a paper with the notes, one with the contact data and one on the legal shelf."""
    by = world.people["responsible"]
    kept = {}
    with acting(by, "test"):
        for shelf in Shelf.values:
            secret = f"{factories.SECRET_TEXT} {shelf}"
            kept[shelf] = upload_document(
                case=world.case,
                facts=DocumentFacts(DocumentKind.OTRO, shelf, _title(shelf)),
                sent=Sent("hoja.txt", secret.encode()),
                by=by,
                at=NOON,
            )
    clinical = {"uid": kept[Shelf.CLINICAL].pk}
    return {name: {**clinical, "number": 1} for name in NOTE}


def _title(shelf):
    return {Shelf.CLINICAL: factories.SECRET_TEXT, Shelf.IDENTITY: factories.SECRET_NAME}.get(
        shelf, "only-legal-3c9f"
    )


def live(day):
    """Keep a paper whose words, name and title are canaries, and withdraw another."""
    words = day.canary("document.title")  # in the file as well: its bytes are looked for too
    for sent in (words.encode(), samples.pdf(words=words)):
        made = upload_document(
            case=day.case,
            facts=DocumentFacts(DocumentKind.INFORME, Shelf.CLINICAL, words),
            sent=Sent(day.canary("document.name") + ".txt", sent),
            document_id=uuid.uuid4(),
            by=day.worker,
            at=day.at,
        )
    why = day.canary("document.withdrawn_because")
    withdraw_document(document=made, reason=why, by=day.worker, at=day.at)
