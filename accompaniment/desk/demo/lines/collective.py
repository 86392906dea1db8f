"""A collective that searches and a community in three ages: cycles, days together, people."""

import datetime as dt
import tomllib
from functools import cache
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import local
from accompaniment.desk.demo.story import Cast
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import User
from cases.actions import activities as deeds
from cases.actions import commissions, cycles, headcounts, shared_agreements, shared_goals, team
from cases.actions import members as membership
from cases.actions.collectives import CollectiveFacts, open_collective
from cases.actions.concluding import conclude_collective
from cases.actions.member_consents import AnswerFacts, answer_for_member
from cases.actions.placing import place_as_suggested, place_member
from cases.actions.sessions import SessionFacts
from cases.enums import ConsentMethod, Function, ServiceLine
from cases.enums.collective import ActivityKind, CommunityGroup, CountedAs, Moment
from cases.models import Activity, Case, Cycle, Member

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SATURDAY = 5
MEN = ("Don Benito", "Don Lázaro", "Humberto", "Rogelio", "Tomás", "Abel", "Noé", "Ulises", "Joel")
PLAN = ("theme", "objective", "technique", "materials")
RECORD = ("emerging", "resources", "alerts")
NAMED = 3  # one of so many agrees to be named


@cache
def told() -> dict[str, Any]:
    """Return what is written, read once."""
    return tomllib.loads((TEXTS / "collective.toml").read_text(encoding="utf-8"))


def tell(cast: Cast) -> None:
    """Tell every process, each by who accompanies it."""
    with cast.at_work("ofelia") as by:
        Collective(cast, by).tell()
    with cast.at_work("itzel") as by:
        Community(cast, by).tell()
    with cast.at_work("joel") as by:
        Concluded(cast, by).tell()


class Process:
    """One process while it is told."""

    line: str
    text: str
    since: int  # weeks
    colleagues: tuple[tuple[str, Function], ...] = (
        ("karla", Function.MEMBER),
        ("graciela", Function.SUPERVISOR),
    )

    def __init__(self, cast: Cast, by: User) -> None:
        self.cast, self.by = cast, by
        self.today = timezone.localdate(cast.now)
        self.told = told()[self.text]
        self.began = self.saturday(weeks=self.since)
        at = self.began - 20 * DAY
        facts = CollectiveFacts(self.told["name"], self.told["purpose"])
        here = cast.team_of[by.email.partition("@")[0]]
        self.case: Case = open_collective(facts=facts, line=self.line, team=here, by=by, at=at)
        for name, function in self.colleagues:
            self.let_in(name, function, at)

    def let_in(self, name: str, function: Function, at: dt.datetime) -> None:
        """Let a colleague into the process."""
        user, reason = self.cast.people[name], "Cofacilita los encuentros."
        facts = {"user": user, "function": function, "reason": reason}
        team.assign_member(case=self.case, **facts, by=self.by, at=at + HOUR)  # type: ignore[arg-type]

    def saturday(self, *, weeks: int) -> dt.datetime:
        """Return a Saturday morning so many weeks ago; of a negative number, to come."""
        back = (self.today.weekday() - SATURDAY) % 7
        return local(self.today - dt.timedelta(days=back, weeks=weeks), 10)

    def belong(self, called: str, number: int, born: str, at: dt.datetime) -> Member:
        """Put someone on the list who takes part."""
        men = called in MEN
        facts = membership.MemberFacts(
            called=called,
            searches_for=told()["searches"][number % len(told()["searches"])],
            born=born,
            care=told()["care"][number % len(told()["care"])],
            counted_as=CountedAs.HOMBRES if men else CountedAs.MUJERES,
        )
        member = membership.invite_member(case=self.case, facts=facts, by=self.by, at=at)
        if self.today.year - int(born) < 19:  # noqa: PLR2004
            self.answer(member, "C_ASENT_NNA", at)
            self.answer(member, "C_REP_NNA", at, signed_by="Su mamá")
        elif number % NAMED == 0:
            self.answer(member, "C_NOMBRE", at)
        return membership.move_member(member=member, to="INTEGRANTE", by=self.by, at=at + HOUR)

    def answer(self, member: Member, kind: str, at: dt.datetime, signed_by: str = "") -> None:
        """Record what someone agrees to."""
        on = timezone.localdate(at)
        facts = AnswerFacts(kind, True, on, ConsentMethod.AUTOGRAFA, signed_by)  # noqa: FBT003
        answer_for_member(member=member, facts=facts, by=self.by, at=at)

    def cycle(self, text: dict[str, str], begins: dt.datetime) -> Cycle:
        """Plan a cycle."""
        on = timezone.localdate(begins)
        facts = cycles.CycleFacts(
            on, on + dt.timedelta(weeks=14), text.get("theme", ""), text.get("purpose", "")
        )
        return cycles.plan_cycle(case=self.case, facts=facts, by=self.by, at=begins - 10 * DAY)

    def move(self, cycle: Cycle, to: str, at: dt.datetime, evaluation: str = "") -> Cycle:
        """Move a cycle on."""
        facts = {"cycle": cycle, "to": to, "evaluation": evaluation}
        return cycles.move_cycle(**facts, by=self.by, at=at)  # type: ignore[arg-type]

    def enter(
        self, kind: str, starts_at: dt.datetime, plan: dict[str, str], minutes: int = 180
    ) -> Activity:
        """Enter an activity, held if its time has come."""
        field = kind == ActivityKind.BUSQUEDA
        session = SessionFacts(
            starts_at=starts_at,
            minutes=minutes,
            modality="CAMPO" if field else "EN_COMUNIDAD",
            place="" if field else "Salón comunitario",
        )
        groups = tuple(CommunityGroup.values)
        facts = deeds.ActivityFacts(kind, session, groups, plan)
        at = min(self.cast.now, starts_at + 5 * HOUR)
        return deeds.enter_activity(case=self.case, facts=facts, by=self.by, at=at)

    def count(self, part: Any, came: dict[str, dict[str, int]], at: dt.datetime) -> None:
        """Count who came; it is the facilitator who does."""
        counts = {(who, band): n for who, bands in came.items() for band, n in bands.items()}
        with self.cast.at_work("karla") as karla:
            headcounts.take_headcount(part=part, counts=counts, version=0, by=karla, at=at)

    def record(self, part: Any, text: dict[str, str], at: dt.datetime) -> None:
        """Write how one session was planned and how it was."""
        plan = {name: text.get(name, "") for name in PLAN}
        said = {name: text.get(name, "") for name in RECORD}
        facts = deeds.PartFacts(plan, said, self.by, self.cast.people["karla"])
        deeds.tell_part(part=part, facts=facts, version=1, by=self.by, at=at)


