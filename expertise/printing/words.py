"""Words on paper: the small Markdown of a report as printed HTML, safe by construction.

Nothing an author typed becomes markup: text is escaped, raw HTML and pictures do not exist, and
what Markdown makes passes ``nh3`` once more. What paper adds: numbered paragraphs, footnotes at
the foot of the page, references to paragraphs, spaces that do not break.

The Markdown is the one of ``expertise.prose``; here a note stands at the foot of its page and a
reference says the number of its paragraph.
"""

import html
import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

import nh3
from django.utils.safestring import SafeString
from markdown_it.token import Token

from expertise import prose as prose_of_reports
from expertise.printing import columns

TAGS = {"p", "b", "em", "a", "br", "span", "ul", "ol", "li", "blockquote", "h3", "h4"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "colgroup", "col"}
ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href"},
    "th": {"scope"},
    "ol": {"start"},
    "col": {"style"},
}
_KEY = re.compile(r"\b([PSDCIHEN]\d{1,3})\b")
_SOURCE = re.compile(r"^(?:\u2014|\u2013|--)\s*")
_LINKS = ("https://", "#")
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
_CITED = (
    r"apartado|apartados|artículo|artículos|foja|fojas|párr\.|núm\.|n\.º|anexo|sesión|Foja|Fojas"
)
_UNITS = r"%|min|h|años|cm|mm|kg"
_STUCK = (  # what a line break never parts, as (pattern, where the spaces are)
    re.compile(r"(?<=\b[A-ZÁÉÍÓÚÑ]\.) (?=[A-ZÁÉÍÓÚÑ]\.)"),
    re.compile(rf"(?<=\d) (?=de (?:{_MONTHS})\b)"),
    re.compile(rf"(?:(?<=\b)(?:{_CITED})) (?=\d)"),
    re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?:\W|$))"),
)


def stuck(text: str) -> str:
    """Keep together what a reader reads together: initials, “apartado 5”, “20 de noviembre”."""
    for pattern in _STUCK:
        text = pattern.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    return text


def printed(markup: str) -> SafeString:
    """Clean what we made of somebody's words once more; only then is it trusted."""
    return SafeString(
        nh3.clean(
            markup,
            tags=TAGS,
            attributes=ATTRIBUTES,
            filter_style_properties={"width"},
            url_schemes={"https"},
            link_rel=None,
        )
    )


_READER = prose_of_reports.parser()


