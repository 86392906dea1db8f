"""Conferences and supervision."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.conference": _("Case conference"),
    "cases.supervision": _("Supervision"),
}
FIELDS = {
    "conference.present": pgettext_lazy("field", "who was at the conference"),
    "conference.words": pgettext_lazy("field", "words of the conference"),
    "supervision.said": pgettext_lazy("field", "words of supervision"),
    "held_on": pgettext_lazy("field", "day it was held"),
    "name": pgettext_lazy("field", "name"),
    "calendar": pgettext_lazy("field", "secret address of the calendar"),
}
