"""Request an expertise: the root of an expert file, with its own keys and its own door."""

import datetime as dt
import uuid
from dataclasses import dataclass, field, fields

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import gate, index
from cases import codes
from cases.actions.refusal import Refusal, sealing
from cases.enums import ParticipationRole
from cases.models import LegalMatter, Person
from expertise.actions import parts
from expertise.enums.commission import CommissionState, Part
from expertise.models import Commission, Question, Step
from expertise.models.commission import COMMISSION_COMPARTMENTS


class QuestionsMissing(Refusal):
    """An expert answers questions; without them evidence is not admitted (CNPCF art. 300)."""

    sentence = _("Write at least one question for the expert, word for word.")


class NotInTheMatter(Refusal):
    """The person evaluated takes part in the case."""

    sentence = _("This person does not take part in the case. Choose who is to be evaluated.")


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is told when an expertise is requested; it is kept apart from the case from then on."""

    regime: str
    evaluated_name: str = ""
    initials: str = ""
    other_party: str = ""
    protected_identity: bool = True
    authority: str = ""
    numbers: str = ""
    offence: str = ""
    requester: str = ""
    requested_because: str = ""
    due_on: dt.date | None = None
    questions: tuple[str, ...] = field(default=())


@transaction.atomic
@sealing()
def request_commission(
    *, matter: LegalMatter, person: Person, facts: RequestFacts, by: User, at: dt.datetime
) -> Commission:
    """Request an expertise about someone, for a legal matter.

    Who requests it sees where it stands; who accompanies the person may request it and sees nothing
    more of it.

    :raises QuestionsMissing, NotInTheMatter: see each.
    """
    access.require(by, "legal", matter)
    case = matter.case
    taking_part = case.participations.filter(person=person, ended_at=None)
    if not taking_part.exclude(role=ParticipationRole.MENCIONADA).exists():
        raise NotInTheMatter
    asked = [text.strip() for text in facts.questions if text.strip()]
    if not asked:
        raise QuestionsMissing
    commission = Commission(
        id=uuid.uuid4(),
        code=free_code(),
        case=case,
        matter=matter,
        person=person,
        team=case.team,
        state=CommissionState.SOLICITADO,
        requested_by=by,
        requested_at=at,
        last_activity_at=at,
    )
    gate.require().new_keys(commission.pk, Commission._meta.label_lower, COMMISSION_COMPARTMENTS)
    told = [each.name for each in fields(facts) if each.name != "questions"]
    for name in told:
        value = getattr(facts, name)
        setattr(commission, name, None if value == "" else value)
    commission.save(force_insert=True)
    log.record(Verb.CREATE, commission, by=by, fields=told)
    for number, text in enumerate(asked, 1):
        Question.objects.create(commission=commission, number=number, text=text)
    Step.objects.create(commission=commission, after=commission.state, at=at, by=by)
    if not access.allows(by, "write", case):  # who accompanies asks, and sees no more of it
        parts.begin(commission=commission, user=by, part=Part.REQUESTER, by=by, at=at)
    index_commission(commission, facts.evaluated_name)
    return commission


def index_commission(commission: Commission, name: str) -> None:
    """Let a commission be found by the name of who is evaluated, by who may know it."""
    access.index_words(commission, {"identify": index.words(name)})


def free_code() -> str:
    """Return a folio nobody has yet."""
    while Commission.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
