"""Every file that leaves is PDF/A-3a and PDF/UA-1 at once, before and after it is signed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from expertise.printing import render
from expertise.reports.golden import golden
from expertise.sections import SECTIONS
from expertise.signing import marks, signature
from tests.expertise import papers
from tests.expertise.golden_pages import printed
from tests.expertise.printing import make_content, make_edition, prose

TOOL = Path(__file__).parents[1] / "pdfcheck.py"
CHECKER = Path(os.environ.get("PDFCHECK", Path(sys.prefix) / "pdfcheck" / "bin" / "python"))
pytestmark = pytest.mark.anywhere
EVERYTHING = """Con una nota[^1], un [enlace](https://example.org/a?b=1&c=2) y [](#p-uno). {#p-uno}

# Título

## Subtítulo

- uno
- dos, con *énfasis* y **fuerza**
  1. anidado

> «Lo que dijo»
> — S2

| Fecha | Hecho |
|---|---|
| 2014 | H1 |
| | |

Ω ≈ ç √ 漢字 \U0001f33f <script>alert(1)</script> ![x](file:///etc/passwd)

[^1]: Con *énfasis* y [otro](https://example.org).
"""


def complies(folder, files):
    """Ask veraPDF about every file, in one run; return its words about those that fail."""
    assert CHECKER.exists(), "The checker is missing: make .venv/.pdfcheck builds it."
    asked = []
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
        asked += [f"{name}.pdf:ua1", f"{name}.pdf:3a"]
    run = subprocess.run(
        [CHECKER, TOOL, *asked], cwd=folder, capture_output=True, text=True, check=False
    )
    said = run.stdout.splitlines()
    assert len([line for line in said if " complies " in line or " FAILS " in line]) == len(
        asked
    ), run.stdout + run.stderr
    return [line for line in said if " complies " not in line]


def bare():
    """Return a report none of whose sections says anything."""
    content = make_content()
    content["sections"] = [
        {
            "number": kind.number,
            "key": kind.key,
            "title": kind.title,
            "blocks": [],
            "empty_because": "",
        }
        for kind in SECTIONS
    ]
    return content


def test_what_is_printed_and_what_is_signed_keep_both_standards(tmp_path):
    _, edition = golden()
    draft = make_edition(mark="BORRADOR\nDATOS FICTICIOS", copy_line="Borrador")
    credentials = papers.credentials()
    files = {
        "golden": printed(),
        "signed": signature.sign(marks.marked(printed(), "0123456789abcdef" * 4), credentials),
        "draft": render(bare(), draft),
        "marked": render(make_content(prose(EVERYTHING)), {**edition, "trace": "ab12" * 16}),
    }

    assert complies(tmp_path, files) == []
