"""The legal road: matters, hearings, protection measures, what crosses between the areas."""

import datetime as dt

from django.utils import timezone

from cases import order_clocks
from cases.actions import across, area_requests, hearings, matters, order_life, orders
from cases.actions.hearings import Company, HearingFacts
from cases.actions.matters import MatterFacts
from cases.actions.order_guards import Step
from cases.actions.orders import OrderFacts
from cases.enums import Consent, ConsentMethod, ParticipationRole
from cases.enums.legal import Area, HearingKind, Item, MatterKind, Stage
from cases.enums.protection import MeasureKind, OrderState, System
from cases.models import ConsentGiven, DateToAvoid, InterAreaRequest
from tests import legal

ZONE = "America/Chihuahua"
PAGE, FORM, YES = ("legal 200", "405"), ("legal 200", "legal 422"), ("legal 200", "legal 302")
CASE = {
    "cases:avoid_add": ("write 200", "write 422"),
    "cases:avoid_retire": ("write 200", "write 302"),
    "cases:hearing": PAGE,
    "cases:hearing_add": FORM,
    "cases:hearing_after": ("write 200", "write 422"),
    "cases:hearing_cancel": FORM,
    "cases:hearing_company": YES,
    "cases:hearing_defer": FORM,
    "cases:hearing_edit": FORM,
    "cases:hearing_held": FORM,
    "cases:legal": PAGE,
    "cases:legal_disclosures": PAGE,
    "cases:matter": PAGE,
    "cases:matter_add": FORM,
    "cases:matter_close": FORM,
    "cases:matter_edit": FORM,
    "cases:matter_reopen": FORM,
    "cases:matter_stage": FORM,
    "cases:order": PAGE,
    "cases:order_add": FORM,
    "cases:order_breach": FORM,
    "cases:order_clock": FORM,
    "cases:order_contact": FORM,
    "cases:order_edit": FORM,
    "cases:order_notified": FORM,
    "cases:order_step": FORM,
    "cases:readiness_add": ("write 200", "write 422"),
    "cases:request": PAGE,
    "cases:request_add": FORM,
    "cases:request_answer": FORM,
    "cases:request_close": FORM,
    "cases:request_deliver": FORM,
}
ROLE = {
    "cases:legal_agenda": (
        {
            *("responsible", "member", "supervisor", "teammate", "stranger"),
            *("legal", "facilitator"),
        },
        "200",
        "405",
    ),
}
OPEN_TEXT = {
    "cases.Hearing.time_zone",  # names of the tz database
    "cases.ProtectionOrder.time_zone",
}


def furnish(world):
    """Lay a legal road in the case."""
    worker, case = world.people["responsible"], world.case
    legal.share(case, worker)
    matter = legal.make_matter(case, worker)
    hearing = legal.make_hearing(matter, worker)
    order = legal.make_order(case, worker)
    legal.walk(order, worker, OrderState.SOLICITADA, OrderState.OTORGADA)
    asker = world.people["legal"]
    facts = {"case": case, "items": [Item.ASISTENCIA], "purpose": "audiencia"}
    asked = legal.do(area_requests.ask_area, asker, **facts)
    date = legal.do(
        across.add_date_to_avoid, worker, case=case, month=11, day=25, reason="ANIVERSARIO"
    )
    of = {"matter": matter.pk, "hearing": hearing.pk, "order": order.pk}
    of |= {"request": asked.pk, "avoid": date.pk}
    known = {
        name: {"uid": of[name.partition(":")[2].partition("_")[0]]}
        for name in CASE
        if name.partition(":")[2].partition("_")[0] in of
    }
    known["cases:hearing_add"] = {"uid": matter.pk}
    known["cases:order_step"]["to"] = "IMPLEMENTADA"
    known["cases:order_clock"]["to"] = "IMPLEMENT"
    known["cases:order_contact"]["number"] = 1
    return known


