"""Fourteen expert opinions on the legal roads told before, one of them whole, to its judgment."""

import tomllib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accompaniment.desk.demo.dossier import AUTHOR, DAY, HOUR, PEER, ZONE, Dossier
from accompaniment.desk.demo.moments import Agenda, local
from accompaniment.desk.demo.outgoing import print_draft, sign_and_give
from accompaniment.desk.demo.people import LICENCE
from accompaniment.desk.demo.story import Cast, Telling
from accompaniment.desk.demo.tales import TEXTS, Tale
from expertise.actions import (
    aftermaths,
    halting,
    in_court,
    judgments,
    moving,
    remarks,
    testimonies,
)
from expertise.actions.credentials import CredentialFacts, add_credential, verify_credential
from expertise.actions.judgments import JudgmentFacts
from expertise.actions.testimonies import CourtFacts
from expertise.actions.writing import mark_gender
from expertise.enums.commission import CommissionState as S
from expertise.enums.commission import Incident
from expertise.enums.gender import GenderItem
from expertise.enums.hearing import Sense, TestimonyKind, Weight
from expertise.enums.review import RoundOutcome, Verdict
from expertise.models import Testimony
from expertise.reports.prepared import Likely, Preparation

Told = dict[str, Any]
SLOT, NUMBER = 19, 97  # an hour of the week, and telephone numbers, that no other story has


def tell(cast: Cast) -> None:
    """Tell every commission as far as it has come."""
    said = tomllib.loads((TEXTS / "expertise.toml").read_text())
    _licences(cast, said["licence"])
    for told in said["commission"]:
        file = Dossier(cast, told, said["shared"])
        STORIES[told["state"]](file, said.get(f"{told['key']}_after", {}))
    _martha(cast, said)
    whole = tomllib.loads((TEXTS / "expertise_whole.toml").read_text())
    _nora(cast, whole, said["shared"])


def _licences(cast: Cast, told: Told) -> None:
    """Record the titles of both experts; a coordinator looks them up in the register."""
    at = cast.now - 400 * DAY
    facts = CredentialFacts(licence=LICENCE, **told)
    for name in (AUTHOR, PEER):
        with cast.at_work(name) as by:
            row = add_credential(user=by, facts=facts, by=by, at=at)
        with cast.at_work("teresa") as by:
            on = timezone.localdate(at)
            verify_credential(credential=row, verified_on=on, by=by, at=at)


# --- how far each has come ------------------------------------------------------------------


def _requested(_file: Dossier, _after: Told) -> None:
    """Nobody has looked at it yet."""


def _admissible(file: Dossier, _after: Told) -> None:
    file.admit()


def _declined(file: Dossier, _after: Told) -> None:
    file.admit()
    file.decline()


def _accepted(file: Dossier, _after: Told) -> None:
    file.admit()
    file.accept()


def _consented(file: Dossier, _after: Told) -> None:
    _accepted(file, {})
    file.agree()


def _evaluated(file: Dossier, _after: Told) -> None:
    _consented(file, {})
    file.evaluate()


def _suspended(file: Dossier, _after: Told) -> None:
    _evaluated(file, {})
    with file.cast.at_work(AUTHOR) as by:
        why = file.told["why"]
        halting.suspend_commission(commission=file.commission, reason=why, by=by, at=file.at)


def _written(file: Dossier, _after: Told) -> None:
    _evaluated(file, {})
    file.integrate()


def _read(file: Dossier, _after: Told) -> None:
    _written(file, {})
    file.send()


def _observed(file: Dossier, _after: Told) -> None:
    _written(file, {})
    begun = file.send()
    print_draft(file, begun.version)
    file.review(begun, RoundOutcome.OBSERVACIONES)


def _approved(file: Dossier, _after: Told) -> None:
    _written(file, {})
    file.review(file.send())


def _delivered(file: Dossier, after: Told) -> None:
    """Signed and handed over; the other side objects, and the answer is due."""
    _approved(file, {})
    leave(file)
    if not after:
        return
    with file.cast.at_work(AUTHOR) as by:
        aftermaths.record_aftermath(
            commission=file.commission,
            incident=Incident(after["incident"]),
            happened_on=file.today - 4 * DAY,
            words=after["words"],
            due_on=file.today + after["due"] * DAY,
            by=by,
            at=file.cast.now - 2 * DAY,
        )


def _admitted(file: Dossier, _after: Told) -> None:
    _delivered(file, {})
    for to in (S.OFRECIDO, S.ADMITIDO):
        file.go(to)


def leave(file: Dossier) -> None:
    """Sign and hand over without a file: the bytes of an elder paper are not in this house."""
    for to in (S.FIRMADO, S.ENTREGADO):
        file.later()
        with file.cast.at_work(AUTHOR) as by, transaction.atomic():
            held = moving.locked(file.commission.pk)
            file.commission = moving.step(held, to, by=by, at=file.at)


STORIES: dict[str, Callable[[Dossier, Told], None]] = {
    S.SOLICITADO: _requested,
    S.ADMISIBILIDAD: _admissible,
    S.NO_ACEPTADO: _declined,
    S.ACEPTADO: _accepted,
    S.CONSENTIMIENTO: _consented,
    S.EVALUACION: _evaluated,
    S.INTEGRACION: _written,
    S.REVISION_PARES: _read,
    S.CON_OBSERVACIONES: _observed,
    S.APROBADO: _approved,
    S.SUSPENDIDO: _suspended,
    S.ENTREGADO: _delivered,
    S.ADMITIDO: _admitted,
}


