"""Columns are as wide as their words ask for, and nothing leaves the paper."""

import io
import re

import pypdfium2
import pytest

from expertise import printing
from expertise.printing import columns, words
from tests.expertise.printing import make_content, make_edition

pytestmark = pytest.mark.anywhere
LETTER_WIDE, RIGHT, LEFT = 612, 27 / 25.4 * 72, 26 / 25.4 * 72  # points
NOBODY_WAITS = "inconstitucionalidad" * 12


def table(*rows, kinds=("", "", "")):
    titles = ("Fuente", "Contenido", "Fojas")
    asked = [dict(zip(("width", "align"), kind.split("/"), strict=False)) for kind in kinds]
    heads = [{"title": title, **more} for title, more in zip(titles, asked, strict=True)]
    return {"type": "table", "caption": "Lo revisado", "columns": heads, "rows": list(rows)}


def letters_of(pdf):
    """Return where each letter of a report begins and ends from left to right, in points."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        found += [(left, right) for left, _, right, _ in boxes if right > left]
    document.close()
    return found


@pytest.mark.parametrize("place", range(3))
def test_a_word_too_long_for_its_column_breaks_and_stays_on_the_paper(place):
    row = ["D1", "Denuncia", "2 a 11"]
    row[place] = NOBODY_WAITS
    long = make_content(table(row, ["D2", "Nota", "38"]))

    ends = letters_of(printing.render(long, make_edition()))

    assert max(right for _, right in ends) <= LETTER_WIDE - RIGHT + 1
    assert min(left for left, _ in ends) >= LEFT - 1


def test_a_table_of_the_editor_stays_on_the_paper_too():
    text = f"| Qué | Dónde |\n|---|---|\n| {NOBODY_WAITS} | {NOBODY_WAITS} |\n"
    content = make_content({"type": "prose", "text": text})

    ends = letters_of(printing.render(content, make_edition()))

    assert max(right for _, right in ends) <= LETTER_WIDE - RIGHT + 1


def test_columns_share_the_whole_table():
    for rows in (
        [["D1", "Denuncia inicial ante la fiscalía", "2"]],
        [["D1", "una palabra tras otra " * 40, "de las fojas 2 a 11 y 14"]],
        [[NOBODY_WAITS] * 9],
        [["", "", ""]],
    ):
        assert sum(columns.widths(rows)) == pytest.approx(100, abs=0.1)


def test_more_words_get_more_room_and_a_date_stays_in_one_line():
    rows = [["D1", "una palabra tras otra " * 40, "14 de mayo de 2025"]]

    key, text, date = columns.widths(rows, ["", "", "corta"])

    assert key < date < text
    assert date / 100 * columns.ROOM >= columns.measure("14 de mayo de 2025")


def test_a_note_at_the_foot_takes_no_room_in_the_table():
    markup = words.prose(f"| A | B |\n|---|---|\n| uno[^1] | uno |\n\n[^1]: {'una nota ' * 30}\n")

    one, other = re.findall(r"width:([\d.]+)%", markup)
    assert one == other
    assert "una nota una nota" in markup


def test_a_grid_of_many_effects_leaves_the_facts_their_room():
    few, many = columns.of_grid(4), columns.of_grid(40)

    assert few[1] == columns.GRADE
    assert many[0] >= columns.FACTS - 1e-9
    assert (len(few), len(many)) == (5, 41)


def test_only_a_width_of_ours_passes_as_style():
    made = '<table><colgroup><col style="width:9%;position:fixed"></colgroup></table>'
    typed = '| a |\n|---|\n| <b style="width:9px">x</b> <col style="width:9px"> |'

    assert "position" not in words.printed(made)
    assert words.prose(typed).count("<col ") == 1
    assert "<b " not in words.prose(typed)
