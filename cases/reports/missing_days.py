"""The calendar of dates that hurt: what comes round when, as a list, by month, and drawn."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.templatetags.moments import moment
from cases import anniversaries
from cases.enums.legal import HearingState
from cases.enums.missing import Hurting
from cases.models import FamilyDate, MissingDate

MOST = 120  # dates of one case: more than any family names
WIDTH, LEFT, MIDDLE = 720, 12, 34  # of the drawn year
WHY = dict(Hurting.choices)
YEAR = dt.timedelta(days=365)
OPEN = ("id", "case_id", "kind", "state", "starts_at")  # of a hearing: nothing sealed


@dataclass(frozen=True, slots=True)
class Day:
    """One date that hurts, as it falls next."""

    pk: UUID
    is_of_family: bool
    title: str
    whose: str
    said: str  # 29 February
    falls_on: dt.date
    falls: str
    left: str
    count: str
    words: str
    care: str
    near: bool
    url: str = ""  # where it is kept, if it is no date of its own


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year, and what falls in it."""

    name: str
    days: list[Day]


def of_case(case: Any, names: dict[UUID, str], today: dt.date) -> list[Day]:
    """Return the dates of a family and of those it searches for, as they fall next."""
    kept = {"retired_at": None}
    of_them = MissingDate.objects.filter(missing__in=list(names), **kept).order_by("id")[:MOST]
    own = FamilyDate.objects.filter(case=case, **kept).order_by("id")[:MOST]
    dates: list[Any] = [*of_them, *own]
    found = [_day(each, names.get(each.missing_id, ""), today) for each in dates]
    found += hearings(case, today)
    return sorted(found, key=lambda each: (each.falls_on, each.title))


def hearings(case: Any, today: dt.date) -> list[Day]:
    """Return the hearings of the year to come: they hurt too, and pass once."""
    rows = case.hearings.filter(
        state=HearingState.PROGRAMADA,
        starts_at__date__gte=today,
        starts_at__date__lt=today + YEAR,
    )
    return [_hearing(each, case, today) for each in rows.only(*OPEN).order_by("starts_at")[:MOST]]


def _hearing(hearing: Any, case: Any, today: dt.date) -> Day:
    falls_on = timezone.localdate(hearing.starts_at)
    return Day(
        pk=hearing.pk,
        is_of_family=False,
        title=_("Hearing: %(kind)s") % {"kind": hearing.get_kind_display()},
        whose="",
        said=_("%(day)s %(month)s") % {"day": falls_on.day, "month": MONTHS[falls_on.month]},
        falls_on=falls_on,
        falls=moment(falls_on, "full"),
        left=moment(falls_on, "left"),
        count="",
        words="",
        care="",
        near=falls_on - today <= anniversaries.NOTICE,
        url=reverse("cases:legal", args=[case.code]),
    )


def of_missing(missing: Any, name: str, today: dt.date) -> list[Day]:
    """Return the dates everyone who searches for this person shares."""
    rows = missing.dates.filter(retired_at=None).order_by("id")[:MOST]
    return sorted((_day(each, name, today) for each in rows), key=lambda each: each.falls_on)


def _day(date: Any, whose: str, today: dt.date) -> Day:
    facts = date.facts.reveal() if date.facts else {}
    falls_on = anniversaries.next_on(date.month, date.day, today)
    years = falls_on.year - facts["year"] if facts.get("year") else 0
    count = ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if years > 0 else ""
    return Day(
        pk=date.pk,
        is_of_family=isinstance(date, FamilyDate),
        title=str(WHY.get(facts.get("why", ""), _("A date"))),
        whose=whose,
        said=_("%(day)s %(month)s") % {"day": date.day, "month": MONTHS[date.month]},
        falls_on=falls_on,
        falls=moment(falls_on, "full"),
        left=moment(falls_on, "left"),
        count=count,
        words=facts.get("words", ""),
        care=facts.get("care", ""),
        near=falls_on - today <= anniversaries.NOTICE,
    )


def year_of(days: Iterable[Day]) -> list[Month]:
    """Return twelve months, each with its dates in order."""
    held = sorted(days, key=lambda each: (each.falls_on.month, each.falls_on.day, each.title))
    return [
        Month(str(MONTHS[n]), [each for each in held if each.falls_on.month == n])
        for n in range(1, 13)
    ]


def drawn(days: Iterable[Day], today: dt.date) -> SafeString:
    """Draw the year as a thread with a knot for each date; the table beside it says the same."""
    dots = format_html_join(
        "",
        '<circle class="dot"{} cx="{}" cy="{}" r="6"><title>{}</title></circle>',
        (
            (
                SafeString(' data-series="2"') if each.near else "",
                _place(each.falls_on),
                MIDDLE,
                f"{each.said}: {each.title}",
            )
            for each in days
        ),
    )
    months = format_html_join(
        "",
        '<text x="{}" y="62">{}</text>',
        ((_place(dt.date(today.year, n, 1)), MONTHS_3[n]) for n in range(1, 13)),
    )
    return format_html(
        '<svg viewBox="0 0 {} 70" role="img" aria-labelledby="year-title year-desc">'
        '<title id="year-title">{}</title><desc id="year-desc">{}</desc>'
        '<path class="axis" d="M{} {}H{}"/><path class="goal" d="M{} 14V48"/>{}{}</svg>',
        WIDTH,
        _("The year of this family"),
        _("A thread of twelve months with a knot for each date; the list below says the same."),
        LEFT,
        MIDDLE,
        WIDTH - LEFT,
        _place(today),
        dots,
        months,
    )


def _place(day: dt.date) -> int:
    """Return where a day lies on the thread."""
    passed = (day - dt.date(day.year, 1, 1)).days
    return LEFT + round(passed * (WIDTH - 2 * LEFT) / 366)
