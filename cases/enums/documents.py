"""Documents: what they are, who may read them, where they stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(models.TextChoices):
    """What a document is to the accompaniment."""

    CONSENTIMIENTO = "CONSENTIMIENTO", _("Signed consent")
    IDENTIFICACION = "IDENTIFICACION", _("Identity document")
    ACTA = "ACTA", _("Civil registry certificate")
    SALUD = "SALUD", _("Health document")
    DENUNCIA = "DENUNCIA", _("Complaint or investigation file")
    RESOLUCION = "RESOLUCION", _("Order or decision")
    OFICIO = "OFICIO", _("Official letter")
    BUSQUEDA = "BUSQUEDA", _("Search document")
    INFORME = "INFORME", pgettext_lazy("kind of document", "Report")
    FOTO = "FOTO", _("Photograph")
    PALABRA = "PALABRA", _("Letter, drawing or words of hers")
    OTRO = "OTRO", pgettext_lazy("kind of document", "Something else")


class Shelf(models.TextChoices):
    """Who may read a document. The values are the compartments it is sealed in."""

    CLINICAL = "clinical", _("With the notes")
    IDENTITY = "identity", _("With the contact data")
    LEGAL = "legal", _("With the legal matters")


# The action that opens each shelf, and those that let somebody put a document there.
SHELF_OPENS: dict[str, str] = {
    Shelf.CLINICAL: "read",
    Shelf.IDENTITY: "identify",
    Shelf.LEGAL: "legal",
}
SHELF_TAKES: dict[str, tuple[str, ...]] = {
    Shelf.CLINICAL: ("write",),
    Shelf.IDENTITY: ("write", "assign"),
    Shelf.LEGAL: ("legal",),
}


class FileType(models.TextChoices):
    """What a file really is."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", _("JPEG photo")
    PNG = "png", _("PNG picture")
    WEBP = "webp", _("WebP picture")
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", _("OpenDocument text")
    TXT = "txt", _("Plain text")


MEDIA_TYPES: dict[str, str] = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.TXT: "text/plain; charset=utf-8",
}
DRAWN = frozenset({FileType.PDF, FileType.JPEG, FileType.PNG, FileType.WEBP})  # can be looked at


class FileState(models.TextChoices):
    """Where the file of one version stands."""

    WAITING = "EN_CUARENTENA", _("In quarantine")
    OPEN = "DISPONIBLE", pgettext_lazy("file", "Available")
    REFUSED = "RECHAZADO", pgettext_lazy("file", "Refused: it carries a virus")
    DESTROYED = "DESTRUIDO", pgettext_lazy("file", "Destroyed")


NEXT_FILE_STATES: dict[str, tuple[str, ...]] = {
    FileState.WAITING: (FileState.OPEN, FileState.REFUSED, FileState.DESTROYED),
    FileState.OPEN: (FileState.DESTROYED,),
    FileState.REFUSED: (),
    FileState.DESTROYED: (),
}


class Scan(models.TextChoices):
    """Who looked for viruses."""

    NOT_YET = "", pgettext_lazy("scan", "Not yet")
    CLEAN = "clean", pgettext_lazy("scan", "Nothing found")
    ACCEPTED = "accepted", _("Not looked through: the organisation accepts the risk")
    INFECTED = "infected", pgettext_lazy("scan", "A virus was found")


class Removed(models.TextChoices):
    """What was taken out of a file before it was kept."""

    LOCATION = "location", _("the place where it was taken")
    METADATA = "metadata", _("data about who made it and with what")
    SCRIPTS = "scripts", _("programs inside")
    ATTACHMENTS = "attachments", _("files inside")
