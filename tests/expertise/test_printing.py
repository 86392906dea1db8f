"""A frozen report becomes pages: its text, its structure, nothing from outside."""

import io
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pikepdf
import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from expertise import printing
from expertise.frozen import digest
from expertise.printing import figures, press, sheet
from tests.drills.kills import children
from tests.expertise.printing import make_content, make_edition, prose

pytestmark = pytest.mark.anywhere


def text_of(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def test_a_report_is_printed_with_its_mark_and_digest():
    content = make_content({"type": "prose", "text": "Refiere miedo."}, {"type": "digest"})

    said = text_of(printing.render(content, make_edition(mark="BORRADOR")))

    assert "Refiere miedo." in said
    assert "BORRADOR" in said
    assert digest(content)[:4] in said


def test_progress_is_told_stage_by_stage():
    heard = []

    printing.render(make_content(), make_edition(), lambda *said: heard.append(said))

    stages = dict.fromkeys(str(stage) for stage, *_ in heard)
    assert list(stages) == ["PREPARA", "COMPONE", "ETIQUETA"]
    assert heard[-1] == ("ETIQUETA", 2, 2)


# --- what must not come out, whatever goes in ---------------------------------------------------

HOSTILE = [
    '<script>alert("x")</script>',
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "![x](file:///etc/passwd)",
    "[x](javascript:alert(1)) [y](file:///etc/passwd) [z](data:text/html,x)",
    "<style>*{content:url(http://127.0.0.1:9/x)}</style>",
    '"><table><tr><td style="width:99999999px">x',
    "{% load static %}{{ settings.SECRET_KEY }}",
    "\u202eodnedrosed\u202c",
    "null \x00 bell \x07 escape \x1b surrogate \ud800",
    "> " * 400 + "hondo",
    "- " * 400 + "hondo",
    "*" * 3000,
    "[" * 3000,
    "|a" * 90 + "|\n" + "|-" * 90 + "|\n" + "|b" * 90 + "|",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_nothing_but_text(text):
    content = make_content(
        prose(text),
        {"type": "quote", "text": text, "source": text},
        {"type": "facts", "caption": text, "rows": [[text, text]]},
        {"type": "heading", "text": text, "id": text},
        title=text,
    )

    pdf = printing.render(content, make_edition(mark=text, copy_line=text))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
        kinds = {str(each.get("/S")) for each in found} | {str(each.get("/Type")) for each in found}
        addresses = {str(each.URI) for each in found if "/URI" in each}
        assert not kinds & {"/JavaScript", "/Launch", "/EmbeddedFile", "/Filespec", "/GoToR"}
        assert "/AF" not in file.Root
        assert all(address.startswith("https://") for address in addresses)
    assert "root:" not in text_of(pdf)


def test_text_is_printed_as_it_was_typed():
    said = text_of(printing.render(make_content(prose(HOSTILE[0])), make_edition()))

    assert '<script>alert("x")</script>' in said


def test_nothing_is_fetched_but_our_letters():
    fetcher = sheet.NothingElse()

    assert fetcher.fetch(f"letters:{sheet.FACES[0][-1]}").read().startswith(b"OTTO")
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "https://example.org", "data:,x"):
        with pytest.raises(FatalURLFetchingError):
            fetcher.fetch(address)


def test_a_table_of_four_hundred_rows_repeats_its_head():
    columns = [{"title": "Fecha", "width": "short"}, {"title": "Acontecimiento"}]
    rows = [[f"día {number}", f"algo ocurrió el día {number}"] for number in range(400)]
    table = {"type": "table", "caption": "Cronología", "columns": columns, "rows": rows}

    pdf = printing.render(make_content(table), make_edition())

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    with_rows = [text for text in pages if "algo ocurrió" in text]
    assert len(with_rows) > 5
    assert all("Acontecimiento" in text for text in with_rows)
    assert "día 399" in with_rows[-1]


def test_words_beside_a_bar_never_run_into_it():
    def beside(label, note=""):
        bar = {"label": label, "note": note, "value": 1, "max": 3}
        placed = figures.bars({"bars": [bar]})["bars"][0]
        return placed["label"], placed["note"]

    assert beside("PHQ-9", "malestar") == ("PHQ-9", "malestar")
    assert beside("PCL-5, Síntomas postraumáticos") == ("PCL-5", "Síntomas postraumáticos")
    assert beside("Inventario de Depresión de Beck", "menos es peor") == (
        "Inventario de Depresión",
        "de Beck; menos es peor",
    )
    assert beside("x" * 60)[0] == "x" * 24


def test_a_name_used_twice_and_a_reference_to_nothing_do_no_harm():
    text = "Uno. {#p-uno}\n\nDos. {#p-uno}\n\nVéase [](#p-uno) y [](#p-nadie)."

    said = text_of(printing.render(make_content(prose(text)), make_edition()))

    assert "Véase párr. 1 y ." in said


@pytest.mark.parametrize(
    "block",
    [
        {"type": "script"},
        {"type": "table", "caption": "x", "columns": [{"title": "a"}], "rows": [["1", "2"]]},
        {"type": "bars", "title": "x", "text": "x", "bars": [{"label": "x", "value": "much"}]},
        {"type": "link", "key": "N1"},
        {"text": "no type"},
        {"type": "prose", "text": {"a": {"b": {"c": {"d": {"e": {"f": {"g": "deep"}}}}}}}},
        {"type": "prose", "text": "x" * 3_000_001},
    ],
)
def test_what_is_no_report_is_refused(block):
    with pytest.raises(printing.CannotPrint):
        printing.to_html(make_content(block), make_edition())


# --- the child --------------------------------------------------------------------------------

SHUT_IN = """
import os, pathlib, socket, subprocess, sys, time
from expertise.printing import child
child.shut_in({"until": time.monotonic() + 20, "memory": 1 << 30})
def tried(what):
    try:
        what()
    except OSError:
        return "refused"
    return "done"
print(*[tried(each) for each in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.socket(),
    lambda: subprocess.run(["true"]),
    lambda: os.fork(),
    lambda: os.kill(os.getppid(), 0),
    lambda: open("/etc/passwd"),
    lambda: open("manage.py"),
    lambda: open("/proc/self/environ"),
    lambda: pathlib.Path("/tmp/cauce-child").write_text("x"),
    lambda: os.open("/tmp/cauce-child", os.O_WRONLY | os.O_CREAT),
    lambda: os.remove("/tmp/cauce-child"),
    lambda: open(child.__file__),
)])
"""


def test_the_child_reaches_nothing():
    done = subprocess.run(
        [sys.executable, "-c", SHUT_IN], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["refused"] * 11 + ["done"]


def test_the_press_knows_no_secret(settings):
    work = press.the_press(settings.RENDER_DIR)
    work.print(make_content(prose()), make_edition(), attend=lambda _: None, limits=press.Limits())
    environment = Path(f"/proc/{work.process.pid}/environ").read_bytes()

    names = {line.partition(b"=")[0] for line in environment.split(b"\0") if line}
    assert names == {b"LANG", b"PATH"}


def test_a_child_has_no_network(settings):
    """Where the kernel allows it, the namespace of the child knows no way out."""
    work = press.the_press(settings.RENDER_DIR)
    seen = []

    def look(told):
        if told is None:  # nothing said yet: it may still be shutting itself in
            return
        for each in children(work.process.pid):
            with suppress(FileNotFoundError):  # it has ended since
                seen.append(Path(f"/proc/{each}/ns/net").readlink())

    limits = press.Limits()
    work.print(make_content(prose()), make_edition(), attend=look, limits=limits)

    ours = Path("/proc/self/ns/net").readlink()
    assert seen
    if kernel_allows():
        assert ours not in seen[1:]


def kernel_allows():
    command = ["unshare", "--user", "--net", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_limits_are_those_promised(settings):
    assert (settings.RENDER_SECONDS, settings.RENDER_MEMORY_MB) == (30, 1024)
    assert press.Limits() == press.Limits(wall=30, memory=1 << 30)
