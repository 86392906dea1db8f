"""The frozen report: plain data, everything a printed page says and nothing it has to ask for.

A version of a report is one JSON object. Section by section it holds blocks, each a dictionary with
a ``type``; who writes a section makes blocks, who prints one reads them, and neither knows the
other. Text is Spanish, dates are written out, and prose is the small Markdown of
``expertise.prose`` (paragraphs, headings, lists, quotations, footnotes, tables).

=============  ================================================================================
type           what else the block holds
=============  ================================================================================
``prose``      ``text`` Markdown; its paragraphs are numbered through the whole report
``heading``    ``text``, ``id`` (an anchor such as ``h1``, or empty)
``facts``      ``caption``, ``rows`` of ``[label, value]``: two columns, the first one headed
``table``      ``caption``, ``columns`` of ``{"title", "width"?: "short"|"long", "align"?:
               "right"|"center"}``, ``rows`` of cells (inline Markdown, a line break stays one);
               the first cell of a row heads it; ``note`` below it, if there is one
``quote``      ``text`` word for word, ``source`` (``S2``)
``items``      ``ordered``, ``items`` of inline Markdown
``questions``  ``items`` of ``{"key": "P1", "text"}``, word for word
``bars``       ``title``, ``text`` (the alternative text, in full), ``bars`` of ``{"label", "note",
               "value", "max", "cut", "cut_label", "higher_is_worse"}``
``years``      ``title``, ``text``, ``years``, ``series`` of ``{"label", "values"}``, ``events`` of
               ``{"year", "label"}``
``grid``       ``caption``, ``facts`` and ``effects`` of ``{"key", "title"}``, ``cells`` of
               ``{"fact", "effect", "grade", "link"}``, ``grades`` of ``{"code", "label",
               "meaning", "count"}``
``link``       ``key`` (N1), ``fact``, ``effect`` (``{"key", "title"}``), ``grade``,
               ``grade_label``, ``time``, ``evidence`` of ``{"kind", "where", "quote"}``,
               ``specificity``, ``alternatives``, ``stressors``, ``protective``, ``works``
``answer``     ``key`` (P1), ``question``, ``text`` Markdown, ``rests_on`` of keys
``signature``  ``oath``, ``place_date``, ``name``, ``licences``
``copies``     the register of copies: filled in when a copy is rendered
``digest``     the SHA-256 of the canonical content: filled in when a copy is rendered
=============  ================================================================================

In Markdown ``[^1]`` calls the footnote ``[^1]: text``, ``{#p-fear}`` ends and names a paragraph,
``[](#p-fear)`` is printed as “párr. 12”, and the last line of a quotation (``> — S2``) is its
source.
"""

import hashlib
import json
from typing import Any, NotRequired, TypedDict

SCHEMA = 1
Block = dict[str, Any]


class Cover(TypedDict):
    """What stands on the first page."""

    organisation: str
    area: str  # “Área de peritajes · Chihuahua, Chih. · …”
    title: str
    short_title: str  # of the running head
    subtitle: str
    folio: str
    document: str  # “Dictamen”, “Ampliación 1”
    version: str  # “versión 3”
    date: str
    numbers: list[list[str]]  # [["Causa penal", "0000/0000"], …]
    evaluated: str  # initials, or how a protected identity is written
    expert: str
    legend: str  # of confidentiality, on every page


class FrozenSection(TypedDict):
    """One section; without blocks it says why it is empty."""

    number: int
    key: str
    title: str
    blocks: list[Block]
    empty_because: str


class Frozen(TypedDict):
    """One version of a report."""

    schema: int
    cover: Cover
    sections: list[FrozenSection]
    salt: NotRequired[str]  # printed nowhere: nobody guesses what is masked by trying digests


def canonical(content: Frozen) -> bytes:
    """Return the one way to write a version down: equal content, equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Frozen) -> str:
    """Return the SHA-256 of a version in hexadecimal, as printed in section 21."""
    return hashlib.sha256(canonical(content)).hexdigest()


class Edition(TypedDict):
    """What one printing adds to a version: nothing of it is part of the digest."""

    mark: str  # “BORRADOR”, “DATOS FICTICIOS” or nothing
    copy_line: str  # “Copia n.º 3 de 4, para la asesoría jurídica de la víctima”
    key: str  # of verification: K7Q-M3F-2
    url: str  # of the verification page with this key, in the QR code; empty on a draft
    copies: list[list[str]]  # the register: number, recipient, form
    digest: NotRequired[str]  # of the version, where what is printed has been masked
    trace: NotRequired[str]  # the invisible mark of this copy, in every margin
