"""Instruments and what they set off."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.applied": _("Instrument applied"),
    "cases.applieddraft": _("Instrument being answered"),
    "cases.externalresult": _("Result of an instrument of elsewhere"),
    "cases.instrumentcut": _("Cut-off of an instrument"),
    "cases.instrumenttext": _("Official words of an instrument"),
    "cases.safetyalert": _("Safety alert"),
}
FIELDS = {
    "applied.answers": pgettext_lazy("field", "answers to an instrument"),
    "applied.result": pgettext_lazy("field", "result of an instrument"),
    "applied.annulled_why": pgettext_lazy("field", "why a result does not count"),
    "applied_draft.content": pgettext_lazy("field", "answers not yet saved"),
    "external_result.facts": pgettext_lazy("field", "result of elsewhere"),
    "safety.record": pgettext_lazy("field", "safety record"),
    "safety.closing_words": pgettext_lazy("field", "words of who signed second"),
    "instrument": pgettext_lazy("field", "instrument"),
    "version": pgettext_lazy("field", "version"),
    "mode": pgettext_lazy("field", "how it was answered"),
    "applied_on": pgettext_lazy("field", "day it was applied"),
    "annulled_at": pgettext_lazy("field", "no longer counts"),
    "next_contact_at": pgettext_lazy("field", "next contact"),
    "closed_by": pgettext_lazy("field", "second signature"),
}