class Collective(Process):
    """The permanent process: two cycles, a search, agreements, commissions, goals."""

    line = ServiceLine.COLECTIVO
    text = "collective"
    since = 30

    def tell(self) -> None:
        """Tell it from the first assembly to what comes next Saturday."""
        self.let_in("itzel", Function.MEMBER, self.began)
        people = [
            self.belong(name, n, str(1950 + n * 7 % 48), self.began + n * HOUR / 4)
            for n, name in enumerate(told()["names"])
        ]
        first = self._first_cycle()
        self.move(first, "CERRADO", self.saturday(weeks=15), self.told["cycles"][0]["evaluation"])
        second = self.cycle(self.told["cycles"][1], self.saturday(weeks=8))
        self._each(2)
        for kind, weeks, theme in (
            ("SESION_PSICOSOCIAL", -2, "Cuidarnos entre nosotras"),
            ("CONMEMORACION", -4, "La silla vacía"),
        ):
            self.enter(kind, self.saturday(weeks=weeks), {"theme": theme})
        for to, weeks in (("CONVOCADO", 8), ("EN_CURSO", 7)):
            self.move(second, to, self.saturday(weeks=weeks))
        self._people_change(people)
        for told_of in self.told["goals"]:
            self._goal(told_of)

    def _first_cycle(self) -> Cycle:
        cycle = self.cycle(self.told["cycles"][0], self.began)
        self._each(1)
        for to, weeks in (("CONVOCADO", 29), ("EN_CURSO", 28), ("EVALUACION", 16)):
            cycle = self.move(cycle, to, self.saturday(weeks=weeks))
        return cycle

    def _each(self, cycle: int) -> None:
        """Tell every activity of a cycle."""
        for text in self.told["activities"]:
            if text["cycle"] == cycle:
                self._activity(text)

    def _activity(self, text: dict[str, Any]) -> None:
        weeks = text.get("weeks")
        starts_at = (
            self.saturday(weeks=weeks) if weeks else local(self.today - text["days"] * DAY, 7)
        )
        plan = {name: text[name] for name in PLAN if name in text}
        activity = self.enter(text["kind"], starts_at, plan)
        part, at = activity.parts.get(), starts_at + 6 * HOUR
        self.record(part, text, at)
        self.count(part, text["came"], at)
        for moment, key in ((Moment.ANTES, "before"), (Moment.DURANTE, "during")):
            if words := text.get(key):
                on = timezone.localdate(starts_at)
                facts = {"moment": moment, "words": words, "happened_on": on}
                deeds.write_moment(activity=activity, **facts, by=self.by, at=at)
        for agreed in text.get("agreements", ()):
            self._agree(activity, agreed, at)

    def _agree(self, activity: Activity, text: dict[str, Any], at: dt.datetime) -> None:
        responsible = self.cast.people.get(text.get("responsible", ""))
        due_on = self.today + text["days"] * DAY if "days" in text else None
        facts = shared_agreements.AgreementFacts(
            text["text"], text.get("who", ""), responsible, due_on
        )
        agreed = shared_agreements.agree_together(activity=activity, facts=facts, by=self.by, at=at)
        if outcome := text.get("settled"):
            at += 60 * DAY
            shared_agreements.settle_agreement(agreement=agreed, outcome=outcome, by=self.by, at=at)

    def _people_change(self, people: list[Member]) -> None:
        """Let some be away, one leave, one be invited, and some sit in commissions."""
        at = self.saturday(weeks=5)
        for member, to, reason in (
            (people[4], "AUSENTE_TEMPORAL", "Cuida a su mamá; le guardamos su lugar y su puntada."),
            (people[11], "AUSENTE_TEMPORAL", "Operación; dos compañeras la visitan."),
            (people[22], "SALIDA", "Se muda de estado. «Me voy acompañada»."),
        ):
            facts = {"member": member, "to": to, "reason": reason}
            membership.move_member(**facts, by=self.by, at=at)  # type: ignore[arg-type]
        new = membership.MemberFacts("Amparo", "Busca a su sobrino.", "1988")
        membership.invite_member(case=self.case, facts=new, by=self.by, at=at)
        place = 0
        for text in self.told["commissions"]:
            formed = commissions.form_commission(
                case=self.case, name=text["name"], purpose=text["purpose"], by=self.by, at=at
            )
            for member in people[24 + place : 24 + place + text["seats"]]:
                facts_ = {"commission": formed, "member": member}
                commissions.join_commission(**facts_, by=self.by, at=at)  # type: ignore[arg-type]
            place += text["seats"]

    def _goal(self, text: dict[str, Any]) -> None:
        at = self.saturday(weeks=text["weeks"]) + 8 * HOUR
        shared_goals.observe_goal(
            case=self.case,
            goal=text["goal"],
            appraisal=text["appraisal"],
            words=text["words"],
            seen_on=timezone.localdate(at),
            by=self.by,
            at=at,
        )


