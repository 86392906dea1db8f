"""Papers, and how they are made."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "expertise.job": _("Printing of a report"),
    "expertise.paper": _("Paper of a report"),
}
FIELDS = {
    "cancel_asked_at": _("cancellation asked for"),
    "paper.file": _("the file of a report"),
}
