"""A plan, an assessment, a referral and an institution, made through the use cases."""

import datetime as dt
import uuid

from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.assessments import AssessmentFacts, EffectSaid, Near, ResourceSaid, assess
from cases.actions.events import EventFacts, record_event
from cases.actions.institutions import InstitutionFacts, add_institution
from cases.actions.people import accompanied
from cases.actions.plans import GoalFacts, add_goal, agree_action
from cases.actions.referrals import (
    ReferralFacts,
    agree_to_referral,
    propose_referral,
    send_referral,
)
from cases.enums import ConsentMethod
from cases.said_dates import heard
from tests.factories import NOON, SECRET_TEXT, make_member, make_team

TODAY = NOON.date()
EFFECT = EffectSaid("IND", "INSOMNIO", intensity="4", since="desde marzo", words=SECRET_TEXT)
RESOURCE = ResourceSaid("IND", "LIMITES")
NEAR = Near("Hermana", "CERCA", "APOYA")


def make_goal(case, by, words=SECRET_TEXT, *, at=NOON, **facts):
    with acting(by, "test"):
        return add_goal(case=case, facts=GoalFacts(words, **facts), by=by, at=at)


def make_action(case, by, words=SECRET_TEXT, *, at=NOON, **facts):
    with acting(by, "test"):
        return agree_action(case=case, words=words, by=by, at=at, **facts)


def make_event(case, by, *, at=NOON, **facts):
    facts.setdefault("words", SECRET_TEXT)
    facts.setdefault("when", heard("primavera de 2011", TODAY))
    facts.setdefault("types", ("T_PSICOLOGICA",))
    with acting(by, "test"):
        told = {"event_id": uuid.uuid4(), "facts": EventFacts(**facts)}
        return record_event(case=case, **told, by=by, at=at)


def make_assessment(case, by, *, at=NOON, **facts):
    facts.setdefault("effects", (EFFECT,))
    facts.setdefault("resources", (RESOURCE,))
    facts.setdefault("network", (NEAR,))
    with acting(by, "test"):
        told = {"assessment_id": uuid.uuid4(), "facts": AssessmentFacts(**facts)}
        return assess(case=case, **told, by=by, at=at)


def make_keeper(team=None):
    return make_member(team or make_team(), "coordinator")


def make_institution(by=None, name="Centro de Justicia", *, at=NOON, **facts):
    by = by or make_keeper()
    facts.setdefault("kind", "CEJUM")
    with acting(by, "test"):
        return add_institution(facts=InstitutionFacts(name=name, **facts), by=by, at=at)


def referral_facts(case, **facts):
    facts.setdefault("person", accompanied(case))
    facts.setdefault("other", "Clínica Canaria")
    facts.setdefault("items", {"EDAD": "34", "NECESIDAD": SECRET_TEXT})
    return ReferralFacts(**facts)


def make_referral(case, by, *, at=NOON, agreed=False, sent=False, **facts):
    with acting(by, "test"):
        told = referral_facts(case, **facts)
        referral = propose_referral(case=case, facts=told, by=by, at=at)
        if agreed or sent:
            said = {"method": ConsentMethod.AUTOGRAFA, "given_on": timezone.localdate(at)}
            referral = agree_to_referral(
                referral=referral, version=referral.version, **said, by=by, at=at
            )
        if sent:
            referral = send_referral(referral=referral, by=by, at=at)
    return referral


def days(count):
    return dt.timedelta(days=count)
