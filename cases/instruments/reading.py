"""Read a definition from its file, and say which field is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from cases.instruments.definition import (
    LANGUAGES,
    NO_WORDS,
    Ages,
    Answer,
    Band,
    Change,
    Cluster,
    Cut,
    Definition,
    Item,
    Rule,
    Scoring,
    Screen,
    Subscale,
    Words,
)

Side = Literal["lower", "higher"]
KNOWN = frozenset(
    {
        "about", "ages", "bands", "better", "change", "code", "credit", "cuts", "ends", "items",
        "licence", "name", "needs_consent", "note", "own", "prompts", "rule", "safety", "scales",
        "scoring", "screen", "source", "subscales", "unattended", "version", "window",
    }
)  # fmt: skip
PROTOCOLS = frozenset({"alerta_riesgo_suicida"})
OUTCOMES = frozenset({"negative", "positive", "pending", "acute"})


class DefinitionWrong(ValueError):
    """A file does not say what an instrument is; the message names the field."""


class Field:
    """One value of the file and the way to it."""

    def __init__(self, value: Any, way: str = "") -> None:
        self.value, self.way = value, way

    def wrong(self, why: str) -> DefinitionWrong:
        """Return the refusal that names this field."""
        return DefinitionWrong(f"{self.way or 'file'}: {why}")

    def get(self, name: str, *, missing: Any = ...) -> "Field":
        """Go to a field of this object."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        way = f"{self.way}.{name}" if self.way else name
        if name not in self.value and missing is ...:
            raise DefinitionWrong(f"{way}: is missing")
        return Field(self.value.get(name, missing), way)

    def each(self) -> list["Field"]:
        """Return the members of this list."""
        if not isinstance(self.value, list):
            raise self.wrong("must be a list")
        return [Field(value, f"{self.way}[{place}]") for place, value in enumerate(self.value)]

    def named(self) -> list[tuple[str, "Field"]]:
        """Return the members of this object."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        return [(name, self.get(name)) for name in self.value]

    def text(self) -> str:
        """Return words."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("must be words")
        return self.value

    def whole(self) -> int:
        """Return a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong("must be a whole number")
        return self.value

    def amount(self) -> float:
        """Return a number above zero."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.wrong("must be a number")
        if self.value <= 0:
            raise self.wrong("must be above zero")
        return float(self.value)

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("must be true or false")
        return self.value

    def one_of(self, known: Sequence[str] | frozenset[str]) -> str:
        """Return one of the words that are known."""
        if self.value not in known:
            raise self.wrong(f"must be one of {', '.join(sorted(known))}")
        return str(self.value)

    def words(self) -> Words:
        """Return a sentence in both languages."""
        return Words(**{language: self.get(language).text() for language in LANGUAGES})

    def numbers(self, known: frozenset[int]) -> tuple[int, ...]:
        """Return numbers of items, each once."""
        found = tuple(each.whole() for each in self.each())
        if strange := sorted(set(found) - known):
            raise self.wrong(f"there is no item {strange[0]}")
        if len(set(found)) < len(found):
            raise self.wrong("names an item twice")
        return found


def read_definition(data: Any) -> Definition:
    """Return the instrument a file defines.

    :raises DefinitionWrong: naming the first field that is wrong.
    """
    file = Field(data)
    if strange := sorted({name for name, _field in file.named()} - KNOWN):
        raise DefinitionWrong(f"{strange[0]}: is not a field of a definition")
    scales = {name: _scale(each) for name, each in file.get("scales").named()}
    items = _items(file.get("items"), scales)
    known = frozenset(item.number for item in items)
    safety = file.get("safety", missing=None)
    definition = Definition(
        code=file.get("code").text(),
        version=file.get("version").text(),
        **{n: file.get(n).words() for n in ("name", "about", "window", "credit")},
        better=cast("Side", file.get("better").one_of(("lower", "higher"))),
        ages=_ages(file.get("ages")),
        scales=scales,
        items=items,
        scoring=_scoring(file.get("scoring"), known),
        bands=_bands(file.get("bands")),
        cuts=tuple(_cut(each) for each in file.get("cuts").each()),
        source=file.get("source").text(),
        licence=file.get("licence").text(),
        subscales=_subscales(file.get("subscales", missing=[]), known),
        change=_change(file.get("change", missing=None)),
        rule=_rule(file.get("rule", missing=None), known),
        screen=_screen(file.get("screen", missing=None), known),
        protocol=safety.get("protocol").one_of(PROTOCOLS) if safety.value else "",
        safety=safety.get("items").numbers(known) if safety.value else (),
        prompts=file.get("prompts", missing=[]).numbers(known),
        unattended=file.get("unattended", missing="").value,
        needs_consent=file.get("needs_consent", missing=True).flag(),
        own=file.get("own", missing=False).flag(),
        note=_or_none(file.get("note", missing=None)),
        ends=_or_none(file.get("ends", missing=None)),
    )
    _check(definition, file)
    return definition


def _or_none(field: Field) -> Words:
    return field.words() if field.value else NO_WORDS