class Setting:
    """One text being set: its tokens turned into printed markup."""

    def __init__(self, *, numbered: bool, keys: bool) -> None:
        """Begin; paragraphs are numbered or not, keys such as H4 stand out or not."""
        self.numbered, self.keys = numbered, keys
        self.heads_row = False  # the next cell is the first of its row
        self.lowest = 3  # a heading is at most one level below the one before

    def blocks(self, text: str) -> str:
        """Return the markup of a whole text."""
        text, notes = prose_of_reports.apart(text)
        tokens = _READER.parse(text, {"notes": notes})
        return "".join(self._block(tokens, place) for place in range(len(tokens)))

    def line(self, text: str) -> str:
        """Return the markup of one line; a line break stays one."""
        tokens = _READER.parseInline(text.strip(), {"notes": {}})
        return "".join(self.inline(token.children or ()) for token in tokens)

    def inline(self, tokens: Sequence[Token]) -> str:
        """Return the markup of what stands within a line."""
        return "".join(self._piece(token) for token in tokens)

    def _piece(self, token: Token) -> str:
        if token.type == "text":
            return self._text(token.content)
        if token.type in {"link_open", "link_close"}:
            return self._link(token)
        return _PIECES.get(token.type, _nothing)(token)

    def _text(self, text: str) -> str:
        markup = html.escape(stuck(text))
        return _KEY.sub(r'<span class="id">\1</span>', markup) if self.keys else markup

    def _link(self, token: Token) -> str:
        if token.type == "link_close":
            return "</a>"
        href = str(token.attrs.get("href", ""))
        if not href.startswith(_LINKS):
            return "<a>"
        inside = ' class="ver"' if href.startswith("#") else ""
        return f'<a{inside} href="{html.escape(href)}">'

    def _block(self, tokens: Sequence[Token], place: int) -> str:
        token = tokens[place]
        if token.type == "inline":
            return self._words(tokens, place)
        if token.type == "paragraph_open":
            return self._paragraph(tokens, place)
        if token.type == "paragraph_close":
            return "" if token.hidden else "</p>"
        if token.type in {"tr_open", "td_open", "td_close"}:
            return self._cell(token)
        if token.type in {"heading_open", "heading_close"}:
            return self._heading(token)
        table = self._table(tokens, place) if token.type == "table_open" else ""
        return table or _BLOCKS.get(token.type, _nothing)(token)

    def _heading(self, token: Token) -> str:
        level = min(3 if token.markup == "#" else 4, self.lowest)
        self.lowest = 4
        return f"<h{level}>" if token.nesting > 0 else f"</h{level}>"

    def _table(self, tokens: Sequence[Token], place: int) -> str:
        """Begin a table with the widths of its columns."""
        rows: list[list[str]] = []
        for token in takewhile(lambda each: each.type != "table_close", tokens[place:]):
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self.inline(_without_notes(token.children or ())))
        return f'<table class="tabla">{columns.begun(rows)}'

    def _cell(self, token: Token) -> str:
        """Let the first cell of a row head it."""
        if token.type == "tr_open":
            self.heads_row = True
            return "<tr>"
        markup = '<th scope="row">' if self.heads_row else "<td>"
        if token.type == "td_close":
            markup = "</th>" if self.heads_row else "</td>"
            self.heads_row = False
        return markup

    def _paragraph(self, tokens: Sequence[Token], place: int) -> str:
        token = tokens[place]
        if token.hidden:
            return ""
        kind = ' class="n"' if self.numbered and token.level == 0 else ""
        anchor = prose_of_reports.NAME.search(tokens[place + 1].content)
        named = f' id="{anchor[1]}"' if anchor else ""
        return f"<p{kind}{named}>"

    def _words(self, tokens: Sequence[Token], place: int) -> str:
        token = tokens[place]
        children = list(token.children or ())
        if children and children[-1].type == "text":
            children[-1].content = prose_of_reports.NAME.sub("", children[-1].content)
        if token.level > 1 and _SOURCE.match(token.content.rpartition("\n")[2]):
            return self._quoted(children)
        return self.inline(children)

    def _quoted(self, children: list[Token]) -> str:
        """Set the last line of a quotation apart: where it was said."""
        breaks = [n for n, each in enumerate(children) if each.type in {"softbreak", "hardbreak"}]
        last = breaks[-1] if breaks else -1
        source = self.inline(children[last + 1 :])
        said = self.inline(children[: max(last, 0)])
        return f'{said} <span class="de">{_SOURCE.sub("", source)}</span>'


def _without_notes(tokens: Sequence[Token]) -> list[Token]:
    """Return what stands in the line itself, not at the foot of the page."""
    depth, found = 0, []
    for token in tokens:
        depth += token.type == "note_open"
        if not depth:
            found.append(token)
        depth -= token.type == "note_close"
    return found


def _nothing(token: Token) -> str:
    return ""


def _same(markup: str) -> Callable[[Token], str]:
    return lambda token: markup


def _list(token: Token) -> str:
    start = token.attrs.get("start")
    return f'<ol start="{int(start)}">' if start else "<ol>"


_PIECES: dict[str, Callable[[Token], str]] = {
    "strong_open": _same("<b>"),
    "strong_close": _same("</b>"),
    "em_open": _same("<em>"),
    "em_close": _same("</em>"),
    "softbreak": _same(" "),
    "hardbreak": _same("<br>"),
    "note_open": _same('<span class="nota">'),
    "note_close": _same("</span>"),
}
_BLOCKS: dict[str, Callable[[Token], str]] = {
    "bullet_list_open": _same("<ul>"),
    "bullet_list_close": _same("</ul>"),
    "ordered_list_open": _list,
    "ordered_list_close": _same("</ol>"),
    "list_item_open": _same("<li>"),
    "list_item_close": _same("</li>"),
    "blockquote_open": _same("<blockquote>"),
    "blockquote_close": _same("</blockquote>"),
    "table_close": _same("</table>"),
    "thead_open": _same("<thead>"),
    "thead_close": _same("</thead>"),
    "tbody_open": _same("<tbody>"),
    "tbody_close": _same("</tbody>"),
    "tr_close": _same("</tr>"),
    "th_open": _same('<th scope="col">'),
    "th_close": _same("</th>"),
}


def prose(text: str) -> SafeString:
    """Return a text with its paragraphs numbered."""
    return printed(Setting(numbered=True, keys=True).blocks(text))


def line(text: Any, *, keys: bool = False) -> SafeString:
    """Return one line, or a few parted by line breaks."""
    setting = Setting(numbered=False, keys=keys)
    lines = [setting.line(each) for each in str(text).splitlines() if each.strip()]
    return printed("<br>".join(lines))
