"""A community and a collective, from the first call to its own decision, each by their role."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.models import Activity, Cycle, Member, SharedAgreement, Task
from tests.factories import make_member
from tests.journeys.first_contact import ALIAS, DEMAND, begun_with_a_call
from tests.traces import everything_said

WORDS = "canary-journey-77ac"
NAMES = ("Canaria Grande", "Canaria Joven", "Canaria Niña")


class Someone:
    """One person at work, page by page."""

    def __init__(self, user):
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def reads(self, name, case, *args):
        answer = self.client.get(reverse(f"cases:{name}", args=[case.code, *args]))
        return answer.status_code, answer.content.decode()

    def does(self, name, case, /, *args, **sent):
        address = reverse(f"cases:{name}", args=[case.code, *args])
        answer = self.client.post(address, sent)
        assert answer.status_code == 302, re.findall(
            r'<div class="error-summary.*?</div>', answer.content.decode(), re.DOTALL
        )


@pytest.fixture
def psychologist(people):
    return Someone(people["listens"])


@pytest.fixture
def facilitator(team):
    return Someone(make_member(team, "facilitator"))


@pytest.fixture
def coordination(people):
    return Someone(people["coordinates"])


def day(away=0):
    return (timezone.localdate() + dt.timedelta(days=away)).isoformat()


def opened(case, psychologist, facilitator):
    """Meet whoever called, say who it is, let a colleague in, and put three ages on the list."""
    assert DEMAND in psychologist.reads("detail", case)[1]
    psychologist.does("task_end", case, case.tasks.get(stage="welcome").pk)
    psychologist.does("collective_describe", case, name="Colectivo Canario", purpose=WORDS)
    why = {"function": "member", "user": str(facilitator.user.pk), "reason": "Cofacilita"}
    psychologist.does("member_add", case, **why)
    year = timezone.localdate().year
    for called, born in zip(NAMES, (1968, year - 22, year - 9), strict=True):
        sent = {"called": called, "counted_as": "MUJERES", "born": str(born)}
        psychologist.does("collective_invite", case, **sent)


def gathered(psychologist, case):
    """Ask everybody, a child twice; who agrees takes part."""
    grown, young, child = (
        member
        for called in NAMES
        for member in Member.objects.all()
        if psychologist.reads("collective_member", case, member.pk)[1].count(called)
    )
    answer = {"answer": "yes", "method": "AUTOGRAFA", "given_on": day()}
    psychologist.does("collective_answer", case, grown.pk, kind="C_NOMBRE", **answer)
    for kind, by in (("C_ASENT_NNA", ""), ("C_REP_NNA", "Su abuela")):
        sent = {"kind": kind, "signed_by": by, **answer}
        psychologist.does("collective_answer", case, child.pk, **sent)
    for member in (grown, young, child):
        psychologist.does("collective_member_step", case, member.pk, "INTEGRANTE", reason="")
    return grown, young, child


def met(psychologist, facilitator, case, kind, grown):
    """Meet, count, tell, agree, name who agreed, and look at the team."""
    now, activity_id = timezone.localtime() - dt.timedelta(minutes=1), uuid.uuid4()
    psychologist.does(
        "activity_new",
        case,
        activity_id=activity_id,
        kind=kind,
        modality="EN_COMUNIDAD",
        day=now.date().isoformat(),
        hour=now.strftime("%H:%M"),
        minutes="120",
        groups=["G_NN", "G_AJ", "G_AM"],
        theme=WORDS,
    )
    activity = Activity.objects.get(pk=activity_id)
    for part in activity.parts.all():
        facilitator.does("headcount", case, part.pk, version="0", **{"MUJERES-DESCONOCIDA": "6"})
        facilitator.does("group_session", case, part.pk, version="1", theme=WORDS, emerging=WORDS)
    part = activity.parts.get(group__in=("", "G_AM"))
    psychologist.does("presences", case, part.pk, members=[str(grown.pk)])
    facilitator.does(
        "shared_agreement_add",
        case,
        activity.pk,
        text=WORDS,
        responsible=str(psychologist.user.pk),
        due_on=day(5),
    )
    if kind == "BUSQUEDA_CAMPO":
        for moment, field in (
            ("ANTES", "preparation"),
            ("DURANTE", "containment"),
            ("DESPUES", "decompression"),
        ):
            sent = {"happened_on": day(), field: WORDS}
            facilitator.does("activity_moment", case, activity.pk, moment, **sent)
    facilitator.does("activity_debrief", case, activity.pk, how=WORDS)
    facilitator.does("goal_seen", case, goal="ANALISIS_CAUSAS", appraisal="2", seen_on=day(),
                     words=WORDS)  # fmt: skip
    return activity


def gone_by(psychologist, case, cycle):
    """Let a cycle in which something was held go by, and say what the collective makes of it."""
    for to in ("CONVOCADO", "EN_CURSO", "EVALUACION"):
        psychologist.does("cycle_step", case, cycle.pk, to)
    psychologist.does("cycle_step", case, cycle.pk, "CERRADO", evaluation=WORDS)


@pytest.mark.parametrize(
    ("line", "kind", "came"),
    [
        ("COM_DESAPARICION", "ENCUENTRO", "18 personas"),
        ("COLECTIVO_PERMANENTE", "BUSQUEDA_CAMPO", "6 personas"),
    ],
)
def test_process_from_the_first_call_to_its_own_decision(
    at_work, people, psychologist, facilitator, coordination, line, kind, came
):
    case = begun_with_a_call(at_work, people, line)
    opened(case, psychologist, facilitator)
    psychologist.does("cycle_new", case, begins_on=day(), theme=WORDS)
    cycle = Cycle.objects.get()
    grown, young, _child = gathered(psychologist, case)
    psychologist.does("cycle_groups", case, cycle.pk)
    psychologist.does("collective_member_group", case, young.pk, group="G_AJ", why="Lo prefiere")
    assert sorted(cycle.placements.values_list("suggested", "assigned")) == [
        ("G_AM", "G_AM"),
        ("G_NN", "G_NN"),
        ("PREGUNTAR", "G_AJ"),
    ]
    activity = met(psychologist, facilitator, case, kind, grown)
    gone_by(psychologist, case, cycle)

    # who may know what
    status, room = psychologist.reads("collective", case)
    assert came in room
    assert NAMES[0] in psychologist.reads("activity", case, activity.pk)[1]
    for reader in (facilitator, coordination):
        for page, args in (("collective", ()), ("activity", (activity.pk,)), ("detail", ())):
            status, text = reader.reads(page, case, *args)
            assert status == 200
            assert not any(name in text for name in NAMES)
            assert (WORDS in text) == (reader is facilitator and page != "detail")
        assert reader.reads("collective_members", case)[0] == 403

    # what was agreed comes round, and is settled
    assert Task.objects.open().get().about == SharedAgreement.objects.get().pk
    psychologist.does("shared_agreement_settle", case, SharedAgreement.objects.get().pk)
    assert not Task.objects.open().exists()

    # it never closes; it decides
    psychologist.does("step", case, "EN_PAUSA", reason="Descanso", until_on=day(30))
    psychologist.does("step", case, "ACTIVO", reason="")
    psychologist.does("collective_conclude", case, decision=WORDS, decided_on=day())
    assert psychologist.reads("cycle_new", case)[0] == 200  # it says that it is concluded
    psychologist.does("reopen", case, reason="Vuelven")
    psychologist.does("cycle_new", case, begins_on=day(), theme=WORDS)
    assert Cycle.objects.latest("number").number == 2
    assert Event.objects.filter(verb="close", kind="cases.case").count() == 1

    # the second cycle goes by, and it decides once more
    second = Cycle.objects.latest("number")
    psychologist.does("cycle_groups", case, second.pk)
    met(psychologist, facilitator, case, kind, grown)
    gone_by(psychologist, case, second)
    psychologist.does("collective_conclude", case, decision=WORDS, decided_on=day())
    case.refresh_from_db()
    assert (case.state, case.closing_reason) == ("CONCLUIDO", "DECISION_COLECTIVO")
    said = everything_said()
    assert not any(word in said for word in (WORDS, *NAMES, "Canario", DEMAND, ALIAS))
