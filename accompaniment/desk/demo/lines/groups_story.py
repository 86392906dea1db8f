"""Three cycles of groups: one that concluded, one under way, one that calls; and a workshop."""

import datetime as dt
import tomllib
from functools import cache
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import local
from accompaniment.desk.demo.story import Cast
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import User
from cases.models import Room
from groups.actions import cycles, enrolling, library, privately, running, scheduling, workshops
from groups.enums import (
    EnrolmentState,
    GroupKind,
    GroupState,
    Mark,
    When,
    WorkshopState,
)
from groups.models import Enrolment, Group, Meeting, Theme
from groups.recurrence import Rule

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
ZONE = "America/Chihuahua"
FIVE = ("1", "2", "3", "4", "5")
# how the twelve came, session after session: a woman a row; the rest is present
MARKS = {
    3: {2: Mark.AVISO},
    5: {4: Mark.SEGURIDAD, 5: Mark.SEGURIDAD},
    8: {1: Mark.TARDE, 6: Mark.SIN_AVISO},
    10: {3: Mark.EN_LINEA},
}
CLOSES = 3  # sessions: then nobody new
LEFT, LEFT_AFTER = 11, 5  # one of them moved away


@cache
def told() -> dict[str, Any]:
    """Return what is written, read once."""
    return tomllib.loads((TEXTS / "groups.toml").read_text(encoding="utf-8"))


def tell(cast: Cast) -> None:
    """Lay the library, then tell every cycle and the workshop."""
    with cast.at_work("teresa") as by:
        library.begin_library(by=by, at=cast.now - 30 * WEEK)
        begins = _monday(cast.now) + 5 * WEEK
        library.close_days(
            name="Vacaciones de la casa",
            begins_on=begins,
            ends_on=begins + 11 * DAY,
            by=by,
            at=cast.now - 4 * WEEK,
        )
    with cast.at_work("karla") as by:
        Concluded(cast, by).tell()
        UnderWay(cast, by).tell()
        _workshop(cast, by)
    with cast.at_work("graciela") as by:
        Calling(cast, by).tell()


class Cycle:
    """One cycle while it is told."""

    text: str
    kind = GroupKind.MUJERES
    weekday = THURSDAY
    sessions = 12
    minutes = 120
    starts = dt.time(17)
    since: int  # weeks
    childcare = True

    def __init__(self, cast: Cast, by: User) -> None:
        self.cast, self.by, self.words = cast, by, told()[self.text]
        first = _monday(cast.now) - self.since * WEEK + self.weekday * DAY
        self.first = first
        self.before = local(first - 3 * WEEK, 10)

    def design(self) -> Group:
        """Design the cycle, who facilitates it and what was agreed."""
        words = self.words
        facts = cycles.GroupFacts(
            name=words["name"],
            kind=self.kind,
            capacity=12,
            has_childcare=self.childcare,
            time_zone=ZONE,
            design={name: words[name] for name in ("purpose", "objectives", "method")},
            agreements=words["agreements"],
        )
        team = self.cast.team_of["karla"]
        return cycles.design_group(team=team, facts=facts, by=self.by, at=self.before)

    def step(self, group: Group, to: str, at: dt.datetime, **facts: Any) -> Group:
        """Take the cycle to its next state."""
        return cycles.move_group(group=group, to=to, by=self.by, at=at, **facts)

    def invite(self, group: Group) -> list[Enrolment]:
        """Take down, interview and accept everybody."""
        found = []
        for number, name in enumerate(self.words["people"]):
            at = self.before + DAY + number * dt.timedelta(minutes=40)
            asks = enrolling.Asks(name=name, needs_childcare=number % 4 == 0)
            one = enrolling.enrol(group=group, asks=asks, by=self.by, at=at)
            said = self.words["before"][number % len(self.words["before"])]
            words = {
                "expectations": said,
                "safety": "Puede venir a esa hora.",
                "support": "Su hermana.",
            }
            heard = enrolling.Interview(words=words, in_crisis=False)
            one = enrolling.interview(enrolment=one, heard=heard, by=self.by, at=at + DAY)
            found.append(enrolling.accept(enrolment=one, by=self.by, at=at + 2 * DAY))
        return found

    def plan(self, group: Group, room: Room | None) -> list[Meeting]:
        """Plan the series, leaving out what is not possible."""
        facts = scheduling.SeriesFacts(
            rule=Rule((self.weekday,), count=self.sessions),
            first_on=self.first,
            starts=self.starts,
            minutes=self.minutes,
            time_zone=ZONE,
            room=room,
        )
        days = scheduling.preview(group, facts, self.before)
        taken = {each.day for each in days if each.trouble}
        series = scheduling.plan_series(
            group=group, facts=facts, leave_out=taken, by=self.by, at=self.before
        )
        return list(series.meetings.order_by("starts_at"))

    def hold(self, number: int, meeting: Meeting, inside: list[Enrolment], theme: Theme) -> None:
        """Prepare a session, take attendance, write its note."""
        at = meeting.starts_at + dt.timedelta(minutes=self.minutes)
        sheet = {"objectives": theme.title, "technique": "Círculo, tarjetas y parejas."}
        marks = MARKS.get(number, {})
        rows = {}
        for place, each in enumerate(inside):
            remark = self.words["remark"] if (number, place) == (3, 4) else ""
            rows[each.pk] = running.Row(marks.get(place, Mark.PRESENTE), remark)
        facts: dict[str, Any] = {"meeting": meeting, "by": self.by, "at": at}
        running.prepare(version=1, sheet=sheet, theme=theme, **facts)
        running.take_attendance(version=0, rows=rows, **facts)
        note = {
            "opening": self.words["note_opening"],
            "development": self.words["note_development"],
            "closing": self.words["note_closing"],
        }
        if number % 3 == 0:
            note["emergent"] = self.words["emergent"]
        faces = {"5": max(1, len(inside) - 4), "4": 3}
        running.write_note(
            version=2, note=note, debrief=self.words["debrief"], faces=faces, **facts
        )
        if number in {2, 6}:
            running.agree_on(
                text=self.words["agreement"],
                due_on=timezone.localdate(at) + WEEK,
                names_checked=True,  # written by us, with nobody in mind
                **facts,
            )

    def sign(self, inside: list[Enrolment], at: dt.datetime) -> list[Enrolment]:
        """Have everybody sign the agreements at the first session."""
        return [enrolling.sign_agreements(enrolment=each, by=self.by, at=at) for each in inside]

    def measure(self, enrolment: Enrolment, when: str, level: int, words: str, at: Any) -> None:
        """Keep WHO-5 and a few words."""
        given = {item: max(0, min(5, level + (n % 2))) for n, item in enumerate(FIVE)}
        privately.measure(
            enrolment=enrolment, when=when, given=given, words=words, by=self.by, at=at
        )


