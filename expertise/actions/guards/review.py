"""What peer review asks before each of its steps (domain 2(h))."""

from django.utils.translation import gettext_lazy as _

from cases.actions.refusal import Refusal
from expertise.actions.parts import AccompanistReviews, AuthorReviews, accompanies, has_written
from expertise.enums.commission import CommissionState
from expertise.enums.matrix import Grade
from expertise.enums.review import RemarkState, RoundOutcome
from expertise.models import Commission, ReviewRound


class NotInReview(Refusal):
    """A review begins and ends on its own page, with a frozen version and a checklist."""

    sentence = _("This step is taken on the page of peer review, where the version is frozen.")


class Unattended(Refusal):
    """Each observation has its answer before the peer reads again."""

    sentence = _("%(left)s observations have no reply yet. Say how each was attended to.")


class Unresolved(Refusal):
    """A report is approved when nothing is left to observe."""

    sentence = _("%(left)s observations are not resolved yet. Resolve each one, or send it back.")


class Unconfirmed(Refusal):
    """“Diagnostic of” is practically never used for psychological findings."""

    sentence = _(
        "%(links)s says “diagnostic of”. The reviewer confirms it, or the expert chooses another "
        "degree."
    )


def _is_begun(commission: Commission) -> None:
    if not commission.rounds.filter(ended_at=None).exists():
        raise NotInReview


def _peer_is_fit(commission: Commission) -> None:
    if commission.reviewer is None or has_written(commission.reviewer, commission):
        raise AuthorReviews
    if accompanies(commission.reviewer, commission):
        raise AccompanistReviews


def _all_attended(commission: Commission) -> None:
    if left := commission.remarks.filter(state=RemarkState.ABIERTA).count():
        raise Unattended(left=left)


def _all_resolved(commission: Commission) -> None:
    if left := commission.remarks.exclude(state=RemarkState.RESUELTA).count():
        raise Unresolved(left=left)


def _diagnostics_confirmed(commission: Commission) -> None:
    rows = commission.links.filter(withdrawn_at=None, d_confirmed_at=None).order_by("number")
    names = [str(link) for link in rows if link.told.reveal().get("grade") == Grade.D]
    if names:
        raise Unconfirmed(links=", ".join(names))


def _ended_with(outcome: str) -> object:
    def guard(commission: Commission) -> None:
        if commission.state == CommissionState.SUSPENDIDO:  # goes on where it had come to
            return
        last = _last(commission)
        if last is None or last.outcome != outcome:
            raise NotInReview

    return guard


def _no_round_is_open(commission: Commission) -> None:
    last = _last(commission)
    if last and last.ended_at is None:
        raise NotInReview


def _last(commission: Commission) -> ReviewRound | None:
    return commission.rounds.order_by("-number").first()


GUARDS = {
    CommissionState.REVISION_PARES: (_is_begun, _peer_is_fit, _all_attended),
    CommissionState.CON_OBSERVACIONES: (_ended_with(RoundOutcome.OBSERVACIONES),),
    CommissionState.APROBADO: (
        _ended_with(RoundOutcome.APROBADO),
        _all_resolved,
        _diagnostics_confirmed,
    ),
    CommissionState.INTEGRACION: (_no_round_is_open,),
}
