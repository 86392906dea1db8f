"""What a signature needs of a report (domain 2(h)), asked without opening anything sealed."""

import datetime as dt
import re

from cases.actions.disclosures import in_force
from expertise.enums.review import RemarkState
from expertise.models import Commission

LICENCE = re.compile(r"^\d{7,8}$")


def is_agreed(commission: Commission, on: dt.date) -> bool:
    """Tell whether the consent of the person evaluated counts on a day."""
    return in_force(commission.consent, on)


def unanswered(commission: Commission) -> list[str]:
    """Return the keys of the questions nobody has answered; nothing sealed is opened."""
    rows = commission.questions.filter(withdrawn_at=None).order_by("number")
    return [str(row) for row in rows if not row.answer]


def has_limits(commission: Commission) -> bool:
    """Tell whether the section of limits says something."""
    return bool(commission.sections.filter(key="limitaciones", words__gt=0).exists())


def has_licence(commission: Commission) -> bool:
    """Tell whether a checked licence of the expert is on file."""
    if commission.expert is None:
        return False
    held = commission.expert.credentials.filter(retired_at=None, verified_on__isnull=False)
    return any(LICENCE.match(each.licence) for each in held)


def open_remarks(commission: Commission) -> int:
    """Count the observations of peers that are not resolved."""
    return int(commission.remarks.exclude(state=RemarkState.RESUELTA).count())
