"""Signed files, copies, what was released and downloaded."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.copy": _("Copy of an expert report"),
    "expertise.paper": _("File of an expert report"),
    "expertise.release": _("Expert report released to the legal area"),
    "expertise.ticket": _("Download of an expert report"),
}
FIELDS = {
    "audience": pgettext_lazy("field", "for whom the copy is"),
    "form": pgettext_lazy("field", "form of the copy"),
    "copy.recipient": pgettext_lazy("field", "recipient of the copy"),
    "copy.reason": pgettext_lazy("field", "what the copy is for"),
    "copy.masks": pgettext_lazy("field", "names masked on the copy"),
    "copy.receipt": pgettext_lazy("field", "receipt of the copy"),
    "commission.protected": pgettext_lazy("field", "protected names"),
    "paper.file": pgettext_lazy("field", "file of the report"),
    "release.file": pgettext_lazy("field", "released file"),
    "release.title": pgettext_lazy("field", "title of the released report"),
    "ticket.words": pgettext_lazy("field", "what the download is for"),
    "used_at": pgettext_lazy("field", "use"),
}
