"""What violence leaves behind, at four levels (domain 3.6): words of suffering, never diagnoses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """Where an effect is felt; a resource too."""

    IND = "IND", _("In the person")
    FAM = "FAM", _("In the family")
    COM = "COM", pgettext_lazy("level", "In the community")
    SOC = "SOC", _("In society")


class IndividualEffect(models.TextChoices):
    """Effects in the person; never a diagnosis."""

    MIEDO = "MIEDO", _("Fear")
    ANGUSTIA = "ANGUSTIA", _("Anguish")
    TRISTEZA = "TRISTEZA", _("Sadness")
    CULPA = "CULPA", _("Guilt")
    VERGUENZA = "VERGUENZA", _("Shame")
    ENOJO_RABIA = "ENOJO_RABIA", _("Anger, rage")
    INSOMNIO = "INSOMNIO", _("Sleeplessness")
    PESADILLAS = "PESADILLAS", _("Nightmares")
    REEXPERIMENTACION = "REEXPERIMENTACION", _("Lives it again")
    HIPERVIGILANCIA = "HIPERVIGILANCIA", _("Always on the alert")
    EVITACION = "EVITACION", _("Avoids what reminds her")
    DISOCIACION = "DISOCIACION", _("Feels far away from herself")
    CONCENTRACION_MEMORIA = "CONCENTRACION_MEMORIA", _("Concentration and memory")
    SOMATIZACION = "SOMATIZACION", _("The body speaks")
    DOLOR_CRONICO = "DOLOR_CRONICO", _("Lasting pain")
    ENFERMEDAD_AGRAVADA = "ENFERMEDAD_AGRAVADA", _("An illness that grew worse")
    CAMBIO_APETITO = "CAMBIO_APETITO", _("Change of appetite")
    CONSUMO_SUSTANCIAS = "CONSUMO_SUSTANCIAS", _("Use of substances")
    AUTOLESION = "AUTOLESION", _("Hurts herself")
    IDEACION_SUICIDA = "IDEACION_SUICIDA", _("Thoughts of suicide")
    AUTOESTIMA = "AUTOESTIMA", _("Self-esteem")
    DESESPERANZA = "DESESPERANZA", _("Hopelessness")
    INDEFENSION = "INDEFENSION", _("Helplessness")
    PERDIDA_SENTIDO = "PERDIDA_SENTIDO", _("Loss of meaning")
    PROYECTO_VIDA = "PROYECTO_VIDA", _("Project of life interrupted")
    SEXUALIDAD = "SEXUALIDAD", _("Sexuality")
    AISLAMIENTO = "AISLAMIENTO", _("Isolation")
    PERDIDA_AMBIGUA = "PERDIDA_AMBIGUA", _("Ambiguous loss")
    DUELO = "DUELO", _("Mourning")
    CONFIANZA_BASICA = "CONFIANZA_BASICA", _("Basic trust")


class ChildEffect(models.TextChoices):
    """Effects in a girl, boy or adolescent, besides those of everybody."""

    REGRESION = "REGRESION", _("Went back to younger ways")
    ENURESIS = "ENURESIS", _("Wets the bed")
    MIEDO_SEPARACION = "MIEDO_SEPARACION", _("Fear of being separated")
    JUEGO_REPETITIVO = "JUEGO_REPETITIVO", _("Plays it again and again")
    RENDIMIENTO_ESCOLAR = "RENDIMIENTO_ESCOLAR", _("School work")
    PARENTALIZACION = "PARENTALIZACION", _("Takes care like an adult")
    SOBREADAPTACION = "SOBREADAPTACION", _("Adapts too much")
    CONDUCTA_AGRESIVA = "CONDUCTA_AGRESIVA", _("Aggressive behaviour")
    SILENCIO = "SILENCIO", pgettext_lazy("effect", "Silence")


class FamilyEffect(models.TextChoices):
    """Effects in the family."""

    CAMBIO_ROLES = "CAMBIO_ROLES", _("Roles have shifted")
    SOBRECARGA_CUIDADOS = "SOBRECARGA_CUIDADOS", _("Too much care on few shoulders")
    JEFATURA_FEMENINA_FORZADA = (
        "JEFATURA_FEMENINA_FORZADA",
        _("A woman had to become head of the household"),
    )
    RUPTURA = "RUPTURA", _("Break in the family")
    CONFLICTO_BUSQUEDA = "CONFLICTO_BUSQUEDA", _("Conflict about the search")
    SILENCIO_SECRETO = "SILENCIO_SECRETO", _("Silence and secrets")
    SOBREPROTECCION = "SOBREPROTECCION", _("Overprotection")
    EMPOBRECIMIENTO = "EMPOBRECIMIENTO", _("Poverty")
    ENDEUDAMIENTO = "ENDEUDAMIENTO", _("Debts")
    DESPLAZAMIENTO = "DESPLAZAMIENTO", pgettext_lazy("family effect", "Had to leave home")
    ABANDONO_ESCOLAR_NNA = "ABANDONO_ESCOLAR_NNA", _("Children left school")
    DISTANCIA_AFECTIVA = "DISTANCIA_AFECTIVA", _("Distance between them")
    ALIANZAS_COALICIONES = "ALIANZAS_COALICIONES", _("Alliances and coalitions")
    VINCULO_MATERNOFILIAL_DANADO = (
        "VINCULO_MATERNOFILIAL_DANADO",
        _("Bond between mother and children hurt"),
    )
    TRANSGENERACIONAL = "TRANSGENERACIONAL", _("Passed on through generations")


class CommunityEffect(models.TextChoices):
    """Effects in the community."""

    ESTIGMA = "ESTIGMA", _("Stigma")
    DESCONFIANZA = "DESCONFIANZA", _("Distrust")
    RUPTURA_REDES = "RUPTURA_REDES", _("Networks broken")
    MIEDO_COLECTIVO = "MIEDO_COLECTIVO", _("Collective fear")
    SILENCIAMIENTO = "SILENCIAMIENTO", _("Silencing")
    DIVISION_COMUNITARIA = "DIVISION_COMUNITARIA", _("Division of the community")
    PERDIDA_ESPACIOS_PUBLICOS = "PERDIDA_ESPACIOS_PUBLICOS", _("Loss of public spaces")
    PERDIDA_RITUALES = "PERDIDA_RITUALES", _("Loss of rituals")
    DESPLAZAMIENTO_COMUNITARIO = "DESPLAZAMIENTO_COMUNITARIO", _("Displacement of the community")
    DEBILITAMIENTO_ORGANIZATIVO = "DEBILITAMIENTO_ORGANIZATIVO", _("Weaker organisation")
    COOPTACION = "COOPTACION", _("Co-optation")


class SocialEffect(models.TextChoices):
    """Effects in society and politics."""

    IMPUNIDAD = "IMPUNIDAD", _("Impunity")
    NORMALIZACION_VIOLENCIA = "NORMALIZACION_VIOLENCIA", _("Violence made normal")
    POLARIZACION = "POLARIZACION", _("Polarisation")
    CRIMINALIZACION_VICTIMAS = "CRIMINALIZACION_VICTIMAS", _("Blaming of those who were harmed")
    PERDIDA_LEGITIMIDAD_INSTITUCIONAL = (
        "PERDIDA_LEGITIMIDAD_INSTITUCIONAL",
        _("Institutions lost legitimacy"),
    )
    MENTIRA_INSTITUCIONALIZADA = "MENTIRA_INSTITUCIONALIZADA", _("Institutionalised lie")
    MILITARIZACION_VIDA = "MILITARIZACION_VIDA", _("Militarisation of life")
    INHIBICION_PARTICIPACION = "INHIBICION_PARTICIPACION", _("Participation inhibited")
    CULTURA_MUERTE = "CULTURA_MUERTE", _("Culture of death")


class Intensity(models.TextChoices):
    """How strong, from nothing to very much."""

    NADA = "0", _("0 nothing")
    POCO = "1", _("1 a little")
    ALGO = "2", _("2 somewhat")
    MUCHO = "3", _("3 much")
    MUCHISIMO = "4", _("4 very much")


EFFECTS: dict[str, tuple[type[models.TextChoices], ...]] = {
    Level.IND: (IndividualEffect, ChildEffect),
    Level.FAM: (FamilyEffect,),
    Level.COM: (CommunityEffect,),
    Level.SOC: (SocialEffect,),
}
