"""The small Markdown in which reports are written, and nothing beside it.

Paragraphs, two levels of headings, lists, quotations with their source, notes, tables, emphasis,
links by https. HTML is text like any other, pictures do not exist, and what no eye sees is taken
out. A quotation says where it comes from at its end: ``> «…» (S2)`` or a last line ``> — S2``. A
note is called ``[^1]`` and stands on a line of its own, ``[^1]: …``. ``{#p-miedo}`` at the end of a
paragraph names it, and ``[](#p-miedo)`` refers to it. A table takes its title from the line before
it: ``Tabla: …``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from expertise.frozen import Block

# Control characters, soft hyphens, joiners, and marks that turn the direction of what follows.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
WORD = re.compile(r"[^\W_]+(?:[-.,'\u2019][^\W_]+)*")
NOTE_BELOW = re.compile(r"^\[\^([\w-]{1,20})\]:[ \t]+(.*(?:\n[ \t]+\S.*)*)\n?", re.MULTILINE)
NOTE = re.compile(r"\[\^([\w-]{1,20})\]")
NAME = re.compile(r"[ \t]*\{#([a-z][a-z0-9-]{0,40})\}[ \t]*$")
CAPTION = re.compile(r"^tabla(?:\s+\d+)?\s*[:.]\s*", re.IGNORECASE)
SOURCE_LINE = re.compile(r"^\s*(?:\u2014|\u2013|--)\s*(.+)$")
SOURCE_END = re.compile(r"\(((?:[SDCI]\d+)[^()]*)\)[.]?\s*$")
MARKUP = re.compile(
    r"^[ \t]*(?:>[ \t]*)+|^[ \t]*#+[ \t]+|[*_|`\\]|\[\^[\w-]+\]:?|\{#[\w-]+\}", re.MULTILINE
)
LINK = re.compile(r"https://|#[a-z][a-z0-9-]*$", re.IGNORECASE)
TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br", "span"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
OFF = (
    *("image", "html_block", "html_inline", "autolink", "code", "fence", "backticks", "entity"),
    *("lheading", "reference", "hr"),
)
WORDS_A_PAGE = 375  # of the golden report: letter size, tables and charts among the text


def clean(text: str) -> str:
    """Return text without what no eye sees: control characters, marks of direction."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return UNSEEN.sub("", unicodedata.normalize("NFC", lines.replace("\u2029", "\n\n")))


def html(text: str) -> SafeString:
    """Return a text as HTML that holds nothing but what this module allows."""
    text, notes = apart(clean(text))
    return _safe(_writer.render(text, {"notes": notes}))


def inline(text: str) -> SafeString:
    """Return one line, such as the cell of a table, as HTML."""
    return _safe(_writer.renderInline(clean(text), {"notes": {}}))


def words(text: str) -> int:
    """Count the words of a text."""
    return len(WORD.findall(text))


def pages(count: int) -> float:
    """Estimate how many printed pages so many words fill."""
    return count / WORDS_A_PAGE


def plain(text: str) -> str:
    """Return the words of a text without its markup."""
    return MARKUP.sub("", clean(text))


