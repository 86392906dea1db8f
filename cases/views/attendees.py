"""Who may be marked as present in a session of several persons."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.forms import Label
from cases.actions import consents
from cases.enums import TAKES_NO_PART, ServiceLine
from cases.models import Case, Session
from cases.reports import family


def attendees(case: Case) -> list[tuple[str, Label]]:
    """Return who takes part in a family, and who of them has not agreed yet; else nobody."""
    if case.line != ServiceLine.FAM:
        return []
    rows = [row for row in family.rows(case) if row.part.role not in TAKES_NO_PART]
    members = [row.person for row in rows if row.is_member]
    found = consents.standing(case, members, timezone.localdate())
    lacking = {person.pk for person, kinds in found if kinds != []}
    return [
        (
            str(row.person.pk),
            Label(row.name, _("Without consent yet") if row.person.pk in lacking else ""),
        )
        for row in rows
    ]


def marked(case: Case, session: Session) -> dict[str, Any]:
    """Return who is expected at a session, as initial values of its form."""
    if case.line != ServiceLine.FAM:
        return {}
    return {"people": [str(pk) for pk in session.people.values_list("person", flat=True)]}
