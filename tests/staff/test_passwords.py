"""Which passwords are refused."""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from accompaniment import settings as house
from accompaniment.staff.models import User
from tests.factories import PASSWORD

PERSON = User(full_name="Rosalba Quintanilla", email="rosalba@example.org")


@pytest.mark.parametrize(
    "word",
    [
        "contraseña2024",
        "Contrasena2024!",
        "c0ntr4s3ñ4.2024",
        "Chihuahua-1976-1976",
        "juareznuevo123456",
        "bienvenida2026bienvenida",
        "rosalba.quintanilla",
        "rosalbaquintanilla77",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "once-letra5",
    ],
)
def test_guessable_word_is_refused(word):
    with pytest.raises(ValidationError):
        validate_password(word, PERSON)


@pytest.mark.parametrize(
    "word", [PASSWORD, "nubes lentas sobre el trigal", "fT7#qLw92xZp", "tejen hilos " + "y " * 60]
)
def test_good_word_is_accepted(word):
    validate_password(word, PERSON)


@pytest.mark.parametrize("word", ["contraseña2024", "corta", "aaaaaaaaaaaaaaaa"])
def test_refusal_speaks_spanish(word):
    with translation.override("es"), pytest.raises(ValidationError) as refusal:
        validate_password(word, PERSON)

    with translation.override("en"), pytest.raises(ValidationError) as english:
        validate_password(word, PERSON)
    assert not set(refusal.value.messages) & set(english.value.messages)


def test_passwords_are_kept_by_argon2id(settings):
    settings.PASSWORD_HASHERS = house.PASSWORD_HASHERS

    kept = get_hasher("default").encode("x", "saltsaltsalt")

    assert kept.startswith("argon2$argon2id$")