# --- in court -------------------------------------------------------------------------------


def _martha(cast: Cast, said: Told) -> None:
    """Call the expert for a day of next week, and prepare her in private."""
    told, hearing = said["martha"], said["martha_hearing"]
    file = Dossier(cast, told, said["shared"])
    _admitted(file, {})
    starts = local(file.today + 5 * DAY, 9, 30)
    row = _called(file, hearing, starts)
    with cast.at_work(AUTHOR) as by:
        _prepare(row, hearing, by, file)


def _called(file: Dossier, told: Told, starts: Any) -> Testimony:
    names = ("court", "place", "summons")
    with file.cast.at_work(AUTHOR) as by:
        return testimonies.plan_testimony(
            commission=file.commission,
            kind=TestimonyKind.DESAHOGO,
            starts_at=starts,
            time_zone=ZONE,
            facts=CourtFacts(**{name: told[name] for name in names}),
            by=by,
            at=file.at,
        )


def _prepare(row: Testimony, told: Told, by: Any, file: Dossier) -> None:
    likely = tuple(Likely(*each) for each in told["questions"])
    testimonies.prepare_testimony(
        testimony=row,
        preparation=Preparation(told["notes"], likely, told["travel"], told["security"]),
        by=by,
        at=file.at,
    )


# --- the whole one --------------------------------------------------------------------------


def _nora(cast: Cast, told: Told, shared: Told) -> None:
    """Tell one whole: accompanied for a year, evaluated, reviewed twice, heard, weighed."""
    with cast.at_work(told["case"]["with"]) as by:
        tale = {("with_" if key == "with" else key): each for key, each in told["case"].items()}
        telling = Telling(Tale(**tale), NUMBER, Agenda(cast.now, SLOT), cast, by)
        telling.tell()
        cast.cases[telling.tale.key] = telling.case
    file = Dossier(
        cast, {**told["commission"], "section": told["section"]}, {**shared, **told["shared"]}
    )
    _evaluated(file, {})
    file.integrate()
    with cast.at_work(AUTHOR) as by:
        answers = {item: (str(Verdict.SI), "") for item in GenderItem.values}
        mark_gender(commission=file.commission, answers=answers, by=by, at=file.at)
    file.review(file.send(), RoundOutcome.OBSERVACIONES)
    _attend(file)
    sign_and_give(file, told["copies"])
    _in_court(file, told)


def _attend(file: Dossier) -> None:
    """Reply to each observation, send it again; the peer resolves them and approves."""
    file.later()
    with file.cast.at_work(AUTHOR) as by:
        for row, words in zip(
            file.commission.remarks.order_by("made_at", "id"), file.told["replies"], strict=True
        ):
            remarks.reply(remark=row, words=words, by=by, at=file.at)
    begun = file.send()
    with file.cast.at_work(PEER) as by:
        for row in file.commission.remarks.order_by("made_at", "id"):
            remarks.resolve(remark=row, by=by, at=file.at)
    file.review(begun)


def _in_court(file: Dossier, told: Told) -> None:
    """Offered, admitted, put off, heard, clarified, weighed in the judgment, laid away."""
    for to, words in ((S.OFRECIDO, told["offered"]), (S.ADMITIDO, told["admitted"])):
        file.go(to, reason=words)
    hearing = told["hearing"]
    row = _called(file, hearing, local(file.day + 20 * DAY, 9))
    file.later(8)
    with file.cast.at_work(AUTHOR) as by:
        _prepare(row, hearing, by, file)
        file.later(12)
        new = local(file.day + 15 * DAY, 9)
        at = local(file.day, 8)
        row = testimonies.defer_testimony(
            testimony=row, reason=hearing["deferred"], starts_at=new, by=by, at=at
        )
        file.later(16)
        testimonies.hold_testimony(
            testimony=row,
            ended_at=new + 3 * HOUR,
            was_cross_examined=True,
            words=hearing["words"],
            certificate=hearing["certificate"],
            by=by,
            at=file.at,
        )
    _weighed(file, told)


def _weighed(file: Dossier, told: Told) -> None:
    with file.cast.at_work(AUTHOR) as by:
        asked = aftermaths.record_aftermath(
            commission=file.commission,
            incident=Incident.ACLARACION,
            happened_on=file.day,
            words=told["clarify"]["words"],
            due_on=file.day + 3 * DAY,
            by=by,
            at=file.at,
        )
        file.later(2)
        answer = told["clarify"]["answer"]
        aftermaths.answer_aftermath(aftermath=asked, answer=answer, by=by, at=file.at)
        file.later(20)
        facts = JudgmentFacts(
            given_on=file.day - 2 * DAY,
            sense=Sense.FAVORABLE,
            weight=Weight.PLENO,
            is_quoted=True,
            **told["judgment"],
        )
        judgments.record_judgment(commission=file.commission, facts=facts, by=by, at=file.at)
        file.later(10)
        words = told["concluded"]
        in_court.step_in_court(
            commission=file.commission, to=S.CONCLUIDO, words=words, by=by, at=file.at
        )
