"""What a plan and a closing ask for in time: a review, a contact."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils import timezone

from cases.enums import CaseState, Consent
from cases.enums.plan import STAGES
from cases.enums.task import TaskKind
from cases.models import Case, Plan
from cases.reports import after
from cases.reports.due import Due

AT_REST = (CaseState.EN_PAUSA, CaseState.INTERRUMPIDO)


def due(today: dt.date) -> Iterator[Due]:
    """Yield the plans to look at again and the contacts to make; both say no word of theirs."""
    yield from _reviews(today)
    yield from _follow_ups(today)


def _reviews(today: dt.date) -> Iterator[Due]:
    sessions = F("looked_at_sessions") + after.REVIEW_SESSIONS
    old = Q(looked_at_on__lte=after.months_after(today, -after.REVIEW_MONTHS))
    plans = Plan.objects.filter(
        Q(case__sessions_held__gte=sessions) | old,
        ended_at=None,
        case__is_open=True,
        case__erased_at=None,
    ).exclude(case__state__in=AT_REST)
    for plan in plans.select_related("case__responsible"):
        yield Due(
            plan.case,
            TaskKind.PLAN_REVIEW,
            plan.pk,
            min(today, after.review_on(plan)),
            stage=str(plan.reviews_held + 1),
            assignee=plan.case.responsible,
        )


def _follow_ups(today: dt.date) -> Iterator[Due]:
    since = timezone.now() - dt.timedelta(days=31 * (max(STAGES) + 3))
    asked = Q(consents__kind=Consent.SEGUIMIENTO, consents__granted=True, consents__revoked_at=None)
    cases = Case.objects.filter(asked, is_open=False, erased_at=None, closed_at__gte=since)
    for case in cases.select_related("responsible").distinct():
        if not after.may_be_contacted(case, today):
            continue
        for stage in after.stages(case):
            if stage.due_on <= today and not stage.is_settled:
                yield Due(
                    case,
                    TaskKind.FOLLOW_UP,
                    after.about(case, stage.months),
                    stage.due_on,
                    stage=str(stage.months),
                    assignee=case.responsible,
                )
