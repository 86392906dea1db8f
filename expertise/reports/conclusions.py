"""Conclusions and what they rest on."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from expertise.models import Commission
from expertise.reports.file import QuestionPosed, questions
from expertise.reports.matrix import Gap, Matrix, matrix


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A question, whether it is answered, and which links the answer rests on."""

    question: QuestionPosed
    rests_on: tuple[str, ...]  # keys of links that stand
    words: int  # of the answer
    gap: Gap | None

    @property
    def is_done(self) -> bool:
        """Tell whether it is answered and rests on something."""
        return bool(self.question.answer) and self.gap is None


def unsupported(commission: Commission) -> list[Gap]:
    """Say which conclusions rest on no causal link, or on one that was withdrawn."""
    found = conclusions(matrix(commission), questions(commission))
    return [each.gap for each in found if each.gap]


def conclusions(table: Matrix, posed: Collection[QuestionPosed]) -> list[Conclusion]:
    """Return every question with what its answer rests on."""
    keys = {str(link.pk): link.key for link in table.links}
    return [_conclusion(question, keys) for question in posed]


def _conclusion(question: QuestionPosed, keys: dict[str, str]) -> Conclusion:
    chosen = set(question.rests_on)
    known = tuple(key for pk, key in keys.items() if pk in chosen)
    gap = None
    if question.answer and not chosen:
        gap = Gap(question.key, "unlinked", _("This conclusion rests on no causal link"))
    elif question.answer and not chosen <= set(keys):
        words = _("This conclusion rests on a causal link that was withdrawn")
        gap = Gap(question.key, "withdrawn", words)
    return Conclusion(question, known, len(question.answer.split()), gap)
