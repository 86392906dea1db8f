"""A cycle from its design to its evaluation and the next one, page by page, by who lives it."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.enums.task import TaskKind
from cases.models import Task
from groups.enums import EnrolmentState, Facilitates, GroupState, Mark, When
from groups.models import Enrolment, Group, Meeting
from groups.reports import seen
from tests import factories
from tests.groups import tools
from tests.journeys.someone import Someone
from tests.traces import everything_said

ZONE = "America/Chihuahua"
TUESDAY = dt.datetime(2026, 5, 12, 16, tzinfo=timezone.get_default_timezone())
BEGIN = TUESDAY - dt.timedelta(days=22, hours=6)
HOUR, WEEK = dt.timedelta(hours=1), dt.timedelta(weeks=1)
# Five find a place at once, two wait; one shares the aggressor of another, one is in crisis.
NAMES = [
    "Almazafiro Uno",
    "Brendarubí Dos",
    "Carmenópalo Tres",
    "Dorajade Cuatro",
    "Elviraónix Cinco",
]
WAITING = ["Fabiolaperla Seis", "Glorialuna Siete"]
ANOTHER, IN_CRISIS = "Hortensiasol Ocho", "Irmamar Nueve"
AGGRESSOR = "Ramiro Ulises Payán"
E = EnrolmentState


class Cycle:
    """A team while it lives a cycle: the clock, the people, the group and its women."""

    def __init__(self, team, clock):
        self.clock = clock
        self.coordinator = Someone(factories.make_member(team, "coordinator"), "groups")
        self.facilitator = Someone(factories.make_member(team, "facilitator"), "groups")
        self.helper = Someone(factories.make_member(team), "groups")
        self.stranger = Someone(factories.make_member(factories.make_team()), "groups")
        self.code, self.said = "", {}

    def at(self, moment):
        """Let time pass; whoever comes back signs in again."""
        self.clock.move_to(moment)
        for each in (self.coordinator, self.facilitator, self.helper, self.stranger):
            each.client.force_login(each.user)

    @property
    def group(self):
        return Group.objects.get(code=self.code)

    def her(self, name):
        """Find somebody by the order in which she asked."""
        return Enrolment.objects.get(group__code=self.code, number=self.said[name]["number"])

    def step(self, to, status=302, **sent):
        return self.facilitator.post("step", self.code, to, status=status, **sent)

    def hers(self, room, name, *args, status=302, by=None, **sent):
        """Do something about one of them; a refusal comes back as its page."""
        by = by or self.facilitator
        pk = self.her(name).pk
        return by.post(room, self.code, pk, *args, status=status, **sent).content.decode()

    def word(self, name, kind):
        """Make a word that only her file may hold, and remember it."""
        said = f"palabra{kind}{self.said[name]['number']}única"
        self.said[name].setdefault("words", set()).add(said)
        return said


@pytest.fixture
def cycle(team):
    with time_machine.travel(BEGIN) as clock:
        made = Cycle(team, clock)
        made.at(BEGIN)
        yield made


def designed(cycle, team):
    """Design the group, let a colleague help, call, take down who would like to come."""
    sent = {"team": team.pk, "name": "Grupo de los martes", "kind": "MUJERES", "capacity": 5}
    sent |= {"closes_after": 3, "time_zone": ZONE, "purpose": "Reflexionar juntas."}
    made = cycle.facilitator.post("design_new", **sent, agreements="Lo que se dice aquí, se queda.")
    cycle.code = made.url.strip("/").rpartition("/")[2]
    helps = {"user": cycle.helper.user.pk, "part": Facilitates.COFACILITATOR}
    cycle.coordinator.post("facilitator_add", cycle.code, **helps)
    cycle.step(GroupState.CONVOCATORIA)
    case = factories.make_case(by=cycle.helper.user, at=BEGIN, name=NAMES[0])
    cycle.helper.post("enrolment_add", cycle.code, name=NAMES[0], case=case.pk)
    several = "\n".join(["", *NAMES[1:], *WAITING, f"  {ANOTHER}  ", IN_CRISIS, NAMES[1]])
    asked = cycle.facilitator.post("enrolment_several", cycle.code, status=422, names=several)
    assert asked.context["form"]["names"].value() == NAMES[1]  # twice in the list: asked about
    everybody = [*NAMES, *WAITING, ANOTHER, IN_CRISIS]
    cycle.said = {name: {"number": n} for n, name in enumerate(everybody, 1)}
    assert cycle.group.enrolments.count() == len(everybody)
    return case


def interviewed(cycle):
    """Hear those who asked first; nobody has a place unheard."""
    cycle.step(GroupState.ENTREVISTAS)
    assert "entrevista" in cycle.hers("enrolment_accept", NAMES[0], status=422).lower()
    heard_out(cycle, [*NAMES, *WAITING])


def heard_out(cycle, names):
    """Interview; two of them tell of the same aggressor, one is in an acute crisis."""
    for name in names:
        heard = {"words": cycle.word(name, "entrevista"), "in_crisis": "no"}
        if name in (NAMES[1], ANOTHER):
            heard["aggressors"] = AGGRESSOR if name == ANOTHER else f"{AGGRESSOR}\nOtro Distinto"
        if name == IN_CRISIS:
            heard["in_crisis"] = "yes"
        cycle.hers("enrolment_interview", name, by=cycle.helper, **heard)


def accepted(cycle):
    """Give places in order; what stands in the way is said without a name."""
    for name in NAMES[:4]:
        cycle.hers("enrolment_accept", name)
    heard_out(cycle, [ANOTHER, IN_CRISIS])
    page = cycle.hers("enrolment_accept", ANOTHER, status=422)
    assert "Posible conflicto" in page
    assert not re.search(r"Ramiro|Payán|Brendarubí", page)
    assert "crisis" in cycle.hers("enrolment_accept", IN_CRISIS, status=422)
    cycle.hers("enrolment_accept", NAMES[4])
    assert "El grupo está lleno" in cycle.hers("enrolment_accept", WAITING[0], status=422)
    for name in WAITING:
        cycle.hers("enrolment_step", name, E.LISTA_ESPERA)
    cycle.hers("enrolment_step", NAMES[4], E.INTERRUMPIO, reason=cycle.word(NAMES[4], "razón"))
    assert "1 persona" in cycle.hers("enrolment_accept", WAITING[1], status=422)
    cycle.hers("enrolment_accept", WAITING[0])
    cycle.hers("enrolment_step", ANOTHER, E.NO_INDICADA)
    assert cycle.her(IN_CRISIS).state == E.ENTREVISTADA
    return [*NAMES[:4], WAITING[0]]


def planned(cycle, team):
    """Plan twelve Tuesdays in a room."""
    rule = {"weekdays": ["1"], "first_on": "2026-05-12", "starts": "16:00", "every": 1}
    rule |= {"count": 12, "minutes": 120, "time_zone": ZONE, "modality": "PRESENCIAL_OFICINA"}
    rule |= {"room": tools.make_room(team).pk, "plan": "1"}
    cycle.coordinator.post("schedule_plan", cycle.code, **rule)
    found = list(Meeting.objects.filter(group__code=cycle.code).order_by("starts_at"))
    assert [each.starts_at for each in found] == [TUESDAY + n * WEEK for n in range(12)]
    cycle.step(GroupState.ABIERTO)
    return found


def begun(cycle, inside):
    """Sign the agreements at the first session; nobody takes part before."""
    cycle.at(TUESDAY)
    assert "acuerdos" in cycle.hers("enrolment_step", inside[0], E.ACTIVA, status=422)
    for name in inside:
        cycle.hers("enrolment_sign", name)
        answers = {f"item_{n}": 1 for n in range(1, 6)}
        words = cycle.word(name, "antes")
        cycle.hers("enrolment_measure", name, When.PRE, words=words, **answers)
    assert {cycle.her(name).state for name in inside} == {E.ACTIVA}


def held(cycle, number, meeting, inside):
    """Hold one session: prepared, marked, told."""
    by = (cycle.facilitator, cycle.helper)[number % 2]
    place = (cycle.code, meeting.pk)
    cycle.at(meeting.starts_at)
    by.post("meeting_prepare", *place, version=1, objectives=f"Objetivo {number}")
    sheet = {"version": 0}
    for name in inside:
        pk = cycle.her(name).pk
        sheet[f"mark_{pk}"] = Mark.PRESENTE
        if number in (2, 7):
            sheet[f"remark_{pk}"] = cycle.word(name, f"sesión{number}")
    if number % 4 == 0:
        sheet[f"mark_{cycle.her(inside[0]).pk}"] = Mark.AVISO
        sheet[f"mark_{cycle.her(inside[1]).pk}"] = Mark.SEGURIDAD
    by.post("meeting_sheet", *place, **sheet)
    by.post("meeting_sheet", *place, status=409, **sheet)  # open in another window
    note = {"version": 2, "opening": "Ronda de llegada.", "face_5": 3, "face_4": 2}
    if number == 2:
        named = by.post("meeting_note", *place, status=422, **note, emergent=f"{inside[2]} lloró.")
        assert cycle.her(inside[2]).pseudonym in named.content.decode()
    by.post("meeting_note", *place, **note, emergent="Alguien contó que ya duerme.")
    if number == 2:
        by.post("agreement_add", *place, text="Llegar a tiempo.", who="Todas")


def concluded(cycle, inside, last):
    """Close: everybody is asked again and says goodbye, the cycle is evaluated in words."""
    cycle.at(last + 24 * HOUR)
    for name in inside:
        answers = {f"item_{n}": 4 for n in range(1, 6)}
        words = cycle.word(name, "después")
        cycle.hers("enrolment_measure", name, When.POST, words=words, **answers)
        cycle.hers("enrolment_step", name, E.CONCLUYO)
    cycle.step(GroupState.EVALUADO, status=422, evaluation="")
    cycle.step(GroupState.EVALUADO, evaluation="Se nombraron unas a otras.")
    assert (cycle.group.state, cycle.group.is_open) == (GroupState.EVALUADO, False)


def seen_and_compared(cycle, inside, team):
    """See the cycle; begin the next one with who concluded and who waits; see both."""
    sheet = cycle.facilitator.get("seen", cycle.code).context["sheet"]
    assert (sheet.retention.began, sheet.retention.concluded) == (5, 5)  # one gave her place back
    assert [row.share for row in sheet.rows if row.enrolment.state == E.CONCLUYO] == [
        75,
        *[100] * 4,
    ]
    assert {(pair.before, pair.after) for pair in sheet.change.pairs} == {(20, 80)}
    assert seen.retention(sheet.rows).share == 100
    before = cycle.group
    sent = {"team": team.pk, "name": "Grupo de los martes", "kind": "MUJERES", "capacity": 12}
    made = cycle.facilitator.post("next_cycle", cycle.code, **sent, closes_after=3, time_zone=ZONE)
    cycle.code = made.url.strip("/").rpartition("/")[2]
    assert (cycle.group.cycle, cycle.group.previous) == (2, before)
    cycle.step(GroupState.CONVOCATORIA)
    page = cycle.facilitator.client.post(
        cycle.facilitator.url("enrolment_several", cycle.code), {"group": before.pk}, follow=True
    )
    assert all(name in page.content.decode() for name in (*inside, WAITING[1]))
    assert cycle.group.enrolments.count() == 6
    cycles = cycle.facilitator.get("seen", cycle.code).context["sheet"].cycles
    assert [(each.group, each.began, each.share) for each in cycles] == [
        (before, 5, 100),
        (cycle.group, 0, None),
    ]
    cycle.code = before.code


def alone(cycle, inside):
    """Each paper holds all of hers and no word of another."""
    for name in inside:
        enrolment = cycle.her(name)
        paper = cycle.facilitator.reads("her_file_print", cycle.code, enrolment.pk)
        page = cycle.facilitator.reads("her_file", cycle.code, enrolment.pk)
        said = set(re.findall(r"\w+", paper))
        assert {word for word in cycle.said[name]["words"] if "entrevista" not in word} <= said
        assert cycle.said[name]["words"] <= set(re.findall(r"\w+", page))
        for other, hers in cycle.said.items():
            if other != name:
                for text in (paper, page):
                    assert not {*hers.get("words", ()), other.split()[0]} & set(
                        re.findall(r"\w+", text)
                    )
                    assert cycle.her(other).pseudonym not in text


def on_record(cycle, inside, case):
    """The trace says who did what with whom, and no word of anybody."""
    printed = Event.objects.filter(verb="print", kind="groups.enrolment").order_by("seq")
    assert [(each.actor, each.touched, each.code) for each in printed] == [
        (f"user:{cycle.facilitator.user.pk}", [str(cycle.her(name).pk)], cycle.code)
        for name in inside
    ]
    refused = Event.objects.filter(verb="denied", kind="join groups.enrolment")
    assert [each.root for each in refused] == [cycle.group.pk]
    taken = Event.objects.filter(verb="change", kind="groups.meeting", fields=["attendance"])
    assert {each.actor for each in taken} == {
        f"user:{someone.user.pk}" for someone in (cycle.facilitator, cycle.helper)
    }
    assert taken.count() == 12
    said = everything_said()
    for hers in cycle.said.values():
        assert not any(word in said for word in hers.get("words", ()))
    for name in (*cycle.said, AGGRESSOR, *AGGRESSOR.split(), "Se nombraron"):
        assert name not in said
    task = Task.objects.get(case=case, kind=TaskKind.GROUP_ALERT)
    assert task.assignee == cycle.helper.user
    for name in ("group", "enrolments", "schedule", "seen"):
        cycle.stranger.get(name, cycle.code, status=404)


def test_a_cycle_from_its_design_to_the_next_one(cycle, team):
    case = designed(cycle, team)
    interviewed(cycle)
    inside = accepted(cycle)
    meetings = planned(cycle, team)
    begun(cycle, inside)
    for number, meeting in enumerate(meetings, 1):
        held(cycle, number, meeting, inside)
        if number == 3:
            late = {"name": "Quien llega tarde", "status": 422}
            assert (
                "3" in cycle.facilitator.post("enrolment_add", cycle.code, **late).content.decode()
            )
            cycle.step(GroupState.EN_CURSO)
        if number == 5:
            words = {"words": cycle.word(inside[0], "alerta")}
            cycle.hers("enrolment_alert", inside[0], meeting.pk, **words)
            cycle.said[inside[0]]["words"].remove(words["words"])  # it lies in her process alone
        if number == 11:
            cycle.step(GroupState.CIERRE)
    concluded(cycle, inside, meetings[-1].starts_at)
    seen_and_compared(cycle, inside, team)
    alone(cycle, inside)
    on_record(cycle, inside, case)

    numbers = Meeting.objects.filter(group__code=cycle.code).order_by("starts_at")
    assert list(numbers.values_list("number", flat=True)) == [*range(1, 13)]