def apart(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without its notes, and the notes by their marks."""
    if "[^" not in text:
        return text, {}
    notes = {key: " ".join(said.split()) for key, said in NOTE_BELOW.findall(text)}
    return NOTE_BELOW.sub("", text), notes


def blocks(text: str) -> list[Block]:
    """Return a text as blocks of a frozen report: prose, quotations, tables."""
    text, notes = apart(clean(text))
    lines = text.split("\n")
    found: list[Block] = []
    kept: list[str] = []
    for tokens, (begin, end) in _pieces(text):
        piece = "\n".join(lines[begin:end]).strip("\n")
        if tokens[0].type == "blockquote_open":
            block: Block = {"type": "quote", **_quote(_said(_unmarked(tokens), notes))}
        elif tokens[0].type == "table_open":
            caption = _caption(kept.pop()) if kept and CAPTION.match(kept[-1]) else ""
            block = {"type": "table", "caption": caption or "Tabla", **_table(tokens, notes)}
        else:
            kept.append(piece)
            continue
        found += [*_prose(kept, notes), block]
        kept = []
    return [*found, *_prose(kept, notes)]


def _prose(kept: list[str], notes: dict[str, str]) -> list[Block]:
    text = "\n\n".join(kept).strip()
    called = dict.fromkeys(key for key in NOTE.findall(text) if key in notes)
    below = "\n".join(f"[^{key}]: {notes[key]}" for key in called)
    return [{"type": "prose", "text": f"{text}\n\n{below}".strip()}] if text else []


def _pieces(text: str) -> Iterator[tuple[list[Token], tuple[int, int]]]:
    """Yield the tokens of each outermost block, and the lines it takes."""
    run: list[Token] = []
    for token in _reader.parse(text, {}):
        run.append(token)
        if token.level == 0 and token.nesting <= 0:
            begin, end = run[0].map or (0, 0)
            yield run, (begin, end)
            run = []


def _unmarked(tokens: Sequence[Token]) -> str:
    """Return what is written inside a quotation, paragraph by paragraph."""
    return "\n\n".join(token.content for token in tokens if token.type == "inline")


def _quote(text: str) -> dict[str, str]:
    """Tell the words of a quotation from where they come from."""
    *most, last = text.strip().split("\n")
    if most and (line := SOURCE_LINE.match(last)):
        said, source = "\n".join(most), line[1]
    elif end := SOURCE_END.search(text):
        said, source = text[: end.start()], end[1]
    else:
        said, source = text, ""
    return {"text": said.strip(), "source": source.strip()}


def _caption(text: str) -> str:
    return CAPTION.sub("", " ".join(text.split())).strip()


def _said(text: str, notes: dict[str, str]) -> str:
    """Put a note where it is called, in places that have no foot."""
    return NOTE.sub(lambda call: f" ({notes[call[1]]})" if call[1] in notes else call[0], text)


def _table(tokens: Sequence[Token], notes: dict[str, str]) -> dict[str, Any]:
    columns: list[dict[str, str]] = []
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open" and before.type != "thead_open":
            rows.append([])
        elif token.type == "inline" and before.type == "th_open":
            columns.append({"title": token.content})
        elif token.type == "inline" and before.type == "td_open":
            rows[-1].append(_said(token.content, notes))
    return {"columns": columns, "rows": rows}


# --- HTML -----------------------------------------------------------------------------------


def _safe(made: str) -> SafeString:
    """Let through what this module makes, whatever came before."""
    kept = nh3.clean(
        made,
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "p": {"id"}, "th": {"scope"}, "ol": {"start"}},
        allowed_classes={"span": {"note", "from"}},
        url_schemes={"https"},
        link_rel="noopener noreferrer",
    )
    return SafeString(UNSEEN.sub("", kept))  # made of the tags above and nothing else


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  as the parser calls it
    """Read the call of a note whose words are known; the first call brings them."""
    called = NOTE.match(state.src, state.pos)
    notes: dict[str, str] = state.env.get("notes", {})
    if called is None or called[1] not in notes:
        return False
    if not silent:
        said = notes[called[1]]
        state.push("note_open", "span", 1).attrs["class"] = "note"
        state.push("text", "", 0).content = said
        state.push("note_close", "span", -1)
        notes[called[1]] = "véase arriba"
    state.pos = called.end()
    return True


def _names(state: Any) -> None:
    """Let the name of a paragraph be what is referred to, and no word of it."""
    for opening, token in pairwise(state.tokens):
        name = NAME.search(token.content) if token.type == "inline" else None
        if name:
            token.content = token.content[: name.start()]
            opening.attrs["id"] = name[1]


def _references(state: Any) -> None:
    """Say where an empty reference leads."""
    for token in state.tokens:
        for link, after in pairwise(token.children or ()):
            if link.type == "link_open" and after.type == "link_close":
                text = Token("text", "", 0)
                text.content = f"párr. «{str(link.attrs['href']).lstrip('#')}»"
                token.children.insert(token.children.index(after), text)
                break


def _headings(state: Any) -> None:
    """Let headings stand below the title of their section, none of them skipped."""
    lowest = 3
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(3 if token.markup == "#" else 4, lowest)
            token.tag = f"h{level}"
            lowest = 4


def _heads(state: Any) -> None:
    """Let every table have a title and every row its head."""
    tokens: list[Token] = state.tokens
    is_first = False
    for token in tokens:
        if token.type == "tr_open":
            is_first = True
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {"scope": "row"} if is_first else {}
            token.tag = "th" if is_first else "td"
            was_first, is_first = is_first, False
        elif token.type == "td_close":
            token.tag = "th" if was_first else "td"
            was_first = False


def _captions(state: Any) -> None:
    """Make the line before a table its title."""
    made: list[Token] = []
    for token in state.tokens:
        made.append(token)
        if token.type == "table_open":
            title = made[-3].content if _is_caption(made[-4:-1]) else ""
            if title:
                del made[-4:-1]
            caption = Token("html_block", "", 0)
            caption.content = f"<caption>{escape(_caption(title) or 'Tabla')}</caption>"
            made.append(caption)
    state.tokens = made


def _is_caption(tokens: Sequence[Token]) -> bool:
    kinds = [token.type for token in tokens]
    return kinds == ["paragraph_open", "inline", "paragraph_close"] and bool(
        CAPTION.match(tokens[1].content)
    )


def _sources(state: Any) -> None:
    """Set the source of a quotation apart from its words."""
    depth = 0
    for at, token in enumerate(state.tokens):
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        after = state.tokens[at + 2].type if at + 2 < len(state.tokens) else ""
        if depth and token.type == "inline" and after == "blockquote_close":
            parts = _quote(token.content)
            if parts["source"]:
                token.content = parts["text"]
                token.meta["source"] = parts["source"]


def _say_sources(state: Any) -> None:
    """Put the source of a quotation after its words."""
    for token in state.tokens:
        if source := token.meta.get("source"):
            said = Token("html_inline", "", 0)
            said.content = f' <span class="from">{escape(source)}</span>'
            token.children.append(said)


def parser() -> MarkdownIt:
    """Return a parser that knows what this module allows."""
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).enable("table")
    made.disable(OFF)
    made.inline.ruler.before("link", "note", _note)
    made.validateLink = lambda url: bool(LINK.match(url))  # type: ignore[method-assign]
    return made


def _printer() -> MarkdownIt:
    """Return a parser whose HTML reads well to everybody."""
    made = parser()
    made.core.ruler.after("block", "names", _names)
    made.core.ruler.after("names", "headings", _headings)
    made.core.ruler.after("headings", "heads", _heads)
    made.core.ruler.after("heads", "captions", _captions)
    made.core.ruler.after("captions", "sources", _sources)
    made.core.ruler.after("inline", "references", _references)
    made.core.ruler.after("references", "say_sources", _say_sources)
    return made


_reader, _writer = parser(), _printer()
