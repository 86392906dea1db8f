"""Words that harm are found with why and instead; quotations are hers and left alone."""

import pytest

from expertise import texts
from expertise.checks import names, wording, works


def says(text):
    return [hit.expression.says for hit in wording.harmful(text)]


HARMFUL = [
    ("La evaluada se contradice en las fechas.", "se contradice, incongruente, inconsistente"),
    ("Ella lo provocó al llegar tarde.", "provocó, provocaba"),
    ("Toleró los golpes durante años.", "permitió, toleró, aguantó"),
    ("Se dejó golpear sin responder.", "se dejó golpear, no se defendió"),
    ("Decidió quedarse con él.", "decidió quedarse, por qué no se fue"),
    ("Tardó mucho en denunciar.", "tardó en denunciar, denunció tarde"),
    ("Los supuestos hechos ocurrieron en 2021.", "supuesta víctima, supuestos hechos"),
    ("Alega que la encerraba.", "alega, aduce, dice ser"),
    ("Es manipuladora y teatral.", "exagera, dramatiza, histriónica, histérica"),
    ("Se observa simulación de síntomas.", "miente, simula, fabula"),
    ("Su relato tiene credibilidad.", "credibilidad, creíble, veraz"),
    ("Se trata de una denuncia falsa.", "denuncia falsa"),
    ("Presenta dependencia emocional.", "codependencia, masoquismo, síndrome de Estocolmo"),
    ("Rasgos dependientes de personalidad.", "personalidad dependiente, rasgos límite"),
    ("Fue un conflicto de pareja.", "conflicto de pareja, violencia cruzada, relación tóxica"),
    ("Se sugiere terapia de pareja.", "terapia de pareja, mediación, conciliación"),
    ("Él perdió el control.", "crimen pasional, por celos"),
    ("Hay síndrome de alienación parental.", "síndrome de alienación parental"),
    ("Sus hijos fueron testigos de los golpes.", "niñas y niños testigos"),
    ("El menor refiere miedo.", "el menor, los menores"),
    ("El acusado es culpable.", "es culpable, culpabilidad"),
    ("El agresor la amenazó.", "el agresor, su victimario"),
    ("Queda acreditado el daño.", "cometió, queda acreditado, se comprueba"),
    ("Es verdad sin lugar a dudas.", "sin lugar a dudas, certeza absoluta, 100 %"),
    ("La paciente llora.", "paciente, clienta, usuaria"),
    ("La víctima refiere insomnio.", "la víctima"),
    ("Andaba en malos pasos.", "prostituta, vicios, mala vida"),
    ("Abandonó el hogar en julio.", "madre soltera, abandonó el hogar"),
    ("Fue un levantón.", "levantón, ajuste de cuentas"),
    ("No ha podido superar el duelo.", "superar o cerrar el duelo, duelo no resuelto"),
    ("Es un hecho aislado.", "último episodio, hecho aislado"),
]


@pytest.mark.parametrize(("text", "found"), HARMFUL, ids=[row[1] for row in HARMFUL])
def test_harmful_words_are_found(text, found):
    assert found in says(text)


def test_every_expression_has_an_example_and_says_why_and_what_instead():
    assert {each.says for each in wording.expressions()} == {found for _text, found in HARMFUL}
    for each in wording.expressions():
        assert each.why
        assert each.instead


@pytest.mark.parametrize(
    "text",
    [
        "Ella dijo: «me decía que yo lo provocaba y que soy la culpable».",
        "> Decía que era un conflicto de pareja\n> — S2",
        "No se emplearon pruebas de credibilidad.",
        "Ningún procedimiento permite hablar de veracidad.",
        "Sin terapia de pareja ni mediación.",
        "Son víctimas y no solo testigos los hijos.",
        "La asesoría jurídica de la víctima ofreció el dictamen.",
        "En menor medida, y en la menor parte de los casos.",
        "Refiere miedo, insomnio y pérdida de confianza.",
    ],
)
def test_what_is_quoted_or_denied_is_left_alone(text):
    assert says(text) == []


def test_our_own_templates_keep_to_the_list():
    for template in texts.templates().values():
        assert says(template.text) == [], template.name
    for guide in (texts.HERE / "guias").glob("*.md"):
        kept = guide.read_text(encoding="utf-8").replace("persona agresora", "")
        assert says(kept) == [], guide.name


def test_a_passage_shows_where_it_stands():
    (hit,) = wording.harmful("uno " * 40 + "el agresor llegó. " + "dos " * 40)
    assert hit.words == "el agresor"
    assert hit.passage.startswith("…")
    assert "uno el agresor llegó. dos" in hit.passage
    assert hit.passage.endswith("…")


def test_names_are_found_whole_or_in_part():
    known = ["Noemí Ortega de la Sierra", "Raúl Pérez"]
    text = "NOEMI ORTEGA vino. Ortega dijo que Raúl Pérez llegó; la sierra, una luz, N. O. S."

    found = [each.words for each in names.written_out(text, known)]

    assert found == ["NOEMI ORTEGA", "Ortega", "Raúl Pérez"]
    assert list(names.written_out("Nadie aquí.", [])) == []


def test_works_cited_but_not_listed_are_named():
    text = "Así lo vio Herman (1992) y otras (Stark, 2007; Holt et al., 2008), en marzo, 2021."
    listed = "Herman, J. L. (1992). *Trauma*. Holt, S. (2008). A review."

    assert works.unlisted(text, listed) == ["Stark (2007)"]
