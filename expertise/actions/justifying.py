"""Say why the causal table is not complete."""

import datetime as dt

from django.db import transaction

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import check_length, sealing
from expertise.actions.moving import locked_writing
from expertise.models import Commission


@transaction.atomic
@sealing()
def justify_matrix(*, commission: Commission, words: str, by: User, at: dt.datetime) -> Commission:
    """Write down why the table stays as it is; without words the justification is taken back."""
    commission = locked_writing(commission, by)
    check_length({"words": words})
    commission.matrix_justified = words.strip() or None
    commission.save(update_fields=["matrix_justified"])
    access.shelve(commission, at=at)
    log.record(Verb.CHANGE, commission, by=by, fields=["matrix_justified"])
    return commission
