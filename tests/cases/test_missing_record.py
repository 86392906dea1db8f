"""The record of a missing person: shared between families, each word where it belongs."""

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.staff import access
from accompaniment.staff.pages import page
from accompaniment.vault import index, keys
from cases.actions import missing as use
from cases.actions.erasing import erase_case
from cases.actions.missing import Meaning, MissingNames
from cases.actions.refusal import CaseClosed
from cases.enums import FUNCTION_ACTIONS, Function
from cases.models import Case, MissingDate, MissingLink, MissingPerson
from tests.cases.searching import HOLDS, NAME, WORDS, keep, make_missing
from tests.factories import NOON, make_case, make_member, make_team
from tests.traces import changes, do, everything_said, refusals


@pytest.fixture
def missing(case, worker):
    return make_missing(case, worker)


@pytest.fixture
def other(worker):
    return make_case(by=worker, name="Otra Familia")


def open_name(by, missing):
    return do(lambda by, at: MissingPerson.objects.get(pk=missing.pk).name.reveal(), by)


def open_events(by, missing):
    return do(lambda by, at: MissingPerson.objects.get(pk=missing.pk).events.reveal(), by)


def found(user, text):
    def look(by, at):
        return page(Case.objects.all(), user, words=index.asked(text)).records

    return {case.code for case in do(look, user)}


def test_record_is_entered_with_keys_of_its_own(case, worker):
    missing = make_missing(case, worker)

    link = case.missing_links.get()
    assert changes(2) == [
        ("create", "cases.missingperson", missing.pk, [], ["name", "status"]),
        (
            "create",
            "cases.missinglink",
            case.pk,
            [str(link.pk)],
            ["missing", "kinship", "refers_as", "holds_true"],
        ),
    ]
    assert {row.compartment for row in keys.fetch([missing.pk])} == {"identity", "intelligence"}
    assert (missing.status, missing.registry) == ("DESAPARECIDA", "RNPDNO_NO_CONSTA")
    for secret in (NAME, HOLDS, "mi muchacho"):
        assert secret not in everything_said()


def test_nameless_record_is_refused_and_nothing_stays(case, worker):
    with pytest.raises(use.MissingNameMissing):
        make_missing(case, worker, name="  ")

    assert not MissingPerson.objects.exists()
    assert not MissingLink.objects.exists()


def test_same_name_twice_is_asked_about_and_never_across_walls(case, worker, missing, other):
    with pytest.raises(use.PerhapsKnown):
        make_missing(other, worker, name="zafirino, RAMIRO")
    make_missing(other, worker, is_another=True)
    outsider = make_member(make_team())
    theirs = make_case(by=outsider, name="Otra Familia")

    assert make_missing(theirs, outsider).code  # of what is hidden from her, nothing is said
    assert MissingPerson.objects.count() == 3


def test_closed_case_and_strangers_enter_nobody(case, worker, stranger, coordinator):
    for by in (stranger, coordinator):
        with pytest.raises(PermissionDenied):
            make_missing(case, by)
    type(case)._base_manager.filter(pk=case.pk).update(
        is_open=False, state="CERRADO", closed_at=NOON, closed_by=worker, closing_reason="DUPLICADO"
    )
    with pytest.raises(CaseClosed):
        make_missing(case, worker)
    assert not MissingPerson.objects.exists()


@pytest.mark.parametrize(
    ("function", "name", "events"),
    [
        (Function.RESPONSIBLE, True, True),
        (Function.MEMBER, True, True),
        (Function.SUPERVISOR, True, True),
        (Function.LEGAL, True, False),
    ],
)
def test_each_function_opens_what_it_may(case, worker, missing, function, name, events):
    keep(case, missing, worker, "events", place="El Sauz")
    by = make_member(make_team(), "lawyer" if function == Function.LEGAL else "psychologist")
    access.grant(by, FUNCTION_ACTIONS[function], case)

    assert (open_name(by, missing) == NAME) is name
    if events:
        assert open_events(by, missing) == {"place": "El Sauz"}
    else:
        with pytest.raises(PermissionDenied):
            open_events(by, missing)


