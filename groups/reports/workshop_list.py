"""The list of who comes to a workshop on its way out: as little of each as its use needs.

By default everybody stands on it by her initials. A name stands there only where she agreed to it;
what somebody needs to take part is for who organises.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.audit.lines import SPLITS, cell
from groups.models import Workshop

MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    pk: Any
    number: int
    who: str
    came: str
    access: str = ""
    food: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list, and what it tells of each."""

    rows: list[Row]
    names: bool
    needs: bool

    @property
    def fields(self) -> list[str]:
        """Return what it tells of somebody, for the trace."""
        told = {"names": self.names, "initials": True, "needs": self.needs}
        return ["attended", *(name for name, stands in told.items() if stands)]


def initials(name: str) -> str:
    """Return the first letter of each word: "Alma Zubía" is "A. Z."."""
    letters = (LETTER.search(word) for word in name.split())
    return " ".join(f"{found.group().upper()}." for found in letters if found) or "—"


def sheet(workshop: Workshop, *, names: bool, needs: bool) -> Sheet:
    """Return the list of a workshop, in the order in which people registered."""
    inside = workshop.registrations.filter(withdrawn_at=None).order_by("registered_at", "id")
    rows = [_row(number, each, names, needs) for number, each in enumerate(inside, 1)]
    return Sheet(rows, names, needs)


def _row(number: int, row: Any, names: bool, needs: bool) -> Row:  # noqa: FBT001
    told = row.told.reveal()
    named = names and told.get("listed")
    return Row(
        pk=row.pk,
        number=number,
        who=told["called"] if named else initials(told["called"]),
        came="" if row.attended is None else _("Yes") if row.attended else _("No"),
        access=told.get("access", "") if needs else "",
        food=told.get("food", "") if needs else "",
    )


def file(found: Sheet) -> str:
    """Return a list as comma-separated lines in which no spreadsheet finds a formula."""
    told = io.StringIO()
    writer = csv.writer(told)
    heads = ["#", _("Who"), _("Came")]
    writer.writerow([*heads, _("Access"), _("Food")] if found.needs else heads)
    for row in found.rows:
        cells = [row.number, row.who, row.came]
        cells += [row.access, row.food] if found.needs else []
        writer.writerow([cell(SPLITS.sub(" ", str(each))) for each in cells])
    return MARK + told.getvalue()
