"""The legal road of six stories: matters, hearings, protection measures, what may cross."""

import datetime as dt
import tomllib
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import local
from accompaniment.desk.demo.story import Cast, case_called
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import User
from cases.actions import across, area_requests, hearings, matters, order_life, orders
from cases.actions.consents import give_consent, revoke_consent
from cases.actions.hearings import Company, HearingFacts
from cases.actions.matters import MatterFacts
from cases.actions.order_guards import Step
from cases.actions.orders import OrderFacts
from cases.actions.people import accompanied
from cases.enums import Consent, ConsentMethod
from cases.enums.legal import HearingKind, Item
from cases.enums.protection import MeasureKind, NotifiedBy, OrderState, Procedure, System
from cases.models import Case, ConsentGiven, Hearing, LegalMatter, ProtectionOrder

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CHIHUAHUA, OJINAGA = "America/Chihuahua", "America/Ojinaga"
OF_MATTER = ("authority", "numbers", "parties", "risks", "stressors", "next_what")
OF_HEARING = ("place", "authority", "measures", "summons")
OF_ORDER = ("measures", "authority", "number", "protects")
S = OrderState


def tell(cast: Cast) -> None:
    """Tell six roads, each deed by the one who does it."""
    said = tomllib.loads((TEXTS / "legal.toml").read_text())
    roads = {name: Road(cast, told) for name, told in said.items()}
    _luz(roads["luz"])
    _others(roads)


class Road:
    """The legal road of one case, never before the case was opened."""

    def __init__(self, cast: Cast, said: dict[str, Any]) -> None:
        self.cast, self.said = cast, said
        self.with_, self.lawyer = said["with"], said["lawyer"]
        self.today = timezone.localdate(cast.now)
        with cast.at_work(self.with_) as by:
            self.case = case_called(said["called"], Case.objects.filter(responsible=by))

    def ago(self, days: float) -> dt.datetime:
        """Return a moment so many days ago, within the life of the case."""
        return max(self.cast.now - days * DAY, self.case.opened_at + 2 * HOUR)

    def agree(self, days: float) -> ConsentGiven:
        """Record that she agrees to share with the legal area."""
        at = self.ago(days)
        with self.cast.at_work(self.with_) as by:
            return give_consent(
                case=self.case,
                person=accompanied(self.case),
                kind=Consent.JURIDICO,
                method=ConsentMethod.VERBAL,
                given_on=timezone.localdate(at),
                by=by,
                at=at,
            )

    def matter(self, told: dict[str, Any], days: float, **facts: Any) -> LegalMatter:
        """Open a matter and take it through its stages, ten days each."""
        words = {name: told[name] for name in OF_MATTER if name in told}
        with self.cast.at_work(self.lawyer) as by:
            matter = matters.open_matter(
                case=self.case,
                kind=told["kind"],
                facts=MatterFacts(lawyer=by, **words, **facts),
                by=by,
                at=self.ago(days),
            )
            for number, stage in enumerate(told.get("stages", ()), 1):
                at = self.ago(max(days - 10 * number, 1)) + number * HOUR / 10
                matters.move_stage(
                    matter=matter,
                    to=stage,
                    happened_on=timezone.localdate(at),
                    note=told.get("note", "") if number == 1 else "",
                    by=by,
                    at=at,
                )
        return matter

    def order(
        self, told: dict[str, Any], asked: dt.datetime, by: User, **facts: Any
    ) -> ProtectionOrder:
        """Follow a measure and ask for it."""
        facts = {"system": System.ORDEN_PROTECCION, "kind": MeasureKind.JUDICIAL, **facts}
        facts |= {name: told[name] for name in OF_ORDER if name in told}
        at = asked - HOUR / 2
        order = orders.open_order(case=self.case, facts=OrderFacts(**facts), by=by, at=at)
        return self.step(order, S.SOLICITADA, asked, by)

    @staticmethod
    def step(
        order: ProtectionOrder, to: str, at: dt.datetime, by: User, **facts: Any
    ) -> ProtectionOrder:
        """Take a step of a measure at its moment."""
        return orders.move_order(
            order=order, to=to, step=Step(happened_at=at, **facts), by=by, at=at
        )


