"""A report on its way out, for real: printed, signed with the development certificate, copied."""

from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.dossier import AUTHOR, Dossier
from accompaniment.staff.acting import Work
from expertise.actions import copies, development, releasing, signing
from expertise.actions.copies import CopyFacts, Receipt
from expertise.actions.rendering import ask_for_paper
from expertise.actions.rendering_work import PRINTER, print_taken, take
from expertise.enums.paper import Audience, JobState, PaperKind
from expertise.models import Commission, Copy, Version


def sign_and_give(file: Dossier, told: list[dict[str, Any]]) -> None:
    """Sign the original, then make, sign and hand over each copy."""
    means = development.means(file.cast.now)
    file.later()
    with file.cast.at_work(AUTHOR) as by:
        signing.prepare_signature(commission=file.commission, by=by, at=file.at)
    _print(file)
    with file.cast.at_work(AUTHOR) as by:
        signing.sign_report(commission=file.commission, means=means, by=by, at=file.at)
        names = [mask for each in told for mask in each.get("protected", ())]
        if names:
            copies.protect_names(commission=file.commission, names=names, by=by, at=file.at)
    for each in told:
        file.later()
        _give(file, each, means)
    file.commission = Commission.objects.get(pk=file.commission.pk)


def print_draft(file: Dossier, version: Version) -> None:
    """Print a draft, to be read on paper."""
    with file.cast.at_work(AUTHOR) as by:
        ask_for_paper(version=version, kind=PaperKind.BORRADOR, by=by, at=file.at)
    _print(file)


def _print(file: Dossier) -> None:
    """Be the worker: the demonstration waits for nobody."""
    for job in file.commission.jobs.filter(state=JobState.EN_COLA).order_by("asked_at"):
        attempt = take(job.pk, clock=lambda: file.at)
        if attempt is None:
            raise RuntimeError("a report of the demonstration could not be printed")
        work = Work(PRINTER, "maintenance")
        file.cast.done.append(work)
        with work.entered():
            print_taken(attempt)


def _give(file: Dossier, told: dict[str, Any], means: signing.Means) -> None:
    copy = _made(file, told)
    _print(file)
    with file.cast.at_work(AUTHOR) as by:
        signing.sign_copy(copy=copy, means=means, by=by, at=file.at)
        if copy.audience == Audience.JURIDICO:
            releasing.release_copy(copy=copy, by=by, at=file.at)
        else:
            on = timezone.localdate(file.at)
            receipt = Receipt(by=told["received_by"], on=on, words=told["receipt"])
            copies.deliver_copy(copy=copy, receipt=receipt, by=by, at=file.at)


def _made(file: Dossier, told: dict[str, Any]) -> Copy:
    facts = CopyFacts(
        audience=Audience(told["audience"]),
        recipient=told["recipient"],
        reason=told["reason"],
        masks=tuple(told.get("masks", ())),
    )
    with file.cast.at_work(AUTHOR) as by:
        return copies.make_copy(commission=file.commission, facts=facts, by=by, at=file.at)
