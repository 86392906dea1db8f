"""The golden report as its test sees it: the words and a small picture of every page.

``python -m tests.expertise.golden_pages`` prints it anew and keeps words and pictures as the ones
to compare with: look at them before they are committed.
"""

import io
import re
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
from django.conf import settings
from PIL import Image

from expertise.printing import render
from expertise.reports.golden import golden

HERE = Path(__file__).parent / "golden"
TEXT, PICTURES = HERE / "dictamen.txt", HERE / "dictamen.png"
WIDE, HIGH, IN_A_ROW = 136, 136, 6  # of a page in the sheet of pictures: room for either way up


@cache
def printed():
    return render(*golden())


def words(pdf):
    """Return the text of each page, without what depends on how a line is broken."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    said = [re.sub(r"\s+", " ", page.extract_text()).strip() for page in pages]
    return "".join(f"--- {number} ---\n{text}\n" for number, text in enumerate(said, 1))


def pictures(pdf):
    """Return every page, small and grey, on one sheet."""
    document = pypdfium2.PdfDocument(pdf)
    rows = -(-len(document) // IN_A_ROW)
    sheet = Image.new("L", (WIDE * IN_A_ROW, HIGH * rows), 128)
    for number, page in enumerate(document):
        scale = WIDE / max(page.get_width(), page.get_height())
        picture = page.render(scale=scale * 4, grayscale=True).to_pil().convert("L")
        picture.thumbnail((WIDE, HIGH), Image.Resampling.BOX)
        sheet.paste(picture, place(number))
    document.close()
    return sheet


def place(number):
    return number % IN_A_ROW * WIDE, number // IN_A_ROW * HIGH


if __name__ == "__main__":
    settings.configure(USE_I18N=False, USE_TZ=False)
    TEXT.write_text(words(printed()), encoding="utf-8")
    pictures(printed()).save(PICTURES, optimize=True)
