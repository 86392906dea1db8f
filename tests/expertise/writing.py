"""A file with something of everything, put there past the use cases of its rooms."""

import datetime as dt

from accompaniment.staff.acting import acting
from cases.enums import SessionStatus
from expertise import prose
from expertise.enums.evaluation import SourceKind
from expertise.models import Credential, EvaluationSession, InstrumentUse, Section, Source
from tests.factories import NOON


def write(commission, key, body="", *, because=None, by=None):
    """Put words into a section."""
    author = by or commission.expert
    with acting(author, "care"):
        return Section.objects.create(
            commission=commission,
            key=key,
            body=body or None,
            empty_because=because,
            words=prose.words(body),
            saved_at=NOON,
            saved_by=author,
        )


def fill(commission):
    """Evaluate: a licence, two sessions, two sources, one instrument applied twice."""
    expert = commission.expert
    Credential.objects.create(
        user=expert,
        title="Licenciatura en Psicología",
        licence="0000001",
        verified_on=dt.date(2026, 8, 31),
        verified_by=commission.reviewer,
        recorded_at=NOON,
    )
    with acting(expert, "care"):
        first, second = (_session(commission, number) for number in (1, 2))
        for kind, title in ((SourceKind.DOCUMENTO, "Denuncia"), (SourceKind.COLATERAL, "Hermana")):
            facts = {"title": title, "date": "30 jul 2025", "folios": "Fojas 2 a 11"}
            Source.objects.create(
                commission=commission,
                kind=kind,
                number=1,
                facts={**facts, "not_seen": "la foja 9" if title == "Denuncia" else ""},
                recorded_at=NOON,
            )
        InstrumentUse.objects.create(
            commission=commission,
            number=1,
            session=first,
            facts={
                "name": "PHQ-9",
                "measures": "Síntomas depresivos, dos semanas",
                "score": 17,
                "max": 27,
                "cut": 10,
                "limits": "La carga de cuidados afecta cansancio y sueño",
                "again": [{"session": str(second.pk), "score": 15}],
            },
            recorded_at=NOON,
        )
    return commission


def _session(commission, number):
    return EvaluationSession.objects.create(
        commission=commission,
        number=number,
        starts_at=NOON + dt.timedelta(days=7 * number),
        time_zone="America/Chihuahua",
        minutes=100,
        status=SessionStatus.HELD,
        conditions={"place": "Consultorio 2", "privacy": "Espacio cerrado.", "breaks": "Una pausa"},
        by=commission.expert,
    )
