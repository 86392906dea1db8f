"""Accept a first contact: it becomes an accompaniment, unless somebody may be known already."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.templatetags.moments import clock
from cases.actions.calls import known
from cases.actions.calls.frame import (
    CallEnded,
    answer_notices,
    check_step,
    held,
    notice,
    step,
)
from cases.actions.calls.reaching import contact_facts
from cases.actions.calls.steps import check_complete, is_undecided
from cases.actions.opening import open_case
from cases.actions.people import PersonFacts
from cases.actions.refusal import Refusal, sealing
from cases.actions.sessions import SessionFacts, schedule_session
from cases.actions.tasks import raise_task
from cases.enums import AgeGroup, ServiceLine, SessionType, Urgency
from cases.enums.calls import (
    ADOLESCENTS,
    CHILDREN,
    AgeBand,
    CallState,
    Language,
    Municipality,
    NoticeKind,
)
from cases.enums.task import TaskKind
from cases.models import Case, ContactChannel, FirstContact

WITH_A_PERSON = frozenset({ServiceLine.IND, ServiceLine.FAM})
ALSO = re.compile(r"[\n,;]+")
DECIDED_HERE = (NoticeKind.CONFLICTO, NoticeKind.DUPLICADO)
LOOKED_INTO = (*DECIDED_HERE, NoticeKind.ROJO)


class AlreadyAccepted(Refusal):
    """Someone was faster; there is one accompaniment, not two."""

    sentence = _("%(name)s accepted this call at %(hour)s. Nothing was opened twice.")


class PossibleConflict(Refusal):
    """Somebody may be known here already. Nothing more is said, whatever it is."""

    sentence = _("Possible conflict: ask the coordinator.")


class PossibleDuplicate(Refusal):
    """Another first contact under way may be the same."""

    sentence = _("Possible duplicate: ask the coordinator.")


class CoordinationGoesOn(Refusal):
    """Only coordination goes on in spite of a possible conflict."""

    sentence = _("Only coordination can go on in spite of this. Ask the coordinator.")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a call becomes an accompaniment."""

    line: str = ServiceLine.IND
    responsible: User | None = None
    also: str = ""  # more names and numbers to ask the index for; never stored
    in_spite_of: str = ""  # why coordination goes on
    interview_at: dt.datetime | None = None  # where it was agreed on with her already


@sealing()
def accept_call(
    *, call: FirstContact, facts: Acceptance = Acceptance(), by: User, at: dt.datetime
) -> Case:
    """Open the accompaniment of a first contact after asking the blind index.

    What coordination has to look at stays on record when the call is not accepted.

    :raises AlreadyAccepted: naming who was faster.
    :raises PossibleDuplicate, PossibleConflict: and nothing else is said.
    :raises Refusal: what keeps it from being accepted, or the case from being opened.
    """
    access.require(by, "listen", call)
    with transaction.atomic():
        call = held(call)
        _acceptable(call)
        if facts.in_spite_of.strip() and not _coordinates(by, call):
            raise CoordinationGoesOn
        asked = None if facts.in_spite_of.strip() else _asked(call, facts.also)
        if asked is None:
            return _accepted(call, facts, by=by, at=at)
        notice(call, asked, by=by, at=at)
    raise PossibleDuplicate if asked == NoticeKind.DUPLICADO else PossibleConflict


def _asked(call: FirstContact, also: str) -> str | None:
    """Return what coordination has to decide on: asking with other words takes nothing back."""
    waiting = call.notices.filter(kind__in=DECIDED_HERE, answered_at=None).order_by("at").first()
    return waiting.kind if waiting else what_may_be_known(call, also)


def what_may_be_known(call: FirstContact, also: str = "") -> NoticeKind | None:
    """Ask the blind index, and say only what coordination has to look at.

    A call of one's own team may be told apart as a duplicate: who listens sees it anyhow. All
    else is one and the same answer.
    """
    names, numbers = said_in(call, also)
    others = known.calls(call, names, numbers)
    mine = FirstContact.objects.filter(pk__in=others, team=call.team_id)
    if others and mine.exists():
        return NoticeKind.DUPLICADO
    return NoticeKind.CONFLICTO if others or known.persons(names, numbers).exists() else None


