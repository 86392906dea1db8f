"""The whole path of a family: opened by who coordinates, heard one by one, together, and closed."""

import datetime as dt
import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseState, ParticipationRole, Visibility
from cases.models import Bond, Case, Note, Person
from cases.skeletons import SKELETONS


class Visitor:
    """Someone at a browser, in one case."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)
        self.case = None

    def post(self, name, *args, status=302, **data):
        code = [self.case.code] if self.case else []
        answer = self.client.post(reverse(f"cases:{name}", args=[*code, *args]), data)
        assert answer.status_code == status, (name, answer.content.decode()[-3000:])
        return answer

    def page(self, name, *args, status=200):
        answer = self.client.get(reverse(f"cases:{name}", args=[self.case.code, *args]))
        assert answer.status_code == status, name
        return answer.content.decode()

    def step(self, state, status=302, **data):
        self.post("step", state.value, status=status, **data)

    def person(self, called):
        """Find someone by the place in which her name stands on the family's page."""
        before = self.page("family").split(f'<strong class="name">{called}</strong>')[0]
        return before.rsplit('id="person-', 1)[1].split('"')[0]

    def agree(self, person, *, is_child=False):
        kinds = ["C_DATOS_SENS", "C_PROCESO"]
        kinds += ["C_REP_NNA", "C_ASENT_NNA"] if is_child else []
        for kind in kinds:
            self.post(
                "consent_give", person=person, kind=kind, answer="yes", method="AUTOGRAFA",
                given_on=timezone.localdate().isoformat(),
                representative_is_aggressor="no" if kind == "C_REP_NNA" else "",
            )  # fmt: skip

    def hear(self, person, **answers):
        said = {"lives_with": "NO", "would_attend": "NO", "wants": "SI", **answers}
        self.post("family_interview", person, held_on=timezone.localdate().isoformat(), **said)

    def meet(self, kind, *people, status=302):
        """Log a session of right now; return where its note is written."""
        now = timezone.localtime()
        answer = self.post(
            "session_record", day=now.date().isoformat(), hour="00:00", minutes=60, kind=kind,
            modality="PRESENCIAL_OFICINA", attendance="ASISTIO", session_id=uuid.uuid4(),
            people=list(people), status=status,
        )  # fmt: skip
        return answer.url.split("/")[-3] if status == 302 else None

    def write(self, session, text, about="", template="EVOLUCION", **sections):
        note = uuid.uuid4()
        words = sections or {"temas": text, "como_llega": text, "recursos": text, "acuerdos": text}
        self.post(
            "note_new", session, note_id=note, version=0, template=template, do="save",
            visibility="clinical", about=about, **words,
        )  # fmt: skip
        self.post("note_sign", note, version=1)
        return note


def opened(coordinator, worker, team):
    """Let who coordinates open the case of a family for a psychologist."""
    desk = Visitor(coordinator)
    desk.post(
        "open", line="FAM", called="Rosa", pronouns="ELLA", age_group="ADULTEZ", urgency=3,
        reason="Buscar sin perdernos", team=team.pk, responsible=worker.pk,
    )  # fmt: skip
    return Case.objects.get()


def gather(me):
    """Bring in a daughter and a granddaughter, and whom they search for."""
    common = {"pronouns": "ELLA", "role": ParticipationRole.FAMILIAR}
    me.post("participant_add", called="Elena", age_group="ADULTEZ", **common)
    me.post("participant_add", called="Luz", birth_year=2016, age_group="NINEZ", **common)
    me.post("family_mention", called="Toño", pronouns="EL", age_group="ADULTEZ",
            whereabouts="DESAPARECIDA")  # fmt: skip
    people = {name: me.person(name) for name in ("Rosa", "Elena", "Luz", "Toño")}
    for one, kind, other in (
        ("Rosa", "MADRE_PADRE", "Elena"), ("Rosa", "MADRE_PADRE", "Toño"),
        ("Elena", "MADRE_PADRE", "Luz"),
    ):  # fmt: skip
        me.post("bond_add", from_person=people[one], kind=kind, to_person=people[other],
                since="primavera de 2011" if one == "Elena" else "")  # fmt: skip
    return people


def test_a_family_goes_its_whole_way(team, worker, coordinator):
    case = opened(coordinator, worker, team)
    assert (case.line, case.state) == ("FAM", CaseState.PROPUESTO)
    me = Visitor(worker)
    me.case = case
    me.step(CaseState.SEGURIDAD, status=422)  # nobody is a family alone
    people = gather(me)
    assert "primavera de 2011" in me.page("family")
    me.post("bond_add", from_person=people["Rosa"], kind="MADRE_PADRE",
            to_person=people["Rosa"], status=422)  # fmt: skip

    me.step(CaseState.SEGURIDAD)
    me.step(CaseState.VALORACION_FAMILIAR, status=422)  # nobody has been heard alone
    me.hear(people["Rosa"])
    me.hear(people["Elena"], words="solo para ella")
    me.step(CaseState.VALORACION_FAMILIAR)
    me.step(CaseState.ENCUADRE_FAMILIAR, status=422)  # nobody has agreed
    me.agree(people["Rosa"])
    me.agree(people["Luz"], is_child=True)
    me.step(CaseState.ENCUADRE_FAMILIAR)
    me.step(CaseState.EN_PROCESO)

    live(me, people)
    change(me, people)
    close(me, people, coordinator)


