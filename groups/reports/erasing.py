"""What erasing somebody takes away, and what stays."""

from dataclasses import dataclass
from typing import Any

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from groups.enums import Said
from groups.models import Enrolment


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page says before it is done."""

    came: int  # sessions in which her attendance stays as a count
    is_inside: bool
    elsewhere: list[Enrolment]  # perhaps she, in another group


def sheet(enrolment: Enrolment, user: Any) -> Sheet:
    """Return what will stay of her, and where else she may be kept."""
    return Sheet(
        came=enrolment.attendances.count(),
        is_inside=enrolment.ended_at is None,
        elsewhere=_elsewhere(enrolment, user),
    )


def _elsewhere(enrolment: Enrolment, user: Any) -> list[Enrolment]:
    """Return who of other groups the reader may know has a name of these very words."""
    words = enrolment.words.filter(said=Said.PARTICIPANT)
    hers = {bytes(each) for each in words.values_list("digest", flat=True)}
    if not hers:
        return []
    known = Enrolment.objects.permitted(user, "members").kept().exclude(pk=enrolment.pk)
    for digest in hers:
        known = known.filter(words__said=Said.PARTICIPANT, words__digest=digest)
    found = list(known.select_related("group").order_by("-entered_at").distinct())
    access.let_in([each.group for each in found])
    for each in found:
        code = each.group.code
        log.collect(Verb.LIST, "groups.enrolment", each.group_id, [each.pk], code=code)
    return found
