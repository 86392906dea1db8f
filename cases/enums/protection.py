"""Vocabularies of protection measures, whatever system grants them (LGAMVLV, CNPP, LPPDDHP)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class System(models.TextChoices):
    """Who grants the measure, and under which rules."""

    ORDEN_PROTECCION = "ORDEN_PROTECCION", _("Protection order (LGAMVLV)")
    CNPP_137 = "CNPP_137", _("Protection measure in criminal procedure (CNPP 137)")
    MECANISMO_FED = "MECANISMO_FED", _("Federal protection mechanism")
    MECANISMO_ESTATAL = "MECANISMO_ESTATAL", _("State protection mechanism")
    CIDH_MC = "CIDH_MC", _("Precautionary measures of the IACHR")
    CORTE_IDH_MP = "CORTE_IDH_MP", _("Provisional measures of the Inter-American Court")
    CNDH_MC = "CNDH_MC", _("Precautionary measures of the national commission")
    CEDH_MC = "CEDH_MC", _("Precautionary measures of the state commission")
    AMPARO_SUSPENSION = "AMPARO_SUSPENSION", _("Suspension in amparo")
    RED_CIVIL = "RED_CIVIL", _("Own networks: relocation, accompaniment by observers")


class MeasureKind(models.TextChoices):
    """What kind of measure it is within its system."""

    ADMINISTRATIVA = "ADMINISTRATIVA", _("Administrative (art. 34 Ter)")
    JUDICIAL = "JUDICIAL", _("Judicial (art. 34 Quáter)")
    FRACCIONES_I_III = "FRACCIONES_I_III", _("Kinds I to III: keep away, stay away, leave the home")
    FRACCIONES_IV_X = "FRACCIONES_IV_X", _("Kinds IV to X")
    URGENTE = "URGENTE", _("Urgent: evacuation, relocation, escorts, guarding of buildings")
    PROTECCION = "PROTECCION", _("Protection: telephones, cameras, locks, vests, armoured cars")
    PREVENTIVA = "PREVENTIVA", _("Preventive: manuals, courses, observers")
    CAUTELAR = "CAUTELAR", _("Precautionary")
    OTRA = "OTRA", pgettext_lazy("kind of measure", "Another kind")


KINDS_OF: dict[str, tuple[MeasureKind, ...]] = {
    System.ORDEN_PROTECCION: (MeasureKind.ADMINISTRATIVA, MeasureKind.JUDICIAL),
    System.CNPP_137: (MeasureKind.FRACCIONES_I_III, MeasureKind.FRACCIONES_IV_X),
    System.MECANISMO_FED: (MeasureKind.URGENTE, MeasureKind.PROTECCION, MeasureKind.PREVENTIVA),
    System.MECANISMO_ESTATAL: (
        MeasureKind.URGENTE,
        MeasureKind.PROTECCION,
        MeasureKind.PREVENTIVA,
    ),
    System.RED_CIVIL: (MeasureKind.URGENTE, MeasureKind.OTRA),
}
OTHER_KINDS = (MeasureKind.CAUTELAR, MeasureKind.OTRA)


class Procedure(models.TextChoices):
    """How the Mechanism decides (LPPDDHP arts. 26 and 27)."""

    EXTRAORDINARIO = "EXTRAORDINARIO", _("Extraordinary: life at immediate risk")
    ORDINARIO = "ORDINARIO", _("Ordinary: with a risk study")


class OrderState(models.TextChoices):
    """Where a protection measure stands."""

    POR_SOLICITAR = "POR_SOLICITAR", pgettext_lazy("protection measure", "To be asked for")
    SOLICITADA = "SOLICITADA", pgettext_lazy("protection measure", "Asked for")
    OTORGADA = "OTORGADA", pgettext_lazy("protection measure", "Granted")
    NEGADA = "NEGADA", pgettext_lazy("protection measure", "Denied")
    IMPLEMENTADA = "IMPLEMENTADA", pgettext_lazy("protection measure", "In place")
    PARCIAL = "PARCIAL", pgettext_lazy("protection measure", "Partly in place")
    NO_IMPLEMENTADA = "NO_IMPLEMENTADA", pgettext_lazy("protection measure", "Not put in place")
    EN_REVISION = "EN_REVISION", pgettext_lazy("protection measure", "Under review")
    PRORROGADA = "PRORROGADA", pgettext_lazy("protection measure", "Extended")
    MODIFICADA = "MODIFICADA", pgettext_lazy("protection measure", "Modified")
    LEVANTADA = "LEVANTADA", pgettext_lazy("protection measure", "Lifted")
    VENCIDA = "VENCIDA", pgettext_lazy("protection measure", "Expired")


_PUT_IN_PLACE = (OrderState.IMPLEMENTADA, OrderState.PARCIAL, OrderState.NO_IMPLEMENTADA)
NEXT_ORDER: dict[str, tuple[str, ...]] = {
    OrderState.POR_SOLICITAR: (OrderState.SOLICITADA,),
    OrderState.SOLICITADA: (OrderState.OTORGADA, OrderState.NEGADA),
    OrderState.OTORGADA: _PUT_IN_PLACE,
    OrderState.NEGADA: (),  # asking again is a new request, with a clock of its own
    OrderState.IMPLEMENTADA: (
        OrderState.PARCIAL,
        OrderState.NO_IMPLEMENTADA,
        OrderState.EN_REVISION,
    ),
    OrderState.PARCIAL: (
        OrderState.IMPLEMENTADA,
        OrderState.NO_IMPLEMENTADA,
        OrderState.EN_REVISION,
    ),
    OrderState.NO_IMPLEMENTADA: (
        OrderState.IMPLEMENTADA,
        OrderState.PARCIAL,
        OrderState.EN_REVISION,
    ),
    OrderState.EN_REVISION: (
        OrderState.PRORROGADA,
        OrderState.MODIFICADA,
        OrderState.LEVANTADA,
        OrderState.VENCIDA,
    ),
    OrderState.PRORROGADA: (OrderState.EN_REVISION,),
    OrderState.MODIFICADA: (*_PUT_IN_PLACE, OrderState.EN_REVISION),
    OrderState.LEVANTADA: (),
    OrderState.VENCIDA: (),
}
ASKED = frozenset({OrderState.POR_SOLICITAR, OrderState.SOLICITADA, OrderState.NEGADA})
OVER = frozenset({OrderState.NEGADA, OrderState.LEVANTADA, OrderState.VENCIDA})


class NotifiedBy(models.TextChoices):
    """Who told the aggressor of the order; never she herself (LGAMVLV art. 34 Decies)."""

    POLICIA = "POLICIA", _("The police")
    FISCALIA = "FISCALIA", _("The public prosecutor")
    JUZGADO = "JUZGADO", _("The court")
    OTRA_AUTORIDAD = "OTRA_AUTORIDAD", _("Another authority")
    A_TRAVES_DE_ELLA = "A_TRAVES_DE_ELLA", _("They asked her to hand it over")
