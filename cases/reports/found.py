"""What a search finds among the cases one may see; of the rest it says nothing."""

from dataclasses import dataclass
from typing import Any

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access, pages
from accompaniment.vault import index
from cases import codes
from cases.reports.rows import Row, called_names, listed, rows, sees_agenda

LIMIT = 25
KIND = "cases.case"


@dataclass(frozen=True, slots=True)
class Found:
    """The rows found, and whether there are more."""

    rows: list[Row]
    more: bool = False


def search(text: str, user: Any) -> Found:
    """Find by code, forgivingly; else by every word, or by a telephone number.

    The trace keeps a digest of the question and how many cases were shown, never the words.
    """
    if (code := codes.parse(text)) and (found := by_code(code, text, user)):
        return found
    digests = index.asked(text)
    if not digests:
        log.collect(Verb.SEARCH, KIND, None, content_hash=index.question(text), count=0)
        return Found([])
    page = pages.page(listed(), user, limit=LIMIT, words=digests, question=index.question(text))
    return Found(said(page.records, user), page.next is not None)


def by_code(code: str, text: str, user: Any) -> Found | None:
    """Find the one case on whose cover this code stands."""
    case = listed().visible_to(user).filter(code=code).first()
    if case is None:
        return None
    access.let_in([case])
    asked = index.question(text)
    log.collect(Verb.SEARCH, KIND, None, [case.pk], content_hash=asked, count=1)
    return Found(said([case], user))


def said(cases: list[Any], user: Any) -> list[Row]:
    """Say what was found, as far as this reader may know it."""
    return rows(cases, called_names(cases, user), agenda=sees_agenda(user))