class Concluded(Cycle):
    """Twelve women, twelve sessions, concluded and evaluated."""

    text, since = "jueves", 22

    def tell(self) -> None:
        """Tell the whole cycle."""
        group = self.design()
        group = self.step(group, GroupState.CONVOCATORIA, self.before)
        group = self.step(group, GroupState.ENTREVISTAS, self.before + DAY)
        inside = self.invite(group)
        meetings = self.plan(group, _room(self.cast))
        group = self.step(group, GroupState.ABIERTO, self.before + 4 * DAY)
        start = meetings[0].starts_at
        inside = self.sign(inside, start)
        for place, each in enumerate(inside):
            self.measure(each, When.PRE, 1 + place % 2, self.words["before"][place % 3], start)
        themes = _themes(self.kind)
        for number, meeting in enumerate(meetings, 1):
            here = inside if number <= LEFT_AFTER else inside[:LEFT]
            self.hold(number, meeting, here, themes[(number - 1) % len(themes)])
            if number == LEFT_AFTER:
                self._leave(inside[LEFT], meeting.starts_at + DAY)
            if number == CLOSES:
                group = self.step(group, GroupState.EN_CURSO, meeting.starts_at + DAY)
        self._conclude(group, inside[:LEFT], meetings[-1].starts_at + DAY)

    def _leave(self, enrolment: Enrolment, at: dt.datetime) -> None:
        left = EnrolmentState.INTERRUMPIO
        reason = "Se mudó a otro municipio; quiere volver a saber del grupo."
        enrolling.move_enrolment(enrolment=enrolment, to=left, reason=reason, by=self.by, at=at)

    def _conclude(self, group: Group, inside: list[Enrolment], at: dt.datetime) -> None:
        for place, each in enumerate(inside):
            self.measure(each, When.POST, 2 + place % 3, self.words["after"][place % 3], at)
            enrolling.move_enrolment(enrolment=each, to=EnrolmentState.CONCLUYO, by=self.by, at=at)
        group = self.step(group, GroupState.CIERRE, at)
        told = {"evaluation": self.words["evaluation"], "names_checked": True}
        self.step(group, GroupState.EVALUADO, at + DAY, **told)


