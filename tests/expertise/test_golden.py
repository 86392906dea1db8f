"""The golden report, page by page: what it says and what it looks like."""

import io
import re

import pikepdf
import pypdf
import pytest
from django.core.management import call_command
from PIL import Image, ImageChops, ImageStat

from expertise.printing import render
from expertise.reports.golden import golden
from tests.expertise.golden_pages import HIGH, PICTURES, TEXT, WIDE, pictures, place, printed, words
from tests.expertise.printing import make_content, make_edition, prose

ALIKE = 6  # of 255, the mean difference of a page: another version of a library, no other page
pytestmark = pytest.mark.anywhere


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_the_golden_report_says_what_it_said():
    said = words(printed())

    assert squeezed(said) == squeezed(TEXT.read_text(encoding="utf-8"))


def test_the_golden_report_looks_as_it_looked():
    now, before = pictures(printed()), Image.open(PICTURES).convert("L")
    assert now.size == before.size

    different = {}
    for number in range(now.width // WIDE * (now.height // HIGH)):
        left, top = place(number)
        box = (left, top, left + WIDE, top + HIGH)
        apart = ImageStat.Stat(ImageChops.difference(now.crop(box), before.crop(box))).mean[0]
        if apart > ALIKE:
            different[number + 1] = round(apart, 1)

    assert different == {}


def test_the_same_content_gives_the_same_bytes():
    content, edition = make_content(prose()), make_edition(mark="BORRADOR")

    assert render(content, edition) == render(content, edition)


def test_every_section_is_in_the_outline_and_every_figure_has_words():
    with pikepdf.open(io.BytesIO(printed())) as file, file.open_outline() as outline:
        chapters = [child.title for child in outline.root[0].children]
        tags = [item for item in file.objects if isinstance(item, pikepdf.Dictionary)]
        figures = [item for item in tags if item.get("/S") == "/Figure"]

        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "es-MX"
        assert [title.partition(".")[0] for title in chapters[1:]] == [
            str(number) for number in range(1, 23)
        ]
        assert len(figures) == 3
        assert all(len(str(figure.Alt)) > 40 for figure in figures)


def test_render_golden_writes_a_file(tmp_path, capsys):
    call_command("render_golden", str(tmp_path / "out.pdf"), pages=24)

    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 24
    assert "24" in capsys.readouterr().out


def test_a_longer_golden_report_names_nothing_twice():
    content, _ = golden(100)
    names = re.findall(r"\{#([a-z0-9-]+)\}", str(content))

    assert len(names) == len(set(names))
