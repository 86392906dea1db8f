"""The small pieces of the interface: icons, pills, dates, buttons, facts.

Everything goes through `format_html`: what a page hands over is text, unless rendered before.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accompaniment.templatetags import moments

register = template.Library()
EMPTY = SafeString("")
NOTHING_THERE = "—"
URGENCIES = {
    1: pgettext_lazy("urgency", "immediate"),
    2: pgettext_lazy("urgency", "high"),
    3: pgettext_lazy("urgency", "medium"),
    4: pgettext_lazy("urgency", "planned"),
}
BARS = ((0, 9, 3), (5, 6, 6), (10, 3, 9), (15, 0, 12))  # x, y, height of the four bars
ALERT_ICONS = {"info": "info", "ok": "ok", "warn": "warn", "danger": "danger"}


def attributes(pairs: dict[str, Any]) -> SafeString:
    """Write attributes: `data_once=True` becomes ` data-once`; None and False are left out."""
    return format_html_join(
        "",
        " {}{}",
        (
            (name.replace("_", "-"), EMPTY if value is True else format_html('="{}"', value))
            for name, value in pairs.items()
            if value is not None and value is not False
        ),
    )


# --- small pieces ------------------------------------------------------------------------


@lru_cache(maxsize=64)  # lists draw the same few again and again
def silent_icon(name: str) -> SafeString:
    """Draw an icon that stands beside its word."""
    sprite = static("img/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; silent to screen readers unless it has a label."""
    if not label:
        return silent_icon(name)
    sprite = static("img/icons.svg")
    markup = '<svg class="icon" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>'
    return format_html(markup, label, sprite, name)


def icon_or_nothing(name: str) -> SafeString:
    """Draw an icon when there is a name."""
    return icon(name) if name else EMPTY


@register.simple_tag
def pill(text: Any, kind: str = "", icon: str = "") -> SafeString:
    """Say a state in one to three words: kinds accent ok warn danger info adobe none."""
    return format_html(
        '<span class="pill"{}>{}{}</span>',
        format_html(' data-kind="{}"', kind) if kind else EMPTY,
        icon_or_nothing(icon),
        text,
    )


@register.simple_tag
def urgency(level: int | str | None) -> SafeString:
    """Say an urgency by number, word, bars and border: 1 (or U1) is the highest."""
    number = int(str(level or 0).lstrip("Uu") or 0)
    return urgency_of(number, get_language()) if number in URGENCIES else EMPTY


@cache
def urgency_of(number: int, _language: str | None) -> SafeString:
    """Draw one of the four levels in one language."""
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="3.5" height="{}" rx="1"{}/>',
        (
            (x, y, height, EMPTY if index <= 4 - number else format_html(' class="{}"', "off"))
            for index, (x, y, height) in enumerate(BARS)
        ),
    )
    return format_html(
        '<span class="urgency" data-level="{}">'
        '<svg class="icon" viewBox="0 0 19 12" aria-hidden="true">{}</svg>U{} {}</span>',
        number,
        bars,
        number,
        URGENCIES[number],
    )


@register.simple_tag
def when(
    value: moments.Moment | None, style: str = "near", empty: str = NOTHING_THERE
) -> SafeString:
    """Say a moment: styles near, brief, day, full, short, exact, left, time."""
    if value is None or value == "":
        return format_html("{}", empty)
    return format_html(
        '<time datetime="{}">{}</time>', moments.machine(value), moments.moment(value, style)
    )


@register.simple_tag
def monogram(name: str, kind: str = "") -> SafeString:
    """Show the initials of a name; the name itself stands beside it."""
    initials = "".join(word[0] for word in str(name).split()[:2]).upper()
    return format_html(
        '<span class="monogram"{} aria-hidden="true">{}</span>',
        attributes({"data_kind": kind or None}),
        initials or NOTHING_THERE,
    )


@register.simple_tag
def button(text: str, href: str = "", kind: str = "", icon: str = "", **attrs: Any) -> SafeString:
    """Make a button, or a link that looks like one: kinds primary, quiet, danger."""
    extra = attributes({"data_kind": kind or None, **attrs})
    inner = format_html("{}{}", icon_or_nothing(icon), text)
    if href:
        return format_html('<a class="btn" href="{}"{}>{}</a>', href, extra, inner)
    if "type" not in attrs:
        extra = format_html(' type="submit"{}', extra)
    return format_html('<button class="btn"{}>{}</button>', extra, inner)


@register.simple_tag
def quick_exit_url() -> str:
    """Return the neutral page, for pages without a person or without a server behind them."""
    return settings.QUICK_EXIT_URL


