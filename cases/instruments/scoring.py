"""From answers to a score; always here, never in the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from cases.instruments.definition import Band, Cut, Definition, Subscale

Answers = Mapping[int, int]  # value by number of item; what was not answered is not there
Cuts = Mapping[str, tuple[int, str]]  # an organisation's own, by code: the point and its source


class AnswerWrong(ValueError):
    """An answer to a question that is not there, or a value its scale does not have."""


@dataclass(frozen=True, slots=True)
class Part:
    """The score of a sub-scale; nothing when an answer is missing."""

    total: int | None
    band: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A cut-off that the score reached, with the point and the source that counted that day."""

    code: str
    at: int
    source: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of some answers. It says how much distress, and never what someone has."""

    total: float | None = None
    band: str = ""
    missing: int = 0
    prorated: bool = False
    parts: Mapping[str, Part] = field(default_factory=dict)
    pattern: bool | None = None  # of the clusters; nothing when an answer is missing
    outcome: str = ""  # of a screen: negative, positive, pending, acute
    reached: Sequence[Reached] = ()
    alarms: Sequence[int] = ()  # safety items above zero
    prompts: Sequence[int] = ()  # items worth a question
    silent: Sequence[int] = ()  # safety items left without an answer: no answer is not a no

    def stored(self) -> dict[str, Any]:
        """Return the result as it is sealed."""
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Read a result as it was sealed."""
        facts = {name: said[name] for name in cls.__dataclass_fields__ if name in said}
        facts["parts"] = {code: Part(**part) for code, part in said.get("parts", {}).items()}
        facts["reached"] = [Reached(**each) for each in said.get("reached", ())]
        return cls(**facts)


def score(it: Definition, answers: Answers, cuts: Cuts | None = None) -> Result:
    """Score answers.

    :raises AnswerWrong: if an answer is not one the instrument knows.
    """
    check(it, answers)
    total, missing, prorated = _total(it, answers)
    return Result(
        total=total,
        band=_band(it.bands, total),
        missing=missing,
        prorated=prorated,
        parts={each.code: _part(it, each, answers) for each in it.subscales},
        pattern=_pattern(it, answers),
        outcome=_outcome(it, answers),
        reached=_reached(it, total, cuts or {}),
        alarms=[number for number in it.safety if answers.get(number, 0) > 0],
        prompts=[number for number in it.prompts if answers.get(number, 0) > 0],
        silent=_silent(it, answers),
    )


def check(it: Definition, answers: Answers) -> None:
    """Refuse answers the instrument does not know."""
    items = {item.number: item for item in it.items}
    for number, value in answers.items():
        if number not in items:
            raise AnswerWrong(f"{it.code} has no item {number}")
        if value not in it.values(items[number]):
            raise AnswerWrong(f"{it.code} item {number} cannot be {value}")


def own_cuts(it: Definition, cuts: Cuts) -> list[Cut]:
    """Return the cut-offs that count here: the organisation's where it has set one."""
    found = []
    for cut in it.cuts:
        at, source = cuts.get(cut.code, (cut.at, cut.source))
        found.append(Cut(cut.code, at, cut.side, cut.label, source))
    return found


def _turned(it: Definition, number: int, value: int, reverse: frozenset[int]) -> int:
    """Return a value as it counts: the other way round for reverse items."""
    values = it.values(it.items[number - 1])
    return values[0] + values[-1] - value if number in reverse else value


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _total(it: Definition, answers: Answers) -> tuple[float | None, int, bool]:
    """Return the score, how many answers are missing, and whether others stand in for them.

    Up to as many as the definition allows are replaced by the mean of the rest, and the sum is
    rounded; beyond that there is no score.
    """
    numbers = [item.number for item in it.scored]
    given = [
        _turned(it, number, answers[number], it.scoring.reverse)
        for number in numbers
        if number in answers
    ]
    missing = len(numbers) - len(given)
    if it.scoring.method == "none" or missing > it.scoring.missing or not given:
        return None, missing, False
    if it.scoring.method == "mean":
        return _half_up(sum(given) * 10, len(given)) / 10, missing, bool(missing)
    whole = sum(given) if not missing else _half_up(sum(given) * len(numbers), len(given))
    return whole * it.scoring.times, missing, bool(missing)


def _band(bands: Sequence[Band], total: float | None) -> str:
    if total is None:
        return ""
    return next((band.code for band in bands if band.low <= total <= band.high), "")


def _part(it: Definition, scale: Subscale, answers: Answers) -> Part:
    if any(number not in answers for number in scale.items):
        return Part(None)
    total = sum(_turned(it, number, answers[number], scale.reverse) for number in scale.items)
    return Part(total, _band(scale.bands, total))


def _pattern(it: Definition, answers: Answers) -> bool | None:
    rule = it.rule
    if rule is None or any(item.number not in answers for item in it.scored):
        return None
    return all(
        sum(answers[number] >= rule.least for number in cluster.items) >= cluster.need
        for cluster in rule.clusters
    )


def _outcome(it: Definition, answers: Answers) -> str:
    """Return what a screen says; nothing while it cannot be known."""
    screen = it.screen
    if screen is None:
        return ""
    if answers.get(screen.acute):
        return "acute"
    if any(answers.get(number) for number in screen.positive):
        return "positive" if screen.acute in answers else "pending"
    return "negative" if all(number in answers for number in screen.positive) else ""


def _reached(it: Definition, total: float | None, cuts: Cuts) -> list[Reached]:
    if total is None:
        return []
    return [
        Reached(cut.code, cut.at, cut.source) for cut in own_cuts(it, cuts) if cut.reached(total)
    ]


def _silent(it: Definition, answers: Answers) -> list[int]:
    """Return the safety items nobody answered; the acute question only follows a yes."""
    asked = set(it.safety)
    if it.screen and not any(answers.get(number) for number in it.screen.positive):
        asked.discard(it.screen.acute)
    return [number for number in it.safety if number in asked and number not in answers]


@dataclass(frozen=True, slots=True)
class Moved:
    """How two results differ: by how much, whether for the better, and beyond chance."""

    by: float
    better: bool
    reliable: bool | None  # nothing where no amount is known


def moved(it: Definition, first: float, last: float) -> Moved:
    """Compare a first and a last score."""
    by = round(last - first, 1)
    better = by < 0 if it.better == "lower" else by > 0
    return Moved(by, better, abs(by) >= it.change.amount if it.change else None)
