"""The legal road from the first call to the contact after closing, each deed by who does it."""

import datetime as dt

import pytest
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.actions.reminders import remind
from cases.enums.task import TaskKind
from cases.models import (
    Case,
    ConsentGiven,
    Disclosure,
    Hearing,
    InterAreaRequest,
    LegalMatter,
    ProtectionOrder,
    Task,
)
from cases.reports.due import all_due
from tests import factories
from tests.factories import SECRET_TEXT
from tests.journeys.first_contact import ALIAS, DEMAND, accompanied, begun_with_a_call
from tests.journeys.someone import Someone
from tests.traces import do

READY = "canary-entrar-por-otra-puerta"
AFTER = "canary-durmio-y-quiere-ver-a-su-hermana"
STRESS = "canary-verlo-en-el-pasillo"


@pytest.fixture
def ofelia(people):
    return Someone(people["listens"])


@pytest.fixture
def norma(team):
    return Someone(factories.make_member(team, "lawyer"))


@pytest.fixture
def teresa(people):
    return Someone(people["coordinates"])


def day(days=0):
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def moment(**ago):
    at = timezone.localtime(timezone.now() - dt.timedelta(**ago))
    return {"day": at.date().isoformat(), "hour": f"{at:%H:%M}"}


def begin(case, ofelia, norma):
    """Meet her, write a note, let the lawyer in, ask for her consent."""
    now = timezone.now()
    ofelia.post("task_end", case.code, case.tasks.get(stage="welcome").pk)
    factories.agree(case, ofelia.user, at=now)
    factories.make_note(case, ofelia.user, at=now)
    ofelia.post("member_add", case.code, function="legal", user=str(norma.user.pk), reason="asunto")
    person = case.participations.get().person
    agreed = {"person": str(person.pk), "kind": "C_JURIDICO", "answer": "yes"}
    ofelia.post("consent_give", case.code, **agreed, method="VERBAL_DOCUMENTADO", given_on=day())


def complain(case, norma, ofelia):
    """The lawyer opens the matter and plans the hearing; who accompanies reads what may weigh."""
    norma.post(
        "matter_add",
        case.code,
        kind="PENAL",
        role="VICTIMA",
        family_violence="on",
        lawyer=str(norma.user.pk),
        stressors=STRESS,
    )
    matter = LegalMatter.objects.get()
    norma.post("matter_stage", case.code, matter.pk, to="AUDIENCIA_INICIAL", happened_on=day())
    norma.post(
        "matter_stage",
        case.code,
        matter.pk,
        to="ACUERDO_REPARATORIO",
        happened_on=day(),
        status=422,
    )
    norma.post(
        "hearing_add",
        case.code,
        matter.pk,
        kind="INICIAL",
        day=day(3),
        hour="10:00",
        time_zone="America/Chihuahua",
    )
    assert STRESS in ofelia.get("matter", case.code, matter.pk).content.decode()
    return matter, Hearing.objects.get()


def protect(case, norma):
    """Five hours without an answer raise an alert; then it is granted and its six days begin."""
    norma.post(
        "order_add",
        case.code,
        system="ORDEN_PROTECCION",
        kind="JUDICIAL",
        time_zone="America/Chihuahua",
    )
    order = ProtectionOrder.objects.get()
    norma.post("order_step", case.code, order.pk, "SOLICITADA", **moment(hours=5))
    remind(timezone.now())
    kinds = set(Task.objects.open().values_list("kind", flat=True))
    assert kinds == {"HEARING_SOON", "ORDER_NOT_ISSUED"}
    norma.post("order_step", case.code, order.pk, "OTORGADA", **moment(minutes=1))
    norma.post("order_contact", case.code, order.pk, 1, made="yes", words="llamaron")
    norma.post("order_contact", case.code, order.pk, 2, made="yes", status=422)
    norma.post(
        "order_notified",
        case.code,
        order.pk,
        notified_by="A_TRAVES_DE_ELLA",
        notified_on=day(),
        status=422,
    )
    norma.post("order_step", case.code, order.pk, "IMPLEMENTADA", **moment())
    norma.post("order_step", case.code, order.pk, "EN_REVISION", **moment())
    norma.post("order_step", case.code, order.pk, "LEVANTADA", **moment(), status=422)
    order.refresh_from_db()
    assert (order.state, order.expires_on.isoformat()) == ("EN_REVISION", day(60))


