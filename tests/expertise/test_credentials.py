"""Titles and licences: recorded by herself, looked up in the register by somebody else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from expertise.actions import credentials
from expertise.actions.credentials import CredentialFacts
from expertise.models import Credential
from expertise.reports import licences
from tests import factories
from tests.factories import NOON
from tests.traces import changes, do

TITLE = "Licenciatura en Psicología"
FACTS = CredentialFacts(TITLE, "0000001", training="Diplomado", experience="Nueve años")


def add(by, user=None, facts=FACTS):
    return do(credentials.add_credential, by, user=user or by, facts=facts)


def verify(by, credential, on=None):
    facts = {"credential": credential, "verified_on": on or NOON.date()}
    return do(credentials.verify_credential, by, **facts)


def test_a_title_is_recorded_and_looked_up(worker, coordinator):
    credential = add(worker)
    assert licences.checked() == set()

    verify(coordinator, credential)

    assert licences.checked() == {worker.pk}
    assert (licences.of(worker)[0].verified_by, licences.of(worker)[0].title) == (
        coordinator,
        TITLE,
    )
    assert changes(2) == [
        ("create", "expertise.credential", credential.pk, [], ["title", "licence"]),
        ("change", "expertise.credential", credential.pk, [], ["verified_on"]),
    ]


@pytest.mark.parametrize("licence", ["", "123456", "123456789", "12345a7", "1234 567"])
def test_a_licence_has_seven_or_eight_digits(worker, licence):
    with pytest.raises(credentials.LicenceWrong):
        add(worker, facts=CredentialFacts(TITLE, licence))

    assert not Credential.objects.exists()


@pytest.mark.parametrize("licence", ["1234567", "12345678", " 1234567 "])
def test_a_licence_of_seven_or_eight_digits_stands(worker, licence):
    assert add(worker, facts=CredentialFacts(TITLE, licence)).licence == licence.strip()


def test_nobody_looks_up_her_own(coordinator):
    with pytest.raises(credentials.VerifiesOneself):
        verify(coordinator, add(coordinator))


def test_only_coordination_says_that_it_stands_in_the_register(worker, stranger):
    credential = add(worker)
    for person in (worker, stranger):
        with pytest.raises(PermissionDenied):
            verify(person, credential)
    with pytest.raises(PermissionDenied):
        add(stranger, user=worker)


def test_nobody_looks_it_up_tomorrow(worker, coordinator):
    with pytest.raises(credentials.CheckedInFuture):
        verify(coordinator, add(worker), on=NOON.date() + dt.timedelta(days=1))


def test_another_number_is_looked_up_again(worker, coordinator):
    credential = verify(coordinator, add(worker))
    same = CredentialFacts(TITLE, "0000001", training="Más horas")
    do(credentials.change_credential, worker, credential=credential, facts=same)
    assert licences.checked() == {worker.pk}

    other = CredentialFacts(TITLE, "0000002")
    do(credentials.change_credential, worker, credential=credential, facts=other)

    assert licences.checked() == set()


def test_what_is_out_of_use_is_printed_no_more(worker, coordinator):
    credential = verify(coordinator, add(worker))

    do(credentials.retire_credential, worker, credential=credential)

    assert licences.of(worker) == []
    with pytest.raises(credentials.Retired):
        verify(coordinator, credential)


def test_who_makes_no_reports_has_no_title_here(coordinator):
    lawyer = factories.make_member(factories.make_team(), "lawyer")

    with pytest.raises(credentials.NotAnExpert):
        add(coordinator, user=lawyer)
    with pytest.raises(credentials.TitleMissing):
        add(coordinator, facts=CredentialFacts(" ", "1234567"))