def test_reception_and_coordination_open_the_name_alone(case, worker, missing, team):
    keep(case, missing, worker, "events", place="El Sauz")
    for role in ("reception", "coordinator"):
        by = make_member(team, role)
        assert open_name(by, missing) == NAME
        with pytest.raises(PermissionDenied):
            open_events(by, missing)
    outsider = make_member(make_team())
    assert not MissingPerson.objects.visible_to(outsider).exists()
    with pytest.raises(PermissionDenied):
        open_name(outsider, missing)


# --- several families ------------------------------------------------------------------------


def test_second_family_shares_the_record_and_not_the_meaning(case, worker, missing, stranger):
    keep(case, missing, worker, "events", place="El Sauz")
    theirs = make_case(by=stranger, name="Otra Familia")
    assert not MissingPerson.objects.visible_to(stranger).exists()
    access.grant(worker, FUNCTION_ACTIONS[Function.MEMBER], theirs)

    own = Meaning("ESPOSA_PAREJA", "mi esposo", "Está vivo.")
    link = do(use.link_missing, worker, case=theirs, missing=missing, meaning=own)

    assert changes(2) == [
        (
            "create",
            "cases.missinglink",
            theirs.pk,
            [str(link.pk)],
            ["missing", "kinship", "refers_as", "holds_true"],
        ),
        ("grant", "cases.missingperson", missing.pk, [], ["links"]),
    ]
    assert open_events(stranger, missing) == {"place": "El Sauz"}
    with pytest.raises(PermissionDenied):
        do(lambda by, at: case.missing_links.get().holds_true.reveal(), stranger)
    assert do(lambda by, at: link.holds_true.reveal(), stranger) == "Está vivo."


def test_record_is_shared_by_who_knows_both_sides(case, worker, missing, team, stranger):
    theirs = make_case(by=stranger, name="Otra Familia")
    with pytest.raises(PermissionDenied):
        do(use.link_missing, stranger, case=theirs, missing=missing)  # has never seen it
    with pytest.raises(PermissionDenied):
        do(use.link_missing, worker, case=theirs, missing=missing)  # does not see their case
    assert refusals()[-1][1] == theirs.pk
    with pytest.raises(use.LinkedBefore):
        do(use.link_missing, worker, case=case, missing=missing)
    coordinator = make_member(team, "coordinator")
    mine = make_case(by=worker, name="Otra Familia")
    assert do(use.link_missing, coordinator, case=mine, missing=missing).case == mine
    reception = make_member(team, "reception")
    with pytest.raises(PermissionDenied):
        do(use.link_missing, reception, case=mine, missing=missing)


def test_last_family_keeps_the_record(case, worker, missing, other):
    with pytest.raises(use.LastLink):
        do(use.unlink_missing, worker, case=case, missing=missing)
    do(use.link_missing, worker, case=other, missing=missing)

    link = do(use.unlink_missing, worker, case=case, missing=missing)

    assert changes(2) == [
        ("change", "cases.missinglink", case.pk, [str(link.pk)], ["ended_at"]),
        ("revoke", "cases.missingperson", missing.pk, [], ["links"]),
    ]
    assert found(worker, NAME) == {other.code}
    with pytest.raises(use.NotLinked):
        do(use.unlink_missing, worker, case=case, missing=missing)


def test_families_are_found_by_the_name_they_search_for(case, worker, missing, other, stranger):
    do(use.link_missing, worker, case=other, missing=missing)
    assert found(worker, "zafirino") == {case.code, other.code}
    assert found(stranger, "zafirino") == set()

    names = MissingNames("Ramiro Nogal", nickname="Rami")
    do(use.rename_missing, worker, case=case, missing=missing, names=names)

    assert found(worker, "zafirino") == set()
    assert found(worker, "rami") == found(worker, "nogal") == {case.code, other.code}
    assert changes(1) == [("change", "cases.missingperson", missing.pk, [], ["name", "nickname"])]
    with pytest.raises(use.MissingNameMissing):
        do(use.rename_missing, worker, case=case, missing=missing, names=MissingNames(" "))


