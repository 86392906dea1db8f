"""The expert file in plain pieces."""

import datetime as dt

import pytest

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.enums import Attendance, SessionStatus
from expertise.models import EvaluationSession, InstrumentUse, Source
from expertise.reports import file
from tests.expertise import tools
from tests.factories import NOON


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator)


def test_the_file_is_told_in_plain_pieces(commission):
    with acting(commission.expert, "test"):
        held = EvaluationSession.objects.create(
            commission=commission,
            number=1,
            starts_at=NOON,
            time_zone="America/Chihuahua",
            status=SessionStatus.HELD,
            attendance=Attendance.ASISTIO,
            conditions={"place": "Consultorio 2", "breaks": "Una pausa"},
            observation="Serena",
            by=commission.expert,
        )
        EvaluationSession.objects.create(
            commission=commission,
            number=2,
            starts_at=NOON + dt.timedelta(days=7),
            time_zone="America/Chihuahua",
            by=commission.expert,
        )
        for kind, title in (("COLATERAL", "Su hermana"), ("DOCUMENTO", "Denuncia")):
            Source.objects.create(
                commission=commission, kind=kind, number=1, facts={"title": title}, recorded_at=NOON
            )
        InstrumentUse.objects.create(
            commission=commission,
            number=1,
            instrument="PHQ9",
            session=held,
            facts={
                "name": "PHQ-9",
                "score": 17,
                "max": 27,
                "cut": 10,
                "again": [{"session": str(held.pk), "score": 15}],
            },
            recorded_at=NOON,
        )

        posed = file.questions(commission)
        (session,) = file.sessions(commission)
        read = file.sources(commission)
        (applied,) = file.instruments(commission)

        assert [each.key for each in posed] == ["P1", "P2"]
        assert posed[0].text == posed[0].short == tools.QUESTION
        assert (session.key, session.place, session.breaks) == ("S1", "Consultorio 2", "Una pausa")
        assert session.starts_at == NOON
        assert str(session.starts_at.tzinfo) == "America/Chihuahua"
        assert [each.key for each in file.sessions(commission, planned=True)] == ["S1", "S2"]
        assert [(each.key, each.title) for each in read] == [
            ("D1", "Denuncia"),
            ("C1", "Su hermana"),
        ]
        assert (applied.key, applied.session, applied.cut) == ("I1", "S1", 10)
        assert [(each.session, each.score) for each in applied.times] == [("S1", 17), ("S1", 15)]


def test_who_requested_it_opens_nothing(commission):
    with acting(commission.requested_by, "test"), pytest.raises(NoAccess):
        file.questions(commission)


def test_a_long_question_is_shortened_between_words():
    text = "Que diga la perita si la persona presenta alteraciones o afectaciones psicológicas"

    assert file.shortened(text) == (
        "Que diga la perita si la persona presenta alteraciones o afectaciones…"
    )
