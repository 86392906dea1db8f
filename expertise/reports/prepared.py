"""What is prepared for a testimony: privileged, and opened for who defends the report alone."""

from dataclasses import asdict, dataclass, field
from typing import Any

from expertise.models import Testimony

QUESTIONS = 40  # as many as anybody prepares


@dataclass(frozen=True, slots=True)
class Likely:
    """A question that will probably be asked, and what there is to say."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What nobody but who defends the report may read."""

    notes: str = ""
    questions: tuple[Likely, ...] = field(default=())
    travel: str = ""
    security: str = ""

    def said(self) -> dict[str, Any]:
        """Return it as it is sealed: rows nobody wrote anything into are left out."""
        rows = [asdict(each) for each in self.questions if each.question.strip()]
        return {**asdict(self), "questions": rows[:QUESTIONS]}


def preparation_of(row: Testimony) -> Preparation:
    """Open what was prepared for a day in court."""
    if not row.preparation:
        return Preparation()
    said = dict(row.preparation.reveal())
    rows = tuple(Likely(**each) for each in said.pop("questions", []))
    return Preparation(questions=rows, **said)