def _scale(field: Field) -> tuple[Answer, ...]:
    answers = tuple(
        Answer(each.get("value").whole(), each.get("label").words()) for each in field.each()
    )
    values = [answer.value for answer in answers]
    if len(values) < 2 or values != list(range(values[0], values[0] + len(values))):  # noqa: PLR2004
        raise field.wrong("needs at least two values, one after the other")
    return answers


def _items(field: Field, scales: Mapping[str, Any]) -> tuple[Item, ...]:
    usual = next(iter(scales), "")
    items = tuple(
        Item(
            number=each.get("number").whole(),
            label=each.get("label").words(),
            scale=each.get("scale", missing=usual).one_of(frozenset(scales)),
            scored=each.get("scored", missing=True).flag(),
        )
        for each in field.each()
    )
    if [item.number for item in items] != list(range(1, len(items) + 1)) or not items:
        raise field.wrong("must be numbered 1, 2, 3 …")
    return items


def _ages(field: Field) -> Ages:
    oldest = field.get("to", missing=None)
    return Ages(
        youngest=field.get("from").whole(),
        oldest=None if oldest.value is None else oldest.whole(),
        otherwise=field.get("otherwise").words(),
    )


def _scoring(field: Field, known: frozenset[int]) -> Scoring:
    missing = field.get("missing").whole()
    if not 0 <= missing < len(known):
        raise field.get("missing").wrong("must be fewer than the items")
    return Scoring(
        method=cast("Any", field.get("method").one_of(("sum", "mean", "none"))),
        missing=missing,
        times=field.get("times", missing=1).whole(),
        reverse=frozenset(field.get("reverse", missing=[]).numbers(known)),
    )


def _bands(field: Field) -> tuple[Band, ...]:
    bands: list[Band] = []
    for each in field.each():
        low, high = each.get("from").whole(), each.get("to").whole()
        if low > high:
            raise each.wrong("ends before it begins")
        if bands and low != bands[-1].high + 1:
            raise each.get("from").wrong(f"must be {bands[-1].high + 1}")
        bands.append(Band(each.get("code").text(), low, high, each.get("label").words()))
    return tuple(bands)


def _cut(field: Field) -> Cut:
    return Cut(
        code=field.get("code").text(),
        at=field.get("at").whole(),
        side=cast("Any", field.get("side").one_of(("from", "to"))),
        label=field.get("label").words(),
        source=field.get("source").text(),
    )


def _subscales(field: Field, known: frozenset[int]) -> tuple[Subscale, ...]:
    found = []
    for each in field.each():
        items = each.get("items").numbers(known)
        reverse = each.get("reverse", missing=[]).numbers(frozenset(items))
        found.append(
            Subscale(
                code=each.get("code").text(),
                label=each.get("label").words(),
                better=cast("Side", each.get("better").one_of(("lower", "higher"))),
                items=items,
                reverse=frozenset(reverse),
                bands=_bands(each.get("bands")),
            )
        )
    return tuple(found)


def _change(field: Field) -> Change | None:
    if field.value is None:
        return None
    return Change(field.get("amount").amount(), field.get("source").text())


def _rule(field: Field, known: frozenset[int]) -> Rule | None:
    if field.value is None:
        return None
    clusters = []
    for each in field.get("clusters").each():
        items = each.get("items").numbers(known)
        need = each.get("need").whole()
        if not 1 <= need <= len(items):
            raise each.get("need").wrong("must be between 1 and its items")
        cluster = Cluster(each.get("code").text(), each.get("label").words(), items, need)
        clusters.append(cluster)
    words = {name: field.get(name).words() for name in ("label", "met", "unmet")}
    return Rule(least=field.get("least").whole(), clusters=tuple(clusters), **words)


def _screen(field: Field, known: frozenset[int]) -> Screen | None:
    if field.value is None:
        return None
    outcomes = {name: each.words() for name, each in field.get("outcomes").named()}
    if set(outcomes) != OUTCOMES:
        raise field.get("outcomes").wrong(f"must hold {', '.join(sorted(OUTCOMES))}")
    acute = field.get("acute")
    if acute.whole() not in known:
        raise acute.wrong(f"there is no item {acute.value}")
    return Screen(field.get("positive").numbers(known), acute.whole(), outcomes)


def _check(it: Definition, file: Field) -> None:
    """Refuse what no field says alone: bands cover the score, cut-offs lie within it."""
    if it.bands and (it.bands[0].low, it.bands[-1].high) != (it.lowest, it.highest):
        raise file.get("bands").wrong(f"must reach from {it.lowest} to {it.highest}")
    for place, cut in enumerate(it.cuts):
        if not it.lowest <= cut.at <= it.highest:
            raise file.get("cuts").each()[place].get("at").wrong("lies outside the score")
    for place, scale in enumerate(it.subscales):
        items = [item for item in it.items if item.number in scale.items]
        ends = [sum(it.scales[item.scale][n].value for item in items) for n in (0, -1)]
        if [scale.bands[0].low, scale.bands[-1].high] != ends:
            field = file.get("subscales").each()[place].get("bands")
            raise field.wrong(f"must reach from {ends[0]} to {ends[1]}")
    if it.scoring.method == "none" and not (it.subscales or it.screen):
        raise file.get("scoring").get("method").wrong("needs sub-scales or a screen")
