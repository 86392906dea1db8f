"""The texts of the house: every section has its guidance, every template a place and a version."""

import re

from expertise import prose, texts
from expertise.models import Section
from expertise.sections import BY_KEY, SECTIONS

ROOM = Section._meta.get_field("template").max_length


def test_every_section_has_its_guidance():
    for section in SECTIONS:
        told = texts.guidance(section.key)
        assert told.lead
        assert len(told.points) >= 1


def test_every_template_belongs_to_a_section_and_fits():
    for name, template in texts.templates().items():
        assert template.section in BY_KEY
        assert len(name) <= ROOM
        assert template.title
    without = {key for key in BY_KEY if not texts.offered(key)}
    assert without == {"anexos"}


def test_templates_are_the_small_markdown_and_nothing_else():
    for template in texts.templates().values():
        assert prose.clean(template.text) == template.text
        called = set(re.findall(r"\[\^([\w-]+)\](?!:)", template.text))
        assert called == set(prose.apart(template.text)[1])
        assert prose.blocks(template.text)


def test_only_the_newest_of_a_family_is_offered(monkeypatch):
    old = texts.templates()["marco-genero-2026.1"]
    newer = texts.Template(
        "marco-genero-2027.2", old.family, "2027.2", "marco", old.title, "x", is_offered=True
    )
    monkeypatch.setattr(texts, "templates", lambda: {old.name: old, newer.name: newer})

    assert texts.offered("marco") == [newer]


def test_known_gaps_are_filled_and_the_others_stay():
    text = texts.filled("[[Iniciales]] vino el [[fecha]].", {"iniciales": "N. O. S."})
    assert text == "N. O. S. vino el [[fecha]]."
    assert texts.gaps(text) == ["fecha"]
