"""PDF: without scripts, without files inside, without metadata; and its pages as pictures.

A PDF that carries an electronic signature is evidence: changing one byte breaks the signature. It
is kept as it came if nothing in it acts, and refused if something does.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Stream

from .faults import Unfit
from .pictures import encoded, without_segments

TAIL = 2048  # bytes in which the end of a whole PDF is found
DEPTH = 40  # of nested values
ACTS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition",
    "/Movie", "/Sound", "/RichMediaExecute", "/SetOCGState", "/Trans", "/GoTo3DView",
}  # fmt: skip
CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
SCRIPTS = {"/JS", "/JavaScript", "/AA", "/XFA"}
FILES = {"/EF", "/EmbeddedFiles", "/AF", "/Collection"}
TALES = {"/Metadata", "/PieceInfo", "/LastModified"}


def clean(data: bytes, pages: int) -> tuple[bytes, int, list[str]]:
    """Return the PDF written anew, how many pages it has, and what was taken out of it."""
    if b"%%EOF" not in data[-TAIL:]:
        raise Unfit("damaged")
    with _opened(data) as pdf:
        count = len(pdf.pages)
        if count > pages:
            raise Unfit("pages", pages=count)
        if count == 0:
            raise Unfit("damaged")
        if is_signed(pdf):
            return _as_signed(pdf, data), count, []
        removed = strip(pdf)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, fix_metadata_version=False)
    return written.getvalue(), count, removed


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise Unfit("locked") from locked
    except (pikepdf.PdfError, ValueError) as broken:
        raise Unfit("damaged") from broken


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Tell whether someone signed this file electronically."""
    return any("/ByteRange" in each and "/Contents" in each for each in dictionaries(pdf))


def _as_signed(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    behind = data[data.rindex(b"%%EOF") + 5 :].strip(b"\r\n\x00 ")
    if behind or {"scripts", "attachments"} & set(strip(pdf)):
        raise Unfit("signed_acts")
    return data


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, however deep it lies."""
    for each in pdf.objects:
        yield from _within(each, DEPTH)
    yield from _within(pdf.trailer, DEPTH)


def _within(value: Object, depth: int) -> Iterator[Any]:
    if isinstance(value, (Dictionary, Stream)):
        yield value
        inner = [value[name] for name in list(value.keys())] if depth else []
    elif isinstance(value, Array):
        inner = list(value) if depth else []
    else:
        return
    for each in inner:
        if isinstance(each, (Array, Dictionary, Stream)) and not each.is_indirect:
            yield from _within(each, depth - 1)


def strip(pdf: pikepdf.Pdf) -> list[str]:
    """Take out what acts, what is carried along and what tells; return which of these there was."""
    found: set[str] = set()
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
        found.add("metadata")
    for each in list(dictionaries(pdf)):
        found |= _relieved(each)
    found |= _without_carriers(pdf)
    if isinstance(pdf.Root.get("/OpenAction"), Dictionary):
        del pdf.Root["/OpenAction"]
    return sorted(found)


def _relieved(each: Any) -> set[str]:
    """Take out of one dictionary what it should not hold."""
    found = set()
    for names, said in ((SCRIPTS, "scripts"), (FILES, "attachments"), (TALES, "metadata")):
        for name in names & set(each.keys()):
            if not _is_resource(each[name]):
                del each[name]
                found.add(said)
    if _acts(each):
        for name in list(each.keys()):
            del each[name]
        found.add("scripts")
    if isinstance(each, Stream) and _is_photo(each):
        found |= _bare(each)
    return found


def _is_resource(value: Any) -> bool:
    """Tell whether it is a font or picture that happens to have such a name."""
    kinds = {"/Font", "/XObject", "/ExtGState", "/Pattern"}
    return isinstance(value, (Dictionary, Stream)) and str(value.get("/Type", "")) in kinds


def _acts(each: Any) -> bool:
    return not isinstance(each, Stream) and str(each.get("/S", "")) in ACTS


def _without_carriers(pdf: pikepdf.Pdf) -> set[str]:
    found = set()
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if not isinstance(notes, Array):
            continue
        kept = [n for n in notes if str(n.get("/Subtype", "")) not in CARRIERS]
        if len(kept) < len(notes):
            page.obj["/Annots"] = Array(kept)
            found.add("attachments")
    return found


def _is_photo(each: Stream) -> bool:
    used = each.get("/Filter")
    return used == Name.DCTDecode or (isinstance(used, Array) and list(used) == [Name.DCTDecode])


def _bare(photo: Stream) -> set[str]:
    raw = photo.read_raw_bytes()
    bare = without_segments(raw)
    if bare == raw:
        return set()
    how: Any = photo.get("/DecodeParms")
    photo.write(bare, filter=Name.DCTDecode, decode_parms=how)
    return {"metadata"}


def preview(data: bytes, number: int, side: int) -> tuple[bytes, int, str]:
    """Return one page as a picture, how many pages there are, and the words on it."""
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
        page = pdf[min(max(number, 1), count) - 1]
        width, height = page.get_size()
        scale = min(side / max(width, 1), side * 1.5 / max(height, 1), 4)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        words = page.get_textpage().get_text_bounded()
    except (pypdfium2.PdfiumError, ValueError) as broken:
        raise Unfit("damaged") from broken
    return encoded(picture), count, words
