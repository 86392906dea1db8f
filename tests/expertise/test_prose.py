"""The small Markdown holds what a report needs, and nothing that was pasted does anything else."""

import re
import time

import pytest

from expertise import prose

REPORT = """# Relato

Refiere que **no** podía salir[^a] y que avisó a su hermana[^1].

[^a]: Entrevista, S2.
[^1]: Código Nacional de Procedimientos Penales,
  artículo 366.

> «Yo sabía cuántos minutos eran de la tienda a la casa.» (S3, min. 14)

Tabla 2. Costos estimados
| Medida | Costo |
|---|---|
| Terapia | **$54,000** |

1. uno
2. dos
"""
HOSTILE = {
    "script": "<script>alert('canary')</script>",
    "half a tag": "<img src=file:///etc/passwd onerror=alert(1)",
    "picture from a file": "![a](file:///etc/passwd)",
    "picture from the net": "![a](https://example.org/pixel.gif)",
    "picture in html": '<img src="file:///etc/passwd">',
    "style": "<style>*{animation:x 1s infinite;background:url(https://example.org)}</style>",
    "style bomb": '<div style="width:99999999px;position:fixed">' * 500,
    "svg": '<svg onload="alert(1)"><use href="file:///x"/></svg>',
    "iframe": '<iframe srcdoc="&lt;script&gt;"></iframe>',
    "link to a script": "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:x)",
    "link to data": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "link without a lock": "[a](http://example.org) [b](//example.org) [c](/etc) [d](file:///x)",
    "autolink": "<javascript:alert(1)> <https://example.org>",
    "reference": "[a][x]\n\n[x]: javascript:alert(1)",
    "title": "[a](https://example.org/ 'x\" onmouseover=\"alert(1)')",
    "html in a table": "| <b onclick=x> | b |\n|---|---|\n| <script> | </table> |",
    "html in a note": "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "html in a source": "> a\n> — <script>alert(1)</script>",
    "html in a caption": "Tabla: <script>x</script>\n\n| a |\n|---|\n| b |",
    "entities": "&lt;script&gt; &#60;script&#62; &#x202e;evil",
    "code": "```\n<script>\n```\n\n    <script>\n\n`<script>`",
    "word": '<p class=MsoNormal style="mso-bidi:x"><o:p></o:p>Texto <![CDATA[x]]> <!-- x -->',
}


def test_a_report_reads_well():
    made = prose.html(REPORT)

    assert "<h3>Relato</h3>" in made
    assert '<span class="note">Entrevista, S2.</span>' in made
    note = "Código Nacional de Procedimientos Penales, artículo 366."
    assert f'avisó a su hermana<span class="note">{note}</span>.' in made
    assert '<span class="from">S3, min. 14</span>' in made
    assert "<caption>Costos estimados</caption>" in made
    assert '<th scope="row">Terapia</th>' in made
    assert '<th scope="col">Costo</th>' in made
    assert "<td><strong>$54,000</strong></td>" in made
    assert "<ol>\n<li>uno</li>" in made


def test_a_report_comes_apart_into_blocks():
    first, quote, table, last = prose.blocks(REPORT)

    assert first["type"] == "prose"
    assert first["text"].startswith("# Relato")
    assert first["text"].endswith(
        "[^a]: Entrevista, S2.\n[^1]: Código Nacional de Procedimientos Penales, artículo 366."
    )
    assert quote == {
        "type": "quote",
        "text": "«Yo sabía cuántos minutos eran de la tienda a la casa.»",
        "source": "S3, min. 14",
    }
    assert table == {
        "type": "table",
        "caption": "Costos estimados",
        "columns": [{"title": "Medida"}, {"title": "Costo"}],
        "rows": [["Terapia", "**$54,000**"]],
    }
    assert last == {"type": "prose", "text": "1. uno\n2. dos"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_was_pasted_stays_text(text):
    for made in (prose.html(text), prose.inline(text), prose.html(f"> {text}\n> — S1")):
        tags = set(re.findall(r"<\s*/?\s*([a-zA-Z!?]+)", made))
        assert tags <= prose.TAGS | {"h"}, tags
        for tag in re.findall(r"<[^>]*>", made):
            assert not re.search(r"\son|style|src|javascript|data:|file:|http:", tag), tag
            assert "href" not in tag or tag.startswith('<a href="https://'), tag


def test_what_no_eye_sees_is_taken_out():
    unseen = "\u202e\u2066\u200f\u200b\u00ad\x00\x07\ufeff\u3164\U000e0041"
    assert prose.clean(f"a{unseen}b\r\nc\u2028d") == "ab\nc\nd"
    assert prose.html(f"a{unseen}b &#x202e;") == "<p>ab &amp;#x202e;</p>\n"
    assert prose.blocks(f"{unseen}\n\n{unseen}") == []


def test_a_paragraph_is_named_and_referred_to():
    made = prose.html("Tiene miedo. {#p-miedo}\n\nVéase [](#p-miedo) y [](javascript:x).")

    assert '<p id="p-miedo">Tiene miedo.</p>' in made
    assert '<a href="#p-miedo"' in made
    assert "javascript" not in re.sub(r">[^<]*<", "><", made)


def test_no_heading_is_skipped():
    assert re.findall(r"<h(\d)>", prose.html("## a\n\n# b\n\n### c\n\n###### d")) == list("3344")


def test_a_quotation_inside_a_list_keeps_its_source():
    made = prose.html("- uno\n  > dentro\n  > — S1\n- dos")
    assert 'dentro <span class="from">S1</span>' in made


def test_a_note_in_a_table_stands_in_its_cell():
    (table,) = prose.blocks("| a |\n|---|\n| x[^1] |\n\n[^1]: ENDIREH, 2021.")
    assert table["rows"] == [["x (ENDIREH, 2021.)"]]


def test_words_are_counted_as_they_are_said():
    assert prose.words("Sí: 1,076 páginas; «ex-cónyuge», N. O. S.") == 7
    assert prose.words("| a | **b** |\n|---|---|\n> c") == 3


def test_four_hundred_rows_stay_one_table():
    rows = "\n".join(f"| {n} | fila {n} |" for n in range(400))
    (table,) = prose.blocks(f"| n | texto |\n|---|---|\n{rows}")
    assert len(table["rows"]) == 400
    assert table["rows"][-1] == ["399", "fila 399"]


def test_two_hundred_pages_are_read_in_seconds():
    paragraph = "Refiere que «no podía salir» de su casa y que *nadie* le creyó[^1]. " * 5
    text = "\n\n".join([paragraph] * 1000) + "\n\n[^1]: Artículo 366."
    assert prose.pages(prose.words(text)) > 150

    begin = time.monotonic()
    made = prose.html(text)

    assert made.count("<p>") == 1000
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 20_000, "[^" * 5_000, ">" * 20_000, "*_" * 5_000 + "a", "![" * 5_000),
        *("- " * 5_000 + "a", "|" * 3_000 + "\n" + "|-" * 3_000 + "|\n|x", "\\" * 20_000),
        "[^1]" * 5_000 + "\n\n[^1]: " + "y" * 5_000,
    ],
    ids=lambda text: text[:6],
)
def test_a_bomb_does_not_go_off(text):
    begin = time.monotonic()
    made = prose.html(text)
    prose.blocks(text)
    assert len(made) < 1_000_000
    assert time.monotonic() - begin < 10
