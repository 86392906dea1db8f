"""Papers of the demonstration: drawn here from their words, then taken in like any other."""

import datetime as dt
import io
import tomllib
import uuid
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from accompaniment.desk.demo.moments import local
from accompaniment.desk.demo.story import Cast, case_called
from accompaniment.staff.models import User
from cases.actions.documents import (
    DocumentFacts,
    Sent,
    add_version,
    upload_document,
    withdraw_document,
)
from cases.models import Case

TEXTS = Path(__file__).parent.parent / "texts"
SHEET, MARGIN, LINE = (850, 1100), 70, 34
INK, PAPER = (40, 36, 48), (252, 250, 244)
PLACE = {1: "N", 2: (28.0, 38.0, 7.0), 3: "W", 4: (106.0, 4.0, 0.0)}  # the middle of a city


def papers() -> list[dict[str, Any]]:
    """Return what is written on each paper, and whose it is."""
    found: list[dict[str, Any]] = tomllib.loads((TEXTS / "documents.toml").read_text())["paper"]
    return found


def tell(cast: Cast) -> None:
    """Take in every paper, some with a second version, one withdrawn."""
    for told in papers():
        with cast.at_work(told["by"]) as by:
            case = case_called(told["case"], Case.objects.open().permitted(by, "write"))
            _take_in(told, case, by, cast.now)


def _take_in(told: dict[str, Any], case: Case, by: User, now: dt.datetime) -> None:
    at = local(now.date() - dt.timedelta(days=told["days_ago"]), 11)
    document = upload_document(
        case=case,
        facts=DocumentFacts(told["kind"], told["shelf"], told["title"]),
        sent=Sent(told["name"], drawn(told["name"], told["words"])),
        document_id=uuid.uuid4(),
        by=by,
        at=at,
    )
    if further := told.get("then"):
        sent = Sent(told["name"], drawn(told["name"], further))
        add_version(document=document, sent=sent, by=by, at=at + dt.timedelta(days=1))
    if why := told.get("withdrawn"):
        withdraw_document(document=document, reason=why, by=by, at=at + dt.timedelta(days=1))


def drawn(name: str, words: list[str]) -> bytes:
    """Return a file of the kind its name says: a sheet for each text, or one photo."""
    if name.endswith(".txt"):
        return "\n\n".join(words).encode()
    sheets = [_sheet(each) for each in words]
    written = io.BytesIO()
    if name.endswith(".pdf"):
        sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:], author="Escáner")
    else:
        exif = Image.Exif()
        exif[0x010F] = "Teléfono de la oficina"
        exif.get_ifd(0x8825).update(PLACE)
        sheets[0].save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()


def _font() -> Path:
    """Return the font of the house, which knows every accent."""
    found = find_spec("font_hanken_grotesk")
    places = found.submodule_search_locations if found else None
    return next(Path(places[0]).rglob("HankenGrotesk-Regular.otf")) if places else Path()


def _sheet(words: str) -> Image.Image:
    sheet = Image.new("RGB", SHEET, PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(_font()), 26)
    pen.rectangle((24, 24, SHEET[0] - 24, SHEET[1] - 24), outline=(180, 160, 130), width=2)
    for number, line in enumerate(words.strip().splitlines()):
        pen.text((MARGIN, MARGIN + number * LINE), line, fill=INK, font=font)
    pen.text((MARGIN, SHEET[1] - 80), "DATOS INVENTADOS", fill=(150, 60, 40), font=font)
    return sheet
