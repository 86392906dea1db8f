"""Persons, who takes part with them, and how they are reached."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff.pages import page
from accompaniment.vault import index
from cases.actions import contacts, people
from cases.actions.contacts import ContactFacts
from cases.actions.people import accompanied
from cases.actions.refusal import CaseClosed
from cases.enums import AgeGroup, CallSafety, Channel, ParticipationRole
from cases.models import Case, ContactChannel, Participation, Person
from tests.factories import NOON, SECRET_NAME, make_case, make_contact, make_member
from tests.factories import make_person_facts as someone
from tests.traces import changes, do, everything_said

PHONE = ContactFacts(channel=Channel.MOVIL, value="614 000 0101")


@pytest.fixture
def person(case):
    return accompanied(case)


def found(user, text):
    """Return the codes someone finds by a text."""

    def look(by, at):
        return page(Case.objects.all(), user, words=index.asked(text)).records

    return {case.code for case in do(look, user)}


def test_new_name_is_found_in_all_her_cases_and_the_old_one_is_not(case, person, worker, stranger):
    theirs = make_case(by=stranger, name="Otra Persona")
    Participation.objects.create(case=theirs, person=person, role="FAMILIAR", since=NOON)

    do(people.update_person, worker, person=person, facts=someone("Nueva Loya", nickname="Lucha"))

    for user, code in ((worker, case.code), (stranger, theirs.code)):
        assert found(user, "nueva loya") == found(user, "lucha") == {code}
        assert found(user, SECRET_NAME) == set()
    assert found(stranger, "otra") == {theirs.code}
    assert changes(1) == [
        ("change", "cases.person", person.pk, [], ["called", "nickname", "age_group"])
    ]
    assert "Loya" not in everything_said()
    assert do(lambda by, at: Person.objects.get(pk=person.pk).called.reveal(), worker) == (
        "Nueva Loya"
    )


def test_word_shared_by_two_participants_stays_when_one_changes(case, person, worker):
    facts = someone("Abuela Zafiro")
    do(people.add_participant, worker, case=case, facts=facts, role=ParticipationRole.FAMILIAR)
    do(people.update_person, worker, person=person, facts=someone("Nueva"))

    assert found(worker, "zafiro") == found(worker, "abuela nueva") == {case.code}
    assert found(worker, "canaria") == set()


def test_coordination_may_correct_a_name_and_reception_may_not(person, team, coordinator):
    do(people.update_person, coordinator, person=person, facts=someone("Nueva"))

    for by in (make_member(team, "reception"), make_member(team), make_member(team, "lawyer")):
        with pytest.raises(PermissionDenied):
            do(people.update_person, by, person=person, facts=someone("Otra"))
    with pytest.raises(people.NameMissing):
        do(people.update_person, coordinator, person=person, facts=someone(""))
    assert person.history.count() == 2


def test_participant_joins_and_leaves(case, worker):
    facts = someone("Abuela Loya", age_group=AgeGroup.ADULTEZ)
    role = ParticipationRole.REPRESENTANTE
    joined = do(people.add_participant, worker, case=case, facts=facts, role=role)

    assert found(worker, "loya") == {case.code}
    assert changes(2) == [
        ("create", "cases.person", joined.person_id, [], ["called", "age_group"]),
        ("create", "cases.participation", case.pk, [str(joined.pk)], ["person", "role"]),
    ]
    do(people.end_participation, worker, participation=joined)
    assert found(worker, "loya") == set()
    assert not Person.objects.visible_to(worker).filter(pk=joined.person_id).exists()
    assert changes(1) == [
        ("change", "cases.participation", case.pk, [str(joined.pk)], ["ended_at"])
    ]
    with pytest.raises(PermissionDenied):
        do(
            lambda by, at: Person.objects.get(pk=joined.person_id).called.reveal(),
            worker,
        )


def test_participants_are_refused(case, worker, stranger):
    with pytest.raises(people.OnlyOneAccompanied):
        do(people.add_participant, worker, case=case, facts=someone(), role=ParticipationRole.PA)
    with pytest.raises(people.CannotEndAccompanied):
        do(people.end_participation, worker, participation=case.participations.get())
    with pytest.raises(PermissionDenied):
        do(people.add_participant, stranger, case=case, facts=someone(), role="FAMILIAR")
    joined = do(people.add_participant, worker, case=case, facts=someone(), role="FAMILIAR")
    do(people.end_participation, worker, participation=joined)
    with pytest.raises(people.ParticipationEnded):
        do(people.end_participation, worker, participation=joined)
    assert case.participations.count() == 2
    assert CaseClosed.sentence


# --- contact channels ------------------------------------------------------------------------


def test_contact_is_kept_sealed_unsafe_and_found(case, person, worker):
    contact = make_contact(person, worker)

    assert (contact.calls, contact.verified_on, contact.expires_on) == ("NO", None, None)
    assert found(worker, "6140000101") == {case.code}
    assert changes(1)[0][:4] == ("create", "cases.contactchannel", person.pk, [str(contact.pk)])
    assert "0000101" not in everything_said().replace(" ", "")


def test_address_is_no_word(case, person, worker):
    make_contact(person, worker, channel=Channel.DOMICILIO, value="Calle Tamarindo 614 000 0199")

    assert found(worker, "tamarindo") == found(worker, "614 000 0199") == set()


def test_change_takes_the_verification_away_and_moves_the_number(case, person, worker):
    contact = make_contact(person, worker)
    verified = do(contacts.verify_contact, worker, contact=contact, days=10)
    assert (verified.verified_on, verified.expires_on) == (
        dt.date(2026, 5, 4),
        dt.date(2026, 5, 14),
    )

    other = ContactFacts(channel=Channel.WHATSAPP, value="656 000 0102")
    changed = do(contacts.change_contact, worker, contact=contact, facts=other)

    assert (changed.verified_on, changed.expires_on) == (None, None)
    assert found(worker, "614 000 0101") == set()
    assert found(worker, "656 000 0102") == {case.code}
    assert changes(1)[0][4][-2:] == ["verified_on", "expires_on"]


def test_retired_contact_is_not_found_nor_changed(case, person, worker):
    contact = make_contact(person, worker)
    do(contacts.retire_contact, worker, contact=contact)

    assert found(worker, "614 000 0101") == set()
    for action, facts in (
        (contacts.retire_contact, {}),
        (contacts.verify_contact, {}),
        (contacts.change_contact, {"facts": PHONE}),
    ):
        with pytest.raises(contacts.ContactRetired):
            do(action, worker, contact=contact, **facts)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"value": "  "}, contacts.NumberMissing),
        ({"time_zone": "America/Cauce"}, contacts.ZoneUnknown),
        ({"calls": CallSafety.SOLO_HORARIO}, contacts.HoursUnreadable),
        ({"hours": [{"weekday": 1, "from": "x", "to": "y"}]}, contacts.HoursUnreadable),
    ],
)
def test_profile_without_a_rule_is_refused(person, worker, facts, refusal):
    facts = {"channel": Channel.MOVIL, "value": "614 000 0101", **facts}
    with pytest.raises(refusal):
        do(contacts.add_contact, worker, person=person, facts=ContactFacts(**facts))

    assert not ContactChannel.objects.exists()


@pytest.mark.parametrize("days", [0, 91])
def test_verification_holds_for_a_limited_time(person, worker, days):
    contact = make_contact(person, worker)
    with pytest.raises(contacts.TooManyDays, match=r"1 .* 90"):
        do(contacts.verify_contact, worker, contact=contact, days=days)


def test_strangers_touch_no_contact(person, worker, stranger, team):
    contact = make_contact(person, worker)
    for by in (stranger, make_member(team, "reception")):
        for action, facts in (
            (contacts.add_contact, {"person": person, "facts": PHONE}),
            (contacts.change_contact, {"contact": contact, "facts": PHONE}),
            (contacts.verify_contact, {"contact": contact}),
            (contacts.retire_contact, {"contact": contact}),
        ):
            with pytest.raises(PermissionDenied):
                do(action, by, **facts)
    assert ContactChannel.objects.get().history.count() == 1
