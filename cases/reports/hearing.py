"""The page of one hearing: what is known of it, and how she is accompanied."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accompaniment.templatetags.moments import moment
from cases.models import Hearing
from cases.places import town
from cases.reports import legal, orders, shared, sharing
from cases.reports.legal import CONTACT_WITHIN, Held


@dataclass(frozen=True, slots=True)
class HearingPage:
    """Everything the page of a hearing opens."""

    held: Held
    zone: str
    place: str
    authority: str
    measures: str
    summons: str
    reason: str
    result: str
    prep: str
    seat: str
    code_word: str
    contact_due: str
    contact_left: str
    contact_late: bool
    contacted: str
    after_words: str


def page_of(row: Hearing, now: dt.datetime, *, reads: bool) -> HearingPage:
    """Open a hearing; how she was afterwards only for who reads the notes of the case."""
    agreed = sharing.sharing(row.case, now.date()).is_agreed
    avoided = shared.avoided(row.case)[: shared.MANY] if agreed else []
    due = (row.ended_at or row.starts_at) + CONTACT_WITHIN
    done = row.contacted_at
    return HearingPage(
        held=legal.hearing(row, now, {each.day.reveal() for each in avoided}),
        zone=town(row.time_zone),
        place=opened(row.place),
        authority=opened(row.authority),
        measures=opened(row.measures),
        summons=opened(row.summons),
        reason=opened(row.reason),
        result=opened(row.result),
        prep=_prep(row),
        seat=opened(row.seat),
        code_word=opened(row.code_word),
        contact_due=shared.at_place(due, row.time_zone),
        contact_left=orders.left(due, now),
        contact_late=(done or now) > due,
        contacted=shared.at_place(done, row.time_zone) if done else "",
        after_words=opened(row.after_words) if reads else "",
    )


def opened(box: Any) -> str:
    """Open a box; nothing where there is none."""
    return str(box.reveal()) if box else ""


def _prep(row: Hearing) -> str:
    if row.prep_session:
        return moment(row.prep_session.starts_at, "day")
    return moment(row.prepared_on, "day") if row.prepared_on else ""
