"""A field says what it wants, what is wrong with it, and is tied to both."""

import datetime as dt

import pytest
from django import forms
from django.template import engines

from accompaniment.forms import DayInput, Label, TimeInput


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As she says it.")
    town = forms.CharField(label="Town", required=False)
    code = forms.CharField(label="Code", required=False, disabled=True)
    body = forms.CharField(label="Body", widget=forms.Textarea)
    day = forms.DateField(label="Day", widget=DayInput)
    safe = forms.ChoiceField(
        label="Safe?",
        choices=[("y", Label("Yes", "Now <here>")), ("n", "No")],
        widget=forms.RadioSelect,
    )
    told = forms.MultipleChoiceField(
        label="Told",
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="Agreed")
    version = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def empty():
    return Sample()


@pytest.fixture
def troubled():
    return Sample({"town": "<b>Creel</b>"})


def summary(form):
    template = engines["django"].from_string('{% include "components/form_errors.html" %}')
    return template.render({"form": form})


def test_help_and_error_describe_the_control(troubled):
    shown = troubled["name"].as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert '<label for="id_name">' in shown
    assert shown.index("As she says it.") < shown.index("id_name_error") < shown.index("<input")


def test_untroubled_control_claims_no_error(empty):
    shown = empty["name"].as_field_group()

    assert "aria-invalid" not in shown
    assert "_error" not in shown
    assert 'class="input"' in shown


def test_only_what_may_stay_empty_says_so(empty):
    assert "optional" not in empty["name"].as_field_group()
    assert 'class="optional"' in empty["town"].as_field_group()
    assert "optional" not in empty["code"].as_field_group()


def test_filters_do_not_repeat_that_they_are_optional():
    class Filters(Sample):
        mark_optional = False

    assert "optional" not in Filters()["town"].as_field_group()


def test_choices_are_a_named_group_of_cards(troubled):
    shown = troubled["safe"].as_field_group()

    assert shown.startswith('<fieldset class="field" aria-describedby="id_safe_error">')
    assert "<legend>Safe?" in shown
    assert 'class="choices" data-kind="cards"' in shown
    assert "<small>Now &lt;here&gt;</small>" in shown
    assert 'class="input"' not in shown


def test_several_choices_are_a_list(empty):
    assert "data-kind" not in empty["told"].as_field_group()


def test_lone_checkbox_carries_its_label(empty):
    shown = empty["agreed"].as_field_group()

    assert shown.count("Agreed") == 1
    assert '<label class="choice" for="id_agreed">' in shown


def test_typed_text_comes_back_as_text(troubled):
    assert "&lt;b&gt;Creel&lt;/b&gt;" in troubled["town"].as_field_group()


def test_summary_leads_to_every_troubled_control(troubled):
    shown = summary(troubled)

    for anchor in ("id_name", "id_body", "id_day", "id_safe_0", "id_agreed"):
        assert f'href="#{anchor}"' in shown
    assert 'role="alert"' in shown
    assert "autofocus" in shown
    assert "id_town" not in shown


def test_summary_says_what_belongs_to_no_control(empty):
    form = Sample({})
    form.add_error(None, "The case is closed.")

    assert "<li>The case is closed.</li>" in summary(form)
    assert summary(empty).strip() == ""


def test_whole_form_brings_summary_and_hidden_fields(troubled):
    shown = str(troubled)

    assert shown.count('class="error-summary"') == 1
    assert shown.count('name="version"') == 1
    assert shown.count('class="field"') == len(troubled.fields) - 1


@pytest.mark.parametrize(
    ("widget", "value", "kind", "written"),
    [
        (DayInput(), dt.date(2026, 3, 10), "date", "2026-03-10"),
        (TimeInput(), dt.time(9, 5), "time", "09:05"),
    ],
)
def test_dates_are_the_browser_s_own(widget, value, kind, written):
    shown = widget.render("when", value)

    assert f'type="{kind}"' in shown
    assert f'value="{written}"' in shown
