"""After a signature there are only new documents: a supplement, a clarification."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.vault import gate
from accompaniment.vault.fields import Sealed
from cases.actions.refusal import Refusal, ask_either, sealing
from expertise import steps
from expertise.actions import moving, parts
from expertise.actions.aftermaths import AnsweredAlready, NotSigned
from expertise.actions.requesting import QuestionsMissing, free_code, index_commission
from expertise.enums.commission import CommissionState, DocumentKind, Part
from expertise.models import Aftermath, Commission, Question, Step
from expertise.models.commission import COMMISSION_COMPARTMENTS

# What the new document begins with: who is evaluated, before which authority, for whom.
COPIED = ("evaluated_name", "initials", "other_party", "protected", "authority", "numbers")
COPIED_TOO = ("offence", "requester")
MAY = ("write", "assign")


class NotADocument(Refusal):
    """What follows a report is a supplement or a clarification."""

    sentence = _("Choose whether it is a supplement or a clarification.")


class OtherReport(Refusal):
    """What is answered with a new document was asked about the same report."""

    sentence = _("This was asked about another report.")


@dataclass(frozen=True, slots=True)
class Extension:
    """What is asked of a report that is already signed."""

    kind: str
    questions: tuple[str, ...] = field(default=())
    because: str = ""
    due_on: dt.date | None = None


@transaction.atomic
@sealing()
def extend_commission(
    *,
    commission: Commission,
    extension: Extension,
    aftermath: Aftermath | None = None,
    by: User,
    at: dt.datetime,
) -> Commission:
    """Open the commission of a new document beside a signed one, with the same people.

    It has a file, keys and a folio of its own, and begins where every commission begins; the
    signed report stays as it is.

    :raises NotADocument, NotSigned, QuestionsMissing, OtherReport, AnsweredAlready: see each.
    """
    ask_either(by, MAY, commission)
    signed = moving.locked(commission.pk)
    if extension.kind not in {DocumentKind.AMPLIACION, DocumentKind.ACLARACION}:
        raise NotADocument
    if signed.state not in steps.LOCKED:
        raise NotSigned
    asked = [text.strip() for text in extension.questions if text.strip()]
    if not asked:
        raise QuestionsMissing
    original = moving.locked(signed.extends_id) if signed.extends_id else signed
    made = _made(signed, original, extension, by=by, at=at)
    for number, text in enumerate(asked, 1):
        Question.objects.create(commission=made, number=number, text=text)
    Step.objects.create(commission=made, after=made.state, at=at, by=by)
    _same_people(made, signed, by=by, at=at)
    index_commission(made, made.evaluated_name.reveal() if made.evaluated_name else "")
    if aftermath:
        _answered_with(aftermath, made, signed, by=by)
    return made


def _made(
    signed: Commission, original: Commission, extension: Extension, *, by: User, at: dt.datetime
) -> Commission:
    """Make the root of the new document: its keys first, then what is copied into it."""
    made = Commission(
        id=uuid.uuid4(),
        code=free_code(),
        case=signed.case,
        matter=signed.matter,
        person=signed.person,
        team=signed.team,
        kind=extension.kind,
        extends=original,
        number=original.extensions.count() + 2,
        state=CommissionState.SOLICITADO,
        regime=signed.regime,
        protected_identity=signed.protected_identity,
        due_on=extension.due_on,
        expert=signed.expert,
        reviewer=signed.reviewer,
        requested_by=by,
        requested_at=at,
        last_activity_at=at,
    )
    gate.require().new_keys(made.pk, Commission._meta.label_lower, COMMISSION_COMPARTMENTS)
    for name in (*COPIED, *COPIED_TOO):
        box = getattr(signed, name)
        setattr(made, name, box.reveal() if isinstance(box, Sealed) else box)
    made.requested_because = extension.because.strip() or None
    made.save(force_insert=True)
    fields = ["kind", "extends", *COPIED, *COPIED_TOO, "requested_because"]
    log.record(Verb.CREATE, made, by=by, fields=fields)
    return made


def _same_people(made: Commission, signed: Commission, *, by: User, at: dt.datetime) -> None:
    """Let in who was in: expert, peer, and who requested the signed one."""
    for part in signed.parts.filter(until=None, part__in=Part.values).select_related("user"):
        parts.begin(commission=made, user=part.user, part=part.part, by=by, at=at)


def _answered_with(aftermath: Aftermath, made: Commission, signed: Commission, *, by: User) -> None:
    access.require(by, "write", aftermath)
    held = Aftermath.objects.select_for_update(of=("self",)).get(pk=aftermath.pk)
    if held.commission_id != signed.pk:
        raise OtherReport
    if held.answered_with_id:
        raise AnsweredAlready
    held.answered_with = made
    held.save(update_fields=["answered_with"])
    log.record(Verb.CHANGE, held, by=by, fields=["answered_with"])
