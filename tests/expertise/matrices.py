"""Facts, effects, evidence, links and rounds, made through the use cases themselves."""

import uuid

from accompaniment.staff.acting import acting
from cases.enums import SessionStatus
from expertise.actions.linking import EvidenceTold, LinkTold, connect
from expertise.actions.matrix_pieces import EffectTold, FactTold, WorkTold, write_piece
from expertise.actions.reviewing import Checked, fill_checklist, send_to_review
from expertise.enums.evaluation import SourceKind
from expertise.enums.matrix import EvidenceKind, Grade, TimeRelation
from expertise.enums.review import CheckItem, Verdict
from expertise.models import EvaluationSession, InstrumentUse, Source
from tests.factories import NOON
from tests.traces import do

ALTERNATIVES = "Duelo por la separación: se descarta"


def write(commission, told, *, by=None, uid=None, at=NOON):
    by = by or commission.expert
    return do(write_piece, by, commission=commission, uid=uid or uuid.uuid4(), told=told, at=at)


def make_fact(commission, title="Amenazas repetidas", **facts):
    return write(commission, FactTold(title=title, **facts))


def make_effect(commission, title="Insomnio", **facts):
    return write(commission, EffectTold(title=title, **facts))


def make_work(commission, cite="Herman (1992)", **facts):
    return write(commission, WorkTold(cite=cite, **facts))


def make_held(commission, number=1, status=SessionStatus.HELD):
    with acting(commission.expert, "care"):
        return EvaluationSession.objects.create(
            commission=commission,
            number=number,
            starts_at=NOON,
            time_zone="America/Chihuahua",
            status=status,
            by=commission.expert,
        )


def make_source(commission, kind=SourceKind.DOCUMENTO, number=1, **facts):
    with acting(commission.expert, "care"):
        return Source.objects.create(
            commission=commission, kind=kind, number=number, recorded_at=NOON, facts=facts or None
        )


def make_use(commission, number=1, **facts):
    with acting(commission.expert, "care"):
        return InstrumentUse.objects.create(
            commission=commission, number=number, recorded_at=NOON, facts=facts or None
        )


def sources_of_every_kind(commission):
    """Return something for each kind of evidence to point at."""
    session = make_held(commission)
    return {
        EvidenceKind.ENTREVISTA: session,
        EvidenceKind.OBSERVACION: session,
        EvidenceKind.INSTRUMENTO: make_use(commission),
        EvidenceKind.DOCUMENTO: make_source(commission),
        EvidenceKind.COLATERAL: make_source(commission, SourceKind.COLATERAL),
    }


def said(kind, target, **facts):
    return EvidenceTold(kind=str(kind), target=target.pk, **facts)


def told(grade=Grade.C, **facts):
    facts.setdefault("alternatives", ALTERNATIVES)
    return LinkTold(grade=str(grade), **facts)


def make_link(commission, fact=None, effect=None, *, evidence=None, link=None, by=None, version=0):
    """Connect two pieces; consistent, on one interview, unless told otherwise."""
    fact = fact or make_fact(commission)
    effect = effect or make_effect(commission)
    if evidence is None:
        held = commission.evaluations.filter(status=SessionStatus.HELD).order_by("number")
        session = held.first() or make_held(commission)
        evidence = (said(EvidenceKind.ENTREVISTA, session, locator="minuto 12"),)
    facts = {"fact": fact, "effect": effect, "told": link or told()}
    by = by or commission.expert
    return do(connect, by, **facts, evidence=evidence, version=version)


def make_whole(commission, grade=Grade.C):
    """Fill a matrix of one cell that lacks nothing."""
    work = make_work(commission)
    full = told(
        grade,
        time=TimeRelation.DESPUES,
        specificity="Sueña la amenaza",
        stressors="Proceso penal, peso medio",
        protective="Su hermana",
        works=(work.pk,),
    )
    kinds = sources_of_every_kind(commission)
    evidence = [said(kind, kinds[kind]) for kind in ("ENTREVISTA", "DOCUMENTO")]
    return make_link(commission, evidence=evidence, link=full)


def make_round(commission, *, at=NOON):
    return do(send_to_review, commission.expert, commission=commission, at=at)


def check_all(round_, by, **verdicts):
    """Answer the whole checklist: yes, unless told otherwise."""
    checked = {
        item: Checked(verdicts.get(item, Verdict.SI), "falta" if item in verdicts else "")
        for item in CheckItem.values
    }
    return do(fill_checklist, by, round_=round_, checked=checked)
