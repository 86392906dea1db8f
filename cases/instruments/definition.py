"""What an instrument is, once its file has been read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages; prints in the one that is active."""

    es: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.es


NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice of a response scale."""

    value: int
    label: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One question; its label is ours, never the official wording."""

    number: int
    label: Words
    scale: str
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the score with its word; both ends belong to it."""

    code: str
    low: int
    high: int
    label: Words


@dataclass(frozen=True, slots=True)
class Cut:
    """A point from which (or down to which) something is said; an organisation may set its own."""

    code: str
    at: int
    side: Literal["from", "to"]
    label: Words
    source: str

    def reached(self, total: float) -> bool:
        """Tell whether a score is on the side that is spoken about."""
        return total >= self.at if self.side == "from" else total <= self.at


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers become a score: how many may be missing, and what it is multiplied by."""

    method: Literal["sum", "mean", "none"]
    missing: int = 0
    times: int = 1
    reverse: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Subscale:
    """Some of the items, summed on their own."""

    code: str
    label: Words
    better: Literal["lower", "higher"]
    items: tuple[int, ...]
    reverse: frozenset[int]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of items of which some must reach a value."""

    code: str
    label: Words
    items: tuple[int, ...]
    need: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern: in every cluster enough items reach the least value."""

    least: int
    label: Words
    met: Words
    unmet: Words
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Yes to any of the first is positive; yes to the last is acute."""

    positive: tuple[int, ...]
    acute: int
    outcomes: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Change:
    """From which difference on two results tell a change that is more than chance."""

    amount: float
    source: str


@dataclass(frozen=True, slots=True)
class Ages:
    """For which ages it was made, and what to do for the others."""

    youngest: int
    oldest: int | None
    otherwise: Words


@dataclass(frozen=True, slots=True)
class Definition:
    """One instrument in one version."""

    code: str
    version: str
    name: Words
    about: Words
    window: Words
    better: Literal["lower", "higher"]
    ages: Ages
    scales: Mapping[str, tuple[Answer, ...]]
    items: tuple[Item, ...]
    scoring: Scoring
    bands: tuple[Band, ...]
    cuts: tuple[Cut, ...]
    source: str
    licence: str
    credit: Words
    subscales: tuple[Subscale, ...] = ()
    change: Change | None = None
    rule: Rule | None = None
    screen: Screen | None = None
    protocol: str = ""  # followed when a safety item is above zero
    safety: tuple[int, ...] = ()
    prompts: tuple[int, ...] = ()  # worth a question, without the protocol
    unattended: str = ""  # the code of the one to use when nobody is with the person
    needs_consent: bool = True
    own: bool = False  # a tool of the organisation: its labels are its words
    note: Words = NO_WORDS
    ends: Words = NO_WORDS

    @property
    def scored(self) -> tuple[Item, ...]:
        """Return the items that count."""
        return tuple(item for item in self.items if item.scored)

    def values(self, item: Item) -> range:
        """Return the values an item may have."""
        answers = self.scales[item.scale]
        return range(answers[0].value, answers[-1].value + 1)

    @property
    def lowest(self) -> int:
        """Return the lowest score there is."""
        return self._end(0)

    @property
    def highest(self) -> int:
        """Return the highest score there is."""
        return self._end(-1)

    def _end(self, place: int) -> int:
        ends = [self.scales[item.scale][place].value for item in self.scored]
        if self.scoring.method == "mean":
            return ends[0]
        return sum(ends) * self.scoring.times
