"""The expert file: questions, sessions, sources, instruments, and what crosses into it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.question": _("Question for the expert"),
    "expertise.evaluationsession": _("Session of an evaluation"),
    "expertise.source": _("Source of an expert report"),
    "expertise.instrumentuse": _("Instrument of an evaluation"),
    "expertise.borrowing": _("Something asked of an accompaniment"),
    "expertise.loan": _("Something an expert asks for"),
    "expertise.credential": _("Title and licence"),
}
FIELDS = {
    "question.text": pgettext_lazy("field", "question to the expert"),
    "question.short": pgettext_lazy("field", "question in a few words"),
    "evaluation.conditions": pgettext_lazy("field", "conditions of the evaluation"),
    "evaluation.observation": pgettext_lazy("field", "mental state and observation"),
    "source.facts": pgettext_lazy("field", "what a source says"),
    "instrument_use.facts": pgettext_lazy("field", "scores and limits of an instrument"),
    "borrowing.asked_for": pgettext_lazy("field", "what is asked of an accompaniment"),
    "borrowing.delivered": pgettext_lazy("field", "what was handed over to an expert"),
    "borrowing.refused_because": pgettext_lazy("field", "why nothing was handed over"),
    "loan.asked_for": pgettext_lazy("field", "what an expert asks for"),
    "loan.told": pgettext_lazy("field", "what was answered to an expert"),
    "instrument": pgettext_lazy("field", "instrument"),
    "licence": pgettext_lazy("field", "professional licence"),
    "title": pgettext_lazy("field", "title"),
    "verified_on": pgettext_lazy("field", "when it was looked up"),
    "disclosure": pgettext_lazy("field", "disclosure"),
}
