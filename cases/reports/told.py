"""A result in words: how much distress, how much well-being; never what someone has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.templatetags.charts import number
from cases.instruments import Definition, Result
from cases.instruments.definition import Band
from cases.instruments.scoring import Moved, moved

KINDS = {"acute": "danger", "positive": "warn", "pending": "warn", "negative": "ok"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says about one result."""

    headline: str
    kind: str  # of a pill: worth a look, or not
    sentences: list[str]
    cautions: list[str]


def label_of(bands: Iterable[Band], code: str) -> str:
    """Return the word of a band."""
    return next((str(band.label) for band in bands if band.code == code), "")


def total_said(it: Definition, result: Result) -> str:
    """Say a score out of what it could be."""
    facts = {"total": number(result.total), "highest": number(it.highest)}
    return _("%(total)s of %(highest)s") % facts


def _word(it: Definition, result: Result) -> str:
    """Return the word for a score: its band, or the farthest cut-off it reaches."""
    if result.band:
        return label_of(it.bands, result.band)
    labels = {cut.code: str(cut.label) for cut in it.cuts}
    return labels.get(result.reached[-1].code, "") if result.reached else ""


def headline(it: Definition, result: Result) -> str:
    """Say a result in one line."""
    if it.screen:
        outcome = it.screen.outcomes.get(result.outcome)
        return str(outcome) if outcome else _("No result: not everything was answered")
    if it.subscales:
        return " · ".join(part for part in _parts(it, result))
    if result.total is None:
        return _no_score(result)
    word = _word(it, result)
    return f"{total_said(it, result)} · {word}" if word else total_said(it, result)


def _no_score(result: Result) -> str:
    text = ngettext(
        "No score: %(n)s answer is missing", "No score: %(n)s answers are missing", result.missing
    )
    return text % {"n": result.missing}


def _parts(it: Definition, result: Result) -> list[str]:
    said = []
    for scale in it.subscales:
        part = result.parts.get(scale.code)
        if part is None or part.total is None:
            said.append(_("%(scale)s: no score") % {"scale": scale.label})
            continue
        facts = {
            "scale": scale.label,
            "total": part.total,
            "word": label_of(scale.bands, part.band),
        }
        said.append(_("%(scale)s: %(total)s, %(word)s") % facts)
    return said


def _kind(it: Definition, result: Result) -> str:
    if it.screen:
        return KINDS.get(result.outcome, "none")
    return "warn" if result.reached else ""


def _sentences(it: Definition, result: Result) -> list[str]:
    said = []
    if result.total is not None and (word := _word(it, result)):
        facts = {"window": it.window, "word": word}
        said.append(_("What was answered about %(window)s speaks of: %(word)s.") % facts)
    labels = {cut.code: cut for cut in it.cuts}
    for each in result.reached:
        cut = labels.get(each.code)
        facts = {"at": each.at, "label": cut.label if cut else "", "source": each.source}
        text = (
            _("It is at or above the cut-off of %(at)s: %(label)s. Source: %(source)s.")
            if cut is None or cut.side == "from"
            else _("It is at or below the cut-off of %(at)s: %(label)s. Source: %(source)s.")
        )
        said.append(text % facts)
    if it.rule and result.pattern is not None:
        said.append(f"{it.rule.met if result.pattern else it.rule.unmet}.")
    said.append(
        _("It is no diagnosis. It opens a conversation: tell her what you see and ask her.")
    )
    return said


def _cautions(it: Definition, result: Result, labels: Mapping[int, str]) -> list[str]:
    said = []
    if result.prorated:
        text = ngettext(
            "%(n)s answer is missing: the mean of the others stands in for it.",
            "%(n)s answers are missing: the mean of the others stands in for them.",
            result.missing,
        )
        said.append(text % {"n": result.missing})
    elif result.missing and result.total is None and it.scoring.method != "none":
        said.append(_("Too many answers are missing to say a score. The answers are kept."))
    if it.rule and result.pattern is None:
        said.append(_("The pattern by groups needs every answer, so it is not told."))
    for each in result.prompts:
        facts = {"number": each, "label": labels.get(each, "")}
        said.append(_("Ask her about number %(number)s, “%(label)s”: it deserves a talk.") % facts)
    for each in result.silent:
        facts = {"number": each, "label": labels.get(each, "")}
        said.append(
            _("Number %(number)s, “%(label)s”, has no answer. No answer is not a no: ask her.")
            % facts
        )
    return said


def told(it: Definition, result: Result) -> Told:
    """Say one result: a line, sentences, and what to be careful about."""
    labels = {item.number: str(item.label) for item in it.items}
    return Told(
        headline=headline(it, result),
        kind=_kind(it, result),
        sentences=_sentences(it, result),
        cautions=_cautions(it, result, labels),
    )


def change_said(it: Definition, first: float, last: float) -> str:
    """Say how a last score differs from a first, and whether that is more than chance."""
    change = moved(it, first, last)
    facts: dict[str, Any] = {"first": number(first), "last": number(last)}
    begins = _("From %(first)s to %(last)s.") % facts
    return f"{begins} {_weight(it, change)}"


def _weight(it: Definition, change: Moved) -> str:
    if not change.by:
        return _("It has not changed.")
    if change.reliable is None or it.change is None:
        words = _("It moved for the better.") if change.better else _("It moved for the worse.")
        unknown = _("From which difference on it is more than chance is not known.")
        return f"{words} {unknown}"
    facts = {"amount": number(it.change.amount), "source": it.change.source}
    if not change.reliable:
        text = _("A difference below %(amount)s points may be chance. Source: %(source)s.")
    elif change.better:
        text = _(
            "For the better, and more than chance: %(amount)s points or more. Source: %(source)s."
        )
    else:
        text = _(
            "For the worse, and more than chance: %(amount)s points or more. Source: %(source)s."
        )
    return text % facts
