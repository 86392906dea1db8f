"""Why a file was not taken in, each with a sentence that says what to do instead."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accompaniment.files.bench.faults import Unfit
from cases.actions.refusal import Refusal


class FileRefused(Refusal):
    """The file may not come in; nothing of it was kept."""


class FileEmpty(FileRefused):
    """There is nothing in it."""

    sentence = _("This file is empty. Open it where it comes from and save it again.")


class FileTooLarge(FileRefused):
    """It has more bytes than the house takes in at once."""

    sentence = _(
        "This file is too large: at most %(limit)s MB. Scan it again in black and white or with "
        "less resolution, or divide it into parts."
    )


class FileCut(FileRefused):
    """The connection ended before all of it was here."""

    sentence = _(
        "The file did not arrive whole, so nothing of it was kept. Check the connection and send "
        "it again."
    )


class FileDamaged(FileRefused):
    """It does not open, or ends too soon."""

    sentence = _(
        "This file cannot be opened: it seems incomplete or damaged. Open it on your side; if it "
        "opens, save it again or print it to PDF."
    )


class FileLocked(FileRefused):
    """It has a password of its own."""

    sentence = _(
        "This file has a password. Save a copy without one: here it is sealed, and only the "
        "people named below can read it."
    )


class TooManyPixels(FileRefused):
    """The picture would fill the memory."""

    sentence = _("This picture is too large to open. Save it smaller: 40 megapixels are plenty.")


class TooManyPages(FileRefused):
    """The PDF is a book."""

    sentence = _("This PDF has %(pages)s pages; at most %(limit)s fit. Divide it into parts.")


class FileSwells(FileRefused):
    """It would unpack to very much more than it is."""

    sentence = _(
        "This file would grow enormously when opened, as dangerous files do. If you trust who "
        "sent it, ask for it as PDF."
    )


class HasMacros(FileRefused):
    """It carries programs that run when it is opened."""

    sentence = _(
        "This file carries macros: programs that run when it is opened. Save it without them "
        "(.docx, .xlsx) or as PDF, and send that."
    )


class CarriesFiles(FileRefused):
    """Other files lie inside of it."""

    sentence = _(
        "This file carries other files inside. Take them out and send each on its own, or save it "
        "as PDF."
    )


class CallsOutside(FileRefused):
    """Opening it would call an address on the Internet."""

    sentence = _(
        "Opening this file would call an address on the Internet, and whoever listens there would "
        "know. Save it as PDF and send that."
    )


class SignedFileActs(FileRefused):
    """It is signed electronically, and something in it acts."""

    sentence = _(
        "This PDF is signed electronically and carries programs or files inside. They cannot be "
        "taken out without breaking the signature. Print it to PDF and send that; keep the "
        "signed one where it is."
    )


class DrawingRefused(FileRefused):
    """An SVG can carry programs."""

    sentence = _("An SVG drawing can carry programs. Save it as PNG or PDF and send that.")


class PageRefused(FileRefused):
    """A page of the web can carry programs."""

    sentence = _("Web pages can carry programs. Print the page to PDF and send that.")


class ProgramRefused(FileRefused):
    """It is a program, whatever it is called."""

    sentence = _(
        "This is a program, not a document. Do not open it. If someone sent it to you, tell who "
        "looks after your computers."
    )


class PhonePhoto(FileRefused):
    """A photo in a format only some telephones read."""

    sentence = _(
        "This photo is in a format of some telephones (HEIC) that not everybody can open. Share "
        "it as JPEG: on an iPhone, Settings, Camera, Formats, Most compatible."
    )


class OldPicture(FileRefused):
    """A picture of another kind."""

    sentence = _("This kind of picture is not taken in. Save it as JPEG, PNG or PDF.")


class OldOffice(FileRefused):
    """The formats of old office programs may carry anything."""

    sentence = _(
        "This is an old kind of file (.doc, .xls, .rtf) that can hide programs. Open it, save it "
        "as .docx, .xlsx or PDF, and send that."
    )


class ArchiveRefused(FileRefused):
    """A packed folder."""

    sentence = _("This is a packed folder. Take the documents out and send each of them.")


class RecordingRefused(FileRefused):
    """Sound or film."""

    sentence = _("Recordings are not kept here yet. Keep it where it is and write down where.")


class UnknownFile(FileRefused):
    """Nobody knows what it is."""

    sentence = _(
        "What this file is could not be told, whatever its name says. Taken in are: PDF, JPEG, "
        "PNG, WebP, Word (.docx), Excel (.xlsx), OpenDocument (.odt) and plain text."
    )


class HouseBusy(FileRefused):
    """Other files are being looked through."""

    sentence = _("Several files are being looked through right now. Try again in a minute.")


class StoreSilent(FileRefused):
    """The place where files lie does not answer."""

    sentence = _(
        "The place where files are kept does not answer, so nothing was kept. Try again in a few "
        "minutes; if it goes on, tell who looks after the system."
    )


class VirusFound(FileRefused):
    """The scanner knows it."""

    sentence = _(
        "A virus was found in this file. Nothing of it was kept. Do not open it on your side, and "
        "tell who looks after your computers."
    )


class TooManyFiles(FileRefused):
    """More in one hour than anybody reads."""

    sentence = _("That is very many files in an hour. Wait a little and go on.")


WHY: dict[str, type[FileRefused]] = {
    "empty": FileEmpty,
    "damaged": FileDamaged,
    "locked": FileLocked,
    "pixels": TooManyPixels,
    "pages": TooManyPages,
    "bomb": FileSwells,
    "macros": HasMacros,
    "inside": CarriesFiles,
    "linked": CallsOutside,
    "signed_acts": SignedFileActs,
    "drawing": DrawingRefused,
    "webpage": PageRefused,
    "program": ProgramRefused,
    "heic": PhonePhoto,
    "picture": OldPicture,
    "old_office": OldOffice,
    "archive": ArchiveRefused,
    "media": RecordingRefused,
    "unknown": UnknownFile,
    "busy": HouseBusy,
}


def refusal_of(unfit: Unfit) -> FileRefused:
    """Say in the house's words what is wrong with a file."""
    facts = {"limit": settings.DOCUMENT_MAX_PAGES, **unfit.facts}
    return WHY.get(unfit.code, UnknownFile)(**facts)


def too_large() -> FileTooLarge:
    """Say how large a file may be."""
    return FileTooLarge(limit=settings.DOCUMENT_MAX_MB)