@register.simple_tag
def fact(label: str, value: Any, empty: str = NOTHING_THERE) -> SafeString:
    """Write one pair of a `dl.kv`."""
    shown = empty if value is None or value == "" else value
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_tag
def stat(label: str, value: Any, note: str = "") -> SafeString:
    """Write one number of a `dl.stats` with its caveat."""
    caveat = format_html(' <span class="note">{}</span>', note) if note else EMPTY
    return format_html('<div class="stat"><dt>{}</dt><dd>{}{}</dd></div>', label, value, caveat)


@register.simple_tag
def check(text: str, note: str = "", *, done: bool) -> SafeString:
    """Write one line of a `ul.checklist`."""
    return format_html(
        '<li data-state="{}">{}<div><span class="visually-hidden">{} </span>{}{}</div></li>',
        "done" if done else "pending",
        icon("ok" if done else "warn"),
        _("Done:") if done else _("To do:"),
        text,
        format_html("<small>{}</small>", note) if note else EMPTY,
    )


@register.simple_tag
def scale(value: int, of: int = 5, label: str = "") -> SafeString:
    """Show a level as filled dots."""
    said = label or _("%(value)s of %(of)s") % {"value": value, "of": of}
    dots = format_html_join(
        "", "<i{}></i>", ((attributes({"data_on": step < value}),) for step in range(of))
    )
    return format_html('<span class="scale" role="img" aria-label="{}">{}</span>', said, dots)


@register.simple_tag
def stepper(steps: Iterable[Any], current: Any = None) -> SafeString:
    """Show the steps of a state machine (labels or pairs); those before the current are done."""
    pairs = [step if isinstance(step, tuple) else (step, step) for step in steps]
    place = next((n for n, (value, _label) in enumerate(pairs) if value == current), len(pairs))
    done = format_html(' <span class="visually-hidden">({})</span>', _("done"))
    items = format_html_join(
        "",
        "<li{}>{}{}</li>",
        (
            (
                attributes(
                    {
                        "data_state": "done" if n < place else None,
                        "aria_current": "step" if n == place else None,
                    }
                ),
                label,
                done if n < place else EMPTY,
            )
            for n, (_value, label) in enumerate(pairs)
        ),
    )
    return format_html('<div class="stepper-box"><ol class="stepper">{}</ol></div>', items)


@register.simple_tag
def sealed(text: str, href: str = "", link: str = "") -> SafeString:
    """Say what is sealed and, where there is a way, how to ask for it."""
    way = format_html(' <a href="{}">{}</a>', href, link) if href else EMPTY
    return format_html('<div class="sealed">{}<p>{}{}</p></div>', icon("lock"), text, way)


@register.simple_tag
def saved(text: str = "", **attrs: Any) -> SafeString:
    """Make the place where autosave speaks; `hidden` until it has something to say."""
    return format_html(
        '<p class="saved" role="status"{}>{}{}<span>{}</span></p>',
        attributes(attrs),
        icon("check"),
        icon("warn"),
        text,
    )


@register.simple_tag
def held(autosave: str = "") -> SafeString:
    """Write the attributes by which static/js/editor.js keeps and saves what is typed."""
    return attributes(
        {
            "data_keep": True,
            "data_autosave_url": autosave or None,
            "data_saving": _("Saving…"),
            "data_saved": _("Saved"),
            "data_failed": _(
                "Could not be saved. What you typed is still on this page; we keep trying."
            ),
            "data_conflict": _("Somebody saved another version meanwhile."),
            "data_compare": _("Compare both"),
            "data_refused": _("This was not accepted. What you typed is still on this page."),
            "data_lost": _(
                "We could not send it. What you typed is still on this page; try again in a moment."
            ),
        }
    )


@register.simple_tag
def crumbs(*trail: str) -> SafeString:
    """Show the way here: text and address in turn, the last text is this page."""
    *pairs, here = trail
    links = format_html_join(
        "", '<li><a href="{}">{}</a></li>', zip(pairs[1::2], pairs[::2], strict=True)
    )
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}<li aria-current="page">{}</li></ol></nav>',
        pgettext("breadcrumbs", "Path"),
        links,
        here,
    )


@register.simple_tag
def tab(text: str, href: str, *, current: bool = False) -> SafeString:
    """Write one link of a `nav.tabs`."""
    here = attributes(
        {"aria_current": ("true" if href[:1] == "#" else "page") if current else None}
    )
    return format_html('<a href="{}"{}>{}</a>', href, here, text)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context,
    previous: str | None,
    following: str | None,
    *,
    newer: str = "",
    older: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Link to the neighbouring keyset pages, keeping the other GET parameters."""
    return {
        "request": context["request"],
        "previous": previous,
        "following": following,
        "newer": newer,
        "older": older,
        "note": note,
    }
