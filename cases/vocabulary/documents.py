"""Documents and their versions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.document": _("Document"),
    "cases.documentversion": _("Version of a document"),
}
FIELDS = {
    "document.file": pgettext_lazy("field", "file"),
    "document.name": pgettext_lazy("field", "name of the file"),
    "document.title": pgettext_lazy("field", "title of the document"),
    "document.withdrawn_because": pgettext_lazy("field", "why it was withdrawn"),
    "scan": pgettext_lazy("field", "virus scan"),
    "withdrawn_at": pgettext_lazy("field", "withdrawal of the document"),
}
