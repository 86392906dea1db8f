"""What holds people up (domain 3.7), always written down beside the effects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResourceLevel(models.TextChoices):
    """Whose strength it is."""

    IND = "IND", _("Her own")
    FAM = "FAM", pgettext_lazy("resources", "Of the family")
    COL = "COL", pgettext_lazy("resources", "Collective")


class Resource(models.TextChoices):
    """Coping, resistance and resources (recurso): trauma is not the whole story."""

    BUSQUEDA = "BUSQUEDA", _("Searching")
    ORGANIZACION_COLECTIVA = "ORGANIZACION_COLECTIVA", _("Getting organised together")
    DENUNCIA = "DENUNCIA", pgettext_lazy("resource", "Reporting")
    MEMORIA = "MEMORIA", _("Memory")
    ESPIRITUALIDAD_FE = "ESPIRITUALIDAD_FE", _("Spirituality, faith")
    HUMOR = "HUMOR", _("Humour")
    ARTE_BORDADO_MUSICA = "ARTE_BORDADO_MUSICA", _("Art, embroidery, music")
    TRABAJO = "TRABAJO", pgettext_lazy("resource", "Work")
    ESTUDIO = "ESTUDIO", _("Study")
    CUIDADO_HIJAS_HIJOS = "CUIDADO_HIJAS_HIJOS", _("Caring for daughters and sons")
    REDES_FAMILIA = "REDES_FAMILIA", _("Family networks")
    AMISTADES_VECINAS = "AMISTADES_VECINAS", _("Friends and neighbours")
    COMUNIDAD_TERRITORIO = "COMUNIDAD_TERRITORIO", _("Community and territory")
    SABERES_TRADICIONALES = "SABERES_TRADICIONALES", _("Traditional knowledge")
    CUERPO_EJERCICIO = "CUERPO_EJERCICIO", _("The body, exercise")
    LENGUAJE_LENGUA_PROPIA = "LENGUAJE_LENGUA_PROPIA", _("Own language")
    CONOCER_DERECHOS = "CONOCER_DERECHOS", _("Knowing her rights")
    LIMITES = "LIMITES", _("Setting limits")
    PEDIR_AYUDA = "PEDIR_AYUDA", _("Asking for help")
    PLAN_SEGURIDAD = "PLAN_SEGURIDAD", pgettext_lazy("resource", "Safety plan")
    SOLIDARIDAD_OTRAS = "SOLIDARIDAD_OTRAS", _("Solidarity with others")
    INCIDENCIA = "INCIDENCIA", _("Advocacy")
    DESCANSO = "DESCANSO", pgettext_lazy("resource", "Rest")
    NOMBRAR_LA_VIOLENCIA = "NOMBRAR_LA_VIOLENCIA", _("Naming the violence")


class Closeness(models.TextChoices):
    """How near someone stands, in the map of her network."""

    CERCA = "CERCA", pgettext_lazy("closeness", "Near")
    MEDIO = "MEDIO", _("Halfway")
    LEJOS = "LEJOS", pgettext_lazy("closeness", "Far")


class Tie(models.TextChoices):
    """What the tie is like."""

    APOYA = "APOYA", _("Holds her up")
    MIXTA = "MIXTA", _("Sometimes yes, sometimes no")
    TENSA = "TENSA", pgettext_lazy("tie", "Tense")
    ROTA = "ROTA", pgettext_lazy("tie", "Broken")


# The form asks for these at each level; every resource stands at one level at least.
OFFERED: dict[str, tuple[Resource, ...]] = {
    ResourceLevel.IND: (
        Resource.NOMBRAR_LA_VIOLENCIA,
        Resource.LIMITES,
        Resource.PEDIR_AYUDA,
        Resource.PLAN_SEGURIDAD,
        Resource.CONOCER_DERECHOS,
        Resource.DENUNCIA,
        Resource.CUERPO_EJERCICIO,
        Resource.DESCANSO,
        Resource.HUMOR,
        Resource.ARTE_BORDADO_MUSICA,
        Resource.ESPIRITUALIDAD_FE,
        Resource.TRABAJO,
        Resource.ESTUDIO,
        Resource.LENGUAJE_LENGUA_PROPIA,
    ),
    ResourceLevel.FAM: (
        Resource.REDES_FAMILIA,
        Resource.CUIDADO_HIJAS_HIJOS,
        Resource.BUSQUEDA,
        Resource.MEMORIA,
        Resource.HUMOR,
        Resource.ESPIRITUALIDAD_FE,
        Resource.TRABAJO,
        Resource.PLAN_SEGURIDAD,
        Resource.DESCANSO,
    ),
    ResourceLevel.COL: (
        Resource.AMISTADES_VECINAS,
        Resource.ORGANIZACION_COLECTIVA,
        Resource.SOLIDARIDAD_OTRAS,
        Resource.COMUNIDAD_TERRITORIO,
        Resource.SABERES_TRADICIONALES,
        Resource.BUSQUEDA,
        Resource.MEMORIA,
        Resource.INCIDENCIA,
        Resource.DENUNCIA,
        Resource.LENGUAJE_LENGUA_PROPIA,
        Resource.ARTE_BORDADO_MUSICA,
        Resource.ESPIRITUALIDAD_FE,
    ),
}
