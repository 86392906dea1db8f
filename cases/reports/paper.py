"""A note as it goes on paper, with what NOM-004-SSA3-2012 asks for (5.9, 5.10)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from cases.enums import ParticipationRole
from cases.models import Addendum
from cases.reports.page import age_said
from cases.reports.writing import shown


def sheet(note: Any, user: Any) -> dict[str, Any]:
    """Return everything the sheet shows; names are opened, so that it is on record."""
    taking_part = note.case.participations.select_related("person")
    person = note.about or taking_part.get(role=ParticipationRole.PA, ended_at=None).person
    access.let_in([person], code=note.case.code)
    held = timezone.localdate(note.session.starts_at)
    addenda = Addendum.objects.visible_to(user).filter(note=note).select_related("author")
    box = person.legal_name or person.called
    return {
        "case": note.case,
        "note": note,
        "session": note.session,
        "name": box.reveal() if box else "",
        "age": age_said(person, held),
        "sex": _("not recorded"),
        "sections": shown(note.template, note.sections.reveal()),
        "addenda": list(addenda.order_by("written_at", "id")),
        "printed_by": user.full_name,
        "printed_at": timezone.now(),
    }