def share(case, ofelia, norma):
    """Readiness crosses the wall; the lawyer asks, is answered, and it is on record."""
    ofelia.post("readiness_add", case.code, level="CON_APOYO", words=READY)
    norma.post("readiness_add", case.code, status=403)
    body = norma.get("legal", case.code).content.decode()
    assert READY in body
    assert SECRET_TEXT not in body
    norma.post("request_add", case.code, items=["ASISTENCIA"], purpose="proponerla como testigo")
    asked = InterAreaRequest.objects.get()
    norma.post("request_answer", case.code, asked.pk, accept="yes", status=422)
    ofelia.post("request_answer", case.code, asked.pk, accept="yes")
    ofelia.post("request_deliver", case.code, asked.pk, items=["ASISTENCIA"])
    log = norma.get("legal_disclosures", case.code).context["disclosed"]
    assert [each.purpose for each in log] == ["proponerla como testigo"]
    norma.post("request_close", case.code, asked.pk)


def attend(case, hearing, ofelia, norma):
    """Who goes along is agreed; afterwards she is contacted, in words the lawyer never reads."""
    ofelia.post(
        "hearing_company", case.code, hearing.pk, companion=str(ofelia.user.pk), code_word="agua"
    )
    started = timezone.now() - dt.timedelta(hours=2)
    Hearing._base_manager.filter(pk=hearing.pk).update(starts_at=started)
    norma.post("hearing_held", case.code, hearing.pk, **moment(minutes=30))
    assert Task.objects.open().get(kind="HEARING_CONTACT").assignee == ofelia.user
    norma.post("hearing_after", case.code, hearing.pk, status=403)
    ofelia.post("hearing_after", case.code, hearing.pk, words=AFTER, **moment(minutes=1))
    assert not Task.objects.open().filter(kind="HEARING_CONTACT").exists()
    assert AFTER in ofelia.get("hearing", case.code, hearing.pk).content.decode()
    assert AFTER not in norma.get("hearing", case.code, hearing.pk).content.decode()


def test_legal_road_is_walked_by_everyone_in_their_place(at_work, people, ofelia, norma, teresa):
    case = begun_with_a_call(at_work, people)
    begin(case, ofelia, norma)
    matter, hearing = complain(case, norma, ofelia)
    protect(case, norma)
    share(case, ofelia, norma)
    attend(case, hearing, ofelia, norma)

    # coordination sees the case, and nothing of its legal road
    teresa.get("detail", case.code)
    for name, args in (("legal", ()), ("matter", (matter.pk,)), ("hearing", (hearing.pk,))):
        teresa.get(name, case.code, *args, status=403)
    teresa.client.get(teresa.url("legal_agenda"))

    # she takes her consent back: the page stops showing, and says why
    consent = ConsentGiven.objects.get(kind="C_JURIDICO", revoked_at=None)
    ofelia.post("consent_revoke", case.code, consent.pk)
    room = norma.get("legal", case.code)
    assert READY not in room.content.decode()
    assert room.context["legal"].sharing.ground.value == "REVOKED"
    ofelia.post("readiness_add", case.code, level="LISTA", words="x", status=422)

    # the matter ends; the road stays where who may read it finds it
    norma.post("matter_close", case.code, matter.pk, outcome="FAVORABLE", cites_expertise="on")
    matter.refresh_from_db()
    assert (matter.outcome, matter.closed_by) == ("FAVORABLE", norma.user)
    assert Disclosure.objects.get().consent == consent
    titles = [knot.href for knot in ofelia.get("timeline", case.code).context["thread"].knots]
    assert sum("/matters/" in href for href in titles) == 2

    # she goes on without us, is asked once more how she is, and the road can still be read
    accompanied(case, ofelia.user)
    case.refresh_from_db()
    assert (case.state, case.closing_reason) == ("CERRADO", "OBJETIVOS_CUMPLIDOS")
    due = {(each.kind, each.case) for each in all_due(timezone.localdate() + dt.timedelta(days=40))}
    assert (TaskKind.FOLLOW_UP, case) in due
    assert norma.get("legal", case.code).context["legal"].sharing.ground.value == "REVOKED"
    norma.post("hearing_add", case.code, matter.pk, status=422)

    # the trace knows who and what, and not a word of it
    said = "\n".join(str(row) for row in Event.objects.values_list())
    for word in (READY, AFTER, STRESS, SECRET_TEXT, DEMAND, ALIAS):
        assert word not in said
    read = lambda by: Case.objects.visible_to(by).count()  # noqa: E731
    assert do(read, norma.user) == 1
