"""Lay a signed copy on the legal road of its case, and take it back: its bytes are destroyed then.

What the legal area receives is sealed anew under the legal key of the case: nothing of the expert
file opens to it, and nothing of the legal road opens to the expert.
"""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.acting import Service, acting
from accompaniment.staff.models import User
from accompaniment.vault import storage
from cases.actions.refusal import Refusal, sealing
from expertise.actions.copies import CopyWithdrawn, Receipt, hand_over, held
from expertise.actions.moving import locked
from expertise.enums.paper import Audience
from expertise.frozen import Frozen
from expertise.models import Commission, Copy, Release
from expertise.reports import copies

MESSENGER = Service("release", frozenset({"cases.case"}))  # seals for the legal area, reads nothing
FILE = "release.file"


class NotForTheLegalArea(Refusal):
    """The copy names another recipient on every page."""

    sentence = _("Only a copy made for the legal area is released to it. Make one.")


class AlreadyReleased(Refusal):
    """The legal area has it."""

    sentence = _("This copy has been released already.")


class ConsentTakenBack(Refusal):
    """She no longer agrees that others read it."""

    sentence = _(
        "The person evaluated has taken her consent back, so the report is not released. "
        "Speak with her and with the legal area first."
    )


@transaction.atomic
@sealing()
def release_copy(*, copy: Copy, by: User, at: dt.datetime) -> Release:
    """Let who works on the legal road of the case download a signed copy.

    :raises CopyNotSigned, CopyWithdrawn: see each.
    :raises NotForTheLegalArea, AlreadyReleased, ConsentTakenBack: see each.
    """
    access.require(by, "write", copy)
    commission, copy = held(copy)
    if copy.audience != Audience.JURIDICO:
        raise NotForTheLegalArea
    if Release.objects.filter(copy=copy).exists():
        raise AlreadyReleased
    if commission.consent and commission.consent.revoked_at:
        raise ConsentTakenBack
    paper = copies.signed_paper(copy.version, copy)
    release = _laid(commission, copy, paper, by=by, at=at)
    log.record(Verb.GRANT, copy, by=by, fields=[FILE])
    if not copy.delivered_at:
        receipt = Receipt(by=_t("Legal area"), on=timezone.localdate(at))
        hand_over(commission, copy, receipt, by=by, at=at)
    return release


def _laid(commission: Commission, copy: Copy, paper: Any, *, by: User, at: dt.datetime) -> Release:
    """Seal the file and its title under the legal key: the messenger may seal there and no more."""
    pieces = storage.take(paper.place, paper.object)
    content, _edition = copies.edition_of(copy.version, copy)
    with acting(MESSENGER, "care"):
        release = Release(
            case_id=commission.case_id,
            copy=copy,
            code=commission.code,
            number=copy.number,
            title=title_of(content),
            size=paper.size,
            pages=paper.pages,
            released_at=at,
            released_by=by,
        )
        release.object = storage.put(release.place, pieces)
        release.save(force_insert=True)
        log.record(Verb.HAND_OVER, release, by=MESSENGER, fields=[FILE], content_hash=paper.sha256)
    return release


def title_of(content: Frozen) -> str:
    """Say in one line what a report is, as the legal area looks for it."""
    cover = content["cover"]
    numbers = "; ".join(" ".join(pair) for pair in cover["numbers"])
    return " · ".join(part for part in (cover["document"], numbers, cover["date"]) if part)


@transaction.atomic
def withdraw_copy(*, copy: Copy, by: User, at: dt.datetime) -> Copy:
    """Take a copy back: nobody downloads it any more, and the bytes laid out are destroyed.

    :raises CopyWithdrawn: if it was before.
    """
    access.require(by, "write", copy)
    commission = locked(copy.commission_id)
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    copy.commission = commission
    if copy.withdrawn_at:
        raise CopyWithdrawn
    copy.withdrawn_at = at
    copy.save(update_fields=["withdrawn_at"])
    log.record(Verb.REVOKE, copy, by=by, fields=["withdrawn_at"])
    for release in Release.objects.select_for_update().filter(copy=copy, withdrawn_at=None):
        name, release.object = release.object, ""
        release.withdrawn_at, release.withdrawn_by = at, by
        release.save(update_fields=["object", "withdrawn_at", "withdrawn_by"])
        log.record(Verb.REVOKE, release, by=by, fields=[FILE])
        transaction.on_commit(partial(storage.destroy, name), robust=True)
    return copy