class Community(Process):
    """The community process: one encounter held in three ages, one to come."""

    line = ServiceLine.COM_DESAPARICION
    text = "community"
    since = 10

    def tell(self) -> None:
        """Tell it from the list of families to the next encounter."""
        people = self._families()
        cycle = self.cycle(self.told, self.saturday(weeks=6))
        at = self.saturday(weeks=6) - 2 * DAY
        place_as_suggested(cycle=cycle, by=self.by, at=at)
        self._ask_the_young(cycle, people, at)
        held = self.enter("ENCUENTRO", self.saturday(weeks=3), {"theme": self.told["theme"]})
        self._tell_encounter(held)
        self.enter("ENCUENTRO", self.saturday(weeks=-3), {"theme": "Línea de vida"}, 240)
        for to, weeks in (("CONVOCADO", 5), ("EN_CURSO", 4)):
            cycle = self.move(cycle, to, self.saturday(weeks=weeks))

    def _families(self) -> list[Member]:
        """Put the families on the list: grown-ups, young people, girls and boys."""
        year, at = self.today.year, self.began
        grown = [(name, str(1955 + n * 5 % 35)) for n, name in enumerate(told()["names"][::2])]
        young = [(name, str(year - 14 - 2 * n)) for n, name in enumerate(told()["young"])]
        small = [(name, str(year - 7 - n % 4)) for n, name in enumerate(told()["children"])]
        everybody = [*grown, *young, *small]
        return [self.belong(name, n, born, at) for n, (name, born) in enumerate(everybody)]

    def _ask_the_young(self, cycle: Cycle, people: list[Member], at: dt.datetime) -> None:
        """Ask who is between 18 and 29 where she wants to be."""
        placed = set(cycle.placements.values_list("member", flat=True))
        for member in people:
            if member.pk not in placed:
                facts = {"group": CommunityGroup.AJ, "why": "Prefiere estar con gente de su edad."}
                place_member(cycle=cycle, member=member, **facts, by=self.by, at=at)

    def _tell_encounter(self, held: Activity) -> None:
        """Tell the shared opening and closing, each group, who came, and how the team is."""
        at = held.session.starts_at + 6 * HOUR
        words = {name: self.told[name] for name in ("opening", "closing")}
        deeds.tell_shared(activity=held, words=words, by=self.by, at=at)
        for part in held.parts.all():
            self.record(part, self.told["groups"][part.group], at)
            self.count(part, self.told["came"][part.group], at)
        words = {
            "how": "Cansadas y contentas. El grupo de niñas y niños nos movió.",
            "rest": "Lunes sin sesiones; comida juntas el miércoles.",
        }
        deeds.debrief_team(activity=held, words=words, by=self.by, at=at + DAY)


class Concluded(Process):
    """A collective that met for a time and then decided to conclude; it can come back."""

    line = ServiceLine.COLECTIVO
    text = "concluded"
    since = 40
    colleagues = (("alma", Function.MEMBER),)

    def tell(self) -> None:
        """Tell its one assembly and its decision."""
        self.enter("ASAMBLEA", self.saturday(weeks=30), {"theme": self.told["theme"]})
        at = self.saturday(weeks=18)
        conclude_collective(
            case=self.case,
            decision=self.told["decision"],
            decided_on=timezone.localdate(at),
            by=self.by,
            at=at + HOUR,
        )
