"""Searches for a missing person, and what is asked of the team after one in the field."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from cases.actions.missing import ChangedMeanwhile, fingerprint, opened
from cases.actions.refusal import sealing
from cases.actions.tasks import finish_task, raise_task
from cases.enums.task import TaskKind
from cases.models import Case, MissingPerson, MissingSearch

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """A search, and how the family was accompanied before, during and after."""

    kind: str
    searched_on: dt.date
    in_field: bool = False
    place: str = ""
    authorities: str = ""
    collective: str = ""
    family_present: str = ""
    findings: str = ""
    before: str = ""
    during: str = ""
    after: str = ""

    def written_into(self, search: MissingSearch) -> list[str]:
        """Put the facts into a search; return the fields that hold something."""
        search.kind, search.searched_on = self.kind, self.searched_on
        said = {name: value for name, value in asdict(self).items() if value}
        search.facts = {n: v for n, v in said.items() if n not in {"kind", "searched_on"}}
        return ["kind", "searched_on", "facts"]


@transaction.atomic
@sealing()
def add_search(
    *, case: Case, missing: MissingPerson, facts: SearchFacts, by: User, at: dt.datetime
) -> MissingSearch:
    """Enter a search, done or to come; after one in the field, people are looked after.

    The family is contacted the day after and within the week, and the team lets go of what it
    carried within seven days.

    :raises CaseClosed, NotLinked: see each.
    """
    case, missing = opened(case, missing, by)
    search = MissingSearch(id=uuid.uuid4(), missing=missing, case=case, written_by=by)
    fields = facts.written_into(search)
    search.save(force_insert=True)
    log.record(Verb.CREATE, search, by=by, fields=fields)
    _look_after(case, search, facts, by=by, at=at)
    return search


@transaction.atomic
@sealing()
def change_search(
    *,
    case: Case,
    search: MissingSearch,
    facts: SearchFacts,
    seen: str,
    by: User,
    at: dt.datetime,
) -> MissingSearch:
    """Complete or correct a search; ``seen`` is the fingerprint of what the writer had before her.

    :raises CaseClosed, NotLinked: see each.
    :raises ChangedMeanwhile: if somebody else saved it since.
    """
    case, _missing = opened(case, search.missing, by)
    search = MissingSearch.objects.select_for_update().get(pk=search.pk)
    if fingerprint(search, "facts") != seen:
        raise ChangedMeanwhile
    was_on = search.searched_on
    fields = facts.written_into(search)
    search.save()
    log.record(Verb.CHANGE, search, by=by, fields=fields)
    if search.searched_on != was_on or not facts.in_field:
        _no_longer_asked(case, search, by=by, at=at)
    _look_after(case, search, facts, by=by, at=at)
    return search


def _no_longer_asked(case: Case, search: MissingSearch, *, by: User, at: dt.datetime) -> None:
    """Drop what was asked for another day."""
    for task in case.tasks.open().filter(about=search.pk):
        finish_task(task=task, dropped=True, elsewhere=True, by=by, at=at)


def _look_after(
    case: Case, search: MissingSearch, facts: SearchFacts, *, by: User, at: dt.datetime
) -> None:
    """Ask for what follows a search in the field; asked again, it is the same."""
    if not facts.in_field:
        return
    today = timezone.localdate(at)
    for kind, stage, assignee, after in (
        (TaskKind.SEARCH_AFTER, "24h", case.responsible, DAY),
        (TaskKind.SEARCH_AFTER, "7d", case.responsible, WEEK),
        (TaskKind.TEAM_DEBRIEF, "7d", None, WEEK),
    ):
        raise_task(
            case=case,
            kind=kind,
            about=search.pk,
            stage=f"{stage} {facts.searched_on.isoformat()}",  # another day asks anew
            assignee=assignee,
            due_on=max(facts.searched_on + after, today),
            by=by,
            at=at,
        )
