"""The blocks of the interface: each is one file of templates/components/ around its content."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from accompaniment.templatetags import moments
from accompaniment.templatetags.pieces import ALERT_ICONS, register

# ruff: noqa: A002  (`id` is the attribute's own name)


def part(name: str, **context: Any) -> SafeString:
    """Render one file of templates/components/."""
    return format_html("{}", get_template(f"components/{name}.html").render(context))


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    *,
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
    """Draw a block with its own heading: kinds accent and quiet; `state` is a ready pill."""
    return part(
        "card",
        content=content,
        title=title,
        id=id,
        label_id=f"h-{id or slugify(title)}",
        heading=f"h{int(level)}",
        kind=kind,
        icon=icon,
        note=note,
        href=href,
        link=link,
        state=state,
    )


@register.simple_block_tag(end_name="endalert")
def alert(
    content: str, *, kind: str = "info", title: str = "", level: int = 0, id: str = ""
) -> SafeString:
    """Tell what happened (the title) and what to do (the content)."""
    heading = f"h{int(level)}" if level else "strong"
    icon = ALERT_ICONS[kind]
    return part("alert", content=content, kind=kind, title=title, id=id, icon=icon, heading=heading)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, *, title: str, level: int = 3) -> SafeString:
    """Say why there is nothing, without revealing what exists, and offer a way on."""
    return part("empty", content=content, title=title, heading=f"h{int(level)}")


@register.simple_block_tag(end_name="enddialog")
def dialog(content: str, id: str, title: str) -> SafeString:
    """Confirm in a window what a page can confirm too; `data_dialog=id` on the link opens it."""
    return part("dialog", content=content, id=id, title=title)


@register.simple_block_tag(end_name="endreaders")
def readers(
    content: str, lead: str, people: Sequence[str] = (), *, id: str = "readers"
) -> SafeString:
    """Say who will be able to read what is being written; the content may explain or link."""
    return part("readers", content=content, lead=lead, people=people, id=id)


@register.simple_block_tag(end_name="endrow")
def row(
    content: str,
    title: str,
    *,
    href: str = "",
    note: str = "",
    lead: Any = "",
    icon: str = "",
    voice: bool = True,
) -> SafeString:
    """Write one line of `.rows`: lead, what, end (the content); `voice` for names of people."""
    return part(
        "row",
        content=content,
        title=title,
        href=href,
        note=note,
        lead=lead,
        icon=icon,
        voice=voice,
    )


@register.simple_block_tag(end_name="endknot")
def knot(
    content: str,
    title: str,
    *,
    icon: str = "voice",
    kind: str = "",
    href: str = "",
    at: moments.Moment | None = None,
    state: str = "",
) -> SafeString:
    """Tie one knot of `ol.thread`: kinds legal, alert, next; `state` is a ready pill."""
    return part(
        "knot", content=content, title=title, icon=icon, kind=kind, href=href, at=at, state=state
    )


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *heads: str, show_caption: bool = False) -> SafeString:
    """Lay out comparable records; the rows are the content, `#Head` is a column of numbers."""
    columns = [(head.lstrip("#"), head.startswith("#")) for head in map(str, heads)]
    return part(
        "table", content=content, caption=caption, columns=columns, show_caption=show_caption
    )


@register.simple_block_tag(end_name="endfilters")
def filters(content: str, *, active: bool = False, clear: str = "") -> SafeString:
    """Fold the filters of a list page on phones; open when one is active; the content is fields."""
    return part("filters", content=content, active=active, clear=clear)
