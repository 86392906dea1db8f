"""Letters say nothing about the place, the person or the work."""

import pytest
from django.urls import reverse

from accompaniment.staff.tasks import send_change_notice, send_reset_link
from tests import factories

SUBJECTS = {"es": "Tienes un aviso", "en": "You have a notice"}


@pytest.mark.parametrize("language", SUBJECTS)
@pytest.mark.parametrize("task", [send_change_notice, send_reset_link])
def test_letter_is_neutral_in_each_language(letters, task, language, settings):
    settings.ORGANISATION = "Centro Zafiro"
    person = factories.make_user(full_name="Canaria Zafiro", language=language)

    (letter,) = letters(task, user=str(person.pk))

    assert letter.subject == SUBJECTS[language]
    assert letter.to == [person.email]
    said = f"{letter.subject} {letter.body} {letter.from_email}"
    for word in ("Canaria", "Zafiro", "Cauce", "caso", "case", str(person.pk)):
        assert word not in said.replace(reverse("staff:account"), "")


def test_letter_to_nobody_is_not_written(letters):
    assert letters(send_reset_link, user="3f6f1f0e-7d0a-4b59-9c3c-111111111111") == []


def test_person_who_left_gets_no_link(letters):
    person = factories.make_user(is_active=False)

    assert letters(send_reset_link, user=str(person.pk)) == []
