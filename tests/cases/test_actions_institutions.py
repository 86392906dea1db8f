"""The directory of institutions: of a shelter nobody writes down where it is."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cases.actions import institutions
from cases.actions.institutions import InstitutionFacts, add_institution, change_institution
from cases.enums.institutions import HIDDEN
from cases.models import Institution
from cases.reports.institutions import found
from tests.cases.planned import TODAY, days, make_institution
from tests.factories import NOON, make_member
from tests.traces import changes, do

SAID = {"name": "Hospital General", "kind": "HOSPITAL_URGENCIAS"}


def test_coordination_keeps_the_directory_with_exact_trace(coordinator):
    facts = InstitutionFacts(**SAID, state="08", municipality="08019", address="Calle Uno 1")

    row = do(add_institution, coordinator, facts=facts)
    later = NOON + days(9)
    do(change_institution, coordinator, institution=row, facts=InstitutionFacts(**SAID), at=later)

    row.refresh_from_db()
    assert (row.address, row.checked_on, row.kept_by) == ("", TODAY + days(9), coordinator)
    assert [each[:4] for each in changes(2)] == [
        ("create", "cases.institution", row.pk, []),
        ("change", "cases.institution", row.pk, []),
    ]
    assert row.history.count() == 2


@pytest.mark.parametrize("role", ["psychologist", "lawyer", "reception"])
def test_nobody_else_does(team, role, coordinator):
    row = make_institution(coordinator)
    by = make_member(team, role)
    with pytest.raises(PermissionDenied):
        do(add_institution, by, facts=InstitutionFacts(**SAID))
    with pytest.raises(PermissionDenied):
        do(change_institution, by, institution=row, facts=InstitutionFacts(**SAID))


@pytest.mark.parametrize("kind", sorted(HIDDEN))
@pytest.mark.parametrize(
    "place",
    [
        {"address": "Sauce 12"},
        {"municipality": "08027", "state": "08"},
        {"state": "08"},
        {"notes": "Está en la calle Sauce, portón verde"},
        {"hours": "De 9 a 14, Av. Juárez 400"},
        {"to_bring": "Llegar a Sauce #14"},
        {"name": "Refugio de la colonia Centro"},
        {"notes": "C.P. 31000"},
        {"notes": "km 12 de la carretera a Juárez"},
    ],
)
def test_shelter_never_holds_a_place_in_any_field(coordinator, kind, place):
    facts = {"name": "Refugio", "kind": kind, "phones": "614 000 0150", **place}
    with pytest.raises(institutions.ShelterHasNoAddress):
        do(add_institution, coordinator, facts=InstitutionFacts(**facts))
    assert not Institution.objects.exists()


def test_shelter_says_how_to_ask_for_a_place(coordinator):
    notes = "Se solicita por teléfono, a cualquier hora. Reciben hijas e hijos."
    row = make_institution(coordinator, "Refugio", kind="REFUGIO", notes=notes)

    assert (row.address, row.municipality, row.state) == ("", "", "")


def test_the_database_refuses_the_address_of_a_shelter_too(coordinator):
    row = make_institution(coordinator, "Refugio", kind="REFUGIO")
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=row.pk).update(address="Sauce 12")


def test_institution_stands_once_in_a_place(coordinator):
    row = make_institution(coordinator, **SAID, municipality="08019", state="08")
    with pytest.raises(institutions.InstitutionKnown):
        make_institution(coordinator, "HOSPITAL general", kind="DIF", municipality="08019")
    make_institution(coordinator, **SAID, municipality="08037", state="08")
    retired = InstitutionFacts(**SAID, municipality="08019", state="08", is_active=False)
    do(change_institution, coordinator, institution=row, facts=retired)
    make_institution(coordinator, **SAID, municipality="08019", state="08")
    with pytest.raises(institutions.InstitutionUnnamed):
        make_institution(coordinator, " ")


@pytest.mark.parametrize(
    ("words", "asked", "names"),
    [
        (["clinica"], {}, ["Clínica Ñandú"]),
        (["nandu", "juarez"], {}, ["Clínica Ñandú"]),
        (["chihuahua"], {}, ["Clínica Ñandú", "Hospital General"]),
        ([], {"kind": "HOSPITAL_URGENCIAS"}, ["Hospital General"]),
        ([], {"municipality": "08037"}, ["Clínica Ñandú"]),
        ([], {"rests": True}, ["Antigua", "Clínica Ñandú", "Hospital General"]),
        (["nada"], {}, []),
    ],
)
def test_institutions_are_found_without_accents(coordinator, words, asked, names):
    make_institution(coordinator, **SAID, municipality="08019", state="08")
    make_institution(
        coordinator, "Clínica Ñandú", kind="CENTRO_SALUD_NOM046", municipality="08037", state="08"
    )
    make_institution(coordinator, "Antigua", kind="DIF", is_active=False)

    assert [each.institution.name for each in found(words, asked, 1).rows] == names
