"""A masked name stands nowhere on a copy, however it was written; what stands for it does."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.frozen import canonical
from expertise.printing.words import prose as print_prose
from expertise.prose import html as prose_html
from expertise.reports.masking import left_over, masked, names_itself, preview, tidy

NAME, INSTEAD = "María Ángela Ñuñez", "M. A. N."
MASKS = [{"name": NAME, "instead": INSTEAD}]


def frozen(**blocks):
    """A small report: a cover and two sections."""
    cover = dict.fromkeys(
        (
            *("organisation", "area", "title", "short_title", "subtitle", "folio", "document"),
            *("version", "date", "evaluated", "expert", "legend"),
        ),
        "",
    )
    return {
        "schema": 1,
        "cover": {**cover, "numbers": [], **blocks.pop("cover", {})},
        "sections": [
            {"number": n, "key": key, "title": key, "blocks": inner, "empty_because": ""}
            for n, (key, inner) in enumerate(blocks.items(), 1)
        ],
    }


def prose(text):
    return frozen(relato=[{"type": "prose", "text": text}])


def text_of(content):
    return content["sections"][0]["blocks"][0]["text"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dijo María Ángela Ñuñez que sí.", "Dijo M. A. N. que sí."),
        ("MARÍA ÁNGELA ÑUÑEZ", "M. A. N."),
        ("maria angela nunez", "M. A. N."),
        ("María  Ángela\nÑuñez,", "M. A. N.,"),
        ("María\u00a0Ángela-Ñuñez", "M. A. N."),
        ("Mari\u0301a A\u0301ngela N\u0303un\u0303ez", "M. A. N."),
        ("**María** Ángela Ñuñez", "**M. A. N.**"),
        ("_María Ángela Ñuñez_", "_M. A. N._"),
        ("«María Ángela Ñuñez»", "«M. A. N.»"),
        ("**Ma**ría Ángela Ñu*ñez*", "**M. A. N.****"),
        ("María[^1] Ángela Ñuñez vino", "M. A. N.[^1] vino"),
        ("[María](https://x.org/a) Ángela Ñuñez", "[M. A. N.](https://x.org/a)"),
        ("Mar\u00adía \u200bÁn\u2060gela Ñu\ufeffñez", "M. A. N."),
        ("María Ángela\n> Ñuñez", "M. A. N."),
        ("María\\\nÁngela \\Ñuñez", "M. A. N."),
        ("https://x.org/maria%20angela+nunez", "https://x.org/M. A. N."),
        ("María Ángela Ñuñezca", "María Ángela Ñuñezca"),
        ("Ana María Ángela", "Ana María Ángela"),
    ],
)
def test_a_name_is_found_however_it_is_written(before, after):
    assert text_of(masked(prose(before), MASKS)) == after


BETWEEN = ["", "*", "**", "\u00ad", "\u200b", "\ufeff", "\u202e", "\\", "[^1]"]


@given(st.lists(st.sampled_from(BETWEEN), min_size=len(NAME), max_size=len(NAME)), st.booleans())
def test_nothing_paper_does_not_show_keeps_a_name_on_it(between, breaks):
    name = NAME.replace(" ", "\n") if breaks else NAME
    text = "Llegó " + "".join(a + b for a, b in zip(name, between, strict=True)) + " sola."
    text += "\n\n[^1]: una nota"

    kept = text_of(masked(prose(text), MASKS))

    for made in (prose_html(kept), print_prose(kept)):
        read = " ".join(re.sub(r"<[^>]*>", "", made).split())
        assert not any(word in read for word in NAME.split())


def test_it_is_masked_in_the_cover_every_section_and_every_kind_of_block():
    content = frozen(
        cover={"title": f"Dictamen de {NAME}", "numbers": [["Causa", NAME]]},
        relato=[
            {"type": "quote", "text": NAME, "source": "S1"},
            {"type": "table", "caption": NAME, "columns": [{"title": NAME}], "rows": [[NAME]]},
            {"type": "items", "ordered": False, "items": [NAME]},
        ],
        efectos=[
            {"type": "bars", "title": NAME, "text": NAME, "bars": [{"label": NAME, "value": 3}]},
            {"type": "grid", "caption": NAME, "facts": [{"key": "H1", "title": NAME}]},
            {"type": "link", "key": "N1", "evidence": [{"kind": "x", "where": NAME, "quote": ""}]},
        ],
    )
    before = canonical(content)

    masked_content = masked(content, MASKS)

    said = json.dumps(masked_content, ensure_ascii=False)
    assert NAME not in said
    assert said.count(INSTEAD) == before.decode().count(NAME) == 13
    assert masked_content["sections"][1]["blocks"][1]["facts"][0]["key"] == "H1"
    assert canonical(content) == before


def test_the_longest_name_goes_first_and_none_is_put_on_another():
    masks = [
        {"name": "Ana", "instead": "la hermana"},
        {"name": "Ana Sol", "instead": "la madre"},
    ]

    assert text_of(masked(prose("Ana Sol y Ana"), masks)) == "la madre y la hermana"
    assert [mask["name"] for mask in tidy(masks)] == ["Ana Sol", "Ana"]
    assert names_itself(masks) == []
    assert names_itself([{"name": "Ana", "instead": "la tía Ana"}]) == [
        {"name": "Ana", "instead": "la tía Ana"}
    ]


def test_what_says_nothing_masks_nothing():
    empty = [
        {"name": "", "instead": "x"},
        {"name": "A", "instead": "x"},
        {"name": NAME, "instead": " "},
    ]

    assert tidy(empty) == []
    assert text_of(masked(prose(f"A {NAME}"), empty)) == f"A {NAME}"


def test_the_preview_says_how_often_and_where():
    content = frozen(
        cover={"title": NAME}, relato=[{"type": "prose", "text": f"Llegó {NAME} sola. {NAME}."}]
    )

    (seen,) = preview(content, MASKS)

    assert (seen.name, seen.count) == (NAME, 3)
    assert [place.section for place in seen.places] == [0, 1, 1]
    assert seen.places[1].after == f"Llegó {INSTEAD} sola. {NAME}."


def test_a_surname_left_alone_is_told():
    content = prose(f"{NAME} llegó. La señora Ñuñez y la niña Nuñez. Mariana no.")

    (found,) = left_over(content, MASKS)

    assert (found.part, found.of, found.count) == ("Ñuñez", NAME, 2)
    assert left_over(content, [*MASKS, {"name": "Ñuñez", "instead": "N."}]) == []


words = st.text(alphabet="aáAÁnñ bB\n*_-.«»1", min_size=0, max_size=60)


@given(text=words, name=st.text(alphabet="aáAnñbB", min_size=2, max_size=6))
def test_a_masked_name_never_stands_alone_in_what_is_left(text, name):
    masks = [{"name": name, "instead": "Q7"}]

    once = masked(prose(text), masks)

    assert preview(once, masks)[0].count == 0
    assert masked(once, masks) == once
