"""One instrument over time: the same person, the same questions, a chart and its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accompaniment.templatetags.charts import (
    Band,
    DotChart,
    Level,
    Line,
    LineChart,
    Pair,
    Point,
)
from accompaniment.templatetags.moments import moment
from cases.instruments import Definition, Result, shipped
from cases.instruments.scoring import Cuts, own_cuts
from cases.reports.told import change_said, headline, told, total_said

SHOWN = 40  # of one series


@dataclass(frozen=True, slots=True)
class Answered:
    """One application, opened."""

    applied: Any
    it: Definition
    result: Result
    day: str
    headline: str
    kind: str


@dataclass(frozen=True, slots=True)
class Series:
    """What one person answered to one instrument, the oldest first."""

    person: UUID
    it: Definition
    answered: list[Answered]
    whose: str = ""
    change: str = ""
    charts: list[Any] = field(default_factory=list)

    @property
    def last(self) -> Answered:
        """Return the newest."""
        return self.answered[-1]


def opened(applied: Any) -> Answered:
    """Open one application."""
    it = shipped()[applied.instrument]
    result = Result.read(applied.result.reveal())
    words = told(it, result)
    day = moment(applied.applied_on, "short")
    return Answered(applied, it, result, day, words.headline, words.kind)


def scores(answered: Iterable[Answered]) -> list[float]:
    """Return the scores there are."""
    return [each.result.total for each in answered if each.result.total is not None]


def series_of(rows: Sequence[Any], *, whose: str = "") -> Series:
    """Return the applications of one person and instrument, which come newest first."""
    answered = [opened(applied) for applied in reversed(rows[:SHOWN])]
    it, known = answered[-1].it, scores(answered)
    change = change_said(it, known[0], known[-1]) if len(known) > 1 else ""
    return Series(answered[-1].applied.person_id, it, answered, whose, change)


def charts_of(series: Series, cuts: Cuts) -> list[Any]:
    """Draw a series: its line, and for the thermometer each of its sides at first and at last."""
    it = series.it
    drawn: list[Any] = []
    if it.subscales:
        drawn.append(_parts_chart(series))
    elif it.scoring.method != "none" and scores(series.answered):
        drawn.append(_total_chart(series, cuts))
    if it.scoring.method == "mean" and len(series.answered) > 1:
        drawn.append(_sides_chart(series))
    return drawn


def _title(it: Definition) -> str:
    return _("%(name)s over time") % {"name": it.name}


def _about(series: Series) -> str:
    first, last = series.answered[0], series.last
    if len(series.answered) == 1:
        return _("On %(day)s: %(what)s.") % {"day": last.day, "what": last.headline}
    facts = {"first": first.day, "last": last.day, "then": first.headline, "now": last.headline}
    said = _("On %(first)s: %(then)s. On %(last)s: %(now)s.") % facts
    return f"{said} {series.change}".strip()


def _total_chart(series: Series, cuts: Cuts) -> LineChart:
    it = series.it
    points = [
        Point(each.day, each.result.total, each.applied.applied_on, headline(it, each.result))
        for each in series.answered
    ]
    levels = [Level(cut.at, _("cut-off %(at)s") % {"at": cut.at}) for cut in own_cuts(it, cuts)]
    return LineChart(
        key=f"line-{it.code.lower()}",
        title=_title(it),
        about=_about(series),
        lines=[Line(_("Result"), points)],
        low=it.lowest,
        high=it.highest,
        bands=[Band(band.low, band.high, str(band.label)) for band in it.bands],
        levels=levels,
    )


def _parts_chart(series: Series) -> LineChart:
    it = series.it
    lines = []
    for scale in it.subscales:
        parts = [(each, each.result.parts.get(scale.code)) for each in series.answered]
        points = [
            Point(each.day, part.total if part else None, each.applied.applied_on)
            for each, part in parts
        ]
        lines.append(Line(str(scale.label), points))
    bands = it.subscales[0].bands
    return LineChart(
        key=f"line-{it.code.lower()}",
        title=_title(it),
        about=_about(series),
        lines=lines,
        low=bands[0].low,
        high=bands[-1].high,
        bands=[Band(band.low, band.high, str(band.label)) for band in bands],
    )


def _given(applied: Any) -> dict[str, int]:
    return dict(applied.answers.reveal()["given"])


def _sides_chart(series: Series) -> DotChart:
    it = series.it
    first, last = series.answered[0], series.last
    before, after = _given(first.applied), _given(last.applied)
    pairs = [
        Pair(str(item.label), before.get(str(item.number)), after.get(str(item.number)))
        for item in it.items
    ]
    facts = {"first": first.day, "last": last.day}
    return DotChart(
        key=f"sides-{it.code.lower()}",
        title=_("Each side, at first and at last"),
        about=_("Hollow: %(first)s. Full: %(last)s.") % facts,
        pairs=pairs,
        low=it.lowest,
        high=it.highest,
        heads=(_("Side of life"), first.day, last.day),
    )


__all__ = ["Answered", "Series", "charts_of", "opened", "series_of", "total_said"]
