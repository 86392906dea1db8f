"""The skeletons of notes."""

from cases import skeletons
from cases.enums import Template


def test_every_template_has_a_skeleton_with_something_needed():
    assert set(skeletons.SKELETONS) == set(Template)
    for template in Template:
        names = [section.name for section in skeletons.sections(template)]
        assert len(names) == len(set(names))
        assert skeletons.missing(template, {})


def test_a_name_means_the_same_in_every_template():
    for skeleton in skeletons.SKELETONS.values():
        assert all(skeletons.ALL[section.name] == section for section in skeleton)


def test_missing_are_the_needed_ones_left_blank():
    dap = {"datos": "x", "analisis_dap": " \n", "como_llega": "of another template"}

    assert [s.name for s in skeletons.missing(Template.DAP, dap)] == ["analisis_dap", "pasos"]
    assert skeletons.missing(Template.DAP, {**dap, "analisis_dap": "y", "pasos": "z"}) == []
