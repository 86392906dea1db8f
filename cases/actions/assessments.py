"""Looking at how someone is: suffering is never written down without what resists it."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, check_length, locked_open, sealing
from cases.models import Assessment, Case


class ResourcesMissing(Refusal):
    """Trauma is not the whole story."""

    sentence = _(
        "You wrote down what hurts. Write down too, in the same assessment, at least one thing "
        "that holds her up or resists: what was done to her is not all she is."
    )


class AssessmentEmpty(Refusal):
    """There is nothing to save."""

    sentence = _("Write or tick something before saving.")


class EventNotOfTheCase(Refusal):
    """An effect points to an event of somebody else."""

    sentence = _("That event does not belong to this accompaniment. Choose it again.")


@dataclass(frozen=True, slots=True)
class EffectSaid:
    """One effect at one level: since when, how strong, in her words, after which event."""

    level: str
    code: str
    intensity: str = ""  # "0" to "4"; empty: not asked
    since: str = ""
    is_current: bool | None = None
    words: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class ResourceSaid:
    """One resource or resistance, and whose it is."""

    level: str
    code: str


@dataclass(frozen=True, slots=True)
class Near:
    """Someone of her network: how close, and what the tie is like."""

    name: str
    closeness: str
    tie: str


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """Everything one look holds."""

    sections: dict[str, str] = field(default_factory=dict)
    effects: tuple[EffectSaid, ...] = ()
    resources: tuple[ResourceSaid, ...] = ()
    others: dict[str, str] = field(default_factory=dict)  # what no list foresaw, by level
    network: tuple[Near, ...] = ()

    @property
    def tells_effects(self) -> bool:
        """Tell whether anything hurts, coded or in words of no list."""
        return bool(self.effects) or any(self._others("effects"))

    @property
    def tells_resources(self) -> bool:
        """Tell whether anything holds her up, coded or in words of no list."""
        return bool(self.resources) or any(self._others("resources"))

    def _others(self, axis: str) -> list[str]:
        return [text.strip() for name, text in self.others.items() if name.startswith(axis)]

    def stored(self) -> dict[str, Any]:
        """Return it as it is sealed; every effect has an id by which it can be spoken of later."""
        return {
            "sections": {name: text for name, text in self.sections.items() if text.strip()},
            "effects": [{"id": str(uuid4()), **asdict(each)} for each in self.effects],
            "resources": [asdict(each) for each in self.resources],
            "others": {name: text for name, text in self.others.items() if text.strip()},
            "network": [asdict(each) for each in self.network],
        }

    def check(self, case: Case) -> None:
        """Refuse suffering alone, nothing at all, and events of somebody else.

        :raises ResourcesMissing, AssessmentEmpty, EventNotOfTheCase, TextTooLong: see each.
        """
        check_length({**self.sections, **self.others})
        if self.tells_effects and not self.tells_resources:
            raise ResourcesMissing
        written = any(text.strip() for text in self.sections.values())
        if not (written or self.tells_resources or self.network):
            raise AssessmentEmpty
        named = {each.event for each in self.effects if each.event}
        known = case.events.filter(pk__in=named, set_aside_at=None).count() if named else 0
        if known != len(named):
            raise EventNotOfTheCase


@transaction.atomic
@sealing()
def assess(
    *, case: Case, assessment_id: UUID, facts: AssessmentFacts, by: User, at: dt.datetime
) -> Assessment:
    """Write down one look; earlier ones stay as they were. The same id again is the same look.

    :raises CaseClosed, ResourcesMissing, AssessmentEmpty, EventNotOfTheCase: see each.
    """
    access.require(by, "write", case)
    case = locked_open(case.pk)
    if known := Assessment.objects.filter(pk=assessment_id).first():
        if known.case_id != case.pk:
            raise PermissionDenied
        return known
    facts.check(case)
    last = case.assessments.aggregate(last=Max("number"))["last"] or 0
    assessment = Assessment(
        id=assessment_id,
        case=case,
        number=last + 1,
        made_by=by,
        made_at=at,
        tells_effects=facts.tells_effects,
        tells_resources=facts.tells_resources,
        content=facts.stored(),
    )
    assessment.save(force_insert=True)
    access.shelve(case, at=at)
    log.record(Verb.CREATE, assessment, by=by, fields=["content"])
    return assessment
