"""Ask for a draft of a report as it stands, or of a version that was frozen."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, sealing
from expertise import steps
from expertise.actions.freezing import freeze
from expertise.actions.rendering import ask_for_paper
from expertise.enums.paper import PaperKind
from expertise.frozen import Frozen
from expertise.models import Commission, Job, Version
from expertise.reports.snapshot import snapshot


class NothingFrozen(Refusal):
    """There is no version yet, and the reader may not make one."""

    sentence = _("Nothing has been frozen yet. Ask the expert to make a draft.")


@transaction.atomic
@sealing()
def ask_for_draft(
    *, commission: Commission, number: int | None = None, by: User, at: dt.datetime
) -> Job:
    """Have a draft printed: of the version with this number, or of the report as it stands.

    A version is frozen only where the report says something else than the newest one.

    :raises NothingFrozen: if there is no version, and this person may not freeze one.
    :raises TooManyWaiting: if this person has two drafts in the queue.
    """
    access.require(by, "read", commission)
    versions = commission.versions.order_by("-number")
    if number is not None:
        version = versions.filter(number=number).first()
    else:
        version = _as_it_stands(commission, versions.first(), by=by, at=at)
    if version is None:
        raise NothingFrozen
    return ask_for_paper(version=version, kind=PaperKind.BORRADOR, by=by, at=at)


def _as_it_stands(
    commission: Commission, newest: Version | None, *, by: User, at: dt.datetime
) -> Version | None:
    closed = commission.state in steps.LOCKED or commission.state in steps.ENDS
    if closed or not access.allows(by, "write", commission):
        return newest
    now = snapshot(commission, on=timezone.localdate(at))
    if newest and _said(newest.content.reveal()) == _said(now):
        return newest
    return freeze(commission=commission, by=by, at=at)


def _said(content: Frozen) -> dict[str, Any]:
    """Return what a version says, beside its own number, date and salt."""
    cover = {**content["cover"], "version": "", "date": ""}
    return {**content, "cover": cover, "salt": ""}
