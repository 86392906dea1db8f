"""Which passwords are refused, and the tokens of links that set a new one."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_zxcvbn_password_validator import ZxcvbnPasswordValidator

WORDS = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split()
LEET = str.maketrans("0134579@$!", "oieastgasi")
ENOUGH_WORDS, ENOUGH_LETTERS = 4, 6


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def _own(user: Any) -> list[str]:
    texts = (getattr(user, name, "") for name in ("full_name", "short_name", "email"))
    return [word for text in texts for word in re.findall(r"[a-z]{3,}", _letters(text))]


class SpanishWordsValidator:
    """Refuse a common Spanish word, or one's own name, with a year or a few signs around it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Count what is left when the known words are taken out.

        :raises ValidationError: if it is too little.
        """
        known = re.compile("|".join(sorted({*WORDS, *_own(user)}, key=len, reverse=True)))
        for reading in (_letters(password), _letters(password).translate(LEET)):
            words, rest = set(known.findall(reading)), known.sub("", reading)
            if 0 < len(words) < ENOUGH_WORDS and len(re.findall(r"[a-z]", rest)) < ENOUGH_LETTERS:
                raise ValidationError(
                    _("This is a common word with something added. Join four or more words."),
                    code="password_common_word",
                )

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("Four or more words that do not belong together are easy to keep in mind.")


class StrengthValidator(ZxcvbnPasswordValidator):
    """Refuse what a program would guess soon; a very long password is measured by its beginning."""

    LONGEST = 72

    def validate(self, password: str, user: Any = None) -> None:
        """Ask zxcvbn, and answer in our own words.

        :raises ValidationError: if it finds it guessable.
        """
        found = self._run_zxcvbn(password[: self.LONGEST], user)
        if found["score"] < self.password_minimal_strength:
            raise ValidationError(
                _(
                    "A program would guess this soon."
                    " Join four or more words that do not belong together."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Say nothing: the length and the words have been said."""
        return ""


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens that die with the account, and with any change of its password or e-mail."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{user.deactivated_at}"
