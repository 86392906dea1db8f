"""The pages of documents."""

from django.urls import reverse

from cases.models import Document


def papers(me):
    """Return the room, its forms, and one document with everything on its page.

    The page where a document is looked at runs no script, not even the one that looks for faults:
    ``test_upload`` takes its policy away first.
    """
    rows = Document.objects.visible_to(me).filter(withdrawn_at=None).select_related("case")
    several = rows.filter(versions__number=2).order_by("-added_at").first()
    found = []
    for each in filter(None, (several or rows.first(),)):
        code, uid = each.case.code, each.pk
        found += [reverse(f"cases:{name}", args=[code]) for name in ("documents", "document_add")]
        names = ("document", "document_version_add", "document_withdraw")
        found += [reverse(f"cases:{name}", args=[code, uid]) for name in names]
    gone = Document.objects.visible_to(me).exclude(withdrawn_at=None).first()
    if gone:
        found += [
            reverse(f"cases:{name}", args=[gone.case.code, gone.pk])
            for name in ("document", "document_bring_back")
        ]
    return found


TOURS = {"ofelia": papers}
