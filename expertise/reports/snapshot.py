"""Write a report down as it stands: its twenty-two sections, as plain data."""

import datetime as dt

from django.utils import timezone, translation

from expertise import prose
from expertise.frozen import SCHEMA, Block, Frozen, FrozenSection
from expertise.models import Commission, Section
from expertise.reports import pulled, pulled_end
from expertise.reports.cover import cover, said
from expertise.sections import SECTIONS, SectionKind

NOTHING = "Este apartado no tiene contenido en el presente documento."


def snapshot(commission: Commission, *, on: dt.date | None = None) -> Frozen:
    """Return the whole report as it stands, for who may read and identify.

    ``on`` is the date it bears. The same file gives the same bytes.
    """
    written = {section.key: section for section in commission.sections.all()}
    on = on or timezone.localdate()
    with translation.override("es"):
        records = pulled.all_pulled(commission, on)
        texts = {kind.key: text_of(written.get(kind.key)) for kind in SECTIONS}
        records["cierre"] = pulled_end.closing(commission, on, texts.pop("cierre"))
        return {
            "schema": SCHEMA,
            "cover": cover(commission, number=next_number(commission), on=on),
            "sections": [
                _section(
                    kind,
                    together(kind.key, texts.get(kind.key, ""), records.get(kind.key, [])),
                    written.get(kind.key),
                )
                for kind in SECTIONS
            ],
        }


def next_number(commission: Commission) -> int:
    """Return the number the next version will bear."""
    last = commission.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def text_of(written: Section | None) -> str:
    """Return what was written in a section."""
    return prose.clean(said(written.body)).strip() if written else ""


def together(key: str, text: str, records: list[Block]) -> list[Block]:
    """Return the words of a section and what the records say, in the order of that section."""
    words = prose.blocks(text)
    return [*words, *records] if key in pulled.WORDS_FIRST else [*records, *words]


def _section(kind: SectionKind, blocks: list[Block], written: Section | None) -> FrozenSection:
    because = said(written.empty_because) if written else ""
    return {
        "number": kind.number,
        "key": kind.key,
        "title": kind.title,
        "blocks": blocks,
        "empty_because": "" if blocks else because or NOTHING,
    }
