"""Peer review."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.reviewround": _("Round of peer review"),
    "expertise.check": _("Item of a review checklist"),
    "expertise.remark": _("Observation of a reviewer"),
}
FIELDS = {
    "round.words": pgettext_lazy("field", "words at the end of the round"),
    "check.comment": pgettext_lazy("field", "comment on the checklist"),
    "remark.passage": pgettext_lazy("field", "passage observed"),
    "remark.words": pgettext_lazy("field", "text of the observation"),
    "remark.reply": pgettext_lazy("field", "reply to the observation"),
    "remark.insisted": pgettext_lazy("field", "why the observation was opened again"),
    # plain columns, as use cases name them
    "verdict": pgettext_lazy("field", "answer to the checklist"),
}
