"""How persons are bound to each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BondKind(models.TextChoices):
    """What the first person is to the second (directional)."""

    MADRE_PADRE = "MADRE_PADRE", _("Mother or father of")
    ADOPTIVA = "ADOPTIVA", _("Adoptive mother or father of")
    CRIANZA = "CRIANZA", _("Brings up, as mother or father,")
    HERMANDAD = "HERMANDAD", _("Sister or brother of")
    GEMELAS = "GEMELAS", _("Twin of")
    PAREJA = "PAREJA", _("Partner of")
    EX_PAREJA = "EX_PAREJA", _("Former partner of")
    CUIDADO = "CUIDADO", _("Takes care of")
    APOYO = "APOYO", _("Supports")
    FAMILIA_SOCIAL = "FAMILIA_SOCIAL", _("Social family of")
    PARENTESCO = "PARENTESCO", _("Other relative of")
    AGRESION = "AGRESION", pgettext_lazy("bond", "Aggressor of")


PARENTAL = frozenset({BondKind.MADRE_PADRE, BondKind.ADOPTIVA, BondKind.CRIANZA})
MUTUAL = frozenset(
    {
        BondKind.HERMANDAD,
        BondKind.GEMELAS,
        BondKind.PAREJA,
        BondKind.EX_PAREJA,
        BondKind.FAMILIA_SOCIAL,
        BondKind.PARENTESCO,
    }
)  # say the same in both directions
