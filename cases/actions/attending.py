"""Who of several persons is expected at a session, and who came."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions import consents, walls
from cases.actions.refusal import Refusal
from cases.enums import TAKES_NO_PART, ParticipationRole, ServiceLine
from cases.enums.family import MEMBERS
from cases.models import Case, Participation, Session, SessionPerson


class CannotAttend(Refusal):
    """Who has not agreed to take part is not put down as attending."""

    sentence = _(
        "%(named)s: the consents for this accompaniment are missing or were taken back, so this "
        "person is not put down as attending. Record them first, or leave the person out."
    )


class DoesNotTakePart(Refusal):
    """Someone who is only spoken of, or has left, comes to no session."""

    sentence = _("Somebody you marked does not take part in this accompaniment.")


def expected(case: Case, people: Collection[UUID]) -> list[Participation]:
    """Return the parts of those marked; of nobody, that of who speaks for the family.

    :raises DoesNotTakePart: if one is only spoken of or has left.
    :raises WouldMeetInProcess: if two of them must not meet.
    """
    rows = case.participations.filter(ended_at=None).exclude(role__in=TAKES_NO_PART)
    marked = rows.filter(person__in=people) if people else rows.filter(role=ParticipationRole.PA)
    found = list(marked.select_related("person"))
    if people and {part.person_id for part in found} != set(people):
        raise DoesNotTakePart
    walls.check_process(case, [part.person_id for part in found])
    return found


def check_consents(case: Case, people: Collection[UUID], on: dt.date) -> None:
    """Refuse a session with a member of the family who has not agreed to take part.

    :raises CannotAttend: naming who has not.
    """
    members = [part.person for part in expected(case, people) if part.role in MEMBERS]
    lacking = [person for person, kinds in consents.standing(case, members, on) if kinds != []]
    if lacking:
        access.let_in(lacking, code=case.code)
        names = [person.called.reveal() for person in lacking if person.called]
        raise CannotAttend(named=", ".join(names))


def put_down(session: Session, people: Collection[UUID], *, came: bool | None, by: User) -> None:
    """Write down who is expected at a session of a family, or who came to it."""
    case = session.case
    if case.line != ServiceLine.FAM:
        return
    here = {part.person_id for part in expected(case, people)}
    known = {row.person_id: row for row in session.people.all()}
    for person in here - known.keys():
        row = SessionPerson.objects.create(case=case, session=session, person_id=person, came=came)
        log.record(Verb.CREATE, row, by=by, fields=["person", "came"])
    for person, row in known.items():
        now = came if person in here else False
        if row.came != now:
            row.came = now
            row.save(update_fields=["came"])
            log.record(Verb.CHANGE, row, by=by, fields=["came"])
