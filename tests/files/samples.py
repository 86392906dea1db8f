"""Files as people send them, and as nobody should: made here, none lies in the repository."""

import io
import struct
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
PROGRAM = b"MZ\x90\x00" + bytes(200) + b"This program cannot be run in DOS mode."
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(300)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = "Acta de la reunión: acordamos volver el martes.\n".encode()


def photo(size=(640, 480), *, kind="JPEG", place=True, words="CANARIO-EXIF"):
    """A photo as a telephone takes it: it tells where and with what."""
    image = Image.new("RGB", size, (120, 90, 60))
    ImageDraw.Draw(image).rectangle((20, 20, size[0] // 2, size[1] // 2), fill=(200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = words  # the maker
    exif[0x0112] = 6  # turned
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (28.0, 38.0, 7.0)
    written = io.BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def pdf(pages=2, *, words="Una hoja", acts=(), photo_inside=b""):
    """A PDF with words on its pages and, where asked, what should not be in one."""
    made = pikepdf.new()
    font = made.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number in range(pages):
        page = made.add_blank_page(page_size=(612, 792))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        text = f"BT /F1 24 Tf 72 700 Td ({words} {number + 1}) Tj ET"
        page.obj.Contents = made.make_stream(text.encode())
    made.docinfo["/Author"] = "CANARIO-AUTOR"
    if photo_inside:
        facts = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=640, Height=480,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        made.pages[0].obj.Resources.XObject = Dictionary(
            Im1=made.make_indirect(pikepdf.Stream(made, photo_inside, facts))
        )
    for act in acts:
        ACTS[act](made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _script(made):
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('CANARIO-JS')"))


def _launch(made):
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def _attachment(made):
    made.attachments["carga.exe"] = b"MZ CANARIO-ADJUNTO"


def _signature(made):
    seal = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3], Contents=String("x")
    )
    field = Dictionary(FT=Name.Sig, T=String("Firma"), V=made.make_indirect(seal))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))


ACTS = {"script": _script, "launch": _launch, "attachment": _attachment, "signature": _signature}


def locked_pdf():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    return written.getvalue()


def packed(entries, how=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", how) as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return written.getvalue()


def docx(**more):
    """A Word file; keyword arguments add or replace entries (``__`` stands for a slash)."""
    entries = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document>Una carta</w:document>",
        "docProps/core.xml": b"<cp:coreProperties>CANARIO-AUTORA</cp:coreProperties>",
        **{name.replace("__", "/"): body for name, body in more.items()},
    }
    return packed(entries)


def rels(kind, target):
    said = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return f"<Relationships>{said}</Relationships>".encode()


def xlsx():
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def odt(**more):
    entries = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    return packed(entries | {name.replace("__", "/"): body for name, body in more.items()})


def bomb():
    """42 kB that would become 400 MB."""
    zeros = bytes(10_000_000)
    inner = {f"word/media/{n}.bin": zeros for n in range(40)}
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **inner})


def huge_picture(side=12_000):
    """A PNG of a few bytes that says it has 144 million pixels."""
    written = io.BytesIO()
    Image.new("1", (8, 8)).save(written, "PNG")
    data = bytearray(written.getvalue())
    data[16:24] = struct.pack("!II", side, side)
    import zlib  # noqa: PLC0415

    data[29:33] = struct.pack("!I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)
