"""Bad input and bad days: everything typed comes back, with a sentence."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Session
from tests import factories


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


def session_data(at, **facts):
    return {
        "session_id": "00000000-0000-4000-8000-000000000002",
        "day": at.date().isoformat(),
        "hour": f"{at:%H:%M}",
        "minutes": "50",
        "kind": "INDIVIDUAL",
        "modality": "PRESENCIAL_OFICINA",
        "attendance": "ASISTIO",
        "place": "sala canaria",
        **facts,
    }


def record(client, case, **facts):
    at = timezone.localtime() - dt.timedelta(hours=3)
    return client.post(reverse("cases:session_record", args=[case.code]), session_data(at, **facts))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": "2026-02-31"}, "day"),
        ({"day": "20266-01-01"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"hour": "25:00"}, "hour"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "siete"}, "minutes"),
        ({"kind": "NADA"}, "kind"),
        ({"attendance": "NO_ASISTIO_AVISO"}, "attendance"),
    ],
)
def test_wrong_session_comes_back_as_typed(signed_in, case, facts, field):
    answer = record(signed_in, case, **facts)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "sala canaria" in answer.content.decode()
    assert Session.objects.count() == 0


def test_session_of_the_future_is_not_held(signed_in, case):
    tomorrow = timezone.localtime() + dt.timedelta(days=1)

    answer = record(signed_in, case, day=tomorrow.date().isoformat())

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["day"]


def test_session_recorded_twice_is_one(signed_in, case):
    answers = [record(signed_in, case) for _ in range(2)]

    session = Session.objects.get()
    assert {answer.url for answer in answers} == {
        reverse("cases:note_new", args=[case.code, session.pk])
    }


def test_session_of_the_past_is_not_scheduled(signed_in, case):
    yesterday = timezone.localtime() - dt.timedelta(days=1)

    answer = signed_in.post(
        reverse("cases:session_schedule", args=[case.code]), session_data(yesterday)
    )

    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1


def open_data(**facts):
    return {
        "called": "Lluvia",
        "pronouns": "ELLA",
        "age_group": "DESCONOCIDA",
        "urgency": "3",
        "reason": "lo que pide",
        **facts,
    }


def test_case_is_opened_with_the_least(signed_in, team):
    answer = signed_in.post(reverse("cases:open"), open_data(team=str(team.pk)))

    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    assert (case.urgency, case.state) == (3, "PROPUESTO")


def test_coordination_names_who_accompanies(client, coordinator, worker, team):
    client.force_login(coordinator)

    alone = client.post(reverse("cases:open"), open_data(team=str(team.pk)))
    named = client.post(
        reverse("cases:open"), open_data(team=str(team.pk), responsible=str(worker.pk))
    )

    assert (alone.status_code, named.status_code) == (422, 302)
    assert Case.objects.get().responsible == worker


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"called": " "}, "called"),
        ({"called": "x" * 500}, "called"),
        ({"reason": "x" * 501}, "reason"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_year": "1800"}, "birth_year"),
        ({"value": "614"}, "channel"),
        ({"channel": "MOVIL"}, "value"),
        ({"team": "otro"}, "team"),
        ({"urgency": "9"}, "urgency"),
    ],
)
def test_wrong_opening_comes_back_as_typed(signed_in, team, facts, field):
    answer = signed_in.post(
        reverse("cases:open"), open_data(**{"team": str(team.pk), "nickname": "canaria", **facts})
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "canaria" in answer.content.decode()
    assert Case.objects.count() == 0


def test_team_of_others_cannot_be_chosen(signed_in, team):
    other = factories.make_team()

    assert signed_in.post(reverse("cases:open"), open_data(team=str(other.pk))).status_code == 422


@pytest.mark.parametrize("code", ["nada", "K7Q-M3F-9", "x" * 300, "%00"])
def test_code_that_is_none_does_not_exist(signed_in, code):
    assert signed_in.get(f"/cases/{code}/").status_code == 404


def test_code_is_read_however_it_is_typed(signed_in, case):
    assert signed_in.get(f"/cases/{case.code.lower().replace('-', '')}/").status_code == 200