def _luz(road: Road) -> None:
    """Luz Elena: two procedures, a hearing put off, one held, one to come, an order that ends."""
    road.agree(50)
    told = road.said
    penal = road.matter(told["penal"], 55, family_violence=True, next_on=road.today + 21 * DAY)
    road.matter(told["familiar"], 40, family_violence=True, next_on=road.today + 9 * DAY)
    _hearings(road, penal)
    with road.cast.at_work(road.lawyer) as by:
        asked = road.cast.now - 46 * DAY - 3 * HOUR
        order = road.order(told["order"], asked, by, matter=penal)
        road.step(order, S.OTORGADA, asked + 3 * HOUR, by)
        road.step(order, S.IMPLEMENTADA, asked + 20 * HOUR, by)
        _held(order, told["order"], asked + 3 * HOUR, by)
    _across(road)


def _hearings(road: Road, matter: LegalMatter) -> None:
    """Put one hearing off, hold the next, and prepare the one to come."""
    said = road.said["hearing"]
    words = {name: said[name] for name in OF_HEARING}
    seat: dict[str, Any] = {"seat": said["seat"], "code_word": said["code_word"]}
    second = _put_off(road, matter, HearingFacts(kind=HearingKind.INICIAL, **words), seat)
    ended = local(road.today - 9 * DAY, 12)
    with road.cast.at_work(road.lawyer) as by:
        hearings.hold_hearing(
            hearing=second, ended_at=ended, result=said["result"], by=by, at=ended + HOUR
        )
        coming = hearings.plan_hearing(
            matter=matter,
            starts_at=local(road.today + 5 * DAY, 9, 30),
            time_zone=CHIHUAHUA,
            facts=HearingFacts(kind=HearingKind.MEDIDAS, **words),
            by=by,
            at=ended + 2 * HOUR,
        )
    with road.cast.at_work(road.with_) as by:
        at = ended + 26 * HOUR
        hearings.record_after_contact(
            hearing=second, contacted_at=at, words=said["after"], by=by, at=at
        )
        company = Company(companion=by, **seat)
        hearings.accompany_hearing(hearing=coming, company=company, by=by, at=at + HOUR)


def _put_off(road: Road, matter: LegalMatter, facts: HearingFacts, seat: dict[str, Any]) -> Hearing:
    """Plan a hearing, prepare it, and have it put off on the morning itself."""
    planned, prepared = road.ago(30), road.ago(20)
    with road.cast.at_work(road.lawyer) as by:
        first = hearings.plan_hearing(
            matter=matter,
            starts_at=local(road.today - 16 * DAY, 9),
            time_zone=CHIHUAHUA,
            facts=facts,
            by=by,
            at=planned,
        )
    with road.cast.at_work(road.with_) as by:
        company = Company(prepared_on=timezone.localdate(prepared), companion=by, **seat)
        hearings.accompany_hearing(hearing=first, company=company, by=by, at=prepared)
    with road.cast.at_work(road.lawyer) as by:
        return hearings.defer_hearing(
            hearing=first,
            reason=road.said["hearing"]["deferred"],
            starts_at=local(road.today - 9 * DAY, 9),
            by=by,
            at=local(road.today - 16 * DAY, 8),
        )


