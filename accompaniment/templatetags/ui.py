"""The components of the interface: small pieces are made here, blocks are files of templates/components/.

Everything goes through `format_html`: whatever a page hands over is text, unless it was rendered before.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

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


def part(name: str, **context: Any) -> SafeString:
    """Render one file of templates/components/."""
    return get_template(f"components/{name}.html").render(context)


# --- small pieces ------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; silent to screen readers unless it has a label."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name
    )


def icon_or_nothing(name: str) -> SafeString:
    """Draw an icon when there is a name."""
    return icon(name) if name else EMPTY


@register.simple_tag
def pill(text: Any, kind: str = "", icon: str = "") -> SafeString:
    """Say a state in one to three words: kinds accent ok warn danger info adobe none."""
    return format_html(
        '<span class="pill"{}>{}{}</span>',
        attributes({"data_kind": kind or None}),
        icon_or_nothing(icon),
        text,
    )


@register.simple_tag
def urgency(level: int | str | None) -> SafeString:
    """Say an urgency by number, word, bars and border: 1 (or U1) is the highest."""
    number = int(str(level or 0).lstrip("Uu") or 0)
    if number not in URGENCIES:
        return EMPTY
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
    """Say a moment: styles near, day, full, short, exact, left, time."""
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
def check(text: str, done: bool, note: str = "") -> SafeString:
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
    """Show the steps of a state machine: labels or (value, label) pairs; those before the current are done."""
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
        '<p class="saved" role="status"{}>{}<span>{}</span></p>',
        attributes(attrs),
        icon("check"),
        text,
    )


@register.simple_tag
def held(autosave: str = "") -> SafeString:
    """Write the attributes by which static/js/editor.js keeps what is typed, and saves it by itself."""
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
        _("Path"),
        links,
        here,
    )


@register.simple_tag
def tab(text: str, href: str, current: bool = False) -> SafeString:
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
    newer: str = "",
    older: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Link to the neighbouring keyset pages (`before=`, `after=`), keeping the other GET parameters."""
    return {
        "request": context["request"],
        "previous": previous,
        "following": following,
        "newer": newer,
        "older": older,
        "note": note,
    }


# --- blocks ------------------------------------------------------------------------------


def heading_id(id: str, title: str) -> str:
    """Name a heading so that its block can point at it."""
    return f"h-{id or slugify(title) or 'block'}"


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    title: str = "",
    id: str = "",
    kind: str = "",
    level: int = 2,
    icon: str = "",
    note: str = "",
    href: str = "",
    link: str = "",
    state: str = "",
) -> SafeString:
    """A block with its own heading: kinds accent (a decision) and quiet; `state` is a ready pill."""
    return part(
        "card", content=content, title=title, id=id, kind=kind, heading=f"h{int(level)}", icon=icon,
        note=note, href=href, link=link, state=state, label_id=heading_id(id, title),
    )  # fmt: skip


@register.simple_block_tag(end_name="endalert")
def alert(
    content: str, kind: str = "info", title: str = "", level: int = 0, id: str = ""
) -> SafeString:
    """Something happened or is about to: the title says what, the content says what to do."""
    return part(
        "alert", content=content, kind=kind, title=title, id=id, icon=ALERT_ICONS[kind],
        heading=f"h{int(level)}" if level else "strong",
    )  # fmt: skip


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, level: int = 3) -> SafeString:
    """Say why there is nothing, without revealing what exists, and offer a way on."""
    return part("empty", content=content, title=title, heading=f"h{int(level)}")


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, id: str, title: str) -> SafeString:
    """Confirm in a window what a full page can confirm too; opened by `data_dialog=id` on its link."""
    return part("dialog", content=content, id=id, title=title)


@register.simple_block_tag(end_name="endreaders")
def readers(content: str, lead: str, people: Sequence[str] = (), id: str = "readers") -> SafeString:
    """Say who will be able to read what is being written; the content may explain or link."""
    return part("readers", content=content, lead=lead, people=people, id=id)


@register.simple_block_tag(end_name="endrow")
def row(
    content: str,
    title: str,
    href: str = "",
    note: str = "",
    lead: Any = "",
    icon: str = "",
    voice: bool = True,
) -> SafeString:
    """One line of `.rows`: lead, what, end (the content); `voice` for names of people."""
    return part(
        "row", content=content, title=title, href=href, note=note, lead=lead, icon=icon, voice=voice
    )


@register.simple_block_tag(end_name="endknot")
def knot(
    content: str,
    title: str,
    icon: str = "voice",
    kind: str = "",
    href: str = "",
    at: moments.Moment | None = None,
    state: str = "",
) -> SafeString:
    """One knot of `ol.thread`: kinds legal, alert, next; `state` is a ready pill."""
    return part(
        "knot", content=content, title=title, icon=icon, kind=kind, href=href, at=at, state=state
    )


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *heads: str, show_caption: bool = False) -> SafeString:
    """Comparable records: the rows are the content, each cell with its `data-label`; `#Head` aligns numbers."""
    columns = [(head.lstrip("#"), head.startswith("#")) for head in map(str, heads)]
    return part(
        "table", content=content, caption=caption, columns=columns, show_caption=show_caption
    )


@register.simple_block_tag(end_name="endfilters")
def filters(content: str, active: bool = False, clear: str = "") -> SafeString:
    """Filters of a list page: folded on phones, open when one is active; the content is the fields."""
    return part("filters", content=content, active=active, clear=clear)
