"""The causal-link matrix and its conclusions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.fact": _("Fact of an expertise"),
    "expertise.effect": _("Effect of an expertise"),
    "expertise.work": _("Work cited"),
    "expertise.causallink": _("Causal link"),
    "expertise.evidence": _("Evidence of a causal link"),
}
FIELDS = {
    "fact.told": pgettext_lazy("field", "what is told of the fact"),
    "effect.told": pgettext_lazy("field", "what is told of the effect"),
    "work.told": pgettext_lazy("field", "reference of the work"),
    "link.told": pgettext_lazy("field", "what connects fact and effect"),
    "evidence.locator": pgettext_lazy("field", "where the evidence stands"),
    "evidence.quote": pgettext_lazy("field", "words of the evidence"),
    "question.answer": pgettext_lazy("field", "answer to the question"),
    "question.rests_on": pgettext_lazy("field", "what the answer rests on"),
    "commission.matrix_justified": pgettext_lazy("field", "why the causal table is incomplete"),
    # plain columns, as use cases name them
    "d_confirmed_at": pgettext_lazy("field", "confirmation of “diagnostic of”"),
    "told": pgettext_lazy("field", "what is told of it"),
}
