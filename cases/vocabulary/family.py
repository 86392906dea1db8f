"""Families."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.safetyinterview": _("Safety interview"),
    "cases.stay": _("Time in a household"),
    "cases.familysheet": _("What a family shares"),
    "cases.familyagreement": _("Agreement of a family"),
    "cases.sessionperson": _("Presence at a session"),
    "cases.childknows": _("What a child was told"),
    "cases.custody": _("Who decides for a child"),
}
FIELDS = {
    "safety_interview.answers": pgettext_lazy("field", "what a member said alone"),
    "stay.facts": pgettext_lazy("field", "household and dates"),
    "family_sheet.sections": pgettext_lazy("field", "what the family shares"),
    "family_agreement.words": pgettext_lazy("field", "what the family agreed on"),
    "child_knows.facts": pgettext_lazy("field", "what the child was told"),
    "custody.facts": pgettext_lazy("field", "who decides and what says so"),
    "whereabouts": pgettext_lazy("field", "how someone is spoken of"),
    "safe_to_share": pgettext_lazy("field", "whether it is safe to share"),
    "came": pgettext_lazy("field", "whether she or he came"),
    "withdrawn_at": pgettext_lazy("field", "taken off the record"),
    "holder": pgettext_lazy("field", "who decides"),
    "holder_is_aggressor": pgettext_lazy("field", "whether who decides has harmed"),
    "held_on": pgettext_lazy("field", "day it was held"),
    "from_person": pgettext_lazy("field", "first person of the bond"),
    "to_person": pgettext_lazy("field", "second person of the bond"),
    "event": pgettext_lazy("field", "what happened"),
    "event_when": pgettext_lazy("field", "when it happened"),
    "roles": pgettext_lazy("field", "roles"),
    "care": pgettext_lazy("field", "care"),
    "economy": pgettext_lazy("field", "money and work"),
    "rules": pgettext_lazy("field", "rules of the family"),
}
