"""Whatever is planned, moved, called off, brought back and booked at once: nothing overlaps.

Three connections do what hypothesis draws for each, in copies of both databases; then every pair of
planned hours is looked at, without asking what the house asks.
"""

import datetime as dt
import threading
import time
from collections import Counter
from itertools import combinations, count

from django.db import connection, connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.actions.people import accompanied
from cases.actions.refusal import Refusal
from cases.actions.sessions import SessionFacts, reschedule_session, schedule_session
from cases.enums import SessionStatus
from cases.enums.bond import BondKind
from cases.models import Bond, Session
from groups.actions import enrolling, moving, scheduling
from groups.actions.moving import Move
from groups.enums import EnrolmentState, GroupState, Reach
from groups.models import Enrolment, Facilitation, Group, Meeting, Series
from groups.recurrence import Rule
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.racing import _django_db_helper  # noqa: F401
from tests.traces import do

HOUR = dt.timedelta(hours=1)
PATIENCE = 30
HESITATES = 0.015  # seconds
TAKES = tuple(
    f'{verb} "{table}"'
    for verb in ("INSERT INTO", "UPDATE")
    for table in ("groups_meeting", "cases_session", "groups_enrolment")
)
hours = st.sampled_from((9, 10))
rooms = st.sampled_from((0, 1, None))
groups, cases = st.integers(0, 2), st.integers(0, 2)
PLACES = {
    "plan": (groups, hours, rooms),
    "move": (groups, hours, rooms),
    "move all": (groups, hours, rooms),
    "put back": (groups,),
    "call off": (groups,),
    "bring back": (groups,),
    "book": (cases, hours, rooms),
    "book again": (cases, hours, rooms),
    "let rest": (groups,),
    "let return": (groups,),
}
OFTEN = ("plan", "book", "plan", "book", "move", "move all", "book again", "let return")
ACTS = st.sampled_from((*OFTEN, *PLACES)).flatmap(
    lambda what: st.tuples(st.just(what), *PLACES[what])
)
STORIES = st.lists(st.lists(ACTS, min_size=2, max_size=3), min_size=3, max_size=3)


class House:
    """Three groups and three cases whose women, colleagues and rooms are partly the same.

    Alma comes to the first two groups and has her own sessions; Brenda comes to the third, and who
    has harmed her has his sessions in the same house.
    """

    def __init__(self, team):
        self.team = team
        self.rooms = [tools.make_room(team, name) for name in ("Sala 1", "Sala 2")]
        self.people = [factories.make_member(team) for _ in range(5)]
        self.cases = [
            factories.make_case(by=by, name=name)
            for by, name in zip(self.people[2:], ("Alma", "Ramiro", "Brenda"), strict=True)
        ]
        alma, ramiro, brenda = self.cases
        Bond.objects.create(
            case=brenda,
            from_person=accompanied(ramiro),
            to_person=accompanied(brenda),
            kind=BondKind.AGRESION,
            recorded_by=brenda.responsible,
            recorded_at=NOON,
        )
        leads = (self.people[0], self.people[1], self.people[2])  # the third accompanies Alma too
        women = (alma, alma, brenda)
        self.groups = [self._group(*each) for each in zip(leads, women, strict=True)]

    def _group(self, by, case):
        group = tools.make_group(by)
        group = tools.move(group, by, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
        row = tools.hear(tools.ask(group, by, "Sol"), by)
        row.case, row.person = case, accompanied(case)
        row.save()
        do(enrolling.accept, by, enrolment=row, at=NOON)
        do(enrolling.sign_agreements, by, enrolment=row, at=NOON)
        return group, by

    def act(self, day, what, which, *place):
        """Do one thing; the house may refuse it."""
        if what in {"book", "book again"}:
            return self._book(day, what, self.cases[which], *place)
        return getattr(self, "_" + what.replace(" ", "_"))(day, *self.groups[which], *place)

    def _room(self, number):
        return None if number is None else self.rooms[number]

    def _plan(self, day, group, by, hour, room):
        facts = tools.series(
            rule=Rule((day.weekday(),), count=2),
            first_on=day,
            starts=dt.time(hour),
            minutes=60,
            room=self._room(room),
            skips_closures=False,
        )
        do(scheduling.plan_series, by, group=group, facts=facts, at=NOON)

    def _of_week(self, day, group, state):
        begin = at(day, 0)
        rows = Meeting.objects.filter(group=group, state=state, starts_at__gte=begin)
        return rows.order_by("starts_at", "id").first()

    def _move(self, day, group, by, hour, room, reach=Reach.ONE):
        meeting = self._of_week(day, group, "PROGRAMADA")
        if meeting:
            to = Move(at(day, hour), 60, self._room(room))
            do(moving.move_meeting, by, meeting=meeting, to=to, reach=reach, at=NOON)

    def _move_all(self, *told):
        self._move(*told, reach=Reach.ALL)

    def _put_back(self, day, group, by):
        if meeting := self._of_week(day, group, "PROGRAMADA"):
            do(moving.move_back, by, meeting=meeting, whole=True, at=NOON)

    def _call_off(self, day, group, by):
        if meeting := self._of_week(day, group, "PROGRAMADA"):
            do(scheduling.call_off, by, meeting=meeting, at=NOON)

    def _bring_back(self, day, group, by):
        if meeting := self._of_week(day, group, "CANCELADA"):
            do(scheduling.bring_back, by, meeting=meeting, at=NOON)

    def _let_rest(self, _day, group, by, to=EnrolmentState.AUSENTE):
        row = Enrolment.objects.get(group=group)
        do(enrolling.move_enrolment, by, enrolment=row, to=to, at=NOON)

    def _let_return(self, day, group, by):
        self._let_rest(day, group, by, to=EnrolmentState.ACTIVA)

    def _book(self, day, what, case, hour, room):
        place = {"starts_at": at(day, hour), "room": self._room(room)}
        rows = Session.objects.scheduled().filter(case=case, starts_at__gte=at(day, 0))
        if what == "book":
            facts = SessionFacts(**place)
            do(schedule_session, case.responsible, case=case, facts=facts, at=NOON)
        elif session := rows.order_by("starts_at").first():
            do(reschedule_session, case.responsible, session=session, at=NOON, **place)


def at(day, hour):
    return dt.datetime.combine(day, dt.time(hour + 6), dt.UTC)  # on the clock of Chihuahua


def hesitating(execute, sql, params, many, context):
    """Wait between looking whether an hour is free and taking it: where it would go wrong."""
    if sql.startswith(TAKES):
        time.sleep(HESITATES)
    return execute(sql, params, many, context)


def played(house, day, stories):
    """Let each story happen on a connection of its own, all at once; return what went wrong."""
    ready, wrong, said = threading.Barrier(len(stories)), [], Counter()

    def tell(story):
        try:
            ready.wait(PATIENCE)
            for act in story:
                try:
                    with connection.execute_wrapper(hesitating):
                        house.act(day, *act)
                    said["done"] += 1
                except Refusal as refusal:
                    said[type(refusal).__name__] += 1
        except Exception as trouble:  # noqa: BLE001  it is handed on
            wrong.append(repr(trouble))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell, args=(story,)) for story in stories]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    return wrong, said


