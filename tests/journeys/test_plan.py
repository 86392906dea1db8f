"""The individual line from its opening to the last contact after closing, through the pages."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.people import accompanied
from cases.actions.reminders import remind
from cases.enums import CaseState, Consent
from cases.enums.task import TaskKind
from cases.models import Case, Disclosure, FollowUp, Plan, Task
from tests import factories
from tests.cases.planned import make_institution

GOAL = "canaria-meta-dormir"


class Someone:
    """One person at work, who follows links and sends forms."""

    def __init__(self, user):
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def sees(self, name, case, *args):
        answer = self.client.get(reverse(f"cases:{name}", args=[case.code, *args]))
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()

    def does(self, name, case, *args, **data):
        answer = self.client.post(reverse(f"cases:{name}", args=[case.code, *args]), data)
        errors = answer.context["form"].errors if answer.status_code != 302 else ""
        assert answer.status_code == 302, (name, errors)

    def is_refused(self, name, case, *args, **data):
        answer = self.client.post(reverse(f"cases:{name}", args=[case.code, *args]), data)
        assert answer.status_code == 422, (name, answer.status_code)


@pytest.fixture
def me(worker):
    return Someone(worker)


def opened(me, team):
    """Open a case as whoever answers does."""
    data = {"called": "Ana", "age_group": "ADULTEZ", "urgency": "3", "team": str(team.pk)}
    data |= {"reason": "quiere dormir", "pronouns": "ELLA", "channel": "", "value": ""}
    answer = me.client.post(reverse("cases:open"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Case.objects.get()


def consents(me, case):
    for kind in (Consent.DATOS_SENS, Consent.PROCESO):
        me.does(
            "consent_give", case, person=str(accompanied(case).pk), kind=kind, answer="yes",
            method="AUTOGRAFA", given_on=timezone.localdate().isoformat(),
        )  # fmt: skip


def session(me, case, hours=0):
    """Log a session held a moment ago; return its note's address."""
    begins = timezone.localtime(timezone.now() - dt.timedelta(minutes=1))
    data = {"day": begins.date().isoformat(), "hour": f"{begins:%H:%M}", "minutes": "60"}
    data |= {"kind": "INDIVIDUAL", "modality": "PRESENCIAL_OFICINA", "attendance": "ASISTIO"}
    me.does("session_record", case, session_id=str(uuid.uuid4()), **data)


def test_individual_line_from_opening_to_the_last_contact(me, team, coordinator):
    now = timezone.now()
    case = opened(me, team)
    me.is_refused("step", case, "ENCUADRE")
    consents(me, case)
    me.does("step", case, "ENCUADRE")
    me.does("step", case, "VALORACION_PSICOSOCIAL")

    # what happened, what it does, what holds up
    me.does(
        "event_add", case, event_id=str(uuid.uuid4()), when="desde primavera de 2019",
        types=["T_PSICOLOGICA"], modalities=["M_FAMILIAR"], actor="NO_DECLARA",
    )  # fmt: skip
    look = {"assessment_id": str(uuid.uuid4()), "effects_IND": ["IND:INSOMNIO"]}
    me.is_refused("assess", case, **look)
    me.does("assess", case, **look, resources_IND=["IND:PEDIR_AYUDA"])

    # the plan, in her words
    me.is_refused("step", case, "PLAN_ACORDADO", reason="")
    me.does("step", case, "PLAN_ACORDADO", reason=GOAL)
    assert GOAL in me.sees("plan", case)
    me.does(
        "action_add", case, action_id=str(uuid.uuid4()), words="llamar a su hermana", who="ella"
    )
    me.does("step", case, "EN_PROCESO")

    # eight sessions ask for a review
    for _ in range(8):
        session(me, case)
    assert remind(now) == 1
    assert Task.objects.get(kind=TaskKind.PLAN_REVIEW).assignee == me.user
    goal = case.goals.get()
    me.does("plan_review", case, review_id=str(uuid.uuid4()), **{f"progress_{goal.pk}": "2"})
    assert Task.objects.get(kind=TaskKind.PLAN_REVIEW).state == "DONE"

    refer(me, case)
    close(me, case)
    after(me, case, now)

    reader = Someone(coordinator)
    assert reader.client.get(reverse("cases:plan", args=[case.code])).status_code == 403
    assert GOAL not in reader.sees("detail", case)


def refer(me, case):
    """Go on to an institution with exactly what she agreed to."""
    place = make_institution(name="Clínica del sueño", kind="SALUD_MENTAL_PSIQUIATRIA")
    me.does(
        "referral_add", case, referral_id=str(uuid.uuid4()), person=str(accompanied(case).pk),
        institution=str(place.pk), kind="OTRO", tick_EDAD="on", item_EDAD="34",
    )  # fmt: skip
    referral = case.referrals.get()
    me.is_refused("referral_send", case, referral.pk)
    me.does(
        "referral_agree", case, referral.pk, version="1", method="AUTOGRAFA", agreed="on",
        given_on=timezone.localdate().isoformat(),
    )  # fmt: skip
    me.does("referral_send", case, referral.pk)
    me.does("referral_step", case, referral.pk, "RECIBIDA", words="")
    assert Disclosure.objects.get().consent == case.consents.get(kind=Consent.TERCERO)


def close(me, case):
    """Prepare the ending together, say how the plan stands, and close."""
    me.does("step", case, "PREPARACION_CIERRE")
    note = factories.make_note(case, me.user, template="CIERRE", at=timezone.now())
    factories.sign(note, me.user, at=timezone.now())
    ending = {"reason": "OBJETIVOS_CUMPLIDOS", "safety_checked": "on", "follow_up": "yes"}
    me.is_refused("close", case, **ending)
    me.does("close", case, **ending, plan="CUMPLIDO")
    case.refresh_from_db()
    assert (case.state, Plan.objects.get().outcome) == (CaseState.CERRADO, "CUMPLIDO")


def after(me, case, now):
    """Contact her when the calendar asks, by the safe rule; what was sent is still followed."""
    referral = case.referrals.get()
    me.does("referral_step", case, referral.pk, "ATENDIDA", words="la atendieron")
    assert remind(now + dt.timedelta(days=29)) == 0
    assert remind(now + dt.timedelta(days=190)) == 3
    for months in (1, 3, 6):
        me.sees("follow_up", case)
        me.does("follow_up", case, months=str(months), result="EN_CONTACTO", words="sigo bien")
    assert FollowUp.objects.count() == 3
    assert not Task.objects.filter(kind=TaskKind.FOLLOW_UP, state="OPEN").exists()
    me.does("reopen", case, reason="quiso volver")
    case.refresh_from_db()
    assert case.is_open
