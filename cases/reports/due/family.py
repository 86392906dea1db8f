"""Agreements of families that come due."""

import datetime as dt
from collections.abc import Iterator

from cases.enums.family import AgreementState
from cases.enums.task import TaskKind
from cases.models import FamilyAgreement
from cases.reports.due import Due


def due(today: dt.date) -> Iterator[Due]:
    """Yield what a family agreed on for today or before, for who is responsible."""
    rows = FamilyAgreement.objects.filter(
        state=AgreementState.OPEN, due_on__lte=today, case__is_open=True
    )
    for row in rows.select_related("case__responsible").defer("words", "case__reason"):
        yield Due(
            case=row.case,
            kind=TaskKind.AGREEMENT_DUE,
            about=row.pk,
            due_on=row.due_on or today,
            assignee=row.case.responsible,
        )