def overlaps():
    """Return every pair of planned hours that must not be."""
    taken = [*_sessions(), *_meetings()]
    return [said for one, other in combinations(taken, 2) for said in _wrong(one, other)]


def _wrong(one, other):
    begin, end, room, people, persons = one
    begin2, end2, room2, people2, persons2 = other
    if begin < end2 and begin2 < end:
        if room and room == room2:
            yield "room", begin
        if people & people2:
            yield "colleague", begin
        if persons & persons2:
            yield "person", begin
    if room and room2 and begin < end2 + HOUR and begin2 < end + HOUR:  # one house
        for harmer, harmed in Bond.objects.values_list("from_person", "to_person"):
            if {harmer, harmed} <= persons | persons2 and not {
                harmer,
                harmed,
            } <= persons & persons2:
                yield "near", begin


def _sessions():
    for each in Session.objects.filter(status=SessionStatus.SCHEDULED).select_related("case"):
        end = each.starts_at + dt.timedelta(minutes=each.minutes)
        persons = set(each.case.participations.values_list("person", flat=True))
        yield each.starts_at, end, each.room_id, {each.accompanist_id}, persons


def _meetings():
    for each in Meeting.objects.filter(state="PROGRAMADA"):
        end = each.starts_at + dt.timedelta(minutes=each.minutes)
        leads = Facilitation.objects.filter(group=each.group_id, until=None)
        coming = Enrolment.objects.filter(group=each.group_id)
        coming = coming.filter(state__in=(EnrolmentState.ACEPTADA, EnrolmentState.ACTIVA))
        persons = set(coming.values_list("person", flat=True))
        yield each.starts_at, end, each.room_id, set(leads.values_list("user", flat=True)), persons


def test_no_overlap_is_stored_whatever_the_interleaving(team):
    house, weeks = House(team), count()
    first = dt.date(2026, 5, 12)
    total = Counter()

    @settings(
        max_examples=50,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),  # what depends on the moment is not made smaller
        suppress_health_check=list(HealthCheck),
    )
    @given(stories=STORIES)
    def every(stories):
        day = first + next(weeks) * dt.timedelta(weeks=1)
        wrong, said = played(house, day, stories)
        total.update(said)
        assert wrong == []
        assert overlaps() == []

    every()

    assert total["done"] > total.total() / 4  # the house gave hours away, too
    assert total["NotPossible"] + total["DayTaken"] > 0
    assert {Group.objects.count(), Series.objects.count() > 0} == {3, True}