def _held(order: ProtectionOrder, said: dict[str, Any], granted: dt.datetime, by: User) -> None:
    """Write down the contacts of the first six days, who notified, and a breach."""
    at = granted + 2 * DAY
    order_life.note_notified(
        order=order,
        notified_by=NotifiedBy.POLICIA,
        notified_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    for number, words in enumerate(said["contacts"], 1):
        made = "Nadie" not in words
        at = granted + number * DAY
        order_life.record_contact(order=order, number=number, made=made, words=words, by=by, at=at)
    at = granted + 31 * DAY
    order_life.record_breach(
        order=order,
        happened_on=timezone.localdate(at - DAY),
        what=said["breach"],
        evidence=said["evidence"],
        reported_to=said["reported_to"],
        by=by,
        at=at,
    )


def _across(road: Road) -> None:
    """Tell the legal area what it may know, and answer what it asks."""
    said = road.said["request"]
    with road.cast.at_work(road.with_) as by:
        across.write_readiness(case=road.case, **road.said["readiness"], by=by, at=road.ago(6))
        day = road.today + 40 * DAY
        across.add_date_to_avoid(
            case=road.case,
            month=day.month,
            day=day.day,
            reason="ANIVERSARIO",
            by=by,
            at=road.ago(6),
        )
    with road.cast.at_work(road.lawyer) as by:
        asked = area_requests.ask_area(
            case=road.case,
            items=[Item.PREPARACION, Item.FECHAS_EVITAR],
            purpose=said["purpose"],
            by=by,
            at=road.ago(5),
        )
    with road.cast.at_work(road.with_) as by:
        area_requests.answer_request(
            request=asked, accept=True, answer=said["answer"], by=by, at=road.ago(4)
        )
        area_requests.deliver_items(
            request=asked, items=[Item.PREPARACION, Item.FECHAS_EVITAR], by=by, at=road.ago(4)
        )
    with road.cast.at_work(road.lawyer) as by:
        area_requests.ask_area(
            case=road.case, items=[Item.ASISTENCIA], purpose=said["second"], by=by, at=road.ago(1)
        )


def _others(roads: dict[str, Road]) -> None:
    """Tell the five shorter roads."""
    cast = roads["luz"].cast
    with cast.at_work("norma") as by:  # asked for five hours ago, and nothing came
        roads["maribel"].order(roads["maribel"].said, cast.now - 5 * HOUR, by)
    _blanca(roads["blanca"])
    _lety(roads["lety"])
    _josefina(roads["josefina"])
    _ariel(roads["ariel"])


def _blanca(road: Road) -> None:
    """Blanca: a complaint goes on, and she took her consent back."""
    given = road.agree(9)
    road.matter({**road.said, "kind": "DDHH_NACIONAL", "stages": ["CALIFICACION"]}, 8)
    with road.cast.at_work(road.with_) as by:
        revoke_consent(consent=given, by=by, at=road.ago(3))


def _lety(road: Road) -> None:
    """Lety, in Ojinaga: an order of two days ago, and the authority owes her its third contact."""
    granted = road.cast.now - 2 * DAY - 3 * HOUR
    with road.cast.at_work(road.lawyer) as by:
        order = road.order(road.said, granted - 3 * HOUR, by, time_zone=OJINAGA)
        road.step(order, S.OTORGADA, granted, by)
        for number, words in enumerate(road.said["contacts"], 1):
            at = granted + number * DAY
            made = not words.startswith("No")
            order_life.record_contact(
                order=order, number=number, made=made, words=words, by=by, at=at
            )


def _josefina(road: Road) -> None:
    """Josefina: the register of victims, and the custody of three grandchildren, won."""
    road.agree(25)
    register = {**road.said, "kind": "VICTIMAS", "stages": ["REGISTRO", "AYUDA_INMEDIATA"]}
    road.matter(register, 30, next_on=road.today + 15 * DAY)
    custody = {
        "kind": "FAMILIAR",
        "stages": ["ADMISION_MEDIDAS_PROVISIONALES", "SENTENCIA"],
        "authority": road.said["family_authority"],
        "numbers": road.said["family_numbers"],
    }
    matter = road.matter(custody, 28)
    with road.cast.at_work(road.lawyer) as by:
        matters.close_matter(
            matter=matter, outcome="FAVORABLE", cites_expertise=True, by=by, at=road.ago(0.5)
        )
    with road.cast.at_work(road.with_) as by:
        across.write_readiness(case=road.case, **road.said["readiness"], by=by, at=road.ago(7))


def _ariel(road: Road) -> None:
    """Ariel, defender: the Mechanism has granted and not yet put in place; a petition abroad."""
    road.agree(20)
    petition = {
        "kind": "INTERNACIONAL",
        "authority": road.said["petition_authority"],
        "numbers": road.said["petition_numbers"],
        "stressors": road.said["stressors"],
    }
    road.matter(petition, 20)
    asked = road.cast.now - 14 * DAY
    with road.cast.at_work(road.lawyer) as by:
        order = road.order(
            road.said,
            asked,
            by,
            system=System.MECANISMO_FED,
            kind=MeasureKind.PROTECCION,
            procedure=Procedure.ORDINARIO,
            time_zone="America/Ciudad_Juarez",
        )
        for clock, days in (("STUDY", 8),):
            at = asked + days * DAY
            order_life.note_moment(order=order, clock=clock, happened_at=at, by=by, at=at)
        road.step(order, S.OTORGADA, asked + 9 * DAY, by)
        at = asked + 11 * DAY
        order_life.note_moment(order=order, clock="COMMUNICATE", happened_at=at, by=by, at=at)
        road.step(order, S.PARCIAL, asked + 12 * DAY, by, note="Faltan las cámaras.")
