"""Bonds, rooms and tasks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.bond": _("Bond between persons"),
    "cases.room": _("Room of the house"),
    "cases.task": _("Task or alert"),
}
FIELDS = {
    "bond.since": pgettext_lazy("field", "since when the bond is"),
    "bond.until": pgettext_lazy("field", "until when the bond was"),
    "bond.words": pgettext_lazy("field", "words about the bond"),
    "task.words": pgettext_lazy("field", "what there is to do"),
    "task.outcome": pgettext_lazy("field", "what came of it"),
    "assignee": pgettext_lazy("field", "whose task it is"),
    "due_on": pgettext_lazy("field", "day it is due"),
    "legal": pgettext_lazy("action", "read the legal road"),
    "members": pgettext_lazy("action", "see the members"),
}
