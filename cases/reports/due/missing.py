"""Dates that hurt: the team is told two weeks before, and nothing sealed is opened for it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cases import anniversaries
from cases.enums import Function
from cases.enums.legal import HearingState
from cases.enums.task import TaskKind
from cases.models import Assignment, Case, FamilyDate, Hearing, MissingDate, MissingLink
from cases.reports.due import Due

TOLD = (Function.RESPONSIBLE, Function.MEMBER)


def due(today: dt.date) -> Iterator[Due]:
    """Yield a notice for each of the team, for every date that comes round within two weeks."""
    near = _coming(today)
    dates = list(MissingDate.objects.filter(near, retired_at=None).defer("facts"))
    cases_of = _cases_of({date.missing_id for date in dates})
    asked: list[tuple[Any, UUID]] = [
        (date, case) for date in dates for case in cases_of[date.missing_id]
    ]
    own = FamilyDate.objects.filter(near, retired_at=None, case__is_open=True)
    asked += [(date, date.case_id) for date in own.defer("facts")]
    yield from hearings_due(today)
    people = _people({case for _date, case in asked})
    cases = Case.objects.defer("reason").in_bulk({case for _date, case in asked})
    for date, case in asked:
        falls = anniversaries.next_on(date.month, date.day, today)
        for user in people[case]:
            yield Due(
                case=cases[case],
                kind=TaskKind.HURTING_DATE,
                about=date.pk,
                stage=str(falls.year),
                due_on=falls,
                assignee=user,
            )


def hearings_due(today: dt.date) -> Iterator[Due]:
    """Yield a notice for the hearings of families that search, two weeks before."""
    searching = MissingLink.objects.filter(ended_at=None, case__is_open=True).values("case")
    rows = Hearing.objects.filter(
        case__in=searching,
        state=HearingState.PROGRAMADA,
        starts_at__date__gte=today,
        starts_at__date__lte=today + anniversaries.NOTICE,
    )
    found = list(rows.only("id", "case_id", "starts_at").order_by("starts_at", "id"))
    people = _people({each.case_id for each in found})
    cases = Case.objects.defer("reason").in_bulk({each.case_id for each in found})
    for each in found:
        falls = timezone.localdate(each.starts_at)
        for user in people[each.case_id]:
            yield Due(
                case=cases[each.case_id],
                kind=TaskKind.HURTING_DATE,
                about=each.pk,
                stage=str(falls.year),
                due_on=falls,
                assignee=user,
            )


def _coming(today: dt.date) -> Q:
    """Return the condition for every month and day of the next two weeks."""
    near = Q()
    for month, day in anniversaries.ahead(today):
        near |= Q(month=month, day=day)
    return near


def _cases_of(missing: set[UUID]) -> dict[UUID, list[UUID]]:
    """Return the open cases of the families that search for these persons."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    links = MissingLink.objects.filter(missing__in=missing, ended_at=None, case__is_open=True)
    for one, case in links.order_by("since", "id").values_list("missing", "case"):
        found[one].append(case)
    return found


def _people(cases: set[UUID]) -> dict[UUID, list[Any]]:
    """Return who accompanies these cases at present; nobody means whoever coordinates."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = Assignment.objects.filter(case__in=cases, until=None, function__in=TOLD)
    for each in rows.select_related("user").defer("reason").order_by("since", "id"):
        found[each.case_id].append(each.user)
    return defaultdict(lambda: [None], found)
