"""A report in court, and the files of the expert file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.aftermath": _("What happened to a report"),
    "expertise.attachment": _("File of an expertise"),
    "expertise.judgment": _("Judgment about a report"),
    "expertise.testimony": _("Testimony of the expert"),
}
FIELDS = {
    "aftermath.answer": _("what was answered about a report"),
    "aftermath.words": _("what was asked about a report"),
    "answered_with": pgettext_lazy("field", "document that answers"),
    "attachment.file": pgettext_lazy("field", "file"),
    "attachment.title": _("title of a file"),
    "extends": pgettext_lazy("field", "signed document it belongs to"),
    "given_on": pgettext_lazy("field", "day of the judgment"),
    "incident": pgettext_lazy("field", "what happened"),
    "is_quoted": pgettext_lazy("field", "whether the judgment quotes the report"),
    "judgment.quote": _("passage of a judgment"),
    "judgment.words": _("words about a judgment"),
    "sense": pgettext_lazy("field", "sense of the judgment"),
    "testimony.court": _("court and summons"),
    "testimony.outcome": _("how a testimony went"),
    "testimony.preparation": _("preparation of a testimony"),
    "was_cross_examined": pgettext_lazy("field", "whether the other side asked"),
    "weight": pgettext_lazy("field", "weight of the report"),
}
