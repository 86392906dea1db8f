"""Supervision: recorded for those who were there, and for nobody else."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from accompaniment.staff.standing import works_with_records
from accompaniment.vault import gate
from cases.actions.refusal import Refusal, sealing
from cases.models import Supervision
from cases.models.supervision import SUPERVISION_COMPARTMENTS

WORDS = ("cases", "resonates", "decisions")


class NobodySupervised(Refusal):
    """There are at least two in it."""

    sentence = _("Choose who supervised and who was supervised: two different people.")


class NotAmongThem(Refusal):
    """Who records it was there."""

    sentence = _("Only who was there records a supervision. Choose yourself too.")


class SupervisionToCome(Refusal):
    """It is still to come."""

    sentence = _("This supervision is still to come. Record it once it has been held.")


@transaction.atomic
@sealing()
def record_supervision(
    *,
    kind: str,
    held_on: dt.date,
    supervisor: User,
    present: Sequence[User],
    words: dict[str, str],
    follow_up_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Supervision:
    """Record a supervision; only its people see that it exists.

    :raises NobodySupervised, NotAmongThem, SupervisionToCome: see each.
    """
    people = {each.pk: each for each in (supervisor, *present)}
    if not works_with_records(by) or not all(map(works_with_records, people.values())):
        log.deny("record cases.supervision", None)
        raise PermissionDenied
    if by.pk not in people:
        raise NotAmongThem
    if not [each for each in present if each.pk != supervisor.pk]:
        raise NobodySupervised
    if held_on > timezone.localdate(at):
        raise SupervisionToCome
    supervision = Supervision(
        id=uuid.uuid4(),
        kind=kind,
        held_on=held_on,
        supervisor=supervisor,
        recorded_by=by,
        follow_up_on=follow_up_on,
        last_activity_at=at,
        said={name: words[name] for name in WORDS if words.get(name)},
    )
    kind_of = Supervision._meta.label_lower
    gate.require().new_keys(supervision.pk, kind_of, SUPERVISION_COMPARTMENTS)
    supervision.save(force_insert=True)
    log.record(Verb.CREATE, supervision, by=by, fields=["kind", "held_on", "said"])
    for each in people.values():
        access.grant(each, {"view", "read"}, supervision)
    return supervision
