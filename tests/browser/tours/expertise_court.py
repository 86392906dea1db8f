"""The pages of a report in court, and of the files of an expert file."""

from django.urls import reverse

from expertise.models import Aftermath, Attachment, Testimony
from expertise.steps import COURT_STEPS


def in_court(me):
    """Return the room, its forms, a testimony with everything on its page, and the files."""
    heard = Testimony.objects.permitted(me, "write").select_related("commission")
    found = []
    if row := heard.exclude(held_at=None).first():
        found.append(reverse("expertise:court", args=[row.commission.code]))
        found.append(reverse("expertise:testimony", args=[row.commission.code, row.pk]))
    if row := heard.filter(held_at=None).first():
        code = row.commission.code
        names = ("court", "judgment_edit", "aftermath_add", "document_add", "testimony_add")
        found += [reverse(f"expertise:{name}", args=[code]) for name in names]
        found.append(reverse("expertise:court_step", args=[code, COURT_STEPS[0]]))
        names = ("", "_edit", "_prepare", "_defer", "_cancel", "_held")
        found += [reverse(f"expertise:testimony{name}", args=[code, row.pk]) for name in names]
    asked = Aftermath.objects.permitted(me, "write").select_related("commission").first()
    if asked:
        args = [asked.commission.code, asked.pk]
        found.append(reverse("expertise:aftermath_answer", args=args))
    kept = Attachment.objects.permitted(me, "write").select_related("commission").first()
    if kept:
        code = kept.commission.code
        found += [
            reverse(f"expertise:{name}", args=[code]) for name in ("attachments", "attachment_add")
        ]
        found.append(reverse("expertise:attachment_withdraw", args=[code, kept.pk]))
    return list(dict.fromkeys(found))


TOURS = {"aurora": in_court}