def test_meaning_is_said_anew_and_what_was_said_stays(case, worker, missing):
    said = Meaning("MADRE", "mi hijo", "Lo sigo esperando.")
    link = do(use.say_meaning, worker, case=case, missing=missing, meaning=said)

    assert changes(1)[0][:4] == ("change", "cases.missinglink", case.pk, [str(link.pk)])
    versions = link.history.order_by("history_date")
    opened = do(lambda by, at: [row.holds_true.reveal() for row in versions], worker)
    assert opened == [HOLDS, "Lo sigo esperando."]


# --- blocks ----------------------------------------------------------------------------------


def test_block_keeps_what_was_written_and_nothing_else(case, worker, missing):
    keep(case, missing, worker, "description", marks="Un lunar", body="", nonsense="x")

    row = MissingPerson.objects.get()
    assert do(lambda by, at: row.description.reveal(), worker) == {"marks": "Un lunar"}
    assert changes(1) == [("change", "cases.missingperson", missing.pk, [], ["description"])]


def test_second_writer_overwrites_nothing(case, worker, missing):
    keep(case, missing, worker, "legal", amparo="123")
    with pytest.raises(use.ChangedMeanwhile):
        do(
            use.keep_block,
            worker,
            case=case,
            missing=missing,
            block="legal",
            facts={"amparo": "456"},
            seen="",
        )
    row = MissingPerson.objects.get()
    assert do(lambda by, at: row.legal.reveal(), worker) == {"amparo": "123"}


@pytest.mark.parametrize(
    ("block", "facts", "why", "day"),
    [
        ("events", {"seen_on": "2019-03-14"}, "DESAPARICION", (3, 14)),
        ("events", {"seen_on": "2019-03-14", "precision": "DIA"}, "DESAPARICION", (3, 14)),
        ("who", {"birth_date": "1996-02-29"}, "CUMPLEANOS", (2, 29)),
    ],
)
def test_days_of_the_record_join_the_dates_that_hurt(case, worker, missing, block, facts, why, day):
    keep(case, missing, worker, block, **facts)

    date = MissingDate.objects.get()
    said = do(lambda by, at: date.facts.reveal(), worker)
    year = int(next(iter(facts.values()))[:4])
    assert ((date.month, date.day), said) == (day, {"why": why, "year": year, "from": block})


def test_day_of_the_record_is_followed_and_taken_out(case, worker, missing):
    keep(case, missing, worker, "events", seen_on="2019-03-14")
    keep(case, missing, worker, "events", seen_on="2019-03-15", place="El Sauz")
    keep(case, missing, worker, "events", seen_on="2019-03-15", place="La Junta")
    date = MissingDate.objects.get()
    assert ((date.month, date.day), date.history.count()) == ((3, 15), 2)

    keep(case, missing, worker, "events", seen_on="2019-03-01", precision="MES")
    date.refresh_from_db()
    assert date.retired_at


def test_vague_day_hurts_no_day_in_particular(case, worker, missing):
    keep(case, missing, worker, "events", seen_on="2019-03-14", precision="ANO")

    assert not MissingDate.objects.exists()


# --- erasing ---------------------------------------------------------------------------------


def test_erased_case_takes_the_record_no_other_family_shares(
    case, worker, missing, team, django_capture_on_commit_callbacks
):
    coordinator = make_member(team, "coordinator")
    with django_capture_on_commit_callbacks(execute=True):
        do(erase_case, coordinator, case=case)

    missing.refresh_from_db()
    assert missing.erased_at
    assert not missing.words.exists()
    assert {row.wrapped for row in keys.fetch([missing.pk])} == {None}


def test_erased_case_leaves_the_record_another_family_shares(case, worker, missing, other, team):
    do(use.link_missing, worker, case=other, missing=missing, meaning=WORDS)
    do(erase_case, make_member(team, "coordinator"), case=case)

    assert open_name(worker, missing) == NAME