def said_in(call: FirstContact, also: str = "") -> tuple[list[str], list[str]]:
    """Return the names and the numbers by which somebody may be known."""
    texts = [text.strip() for text in ALSO.split(also) if text.strip()]
    facts = contact_facts(call)
    names = [call.alias.reveal() if call.alias else "", *texts]
    return [name for name in names if name], [*texts, *([facts.value] if facts else [])]


def person_facts(call: FirstContact) -> PersonFacts:
    """Return what is known of who called, as the heart of the house hears it."""
    about = call.about.reveal() if call.about else {}
    return PersonFacts(
        called=call.alias.reveal() if call.alias else "",
        pronouns=about.get("pronouns", ""),
        municipality=_label(Municipality, about.get("municipality", "")),
        language=_label(Language, about.get("language", "")),
        interpreter=about.get("interpreter", ""),
        age_group=age_group(call.age_band),
    )


def age_group(band: str) -> AgeGroup:
    """Return what a band of age means in law; not known stays not known."""
    if band in CHILDREN:
        return AgeGroup.NINEZ
    if band in ADOLESCENTS:
        return AgeGroup.ADOLESCENCIA
    return AgeGroup.DESCONOCIDA if band == AgeBand.DESCONOCIDA else AgeGroup.ADULTEZ


def _acceptable(call: FirstContact) -> None:
    """Refuse a call that is not, or no longer, to be accepted."""
    if call.state == CallState.ACEPTADO:
        who, hour = call.accepted_by, clock(timezone.localtime(call.accepted_at))
        raise AlreadyAccepted(name=who.full_name if who else "—", hour=hour, call=call)
    if not call.is_open:
        raise CallEnded(state=CallState(call.state).label)
    check_step(call, CallState.ACEPTADO)
    check_complete(call)


def _coordinates(by: User, call: FirstContact) -> bool:
    mine = by.memberships.filter(role=Role.COORDINATOR, team=call.team_id)
    return call.team_id is not None and mine.exists()


def _accepted(call: FirstContact, facts: Acceptance, *, by: User, at: dt.datetime) -> Case:
    """Open the case of a held call and tie both together."""
    if call.team is None:  # erased
        raise CallEnded(state=CallState(call.state).label)
    contact = contact_facts(call)
    with_person = facts.line in WITH_A_PERSON
    case = open_case(
        line=facts.line,
        person=person_facts(call) if with_person else None,
        team=call.team,
        reason=call.demand.reveal() if call.demand else "",
        urgency=call.urgency,
        contacts=[contact] if contact and with_person else (),
        responsible=facts.responsible,
        by=by,
        at=at,
    )
    if contact and with_person:
        _keep_verified(call, case)
    _welcome(call, case, facts.interview_at, by=by, at=at)
    if is_undecided(call):
        raise_task(
            case=case, kind=TaskKind.CHILD_PROTECTION, about=call.pk, urgent=True, by=by, at=at
        )
    answer_notices(call, LOOKED_INTO, answer=facts.in_spite_of, by=by, at=at)
    step(
        call,
        CallState.ACEPTADO,
        reason=facts.in_spite_of,
        by=by,
        at=at,
        case=case,
        accepted_at=at,
        accepted_by=by,
    )
    return case


def _welcome(
    call: FirstContact, case: Case, interview_at: dt.datetime | None, *, by: User, at: dt.datetime
) -> None:
    """Plan the welcome interview, or ask who is responsible to agree on it in time."""
    if interview_at and case.responsible_id == by.pk:
        planned = SessionFacts(starts_at=interview_at, kind=SessionType.ENTREVISTA_INICIAL)
        schedule_session(case=case, facts=planned, by=by, at=at)
        return
    raise_task(
        case=case,
        kind=TaskKind.GENERAL,
        about=call.pk,
        stage="welcome",
        assignee=case.seen_to_by(),
        due_on=timezone.localdate(max(call.act_by or at, at)),
        urgent=call.urgency == Urgency.U1,
        words=str(_("Agree with her on the welcome interview.")),
        by=by,
        at=at,
    )


def _keep_verified(call: FirstContact, case: Case) -> None:
    """Let what was gone over with her on the telephone hold until the day agreed, no longer."""
    contact = ContactChannel.objects.get(person__participations__case=case)
    contact.verified_on, contact.expires_on = call.verified_on, call.expires_on
    contact.save(update_fields=["verified_on", "expires_on"])


def _label(vocabulary: type, code: str) -> str:
    labels: dict[str, object] = dict(vocabulary.choices)  # type: ignore[attr-defined]
    return str(labels.get(code, code))
