"""Opening an accompaniment."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.pages import page
from accompaniment.vault import index
from accompaniment.vault.models import DataKey
from cases import codes
from cases.actions import opening
from cases.actions import team as assigning
from cases.actions.contacts import ContactFacts, NumberMissing
from cases.actions.opening import open_case
from cases.actions.people import NameMissing, accompanied
from cases.enums import AgeGroup, Channel
from cases.models import Case, Participation, Person
from tests.factories import NOON, SECRET_NAME, SECRET_TEXT, make_case, make_member
from tests.factories import make_person_facts as someone
from tests.traces import changes, do, everything_said, refusals

RESPONSIBLE = ["assign", "close", "identify", "legal", "members", "read", "view", "write"]
PHONE = ContactFacts(channel=Channel.MOVIL, value="614 000 0101")


def test_case_opens_with_person_keys_and_exact_trace(worker, team):
    facts = someone(nickname="Cana", birth_date=dt.date(1990, 5, 5), municipality="Bocoyna")
    case = do(
        open_case, worker, person=facts, team=team, reason=SECRET_TEXT, urgency=2, contacts=[PHONE]
    )

    person, contact = accompanied(case), accompanied(case).contacts.get()
    assignment, me = case.assignments.get(), person.pk
    assert codes.parse(case.code) == case.code
    assert case.pseudonym in codes.PSEUDONYMS
    assert (case.state, case.is_open, case.urgency) == ("PROPUESTO", True, 2)
    assert (case.responsible, case.opened_at, case.last_activity_at) == (worker, NOON, NOON)
    assert (assignment.user, assignment.function) == (worker, "responsible")
    assert [(t.before, t.after) for t in case.transitions.all()] == [("", "PROPUESTO")]
    assert person.age_group == AgeGroup.ADULTEZ
    named = ["called", "nickname", "municipality", "birth_date", "age_group"]
    profile = ["channel", "value", "ownership", "aggressor_access", "calls", "time_zone"]
    profile += ["voicemail", "texts", "hide_number", "if_another"]
    assert changes(4) == [
        ("create", "cases.case", case.pk, [], ["team", "urgency", "responsible", "reason"]),
        ("create", "cases.person", me, [], named),
        ("create", "cases.contactchannel", me, [str(contact.pk)], profile),
        ("grant", "cases.assignment", case.pk, [str(assignment.pk)], RESPONSIBLE),
    ]
    kept = DataKey.objects.values_list("root", "kind", "compartment")
    assert set(kept) == {
        (case.pk, "cases.case", "identity"),
        (case.pk, "cases.case", "clinical"),
        (me, "cases.person", "identity"),
    }
    assert SECRET_NAME not in everything_said()


def test_who_is_responsible_reads_and_is_found_by_every_word(worker, team):
    case = do(open_case, worker, person=someone(nickname="Ñandú"), team=team, contacts=[PHONE])

    def found(by, at):
        asked = ("zafiro CANARIA", "nandu", "+52 614 000 01 01", case.pseudonym, "nobody")
        return [len(page(Case.objects.all(), by, words=index.asked(t)).records) for t in asked]

    assert do(found, worker) == [1, 1, 1, 1, 0]
    assert do(lambda by, at: accompanied(case).called.reveal(), worker) == SECRET_NAME


def test_coordinator_names_who_is_responsible_and_reads_no_word(coordinator, worker, team):
    facts = {"person": someone(), "team": team, "reason": SECRET_TEXT}
    with pytest.raises(opening.ResponsibleMissing):
        do(open_case, coordinator, **facts)

    case = do(open_case, coordinator, responsible=worker, **facts)

    assert case.responsible == worker
    assert access.allows(worker, "read", case)
    again = Case.objects.get(pk=case.pk)
    with pytest.raises(PermissionDenied):
        do(lambda by, at: again.reason.reveal(), coordinator)
    assert do(lambda by, at: accompanied(again).called.reveal(), coordinator) == SECRET_NAME


def test_responsible_has_to_be_a_psychologist_of_the_team(coordinator, stranger, team):
    retired = make_member(team, is_active=False)
    for unfit, refusal in (
        (stranger, opening.NotOfTheTeam),
        (coordinator, opening.NotOfTheTeam),
        (retired, assigning.Unfit),
    ):
        with pytest.raises(refusal):
            do(open_case, coordinator, person=someone(), team=team, responsible=unfit)
    assert not Case.objects.exists()
    assert not Person.objects.exists()


def test_only_psychologists_and_coordinators_of_the_team_open(team, stranger, worker):
    reception = make_member(team, "reception")
    gone = make_member(team, is_active=False)
    for by in (stranger, reception, gone, make_member(role="administrator")):
        with pytest.raises(PermissionDenied):
            do(open_case, by, person=someone(), team=team, responsible=worker)
    with pytest.raises(PermissionDenied):  # a psychologist names nobody else
        do(open_case, worker, person=someone(), team=team, responsible=make_member(team))
    assert refusals() == [("open cases.case", None)] * 5
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"person": someone(name="  ")}, NameMissing),
        (
            {"person": someone(), "contacts": [ContactFacts(channel=Channel.FIJO, value="")]},
            NumberMissing,
        ),
    ],
)
def test_refused_opening_leaves_nothing(worker, team, facts, refusal):
    with pytest.raises(refusal):
        do(open_case, worker, team=team, **facts)

    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert not Participation.objects.exists()
    assert not Event.objects.exclude(verb="denied").exists()


def test_pseudonyms_of_open_cases_of_a_team_differ(worker, monkeypatch):
    monkeypatch.setattr(codes, "PSEUDONYMS", ("Río Claro", "Luna Clara"))
    drawn = {make_case(by=worker).pseudonym for _ in range(3)}

    assert {"Río Claro", "Luna Clara"} < drawn


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"birth_date": dt.date(2014, 5, 5)}, AgeGroup.NINEZ),
        ({"birth_date": dt.date(2014, 5, 4)}, AgeGroup.ADOLESCENCIA),
        ({"birth_date": dt.date(2008, 5, 4)}, AgeGroup.ADULTEZ),
        ({"birth_year": 2013}, AgeGroup.ADOLESCENCIA),
        ({"birth_year": 2014}, AgeGroup.NINEZ),
        ({"birth_year": 2008}, AgeGroup.ADOLESCENCIA),
        ({"age_group": AgeGroup.NINEZ}, AgeGroup.NINEZ),
    ],
)
def test_age_group_is_the_younger_in_doubt(facts, expected):
    assert someone(**facts).age_group_on(NOON.date()) == expected
