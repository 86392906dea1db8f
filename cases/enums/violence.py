"""What happened: two axes that are never mixed, violations, who and how (domain 3.1 to 3.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ViolenceType(models.TextChoices):
    """What was done: types (LGAMVLV art. 6); one axis, never mixed with the modalities."""

    PSICOLOGICA = "T_PSICOLOGICA", _("Psychological")
    FISICA = "T_FISICA", _("Physical, with acid or substances too")
    PATRIMONIAL = "T_PATRIMONIAL", _("Patrimonial: her things and documents")
    ECONOMICA = "T_ECONOMICA", _("Economic")
    SEXUAL = "T_SEXUAL", pgettext_lazy("violence", "Sexual")
    VICARIA = "T_VICARIA", _("Vicarious: through her children or people close to her")
    ANALOGA = "T_ANALOGA", _("Another analogous form")


class VicariousForm(models.TextChoices):
    """Forms of vicarious violence (LGAMVLV art. 6-VI, a to h)."""

    AMENAZA_DANO_HIJAS = "V_AMENAZA_DANO_HIJAS", _("Threatens to harm daughters or sons")
    AMENAZA_OCULTAR = "V_AMENAZA_OCULTAR", _("Threatens to hide or keep them")
    USAR_PARA_INFO = "V_USAR_PARA_INFO", _("Uses them to get information about her")
    INCITAR_VIOL_FISICA = "V_INCITAR_VIOL_FISICA", _("Incites them to violence against her")
    DESCALIFICAR_MADRE = "V_DESCALIFICAR_MADRE", _("Discredits the mother before them")
    OCULTAR_RETENER = "V_OCULTAR_RETENER", _("Hides, keeps or takes them away")
    ACCIONES_LEGALES_FALSAS = (
        "V_ACCIONES_LEGALES_FALSAS",
        _("Goes to law on false facts to take them from her"),
    )
    CONDICIONAR_ALIMENTOS = "V_CONDICIONAR_ALIMENTOS", _("Makes maintenance depend on conditions")


class Modality(models.TextChoices):
    """Where and how it was done: modalities (LGAMVLV arts. 7 to 21); X_ is not in that law."""

    FAMILIAR = "M_FAMILIAR", _("In the family, carers too")
    LABORAL = "M_LABORAL", pgettext_lazy("modality of violence", "At work")
    DOCENTE = "M_DOCENTE", pgettext_lazy("modality of violence", "At school")
    HOSTIGAMIENTO_SEXUAL = "M_HOSTIGAMIENTO_SEXUAL", _("Sexual harassment by a superior")
    ACOSO_SEXUAL = "M_ACOSO_SEXUAL", _("Sexual harassment between equals")
    COMUNIDAD = "M_COMUNIDAD", pgettext_lazy("modality of violence", "In the community")
    ACOSO_ESPACIO_PUBLICO = "M_ACOSO_ESPACIO_PUBLICO", _("Sexual harassment in public space")
    INSTITUCIONAL = "M_INSTITUCIONAL", pgettext_lazy("modality of violence", "Institutional")
    POLITICA = "M_POLITICA", _("Political, because of gender")
    DIGITAL = "M_DIGITAL", pgettext_lazy("modality of violence", "Digital")
    MEDIATICA = "M_MEDIATICA", _("In the media")
    FEMINICIDA = "M_FEMINICIDA", _("Femicidal")
    X_OBSTETRICA = "X_OBSTETRICA", _("Obstetric (state law)")
    X_NOVIAZGO = "X_NOVIAZGO", _("In dating (state law)")
    X_SIMBOLICA = "X_SIMBOLICA", _("Symbolic (state law)")
    X_ACECHO = "X_ACECHO", _("Stalking (state law)")
    X_TRATA = "X_TRATA", _("Trafficking (social extension)")
    X_MATRIMONIO_FORZADO = "X_MATRIMONIO_FORZADO", _("Forced marriage (social extension)")


class LegalFrame(models.TextChoices):
    """Which law names it; the LGAMVLV speaks of women and girls, the axes serve everybody."""

    LGAMVLV = "LGAMVLV", _("Law on women's life free of violence")
    LGV = "LGV", _("General law of victims")
    LGMDFP = "LGMDFP", _("Law on disappearance")
    LGDNNA = "LGDNNA", _("Law on the rights of girls, boys and adolescents")
    LPPDDHP = "LPPDDHP", _("Law protecting defenders and journalists")


class Relation(models.TextChoices):
    """What the one responsible is to her (relacion_agresor)."""

    CONYUGE = "CONYUGE", _("Husband or wife")
    EX_CONYUGE = "EX_CONYUGE", _("Former husband or wife")
    CONCUBINO = "CONCUBINO", _("Partner living together")
    EX_CONCUBINO = "EX_CONCUBINO", _("Former partner living together")
    NOVIO_PAREJA = "NOVIO_PAREJA", _("Boyfriend, girlfriend or partner")
    EX_PAREJA = "EX_PAREJA", _("Former partner")
    PADRE = "PADRE", pgettext_lazy("relation", "Father")
    MADRE = "MADRE", pgettext_lazy("relation", "Mother")
    PADRASTRO = "PADRASTRO", _("Stepfather")
    MADRASTRA = "MADRASTRA", _("Stepmother")
    HIJA_O = "HIJA_O", pgettext_lazy("relation", "Daughter or son")
    HERMANA_O = "HERMANA_O", pgettext_lazy("relation", "Sister or brother")
    ABUELA_O = "ABUELA_O", pgettext_lazy("relation", "Grandmother or grandfather")
    TIA_O = "TIA_O", pgettext_lazy("relation", "Aunt or uncle")
    PRIMA_O = "PRIMA_O", pgettext_lazy("relation", "Cousin")
    SUEGRA_O = "SUEGRA_O", pgettext_lazy("relation", "Parent-in-law")
    CUNADA_O = "CUNADA_O", pgettext_lazy("relation", "Sibling-in-law")
    OTRO_FAMILIAR = "OTRO_FAMILIAR", _("Another relative")
    CUIDADOR_A = "CUIDADOR_A", pgettext_lazy("relation", "Carer")
    VECINO = "VECINO", _("Neighbour")
    CONOCIDO = "CONOCIDO", _("Acquaintance")
    AMISTAD = "AMISTAD", pgettext_lazy("relation", "Friend")
    COMPANERO_TRABAJO = "COMPANERO_TRABAJO", _("Colleague at work")
    JEFATURA = "JEFATURA", _("Boss")
    DOCENTE = "DOCENTE", pgettext_lazy("relation", "Teacher")
    COMPANERO_ESCUELA = "COMPANERO_ESCUELA", _("Schoolmate")
    MINISTRO_CULTO = "MINISTRO_CULTO", _("Minister of a church")
    PERSONAL_SALUD = "PERSONAL_SALUD", _("Health worker")
    AUTORIDAD = "AUTORIDAD", pgettext_lazy("relation", "Authority")
    DESCONOCIDO = "DESCONOCIDO", pgettext_lazy("relation", "Stranger")
    GRUPO_CRIMINAL = "GRUPO_CRIMINAL", _("Criminal group")
    PERSONA_EN_LINEA = "PERSONA_EN_LINEA", _("Someone known online")
    MULTIPLES = "MULTIPLES", pgettext_lazy("relation", "Several")


class RelationFact(models.TextChoices):
    """What makes the relationship more dangerous."""

    COHABITA = "COHABITA", _("They live together")
    COHABITO = "COHABITO", _("They lived together")
    HIJOS_EN_COMUN = "HIJOS_EN_COMUN", _("They have children together")
    TIENE_ARMA = "TIENE_ARMA", _("Has a weapon")
    FUERZAS_SEGURIDAD = "FUERZAS_SEGURIDAD", _("Is in the security forces")
    DEPENDENCIA_ECONOMICA = "DEPENDENCIA_ECONOMICA", _("She depends on the money")


class Actor(models.TextChoices):
    """Who is alleged to be responsible (actor_responsable); naming may endanger: never forced."""

    EJERCITO = "EJERCITO", _("Army")
    MARINA = "MARINA", _("Navy")
    GUARDIA_NACIONAL = "GUARDIA_NACIONAL", _("National guard")
    POLICIA_FEDERAL_MIN = "POLICIA_FEDERAL_MIN", _("Federal or investigative police")
    POLICIA_ESTATAL = "POLICIA_ESTATAL", _("State police")
    POLICIA_MUNICIPAL = "POLICIA_MUNICIPAL", _("Municipal police")
    FISCALIA_MP = "FISCALIA_MP", _("Prosecutor")
    CUSTODIA_PENITENCIARIA = "CUSTODIA_PENITENCIARIA", _("Prison guards")
    MIGRACION_INM = "MIGRACION_INM", _("Migration authority")
    AUTORIDAD_MUNICIPAL = "AUTORIDAD_MUNICIPAL", _("Municipal authority")
    AUTORIDAD_ESTATAL = "AUTORIDAD_ESTATAL", _("State authority")
    AUTORIDAD_FEDERAL = "AUTORIDAD_FEDERAL", _("Federal authority")
    CRIMEN_ORGANIZADO = "CRIMEN_ORGANIZADO", _("Organised crime")
    GRUPO_ARMADO = "GRUPO_ARMADO", _("Armed group")
    EMPRESA = "EMPRESA", pgettext_lazy("actor", "Company")
    CACIQUE = "CACIQUE", _("Local strongman")
    PARTICULAR = "PARTICULAR", _("Private person")
    ESTADO_AQUIESCENCIA = "ESTADO_AQUIESCENCIA", _("Private party with the state's acquiescence")
    DESCONOCIDO = "DESCONOCIDO", _("Not known who")
    NO_DECLARA = "NO_DECLARA", _("Prefers not to say")


class Violation(models.TextChoices):
    """Human-rights violations and grave crimes (violacion)."""

    DESAPARICION_FORZADA = "DESAPARICION_FORZADA", _("Enforced disappearance")
    DESAPARICION_PARTICULARES = "DESAPARICION_PARTICULARES", _("Disappearance by private parties")
    NO_LOCALIZACION = "NO_LOCALIZACION", _("Person not located")
    EJECUCION_EXTRAJUDICIAL = "EJECUCION_EXTRAJUDICIAL", _("Extrajudicial execution")
    FEMINICIDIO = "FEMINICIDIO", pgettext_lazy("violation", "Femicide")
    TENTATIVA_FEMINICIDIO = "TENTATIVA_FEMINICIDIO", _("Attempted femicide")
    HOMICIDIO = "HOMICIDIO", _("Homicide")
    TRANSFEMINICIDIO = "TRANSFEMINICIDIO", _("Transfemicide")
    TORTURA = "TORTURA", _("Torture")
    TORTURA_SEXUAL = "TORTURA_SEXUAL", _("Sexual torture")
    TCID = "TCID", _("Cruel, inhuman or degrading treatment")
    DETENCION_ARBITRARIA = "DETENCION_ARBITRARIA", _("Arbitrary detention")
    VIOLENCIA_SEXUAL = "VIOLENCIA_SEXUAL", _("Sexual violence")
    VIOLACION = "VIOLACION", _("Rape")
    ABUSO_SEXUAL_NNA = "ABUSO_SEXUAL_NNA", _("Sexual abuse of a girl, boy or adolescent")
    TRATA = "TRATA", _("Trafficking in persons")
    SECUESTRO = "SECUESTRO", _("Kidnapping")
    EXTORSION = "EXTORSION", _("Extortion")
    DESPLAZAMIENTO_FORZADO_INTERNO = (
        "DESPLAZAMIENTO_FORZADO_INTERNO",
        _("Forced internal displacement"),
    )
    DESPOJO_TERRITORIAL = "DESPOJO_TERRITORIAL", _("Dispossession of land")
    CRIMINALIZACION = "CRIMINALIZACION", _("Criminalisation")
    AMENAZAS = "AMENAZAS", _("Threats")
    ATAQUE_DEFENSORA = "ATAQUE_DEFENSORA", _("Attack on a defender")
    CENSURA_PERIODISTA = "CENSURA_PERIODISTA", _("Censorship of a journalist")
    RECLUTAMIENTO_NNA = "RECLUTAMIENTO_NNA", _("Recruitment of girls, boys or adolescents")
    SUSTRACCION_NNA = "SUSTRACCION_NNA", _("Abduction of girls, boys or adolescents")
    VIOLENCIA_OBSTETRICA = "VIOLENCIA_OBSTETRICA", _("Obstetric violence")
    DISCRIMINACION = "DISCRIMINACION", _("Discrimination")
    DENEGACION_JUSTICIA = "DENEGACION_JUSTICIA", _("Denial of justice")
    VIOLENCIA_INSTITUCIONAL = "VIOLENCIA_INSTITUCIONAL", _("Institutional violence")
    IDENTIFICACION_RESTOS_IRREGULAR = (
        "IDENTIFICACION_RESTOS_IRREGULAR",
        _("Irregular identification of remains"),
    )


class VictimStatus(models.TextChoices):
    """What she is before the law in this event (LGV art. 4); apart from any registry."""

    DIRECTA = "DIRECTA", _("Direct victim")
    INDIRECTA = "INDIRECTA", _("Indirect victim")
    POTENCIAL = "POTENCIAL", _("Potential victim")
    COLECTIVA = "COLECTIVA", pgettext_lazy("victim status", "Collective")


class Reported(models.TextChoices):
    """Whether an authority was told."""

    DENUNCIADO = "DENUNCIADO", _("Reported to an authority")
    NO_DENUNCIADO = "NO_DENUNCIADO", _("Not reported")
    NO_QUIERE = "NO_QUIERE", _("She does not want to report")
    EN_PROCESO = "EN_PROCESO", _("About to be reported")
