"""Photos and scans: opened, turned upright, and written anew without anything but the picture."""

import io
import warnings
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps

from .faults import Unfit

HEAVY = 500_000  # bytes of a picture on a page
MARK, PICTURE_BEGINS = b"\xff", {b"\xda", b"\xd9", b""}
TALES = {b"\xe1", b"\xed", b"\xfe"}  # EXIF and XMP, IPTC, comment
FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
SAVED: dict[str, dict[str, Any]] = {
    "jpeg": {"format": "JPEG", "quality": 92, "progressive": True},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 92},
}
MODES = {
    "jpeg": {"L", "RGB"},
    "png": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"},
    "webp": {"RGB", "RGBA"},
}


def opened(data: bytes, kind: str, pixels: int) -> Image.Image:
    """Open one picture, all of it, within the limit.

    :raises Unfit: if it is too large, or not all there.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # whatever another library set
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(data), formats=FORMATS[kind])
            if image.width * image.height > pixels:
                raise Unfit("pixels", pixels=image.width * image.height)
            image.load()
    except MemoryError:
        raise Unfit("pixels") from None
    except (OSError, ValueError, SyntaxError, EOFError) as broken:
        raise Unfit("damaged") from broken
    return image


def clean(data: bytes, kind: str, pixels: int) -> tuple[bytes, list[str]]:
    """Return the picture written anew, and what was left out of it."""
    image = opened(data, kind, pixels)
    removed = told(image)
    upright = _colours(ImageOps.exif_transpose(image), image.info.get("icc_profile"))
    if upright.mode not in MODES[kind]:
        upright = upright.convert("RGBA" if _is_clear(upright, kind) else "RGB")
    for name in list(upright.info):
        if name != "transparency":
            del upright.info[name]
    written = io.BytesIO()
    upright.save(written, **SAVED[kind])
    return written.getvalue(), removed


def told(image: Image.Image) -> list[str]:
    """Say what the picture tells beside itself."""
    exif = image.getexif()
    removed = ["location"] if exif.get_ifd(ExifTags.IFD.GPSInfo) else []
    spoken = {"xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Comment", "Software", "Author"}
    if exif or spoken & set(image.info) or getattr(image, "text", None):
        removed.append("metadata")
    return removed


def preview(data: bytes, kind: str, pixels: int, side: int) -> bytes:
    """Return a smaller copy to look at."""
    image = opened(data, kind, pixels)
    image.thumbnail((side, side))
    return encoded(image.convert("RGBA" if _is_clear(image, "png") else "RGB"))


def encoded(image: Image.Image) -> bytes:
    """Return a picture for a page: PNG, or JPEG where that would be heavy (photos, scans)."""
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    if drawn.tell() > HEAVY and image.mode == "RGB":
        drawn = io.BytesIO()
        image.save(drawn, "JPEG", quality=85)
    return drawn.getvalue()


def _is_clear(image: Image.Image, kind: str) -> bool:
    return kind != "jpeg" and (image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info)


def _colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the colours as every screen shows them; the profile of the device stays behind."""
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        usual = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, known, usual, outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def without_segments(data: bytes) -> bytes:
    """Return a JPEG without its EXIF, XMP, IPTC and comment segments, its picture untouched."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = bytearray(data[:2]), 2
    while data[at : at + 1] == MARK and data[at + 1 : at + 2] not in PICTURE_BEGINS:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1 : at + 2] not in TALES:
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])
