"""Word, Excel and OpenDocument files: packed folders, looked through entry by entry.

What is kept is packed anew: entries of known names and sizes, without macros, without other files
inside, without addresses that open by themselves, and without the names of who wrote it.
"""

import io
import re
import zipfile

from .faults import Unfit
from .pictures import without_segments

ENTRIES, UNPACKED, RATIO = 3000, 150_000_000, 200
ODT = b"application/vnd.oasis.opendocument.text"
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta office:version="1.2" '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/>'
    b"</office:document-meta>"
)
BLANKS = {
    "docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM,
    "meta.xml": META,
}  # fmt: skip
MACRO_NAMES = re.compile(
    r"vba|macrosheets/|activeX|(^|/)(Basic|Scripts)/|customUI|attachedToolbars", re.IGNORECASE
)
INSIDE_NAMES = re.compile(
    r"embeddings/|oleObject|(^|/)Object \d|\.(exe|dll|js|vbs|bat)$", re.IGNORECASE
)
MACRO_WORDS = re.compile(
    r"macroEnabled|ms-word\.vba|script:event-listener|office:dde|ddeLink|\bDDE(AUTO)?\s",
    re.IGNORECASE,
)
CALLS = re.compile(  # what a program fetches by itself when the file is opened
    r"\bINCLUDE(PICTURE|TEXT)\s|\bWEBSERVICE\(|<draw:(image|object|plugin)\b[^>]*"
    r"xlink:href=[\"'](https?|ftp|file|smb):",
    re.IGNORECASE,
)
JUDGED = ((MACRO_WORDS, "macros"), (CALLS, "linked"), (re.compile("<!(ENTITY|DOCTYPE)"), "bomb"))
RELATION = re.compile(r"<Relationship\b[^>]*>", re.IGNORECASE)
EXTERNAL = re.compile(r"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
HARMLESS = re.compile(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
WORDS = (".xml", ".rels")


def clean(data: bytes) -> tuple[str, bytes, list[str]]:
    """Return which kind it is, the file packed anew, and what was left out.

    :raises Unfit: if it is another archive, acts by itself or cannot be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = _counted(packed, len(data))
            kind = _kind(packed, {each.filename for each in entries})
            return kind, *_repacked(packed, entries, kind)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as broken:
        raise Unfit("damaged") from broken


def _counted(packed: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    entries = packed.infolist()
    unpacked = sum(each.file_size for each in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > max(size, 10_000) * RATIO:
        raise Unfit("bomb")
    names = [each.filename for each in entries]
    if len(set(names)) < len(names):
        raise Unfit("damaged")
    for each in entries:
        if each.flag_bits & 1:
            raise Unfit("locked")
        parts = each.filename.split("/")
        if ".." in parts or each.filename.startswith("/") or "\\" in each.filename:
            raise Unfit("archive")
    return entries


def _kind(packed: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    if "mimetype" in names and packed.read("mimetype").strip() == ODT:
        return "odt"
    raise Unfit("archive")


def _repacked(
    packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: str
) -> tuple[bytes, list[str]]:
    removed, written = set(), io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as anew:
        for each in sorted(entries, key=lambda entry: entry.filename != "mimetype"):
            if each.is_dir():
                continue
            body = packed.read(each)
            _judge(each.filename, body)
            kept = _without_names(each.filename, body)
            if kept != body:
                removed.add("metadata")
            how = zipfile.ZIP_STORED if each.filename == "mimetype" else zipfile.ZIP_DEFLATED
            anew.writestr(zipfile.ZipInfo(each.filename), kept, compress_type=how)
    return written.getvalue(), sorted(removed)


def _judge(name: str, body: bytes) -> None:
    if MACRO_NAMES.search(name):
        raise Unfit("macros")
    if INSIDE_NAMES.search(name):
        raise Unfit("inside")
    if not name.lower().endswith(WORDS):
        return
    text = body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    for words, code in JUDGED:
        if words.search(text):
            raise Unfit(code)
    for relation in RELATION.findall(text) if name.endswith(".rels") else ():
        if EXTERNAL.search(relation) and not HARMLESS.search(relation):
            raise Unfit("linked")


def _without_names(name: str, body: bytes) -> bytes:
    if name in BLANKS:
        return BLANKS[name]
    if name.lower().endswith((".jpg", ".jpeg")):
        return without_segments(body)
    return body