class UnderWay(Cycle):
    """Ten adolescents, half of the way."""

    text, since, kind = "adolescentes", 5, GroupKind.ADOLESCENTES
    weekday, sessions, minutes, starts = SATURDAY, 10, 90, dt.time(11)
    childcare = False

    def tell(self) -> None:
        """Tell the cycle as far as today."""
        group = self.design()
        group = self.step(group, GroupState.CONVOCATORIA, self.before)
        group = self.step(group, GroupState.ENTREVISTAS, self.before + DAY)
        inside = self.invite(group)
        meetings = self.plan(group, None)
        group = self.step(group, GroupState.ABIERTO, self.before + 4 * DAY)
        inside = self.sign(inside, meetings[0].starts_at)
        themes = _themes(self.kind)
        held = [
            each for each in meetings if each.starts_at + 3 * dt.timedelta(hours=1) < self.cast.now
        ]
        for number, meeting in enumerate(held, 1):
            self.hold(number, meeting, inside, themes[(number - 1) % len(themes)])
            if number == CLOSES:
                group = self.step(group, GroupState.EN_CURSO, meeting.starts_at + DAY)


class Calling(Cycle):
    """A cycle that calls for participants: one heard, one waiting, the others just asked."""

    text, since, weekday = "convocatoria", -2, TUESDAY

    def tell(self) -> None:
        """Tell the call."""
        self.before = self.cast.now - 6 * DAY
        group = self.design()
        group = self.step(group, GroupState.CONVOCATORIA, self.before)
        group = self.step(group, GroupState.ENTREVISTAS, self.before + DAY)
        asked = [
            enrolling.enrol(
                group=group,
                asks=enrolling.Asks(name=name),
                by=self.by,
                at=self.before + number * DAY / 2,
            )
            for number, name in enumerate(self.words["people"])
        ]
        words = {"expectations": "Quiere un espacio para ella.", "safety": "Solo por la tarde."}
        for number, crisis in ((0, False), (1, True)):
            heard = enrolling.Interview(words=words, in_crisis=crisis)
            enrolling.interview(
                enrolment=asked[number], heard=heard, by=self.by, at=self.cast.now - DAY
            )
        enrolling.accept(enrolment=asked[0], by=self.by, at=self.cast.now - DAY)
        self.plan(group, _room(self.cast))


def _monday(now: dt.datetime) -> dt.date:
    today = timezone.localdate(now)
    return today - dt.timedelta(days=today.weekday())


def _themes(kind: str) -> list[Theme]:
    return list(Theme.objects.filter(kind=kind).order_by("position"))


def _room(cast: Cast) -> Room | None:
    rooms = cast.rooms.get(cast.team_of["karla"]) or []
    return rooms[-1] if rooms else None


def told_by(name: str, place: int, words: dict[str, Any]) -> dict[str, str]:
    """Return what somebody said when she registered: half of them may stand on lists by name."""
    told = {"called": name, "listed": "yes" if place % 2 == 0 else ""}
    return {**told, "access": words["access"]} if place == 1 else told


def _workshop(cast: Cast, by: User) -> None:
    """Tell a workshop that was held three weeks ago."""
    words = told()["taller"]
    day = _monday(cast.now) - 3 * WEEK + SATURDAY * DAY
    plan = {name: words[name] for name in ("objectives", "themes", "facilitators", "materials")}
    facts = workshops.WorkshopFacts(
        title=words["title"], starts_at=local(day, 10), capacity=20, plan=plan, time_zone=ZONE
    )
    at = local(day - 2 * WEEK, 11)
    team = cast.team_of["karla"]
    made = workshops.prepare_workshop(team=team, facts=facts, by=by, at=at)
    made = workshops.move_workshop(workshop=made, to=WorkshopState.CONVOCADO, by=by, at=at)
    rows = [
        workshops.register(workshop=made, told=told_by(name, place, words), by=by, at=at + DAY)
        for place, name in enumerate(words["registered"])
    ]
    after = local(day, 15)
    present = {row.pk: row is not rows[2] for row in rows}
    workshops.mark_present(workshop=made, present=present, by=by, at=after)
    counts = {("MUJERES", "30_44"): 3, ("MUJERES", "45_59"): 1, ("HOMBRES", "30_44"): 1}
    workshops.count_people(workshop=made, counts=counts, by=by, at=after)
    workshops.move_workshop(
        workshop=made,
        to=WorkshopState.REALIZADO,
        evaluation=words["evaluation"],
        by=by,
        at=after + DAY,
    )
