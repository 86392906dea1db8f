"""The files of instruments: the shipped ones are sound, wrong ones say which field is wrong."""

import copy
import json

import pytest
from django.utils import translation

from cases.instruments import DATA, DefinitionWrong, read_definition, shipped
from cases.instruments.definition import Words
from cases.instruments.wording import WordingWrong, read_wording
from tests.house.test_vocabulary import ENGLISH, SPANISH

FILES = sorted(DATA.glob("*.json"))


def plain(code):
    return json.loads((DATA / f"{code.lower()}.json").read_text())


def words_in(value):
    """Yield every sentence of a file with its language."""
    if isinstance(value, dict) and set(value) == {"es", "en"}:
        yield Words(**value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from words_in(inner)


def test_what_is_shipped():
    assert list(shipped()) == [
        "TERMOMETRO",
        "WHO-5",
        "PHQ-9",
        "PHQ-8",
        "GAD-7",
        "PCL-5",
        "SRQ-20",
        "K6",
        "GDS-15",
        "ProQOL-5",
        "ASQ",
    ]
    assert {code: (it.lowest, it.highest) for code, it in shipped().items() if it.bands} == {
        "PHQ-9": (0, 27),
        "PHQ-8": (0, 24),
        "GAD-7": (0, 21),
        "K6": (0, 24),
        "GDS-15": (0, 15),
    }
    assert {code: it.safety for code, it in shipped().items() if it.safety} == {
        "PHQ-9": (9,),
        "SRQ-20": (17,),
        "ASQ": (1, 2, 3, 4, 5),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_words_are_those_of_the_field_and_say_no_diagnosis(path):
    sentences = list(words_in(json.loads(path.read_text())))

    assert sentences
    for each in sentences:
        assert not SPANISH.search(each.es), each
        assert not ENGLISH.search(each.en), each
        for word in ("depresi", "ansiedad", "trastorno", "depress", "anxiety", "disorder", "!"):
            assert word not in f"{each.es} {each.en}".lower(), each


def test_words_print_in_the_language_that_is_active():
    words = Words("calma", "calm")

    with translation.override("es-mx"):
        assert str(words) == "calma"
    with translation.override("en"):
        assert str(words) == "calm"


def spoilt(code, way, value):
    """Return a shipped file with one field changed; nothing takes it away."""
    data = copy.deepcopy(plain(code))
    *path, last = way
    inner = data
    for step in path:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return data


@pytest.mark.parametrize(
    ("code", "way", "value", "says"),
    [
        ("PHQ-9", ["licence"], None, "licence: is missing"),
        ("PHQ-9", ["licence"], " ", "licence: must be words"),
        ("PHQ-9", ["name", "es"], None, "name.es: is missing"),
        ("PHQ-9", ["colour"], "red", "colour: is not a field of a definition"),
        ("PHQ-9", ["better"], "up", "better: must be one of higher, lower"),
        ("PHQ-9", ["items", 2, "number"], 9, "items: must be numbered 1, 2, 3 …"),
        ("PHQ-9", ["items", 0, "scale"], "x", "items[0].scale: must be one of burden, frequency"),
        ("PHQ-9", ["items", 0, "scored"], "no", "items[0].scored: must be true or false"),
        (
            "PHQ-9",
            ["scales", "frequency", 1, "value"],
            3,
            "scales.frequency: needs at least two values, one after the other",
        ),
        ("PHQ-9", ["scales"], [], "scales: must be an object"),
        ("PHQ-9", ["items"], {}, "items: must be a list"),
        ("PHQ-9", ["bands", 1, "from"], 6, "bands[1].from: must be 5"),
        ("PHQ-9", ["bands", 0, "to"], -1, "bands[0]: ends before it begins"),
        ("PHQ-9", ["bands", 4, "to"], 26, "bands: must reach from 0 to 27"),
        ("PHQ-9", ["cuts", 0, "at"], 40, "cuts[0].at: lies outside the score"),
        ("PHQ-9", ["cuts", 0, "at"], "10", "cuts[0].at: must be a whole number"),
        ("PHQ-9", ["safety", "items"], [11], "safety.items: there is no item 11"),
        ("PHQ-9", ["safety", "items"], [9, 9], "safety.items: names an item twice"),
        (
            "PHQ-9",
            ["safety", "protocol"],
            "x",
            "safety.protocol: must be one of alerta_riesgo_suicida",
        ),
        ("PHQ-9", ["scoring", "missing"], 10, "scoring.missing: must be fewer than the items"),
        ("PHQ-9", ["scoring", "method"], "none", "bands"),
        ("PHQ-9", ["change", "amount"], 0, "change.amount: must be above zero"),
        ("PHQ-9", ["change", "amount"], "five", "change.amount: must be a number"),
        (
            "ProQOL-5",
            ["subscales", 1, "reverse"],
            [2],
            "subscales[1].reverse: there is no item 2",
        ),
        (
            "ProQOL-5",
            ["subscales", 0, "items"],
            [3],
            "subscales[0].bands: must reach from 1 to 5",
        ),
        (
            "PCL-5",
            ["rule", "clusters", 0, "need"],
            6,
            "rule.clusters[0].need: must be between 1 and its items",
        ),
        ("ASQ", ["screen", "acute"], 6, "screen.acute: there is no item 6"),
        (
            "ASQ",
            ["screen", "outcomes", "acute"],
            None,
            "screen.outcomes: must hold acute, negative, pending, positive",
        ),
        ("ASQ", ["screen"], None, "scoring.method: needs sub-scales or a screen"),
    ],
)
def test_a_wrong_file_says_which_field(code, way, value, says):
    if way == ["scoring", "method"]:
        data = spoilt(code, way, value)
        data["bands"] = []
        says = "scoring.method: needs sub-scales or a screen"
    else:
        data = spoilt(code, way, value)

    with pytest.raises(DefinitionWrong) as refused:
        read_definition(data)

    assert str(refused.value) == says


@pytest.mark.parametrize("data", [None, [], "PHQ-9", 9])
def test_what_is_no_object_is_no_definition(data):
    with pytest.raises(DefinitionWrong, match="file: must be an object"):
        read_definition(data)


# --- official wording ---------------------------------------------------------------------------


def wording(**changes):
    data = {
        "code": "WHO-5",
        "version": "1",
        "language": "es",
        "licence": "Licencia de prueba",
        "instructions": "Palabras de prueba.",
        "items": [{"number": n, "text": f"Frase de prueba {n}"} for n in range(1, 6)],
        "scales": {"time": [{"value": n, "text": f"Valor {n}"} for n in range(6)]},
    }
    return data | changes


def test_wording_that_fits_is_read():
    words = read_wording(wording(), shipped())

    assert (words.code, words.version, words.language) == ("WHO-5", "1", "es")
    assert words.items[5] == "Frase de prueba 5"
    assert words.stored()["scales"]["time"]["0"] == "Valor 0"


def test_wording_may_leave_scales_and_instructions_to_us():
    data = wording()
    del data["scales"], data["instructions"]

    words = read_wording(data, shipped())

    assert (words.instructions, dict(words.scales)) == ("", {})


ITEMS = wording()["items"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "BDI"}, ["code: must be one of " + ", ".join(shipped())]),
        ({"version": "2"}, ["version: this house has version 1"]),
        ({"language": "español"}, ["language: must be a language code, such as es"]),
        ({"licence": ""}, ["licence: write under which licence the words may be shown"]),
        ({"instructions": 3}, ["instructions: must be words"]),
        ({"extra": 1}, ["extra: is not a field of this file"]),
        ({"items": "x"}, ["items: must be a list of objects"]),
        ({"items": ITEMS[:4]}, ["items: needs number 5 exactly once"]),
        (
            {"items": [*ITEMS, {"number": 6, "text": "x"}]},
            ["items[5].number: 6 is not in our definition"],
        ),
        (
            {"items": [*ITEMS[:4], {"number": 5, "text": " "}]},
            ["items[4].text: must be words, at most 1000 characters"],
        ),
        ({"scales": []}, ["scales: must be an object"]),
        ({"scales": {"x": []}}, ["scales.x: is not a scale of our definition"]),
        (
            {"scales": {"time": [{"value": n, "text": "v"} for n in range(5)]}},
            ["scales.time: needs value 5 exactly once"],
        ),
        (
            {"version": "9", "licence": None, "items": ITEMS[1:]},
            [
                "version: this house has version 1",
                "licence: write under which licence the words may be shown",
                "items: needs number 1 exactly once",
            ],
        ),
    ],
)
def test_wording_that_does_not_fit_says_every_field(changes, says):
    with translation.override("en"), pytest.raises(WordingWrong) as refused:
        read_wording(wording(**changes), shipped())

    assert refused.value.problems == says


def test_wording_that_is_no_object_is_refused():
    with translation.override("en"), pytest.raises(WordingWrong, match="must be one JSON object"):
        read_wording([], shipped())
