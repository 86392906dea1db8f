"""What a signature needs (domain 2(h)); everything else of the readiness check is advice."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.refusal import Refusal
from expertise import spanish
from expertise.actions.guards.commission import is_declared
from expertise.enums.commission import CommissionState
from expertise.models import Commission
from expertise.reports import needed
from expertise.reports.matrix import hinders


class QuestionsUnanswered(Refusal):
    """A report answers every question that was posed."""

    sentence = _("Before signing, answer: %(named)s.")


class MatrixIncomplete(Refusal):
    """The causal table is complete, or says why it is not."""

    sentence = _("Before signing, complete the causal table or justify it: %(named)s.")


class GradeMissing(Refusal):
    """Every link has its degree of consistency."""

    sentence = _("Before signing, choose the degree of consistency of: %(named)s.")


class LimitsMissing(Refusal):
    """Every report has limits, and says them."""

    sentence = _("Before signing, write the section of limits.")


class LicenceMissing(Refusal):
    """An expert has a licence, checked in the register."""

    sentence = _("Before signing, the expert's professional licence is recorded and checked.")


class RemarksOpen(Refusal):
    """What a peer observed is resolved first."""

    sentence = _("Before signing, the observations of the peer review are resolved.")


class ConsentLost(Refusal):
    """A report is signed with the consent of who it is about, or not at all (ADR 0019)."""

    sentence = _(
        "The person evaluated does not agree to it any more, so nothing is prepared or signed. "
        "Speak with her. If she agrees again, record her new answer; if not, close the commission "
        "as withdrawn."
    )


def agrees_still(commission: Commission) -> None:
    """Refuse to sign what the person evaluated does not agree to any more."""
    if not needed.is_agreed(commission, timezone.localdate()):
        raise ConsentLost


def are_questions_answered(commission: Commission) -> None:
    """Refuse while a question has no answer."""
    if missing := needed.unanswered(commission):
        raise QuestionsUnanswered(named=spanish.listed(missing))


def is_matrix_whole(commission: Commission) -> None:
    """Refuse while the causal table lacks something that nobody has justified."""
    gaps = hinders(commission)
    if grades := [gap.key for gap in gaps if gap.code == "grade"]:
        raise GradeMissing(named=spanish.listed(list(dict.fromkeys(grades))))
    if gaps:
        named = dict.fromkeys(gap.key or str(gap.words) for gap in gaps)
        raise MatrixIncomplete(named=spanish.listed(list(named)))


def has_limits(commission: Commission) -> None:
    """Refuse a report without limits."""
    if not needed.has_limits(commission):
        raise LimitsMissing


def has_licence(commission: Commission) -> None:
    """Refuse an expert whose licence nobody has checked."""
    if not needed.has_licence(commission):
        raise LicenceMissing


def are_remarks_resolved(commission: Commission) -> None:
    """Refuse while an observation is open."""
    if needed.open_remarks(commission):
        raise RemarksOpen


GUARDS = {
    CommissionState.FIRMADO: (
        agrees_still,
        is_declared,  # an expert appointed in place of another swears first, and is read anew
        are_questions_answered,
        is_matrix_whole,
        has_limits,
        has_licence,
        are_remarks_resolved,
    )
}
