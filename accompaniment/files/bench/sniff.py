"""What a file is, by what is in it; its name is not asked."""

import re

import filetype

from .faults import Unfit

PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\x4c\x00\x00\x00\x01\x14\x02\x00", b"dex\n",
    b"\x00asm", b"FWS", b"CWS", b"ZWS",
)  # fmt: skip
OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
PHONE_PHOTOS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
BOXED = b"ftyp"  # at byte 4 of every file built of boxes: HEIC, AVIF, MP4, M4A
OTHER_PICTURES = {"gif", "tif", "bmp", "psd", "ico", "cr2", "jxr", "jpx", "xcf", "dcm", "dwg"}
ARCHIVES = {
    "zip",
    "tar",
    "rar",
    "gz",
    "bz2",
    "7z",
    "xz",
    "cab",
    "ar",
    "Z",
    "lz",
    "lz4",
    "zst",
    "br",
}
MARKUP = re.compile(r"<(!doctype|html|head|body|script|iframe|svg|\?xml|\?php|\?=)", re.IGNORECASE)
DRAWING = re.compile(r"<(\w+:)?svg[\s>]", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LOOKED_AT = 4096


def kind_of(data: bytes) -> str:
    """Return ``pdf``, ``jpeg``, ``png``, ``webp``, ``zip`` (to be looked into) or ``txt``.

    :raises Unfit: for everything else, with a code that says what it is.
    """
    if not data.strip(b"\x00\t\n\r "):
        raise Unfit("empty")
    if data.lstrip(b"\xef\xbb\xbf\t\n\r ")[:5] == b"%PDF-":
        return "pdf"
    if data.startswith(PROGRAMS):
        raise Unfit("program")
    if data.startswith(OLD_OFFICE):
        raise Unfit("old_office")
    return _picture(data) or _packed(data) or _text(data)


def _picture(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == BOXED and data[8:12] in PHONE_PHOTOS:
        raise Unfit("heic")
    return ""


def _packed(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    guessed = filetype.guess(data)
    if guessed is None:
        return ""
    if guessed.extension in OTHER_PICTURES:
        raise Unfit("picture")
    if guessed.extension in ARCHIVES:
        raise Unfit("archive")
    if guessed.mime.startswith(("audio/", "video/")):
        raise Unfit("media")
    raise Unfit("unknown")


def _text(data: bytes) -> str:
    text = decoded(data)
    if text is None:
        raise Unfit("unknown")
    start = text[:LOOKED_AT].lstrip("\ufeff \t\r\n")
    if start.startswith("<") and DRAWING.search(start):
        raise Unfit("drawing")
    if MARKUP.match(start) or "<script" in start.lower():
        raise Unfit("webpage")
    return "txt"


def decoded(data: bytes) -> str | None:
    """Return plain text whatever its encoding; nothing if it is not text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROLS.search(text) else text
    return None