def live(me, people):
    """Meet, write what is shared and what is not, tell what a child knows, print."""
    me.meet("FAMILIAR", people["Rosa"], people["Elena"], status=422)  # Elena has not agreed
    shared = me.write(me.meet("FAMILIAR", people["Rosa"], people["Luz"]), "lo-de-todas")
    private = me.write(me.meet("INDIVIDUAL", people["Rosa"]), "lo-suyo", about=people["Rosa"])
    assert Note.objects.get(pk=shared).visibility == Visibility.TEAM
    assert Note.objects.get(pk=private).visibility == Visibility.PRIVATE
    me.post("child_knows", people["Luz"], truth="OTRA_COSA", told="papá está trabajando lejos")
    me.post("custody_add", people["Luz"], kind="PATRIA_POTESTAD", holder_name="Su papá",
            holder_is_aggressor="yes")  # fmt: skip
    assert me.case.tasks.filter(kind="LEGAL_REVIEW").exists()
    me.post("stay_add", person=people["Luz"], household="Casa de la abuela", since="2019")
    me.post("family_sheet", version=0, event_when="primavera de 2021", roles="Rosa cría otra vez")
    me.post("family_agreement_add", words="Comer juntas los domingos", person=people["Elena"])

    said, paper = me.page("family"), me.page("family_print")
    assert all(word in said for word in ("papá está trabajando lejos", "Casa de la abuela"))
    assert all(word in paper for word in ("lo-de-todas", "Rosa cría otra vez", "los domingos"))
    for word in ("lo-suyo", "trabajando lejos", "solo para ella"):
        assert word not in paper
        assert word not in me.page("detail")


def change(me, people):
    """Take a consent back in the middle, pause, and go on with the others."""
    given = me.case.consents.get(person=people["Luz"], kind="C_ASENT_NNA")
    me.post("consent_revoke", given.pk)
    assert me.case.tasks.filter(kind="CONSENT_REVOKED", assignee=me.case.responsible).exists()
    me.meet("FAMILIAR", people["Rosa"], people["Luz"], status=422)
    until = timezone.localdate() + dt.timedelta(days=30)
    me.step(CaseState.EN_PAUSA, reason="Vacaciones", until_on=until.isoformat())
    me.step(CaseState.EN_PROCESO)
    part = me.case.participations.get(person=people["Elena"])
    me.post("family_referent", part.pk)
    rosa = me.case.participations.get(person=people["Rosa"])
    me.post("participation_end", rosa.pk)
    me.case.refresh_from_db()
    assert me.case.is_open


def close(me, people, coordinator):
    """Prepare the ending and close; who coordinates reads no word of it."""
    me.step(CaseState.PREPARACION)
    session = me.meet("CIERRE", people["Elena"])
    words = {section.name: "x" for section in SKELETONS["CIERRE"]}
    me.write(session, "", template="CIERRE", **words)
    me.post("close", reason="OBJETIVOS_CUMPLIDOS", safety_checked="on", follow_up="yes")
    me.case.refresh_from_db()
    assert (me.case.state, me.case.is_open) == (CaseState.CERRADO, False)
    desk = Visitor(coordinator)
    desk.case = me.case
    desk.page("family", status=403)
    assert "lo-de-todas" not in desk.page("detail")
    assert Bond.objects.count() == 3
    assert Person.objects.count() == 4


def test_a_family_that_is_not_safe_is_not_indicated(team, worker, coordinator):
    me = Visitor(worker)
    me.case = opened(coordinator, worker, team)
    me.post("participant_add", called="Luis", pronouns="EL", age_group="ADULTEZ", role="FAMILIAR")
    me.step(CaseState.SEGURIDAD)
    me.hear(me.person("Rosa"), lives_with="SI")
    me.hear(me.person("Luis"))
    me.step(CaseState.VALORACION_FAMILIAR, status=422)
    me.step(CaseState.NO_INDICADO, status=422)  # why?

    me.step(CaseState.NO_INDICADO, reason="Quien agrede vive en la casa")

    me.case.refresh_from_db()
    assert (me.case.state, me.case.is_open) == (CaseState.NO_INDICADO, False)
    assert me.case.tasks.get(kind="PROPOSE_INDIVIDUAL").assignee is None


def test_harm_that_is_learned_later_sends_apart(team, worker, coordinator):
    me = Visitor(worker)
    me.case = opened(coordinator, worker, team)
    me.post("participant_add", called="Luis", pronouns="EL", age_group="ADULTEZ", role="FAMILIAR")
    luis, rosa = me.person("Luis"), me.person("Rosa")
    harm = {"from_person": luis, "kind": "AGRESION", "to_person": rosa}
    me.post("bond_add", status=422, **harm)

    me.post("family_step_out", me.case.participations.get(person=luis).pk)
    me.post("bond_add", **harm)

    assert 'data-kind="harm"' in me.page("family")
    assert 'data-kind="harm"' not in me.page("family_print")
