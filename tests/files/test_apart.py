"""What comes in is what it is, without what it should not carry; everything else stays out."""

import io
import json
import subprocess
import sys
import threading

import pikepdf
import pytest
from PIL import Image

from accompaniment.files import apart
from accompaniment.files.bench.faults import Unfit
from accompaniment.files.bench.main import clean
from tests.files import samples

REFUSED = {
    "empty": (b"", "empty"),
    "only zeros": (bytes(400), "empty"),
    "svg": (samples.SVG, "drawing"),
    "svg without a head": (b'<svg onload="alert(1)"></svg>', "drawing"),
    "html": (samples.HTML, "webpage"),
    "php": (b"<?php system('id');", "webpage"),
    "program": (samples.PROGRAM, "program"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "program before a pdf": (samples.PROGRAM + samples.pdf(), "program"),
    "heic": (samples.HEIC, "heic"),
    "old word": (samples.OLD_WORD, "old_office"),
    "rtf": (b"{\\rtf1 hola}", "old_office"),
    "gif": (b"GIF89a" + bytes(60), "picture"),
    "zip": (samples.packed({"a.txt": b"hola"}), "archive"),
    "climbing zip": (samples.packed({"../../etc/passwd": b"x"}), "archive"),
    "recording": (b"ID3" + bytes(300), "media"),
    "noise": (bytes(range(1, 250)) * 8, "unknown"),
    "macro by name": (samples.docx(word__vbaProject=b"x"), "macros"),
    "macro by type": (samples.docx(**{"[Content_Types].xml": b"<x macroEnabled/>"}), "macros"),
    "dde": (samples.docx(**{"word/document.xml": b"<w>DDEAUTO c:\\cmd</w>"}), "macros"),
    "odt with basic": (samples.odt(Basic__Standard=b"x"), "macros"),
    "word with a program": (samples.docx(**{"word/embeddings/ole.bin": b"x"}), "inside"),
    "word with a template far away": (
        samples.docx(
            **{"word/_rels/settings.xml.rels": samples.rels("attachedTemplate", "http://x.example")}
        ),
        "linked",
    ),
    "word that fetches a picture": (
        samples.docx(**{"word/document.xml": b'<w>INCLUDEPICTURE "http://x.example/a.png"</w>'}),
        "linked",
    ),
    "odt that fetches a picture": (
        samples.odt(**{"content.xml": b'<draw:image xlink:href="https://x.example/a.png"/>'}),
        "linked",
    ),
    "word with an entity": (samples.docx(**{"word/x.xml": b"<!DOCTYPE a [<!ENTITY b>]>"}), "bomb"),
    "zip bomb": (samples.bomb(), "bomb"),
    "picture bomb": (samples.huge_picture(), "pixels"),
    "cut photo": (samples.photo()[:-400], "damaged"),
    "cut pdf": (samples.pdf()[:-200], "damaged"),
    "cut word": (samples.docx()[:-60], "damaged"),
    "pdf with a password": (samples.locked_pdf(), "locked"),
    "a book": (samples.pdf(501), "pages"),
    "signed and acting": (samples.pdf(acts=("signature", "script")), "signed_acts"),
    "signed and carrying": (samples.pdf(acts=("signature", "attachment")), "signed_acts"),
    "signed with something behind": (
        samples.pdf(acts=("signature",)) + samples.packed({"a": b"b"})[:500],
        "signed_acts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_should_not_come_in_stays_out(name):
    data, code = REFUSED[name]

    with pytest.raises(Unfit) as refused:
        clean(data, {"pages": 500, "pixels": 80_000_000})

    assert refused.value.code == code


@pytest.mark.parametrize("name", ["svg", "zip bomb", "picture bomb", "cut pdf", "program"])
def test_what_stays_out_is_said_through_the_wall(name):
    data, code = REFUSED[name]

    with pytest.raises(Unfit) as refused:
        apart.clean(data)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (samples.pdf(3), "pdf", 3),
        (samples.photo(), "jpeg", 1),
        (samples.photo(kind="PNG"), "png", 1),
        (samples.photo(kind="WEBP"), "webp", 1),
        (samples.docx(), "docx", 1),
        (samples.xlsx(), "xlsx", 1),
        (samples.odt(), "odt", 1),
        (samples.TEXT, "txt", 1),
        ("Peña dijo «sí»".encode("cp1252"), "txt", 1),
        ("Peña".encode("utf-16"), "txt", 1),
    ],
)
def test_what_is_allowed_comes_in_as_what_it_is(data, kind, pages):
    cleaned = apart.clean(data)

    assert (cleaned.kind, cleaned.pages) == (kind, pages)
    assert apart.clean(cleaned.data).data == cleaned.data or kind in {"jpeg", "webp"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_forgets_where_and_with_what_it_was_taken(kind):
    cleaned = apart.clean(samples.photo(kind=kind))

    image = Image.open(io.BytesIO(cleaned.data))
    assert cleaned.removed == ("location", "metadata")
    assert (dict(image.getexif()), b"CANARIO" in cleaned.data) == ({}, False)
    assert image.size == (480, 640)  # turned upright, as it was meant


def test_photo_with_something_behind_it_forgets_that_too():
    cleaned = apart.clean(samples.photo() + samples.packed({"a.exe": b"MZ CANARIO-DETRAS"}))

    assert b"CANARIO" not in cleaned.data
    assert b"PK\x03\x04" not in cleaned.data


def test_pdf_loses_what_acts_carries_and_tells():
    inside = samples.photo()
    data = samples.pdf(acts=("script", "launch", "attachment"), photo_inside=inside)

    cleaned = apart.clean(data)

    assert cleaned.removed == ("attachments", "metadata", "scripts")
    assert b"CANARIO-EXIF" in inside
    with pikepdf.open(io.BytesIO(cleaned.data)) as pdf:
        everything = pdf.Root.to_json() + b"".join(
            each.read_raw_bytes()
            if isinstance(each, pikepdf.Stream)
            else each.to_json() if isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) else b""
            for each in pdf.objects
        )  # fmt: skip
        assert "/Info" not in pdf.trailer
        assert len(pdf.pages) == 2
    for gone in (b"CANARIO", b"JavaScript", b"Launch", b"cmd.exe", b"EmbeddedFile"):
        assert gone not in everything


def test_signed_pdf_stays_as_it_came():
    data = samples.pdf(acts=("signature",))

    cleaned = apart.clean(data)

    assert (cleaned.data, cleaned.removed) == (data, ())


def test_word_file_forgets_who_wrote_it_and_keeps_what_was_written():
    cleaned = apart.clean(samples.docx(**{"word/media/image1.jpg": samples.photo()}))

    assert cleaned.removed == ("metadata",)
    with samples.zipfile.ZipFile(io.BytesIO(cleaned.data)) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Una carta" in everything
    assert b"CANARIO" not in everything


def test_hyperlinks_of_a_word_file_are_harmless():
    data = samples.docx(**{"word/_rels/document.xml.rels": samples.rels("hyperlink", "http://x")})

    assert apart.clean(data).kind == "docx"


def test_page_is_drawn_with_its_words():
    drawn = apart.draw(samples.pdf(3, words="Hoja"), "pdf", 2)

    image = Image.open(io.BytesIO(drawn.picture))
    assert (drawn.pages, drawn.words.strip(), image.format) == (3, "Hoja 2", "PNG")
    assert max(image.size) <= 1.5 * apart.SIDE


def test_photo_is_drawn_smaller():
    drawn = apart.draw(samples.photo((3000, 2000), place=False), "jpeg", 1)

    assert max(Image.open(io.BytesIO(drawn.picture)).size) == apart.SIDE


CONFINED = """
import sys; sys.path.insert(0, sys.argv[1])
from bench import main
def leak(data, asked):
    found = []
    parent = f"/proc/{__import__('os').getppid()}/environ"
    for path in ("/etc/passwd", "/proc/self/environ", parent):
        try: found.append(open(path).read())
        except OSError as refused: found.append(str(refused.errno))
    try: __import__("socket").socket()
    except OSError as refused: found.append(str(refused.errno))
    return {"found": found, "env": dict(__import__("os").environ)}, b""
main.TASKS["leak"] = leak
main.main()
"""


def test_bench_can_open_nothing_once_it_has_the_bytes():
    done = subprocess.run(
        [sys.executable, "-I", "-c", CONFINED, apart.HERE],
        input=json.dumps({"do": "leak"}).encode() + b"\n",
        capture_output=True,
        env={"LANG": "C.UTF-8"},
        check=True,
    )
    said = json.loads(done.stdout)

    assert said["found"] == ["24", "24", "24", "24"]  # too many open files: there are none to have
    assert set(said["env"]) <= {"LANG", "LC_CTYPE"}


def test_one_works_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(apart, "WAIT", 0.05)
    assert apart._turn.acquire(timeout=5)
    try:
        with pytest.raises(Unfit, match="busy"):
            apart.clean(samples.TEXT)
    finally:
        apart._turn.release()

    results = []
    monkeypatch.setattr(apart, "WAIT", 30)
    threads = [
        threading.Thread(target=lambda: results.append(apart.clean(samples.TEXT).kind))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["txt"] * 3


def test_limits_come_from_the_settings(settings):
    settings.DOCUMENT_MAX_PAGES, settings.DOCUMENT_MAX_PIXELS = 2, 1000

    with pytest.raises(Unfit) as pages:
        apart.clean(samples.pdf(3))
    with pytest.raises(Unfit) as pixels:
        apart.clean(samples.photo())

    assert (pages.value.code, pages.value.facts) == ("pages", {"pages": 3})
    assert pixels.value.code == "pixels"