def live(day):
    """Put something into every sealed field of the legal road."""
    common = {"by": day.worker, "at": day.at}
    consent = _agree(day)
    matter = _matter(day, common)
    _hearing(day, matter, common)
    _order(day, common)
    across.write_readiness(
        case=day.case, level="CON_APOYO", words=day.canary("readiness.words"), **common
    )
    DateToAvoid.objects.create(
        case=day.case,
        reason="ANIVERSARIO",
        day=day.canary("avoid.day"),
        words=day.canary("avoid.words"),
        **common,
    )
    InterAreaRequest.objects.create(
        case=day.case,
        from_area=Area.JURIDICO,
        to_area=Area.PSICOSOCIAL,
        purpose=day.canary("area_request.purpose"),
        items=[day.canary("area_request.items")],
        answer=day.canary("area_request.answer"),
        delivered={"ASISTENCIA": day.canary("area_request.delivered")},
        consent=consent,
        asked_by=day.worker,
        asked_at=day.at,
    )


def _agree(day):
    person = day.case.participations.get(role=ParticipationRole.PA).person
    return ConsentGiven.objects.create(
        case=day.case,
        person=person,
        kind=Consent.JURIDICO,
        granted=True,
        method=ConsentMethod.VERBAL,
        given_on=timezone.localdate(day.at) - dt.timedelta(days=1),
        recorded_by=day.worker,
    )


def _matter(day, common):
    named = ("authority", "numbers", "parties", "external_lawyer", "risks", "stressors")
    facts = MatterFacts(
        **{name: day.canary(f"matter.{name}") for name in named},
        next_what=day.canary("matter.next_what"),
    )
    free = matters.open_matter(
        case=day.case,
        kind=MatterKind.LABORAL,
        facts=facts,
        stage_words=day.canary("matter.stage_words"),
        **common,
    )
    matters.move_stage(
        matter=free,
        to=Stage.LIBRE,
        happened_on=timezone.localdate(day.at) - dt.timedelta(days=1),
        words=day.canary("stage.words"),
        note=day.canary("stage.note"),
        **common,
    )
    words = day.canary("matter.outcome_words")
    matters.close_matter(matter=free, outcome="CONVENIO", words=words, **common)
    return matters.open_matter(case=day.case, kind=MatterKind.PENAL, facts=facts, **common)


def _hearing(day, matter, common):
    named = ("place", "authority", "measures", "summons")
    facts = HearingFacts(
        kind=HearingKind.JUICIO, **{name: day.canary(f"hearing.{name}") for name in named}
    )
    hour = dt.timedelta(hours=1)
    early = {**common, "at": day.at - 9 * hour}
    planned = {"matter": matter, "time_zone": ZONE, "facts": facts, **early}
    hearing = hearings.plan_hearing(starts_at=day.at - 3 * hour, **planned)
    company = Company(
        seat=day.canary("hearing.seat"),
        code_word=day.canary("hearing.code_word"),
        companion=day.worker,
    )
    hearings.accompany_hearing(hearing=hearing, company=company, **early)
    result = day.canary("hearing.result")
    hearings.hold_hearing(hearing=hearing, ended_at=day.at - 2 * hour, result=result, **common)
    words = day.canary("hearing.after_words")
    hearings.record_after_contact(hearing=hearing, contacted_at=day.at, words=words, **common)
    other = hearings.plan_hearing(starts_at=day.at + hour, **planned)
    hearings.cancel_hearing(hearing=other, reason=day.canary("hearing.reason"), **common)


def _order(day, common):
    named = ("measures", "authority", "number", "protects")
    facts = OrderFacts(
        system=System.ORDEN_PROTECCION,
        kind=MeasureKind.JUDICIAL,
        **{name: day.canary(f"order.{name}") for name in named},
    )
    order = orders.open_order(case=day.case, facts=facts, **common)
    step = Step(happened_at=day.at, note=day.canary("order_step.note"))
    for to in (OrderState.SOLICITADA, OrderState.OTORGADA):
        orders.move_order(order=order, to=to, step=step, **common)
    words = day.canary("order_contact.words")
    order_life.record_contact(order=order, number=1, made=True, words=words, **common)
    order_life.record_breach(
        order=order,
        happened_on=order_clocks.day_in(day.at, order.time_zone),
        what=day.canary("breach.what"),
        evidence=day.canary("breach.evidence"),
        reported_to=day.canary("breach.reported_to"),
        **common,
    )
