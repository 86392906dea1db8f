"""The expert opinions of the demonstration: every wall stands, and one is told whole."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.desk import week
from accompaniment.staff.acting import acting
from accompaniment.staff.models import User
from cases.actions.people import accompanied
from expertise.enums.commission import CommissionState as S
from expertise.models import Aftermath, Commission, Judgment, Loan, Step, Testimony
from expertise.reports.file import questions
from expertise.reports.matrix import incomplete

STATES = [
    *(S.ACEPTADO, S.ADMISIBILIDAD, S.ADMITIDO, S.APROBADO, S.CONCLUIDO, S.CONSENTIMIENTO),
    *(S.CON_OBSERVACIONES, S.ENTREGADO, S.EVALUACION, S.INTEGRACION, S.NO_ACEPTADO),
    *(S.REVISION_PARES, S.SOLICITADO, S.SUSPENDIDO),
]


def someone(name):
    return User.objects.get(email=f"{name}@example.org")


def of(state):
    return Commission.objects.get(state=state)


def test_fourteen_stand_in_fourteen_states(told):
    assert sorted(Commission.objects.values_list("state", flat=True)) == STATES


def test_nothing_happens_after_now(told):
    assert Step.objects.filter(at__gt=told).count() == 0
    assert Judgment.objects.get().given_on <= timezone.localdate(told)
    assert Testimony.objects.filter(held_at__gt=told).count() == 0


def test_steps_follow_one_another(told):
    for commission in Commission.objects.all():
        steps = list(commission.steps.order_by("at", "id"))
        assert [s.at for s in steps] == sorted(s.at for s in steps)
        assert {s.after for s in steps} >= {S.SOLICITADO, commission.state}


def test_whoever_accompanies_sees_no_commission(told):
    for name in ("ofelia", "graciela", "itzel", "joel", "ximena"):
        assert not Commission.objects.visible_to(someone(name)).exists()
    for commission in Commission.objects.exclude(expert=None):
        assert commission.expert != commission.case.responsible
        assert commission.reviewer != commission.case.responsible


def test_one_item_crossed_by_consent_and_another_waits(told):
    given, waiting = Loan.objects.order_by("answered_at").exclude(answered_at=None), Loan.objects
    assert given.count() == 1
    assert given.get().borrowing.disclosure is not None
    assert waiting.filter(answered_at=None).count() == 1


def test_the_whole_one_has_everything(told):
    whole = of(S.CONCLUIDO)
    with acting(whole.expert, "test"):
        assert accompanied_name(whole) == "Nora Olivas Sotelo"
        assert all(posed.answer for posed in questions(whole))
        assert list(incomplete(whole)) == []
        assert Judgment.objects.get().quote.reveal()
    states = [row.state for row in whole.testimonies.order_by("starts_at")]
    assert states == ["DIFERIDA", "REALIZADA"]
    assert whole.rounds.count() == 2
    assert list(Aftermath.objects.filter(commission=whole, answered_at=None)) == []


def accompanied_name(commission):
    assert accompanied(commission.case) == commission.person
    return commission.evaluated_name.reveal()


def test_one_objection_waits_for_its_answer(told):
    row = Aftermath.objects.get(answered_at=None)

    assert row.commission.state == S.ENTREGADO
    assert (row.due_on - timezone.localdate(told)).days == 3


def test_the_expert_has_her_hours_in_her_week(told, client):
    aurora = someone("aurora")
    coming = {
        timezone.localdate(each)
        for each in (
            Testimony.objects.get(state="PROGRAMADA").starts_at,
            of(S.EVALUACION).evaluations.get(status="PROGRAMADA").starts_at,
        )
    }
    client.force_login(aurora)
    shown = set()
    for day in coming:
        asked = str(week.Week.parse("", day))
        sheet = client.get(reverse("desk:week"), {"week": asked}).context["sheet"]
        shown |= {slot.day for each in sheet.days for slot in each.slots}
    assert coming <= shown


@pytest.mark.parametrize("name", ["court", "commission", "matrix"])
def test_pages_of_the_whole_one_open(told, client, name):
    whole = of(S.CONCLUIDO)
    client.force_login(whole.expert)

    answer = client.get(reverse(f"expertise:{name}", args=[whole.code]))

    assert answer.status_code == 200
