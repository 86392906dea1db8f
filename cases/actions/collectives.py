"""Collectives and communities: opened without an accompanied person, named by themselves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import Team, User
from cases.actions.opening import open_case
from cases.actions.refusal import Refusal, locked_open, sealing
from cases.enums import ServiceLine
from cases.models import Case, Collective

COLLECTIVE_LINES = (ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO)


class CollectiveNameMissing(Refusal):
    """Nothing says what the collective is called."""

    sentence = _("Write what the collective or the community calls itself; a short name is enough.")


class NotACollective(Refusal):
    """The case accompanies a person or a family."""

    sentence = _("This accompaniment is not one of a collective or a community.")


@dataclass(frozen=True, slots=True)
class CollectiveFacts:
    """What a collective or a community is called and what it is together for."""

    name: str
    purpose: str = ""

    def written_into(self, collective: Collective) -> list[str]:
        """Put the facts into the record; return the names of the fields that hold something.

        :raises CollectiveNameMissing: if there is no name.
        """
        if not self.name.strip():
            raise CollectiveNameMissing
        collective.name, collective.purpose = self.name.strip(), self.purpose.strip() or None
        return ["name", *(["purpose"] if collective.purpose else [])]


@transaction.atomic
def open_collective(
    *,
    facts: CollectiveFacts,
    line: str,
    team: Team,
    responsible: User | None = None,
    by: User,
    at: dt.datetime,
) -> Case:
    """Open the process of a collective or a community: nobody is its accompanied person.

    :raises NotACollective: for a line that accompanies persons or families.
    :raises Refusal: what keeps a case from being opened, and :class:`CollectiveNameMissing`.
    """
    if line not in COLLECTIVE_LINES:
        raise NotACollective
    case = open_case(line=line, person=None, team=team, responsible=responsible, by=by, at=at)
    collective = Collective(id=uuid.uuid4(), case=case)
    fields = facts.written_into(collective)
    with sealing():
        collective.save(force_insert=True)
    log.record(Verb.CREATE, collective, by=by, fields=fields)
    return case


@transaction.atomic
@sealing()
def describe_collective(
    *, case: Case, facts: CollectiveFacts, by: User, at: dt.datetime
) -> Collective:
    """Replace what a collective is called and what it is together for.

    :raises CaseClosed, NotACollective, CollectiveNameMissing: see each.
    """
    access.require(by, "write", case)
    case = locked_collective(case.pk)
    collective = Collective.objects.filter(case=case).first()
    is_new = collective is None
    collective = collective or Collective(id=uuid.uuid4(), case=case)
    fields = facts.written_into(collective)
    collective.save(force_insert=is_new)
    access.shelve(case, at=at)
    log.record(Verb.CREATE if is_new else Verb.CHANGE, collective, by=by, fields=fields)
    return collective


def locked_collective(case_id: object) -> Case:
    """Re-read the open case of a collective or a community and hold it.

    :raises CaseClosed: if it is not open.
    :raises NotACollective: if it accompanies a person or a family.
    """
    case = locked_open(case_id)
    if case.line not in COLLECTIVE_LINES:
        raise NotACollective
    return case
