"""What the record of a missing person asks for, block by block (LGMDFP art. 106).

Nothing here has to be filled in: the family decides what it wants to keep in this house.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums.missing import AllegedActor, Precision

Choices = list[tuple[str, Any]]
DAY, HOUR, WORDS, LONG, ONE, MANY = "day", "hour", "words", "long", "one", "many"

SEX: Choices = [
    ("MUJER", pgettext_lazy("sex", "Woman")),
    ("HOMBRE", pgettext_lazy("sex", "Man")),
    ("INTERSEX", pgettext_lazy("sex", "Intersex")),
]
PROTOCOLS: Choices = [  # search protocols differ (LGMDFP art. 99, VIII and IX)
    ("MIGRANTE", _("In migration")),
    ("DEFENSORA", _("Human-rights defender")),
    ("PERIODISTA", _("Journalist")),
    ("MOVIMIENTO", _("Linked to a political or social movement")),
    ("NNA", _("Girl, boy or adolescent")),
    ("MUJER", _("Woman, for reasons of gender")),
    ("LGBTI", _("Of sexual or gender diversity")),
    ("INDIGENA", _("Of an indigenous people")),
]
ROUTES: Choices = [
    ("REPORTE", _("Report")),
    ("DENUNCIA", _("Criminal complaint")),
    ("NOTICIA", _("Notice")),
]
ALERTS: Choices = [
    ("FICHA", _("Search sheet")),
    ("AMBER", "Alerta Amber"),
    ("ALBA", "Protocolo Alba"),
]
ABSENCE: Choices = [
    ("NO_PEDIDA", pgettext_lazy("declaration of absence", "Not asked for")),
    ("NO_LA_QUIERE", pgettext_lazy("declaration of absence", "The family does not want it")),
    ("EN_PREPARACION", pgettext_lazy("declaration of absence", "Being prepared")),
    ("SOLICITADA", pgettext_lazy("declaration of absence", "Asked for")),
    ("EMITIDA", pgettext_lazy("declaration of absence", "Issued")),
    ("NEGADA", pgettext_lazy("declaration of absence", "Denied")),
]


@dataclass(frozen=True, slots=True)
class Part:
    """One fact of a block."""

    name: str
    label: Any
    kind: str = WORDS
    choices: Choices | None = None
    help: Any = ""

    def said(self, value: Any) -> str:
        """Say a kept value in words."""
        labels = {code: str(label) for code, label in self.choices or ()}
        if self.kind == MANY:
            return ", ".join(labels.get(code, code) for code in value or ())
        return labels.get(value, value or "")


@dataclass(frozen=True, slots=True)
class Block:
    """Facts that belong together: a card of the record, a form, a sealed box."""

    name: str
    label: Any
    parts: tuple[Part, ...]
    lede: Any = ""
    together: tuple[tuple[str, ...], ...] = ()


WHO = Block(
    "who",
    _("Who she or he is"),
    (
        Part("birth_date", _("Birthday"), DAY, help=_("It joins the dates that hurt.")),
        Part("age", _("Age when last seen")),
        Part("sex", _("Sex in the registry"), ONE, SEX),
        Part("gender", _("Gender identity"), help=_("As she, he or they say it.")),
        Part("nationality", _("Nationality")),
        Part("people", _("People or community of belonging")),
        Part("language", _("Language")),
        Part("schooling", _("Schooling")),
        Part("occupation", _("Occupation")),
        Part("migration", _("Migratory status")),
        Part(
            "protocols",
            _("What the search has to take into account"),
            MANY,
            PROTOCOLS,
            _("Search protocols differ."),
        ),
        Part("loves", _("What she or he likes, in the family's words"), LONG),
    ),
    together=(
        ("birth_date", "age", "sex"),
        ("gender", "nationality"),
        ("people", "language"),
        ("schooling", "occupation", "migration"),
    ),
)
DESCRIPTION = Block(
    "description",
    _("How to recognise her or him"),
    (
        Part("body", _("Build, height, hair, eyes"), LONG),
        Part("marks", _("Marks, scars, tattoos"), LONG),
        Part("health", _("Health, surgeries, medicines"), LONG),
        Part("teeth", _("Teeth"), LONG),
        Part("clothes", _("Clothes and objects that day"), LONG),
        Part("photos", _("Where the photographs are"), help=_("To publish one needs consent.")),
    ),
    lede=_("In the present: she has, he wears."),
)
EVENTS = Block(
    "events",
    _("The day she or he was last seen"),
    (
        Part("seen_on", _("Day"), DAY, help=_("It joins the dates that hurt.")),
        Part("seen_at", pgettext_lazy("of a day", "Hour"), HOUR),
        Part("precision", _("How exactly it is known"), ONE, Precision.choices),
        Part(
            "seen_words", _("Or as the family says it"), help=_("“Spring 2011”, “before Easter”.")
        ),
        Part("place", pgettext_lazy("last seen", "Place")),
        Part("circumstances", _("What is known of that day"), LONG),
        Part("crime", _("Elements that suggest a crime"), LONG),
        Part(
            "actors",
            _("Who is said to be responsible"),
            MANY,
            AllegedActor.choices,
            _("Never insist. To name may endanger."),
        ),
        Part("others", _("Who else went missing that day"), LONG),
        Part("vehicle", _("Vehicle")),
        Part("phones", _("Telephones and accounts in social networks"), LONG),
    ),
    lede=_("Write what the family wants to keep here. Nothing has to be told again."),
    together=(("seen_on", "seen_at", "precision"),),
)
REPORTING = Block(
    "reporting",
    _("What was reported, and to whom"),
    (
        Part("route", _("Way in"), ONE, ROUTES),
        Part("reported_on", _("Day"), DAY),
        Part("authority", pgettext_lazy("reported to", "Authority")),
        Part("servant", _("Public servant who received it")),
        Part("folio", _("Single number of the registry (RNPDNO)")),
        Part("file", _("Investigation file")),
        Part("offence", _("Offence")),
        Part("prosecutor", _("Prosecutor in charge")),
        Part("searches", _("Authority that coordinates the search")),
        Part("alerts", _("What was activated"), MANY, ALERTS),
    ),
    together=(("route", "reported_on"), ("authority", "servant"), ("file", "offence")),
)
LEGAL = Block(
    "legal",
    _("Legal and international road"),
    (
        Part("absence", _("Special declaration of absence"), ONE, ABSENCE),
        Part("absence_facts", _("Court, file and date of the declaration")),
        Part("victims_registry", _("Number in the registry of victims (RENAVI or state)")),
        Part("amparo", "Amparo"),
        Part("urgent_action", _("Urgent action of the UN Committee (CED)")),
        Part("commission", _("Inter-American Commission (CIDH)")),
        Part("more", _("What else to bear in mind"), LONG),
    ),
)
BLOCKS: dict[str, Block] = {
    each.name: each for each in (WHO, DESCRIPTION, EVENTS, REPORTING, LEGAL)
}
