"""The pages about missing persons: what each reader sees, what is typed, what is never lost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.audit.models import Event
from accompaniment.staff import access
from cases.actions import missing as records
from cases.actions import missing_search, missing_trail
from cases.actions.missing_dates import DateFacts, add_family_date
from cases.enums import FUNCTION_ACTIONS, Function
from cases.enums.missing import Hurting, MissingStatus
from cases.models import ChildTold, FamilyDate, MissingDate, MissingPerson, Task
from tests.cases.searching import (
    HOLDS,
    NAME,
    furnish,
    keep,
    make_child,
    make_missing,
    move,
)
from tests.factories import NOON, SECRET_TEXT, make_case, make_member, make_team
from tests.traces import do

TODAY = "2026-05-02"
STATUS = {
    "source": "OFICIO",
    "dated_on": TODAY,
    "reference": "OF-000",
    "way": "EN_PERSONA",
    "told_on": TODAY,
    "told_by": "La comisión",
    "told_to": "A su mamá",
    "accompanied_by": "Ofelia",
}


@pytest.fixture
def missing(case, worker):
    return make_missing(case, worker)


@pytest.fixture
def page(client, case, worker):
    """Ask for a page of the search as the responsible."""
    client.force_login(worker)

    def ask(room, *args, **sent):
        url = reverse(f"cases:missing{'_' if room else ''}{room}", args=[case.code, *args])
        return client.post(url, sent) if sent else client.get(url)

    return ask


def as_other(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"cases:{name}", args=args))


# --- who sees what ---------------------------------------------------------------------------


def test_record_shows_everything_to_who_reads(page, case, worker):
    parts = furnish(case, worker)
    said = page("record", parts["missing"].pk).content.decode()

    for words in (NAME, HOLDS, SECRET_TEXT, "El Sauz", "Carpeta azul", "La fiscalía", "OF-000"):
        assert words in said
    read = Event.objects.filter(verb="read", root=parts["missing"].pk)
    assert {field for row in read for field in row.fields} >= {
        "missing.name",
        "missing.events",
        "missing_status.facts",
        "missing_search.facts",
        "missing_sample.facts",
        "missing_authority.facts",
        "missing_contact.facts",
        "missing_date.facts",
    }


@pytest.mark.parametrize("role", ["reception", "coordinator"])
def test_room_shows_the_name_and_nothing_of_what_is_known(client, case, worker, team, role):
    parts = furnish(case, worker)
    answer = as_other(client, make_member(team, role), "missing", case.code)
    said = answer.content.decode()

    assert answer.status_code == 200
    assert NAME in said
    for words in (HOLDS, SECRET_TEXT, "Identificaci", "mi muchacho", "trabajando", "Madre"):
        assert words not in said
    for name in ("missing_record", "missing_print", "missing_searches"):
        other = as_other(client, make_member(team, role), name, case.code, parts["missing"].pk)
        assert other.status_code == 403
        assert SECRET_TEXT not in other.content.decode()


def test_legal_function_sees_the_name_alone(client, case, worker):
    furnish(case, worker)
    lawyer = make_member(make_team(), "lawyer")
    access.grant(lawyer, FUNCTION_ACTIONS[Function.LEGAL], case)
    said = as_other(client, lawyer, "missing", case.code).content.decode()

    assert NAME in said
    assert HOLDS not in said
    listed = as_other(client, lawyer, "missing_list").content.decode()
    assert NAME in listed
    assert "Identificaci" not in listed


def test_families_do_not_read_each_other(client, case, worker, missing, stranger):
    theirs = make_case(by=stranger, name="Otra Familia")
    access.grant(worker, FUNCTION_ACTIONS[Function.MEMBER], theirs)
    own = records.Meaning("ESPOSA_PAREJA", "mi esposo", "Está vivo.")
    do(records.link_missing, worker, case=theirs, missing=missing, meaning=own)
    move(case, missing, worker, MissingStatus.EN_IDENTIFICACION)
    said = as_other(client, stranger, "missing_record", theirs.code, missing.pk).content.decode()

    assert "Está vivo." in said
    for words in (HOLDS, "mi muchacho", "La fiscalía", case.code):
        assert words not in said
    again = as_other(client, stranger, "missing_record", case.code, missing.pk)
    assert again.status_code == 404


def test_paper_is_on_record_and_leaves_the_family_out(page, case, worker):
    parts = furnish(case, worker)
    said = page("print", parts["missing"].pk).content.decode()

    assert SECRET_TEXT in said
    for words in (HOLDS, "Su mamá", "La fiscalía"):
        assert words not in said
    printed = Event.objects.get(verb="print")
    assert (printed.kind, printed.root) == ("cases.missingperson", parts["missing"].pk)


# --- lists -----------------------------------------------------------------------------------


def queries(client, url, counted):
    with counted() as context:
        assert client.get(url).status_code == 200
    return len(context)


@pytest.fixture
def counted(client, worker):
    client.force_login(worker)
    return lambda: CaptureQueriesContext(connection)


def test_list_asks_a_constant_number_of_questions(client, case, worker, counted):
    url = reverse("cases:missing_list")
    make_missing(case, worker)
    client.get(url)
    one = queries(client, url, counted)
    for number in range(30):
        make_missing(case, worker, name=f"Persona Número {number}", is_another=True)

    assert queries(client, url, counted) == one


def test_list_turns_its_pages(client, case, worker):
    client.force_login(worker)
    for number in range(30):
        at = NOON + dt.timedelta(minutes=number // 2)  # some at the same moment
        make_missing(case, worker, name=f"Persona P{number:02}x", is_another=True, at=at)
    first = client.get(reverse("cases:missing_list"))
    rest = client.get(reverse("cases:missing_list"), {"after": str(first.context["next"])})

    seen = [line.name for line in (*first.context["lines"], *rest.context["lines"])]
    assert len(first.context["lines"]) == 25
    assert sorted(seen) == [f"Persona P{number:02}x" for number in range(30)]
    assert client.get(reverse("cases:missing_list"), {"after": "sin sentido"}).status_code == 200


def test_empty_list_says_how_to_begin(client, stranger):
    client.force_login(stranger)
    said = client.get(reverse("cases:missing_list")).content.decode()

    assert "Búsqueda" in said


def test_searches_and_contacts_turn_their_pages(client, page, case, worker, missing, counted):
    authority = do(
        missing_trail.add_authority,
        worker,
        case=case,
        missing=missing,
        facts=missing_trail.AuthorityFacts("CLB"),
    )
    urls = [
        reverse(f"cases:missing_{name}", args=[case.code, missing.pk])
        for name in ("searches", "contacts", "record")
    ]
    few = None
    for number in range(1, 31):
        day = dt.date(2026, 4, 1) + dt.timedelta(days=number // 2)
        facts = missing_search.SearchFacts("GENERALIZADA", day, place=f"Lugar {number}")
        do(missing_search.add_search, worker, case=case, missing=missing, facts=facts)
        said = missing_trail.SaidFacts(day, f"Dicho {number}")
        do(missing_trail.log_contact, worker, case=case, authority=authority, facts=said)
        if number == 2:
            for url in urls:
                client.get(url)
            few = [queries(client, url, counted) for url in urls]

    assert [queries(client, url, counted) for url in urls] == few
    for url, rows in zip(urls, ("searches", "contacts"), strict=False):
        first = client.get(url)
        rest = client.get(url, {"after": str(first.context["next"])})
        found = {each.row.pk for each in (*first.context[rows], *rest.context[rows])}
        assert (len(first.context[rows]), len(found)) == (25, 30)


def test_room_and_year_ask_a_constant_number_of_questions(client, case, worker, counted):
    missing = make_missing(case, worker)
    child = make_child(case, worker)
    told = missing_trail.ToldFacts("Su abuela", "Lo buscamos.")
    for each in range(1, 9):
        facts = DateFacts(Hurting.PROPIA, 6, each)
        do(add_family_date, worker, case=case, facts=facts)
        do(missing_trail.keep_told, worker, case=case, missing=missing, person=child, facts=told)
        make_missing(case, worker, name=f"Otra Persona {each}", is_another=True)
        urls = [reverse(f"cases:{name}", args=[case.code]) for name in ("missing", "missing_dates")]
        if each == 1:
            for url in urls:
                client.get(url)
            few = [queries(client, url, counted) for url in urls]

    assert [queries(client, url, counted) for url in urls] == few


# --- forms -----------------------------------------------------------------------------------


def test_record_is_opened_and_written_through_the_pages(page, case, worker):
    answer = page("add", name="Ramiro", status="NO_LOCALIZADA", holds_true="Está.")
    missing = MissingPerson.objects.get()
    assert answer.url == reverse("cases:missing_record", args=[case.code, missing.pk])

    answer = page(
        "block", missing.pk, "events", seen_on="2019-03-14", seen_at="18:30", actors=["NO_DECLARA"]
    )
    assert answer.status_code == 302
    events = do(lambda by, at: MissingPerson.objects.get().events.reveal(), worker)
    assert events == {"seen_on": "2019-03-14", "seen_at": "18:30", "actors": ["NO_DECLARA"]}
    assert MissingDate.objects.count() == 1
    assert page("meaning", missing.pk, refers_as="Mi papá").status_code == 302
    assert page("name", missing.pk, name="Ramiro Nogal").status_code == 302


def test_what_the_family_said_before_is_not_lost(page, missing):
    page("meaning", missing.pk, holds_true="Lo sigo esperando.")
    page("meaning", missing.pk, holds_true="Sé que está lejos.")
    answer = page("meaning", missing.pk)

    sayings = [each.holds_true for each in answer.context["sayings"]]
    assert sayings == ["Lo sigo esperando.", HOLDS]
    assert HOLDS in answer.content.decode()


def test_same_name_is_asked_about_on_the_page(page, case, missing):
    answer = page("add", name=NAME, status="DESAPARECIDA")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'type="checkbox" name="is_another"' in said
    assert NAME in said

    again = page("add", name=NAME, status="DESAPARECIDA", is_another="on")
    assert again.status_code == 302


def test_second_writer_sees_both_texts_and_saves_again(page, case, worker, missing):
    keep(case, missing, worker, "legal", amparo="Primero")
    answer = page("block", missing.pk, "legal", amparo="Segundo", seen="")
    said = answer.content.decode()

    assert answer.status_code == 409
    assert "Primero" in said
    assert 'value="Segundo"' in said
    marked = page("block", missing.pk, "events", actors=["EJERCITO", "MARINA"], seen="stale")
    assert marked.content.decode().count(" checked") == 2  # nothing marked is lost
    seen = records.fingerprint(MissingPerson.objects.get(), "legal")
    assert f'name="seen" value="{seen}"' in said
    assert page("block", missing.pk, "legal", amparo="Segundo", seen=seen).status_code == 302


@pytest.mark.parametrize(
    ("block", "sent", "named"),
    [
        ("events", {"seen_on": "2999-01-01"}, "seen_on"),
        ("events", {"seen_on": "1650-01-01"}, "seen_on"),
        ("events", {"seen_on": "primavera de 2011"}, "seen_on"),
        ("events", {"actors": ["NADIE"]}, "actors"),
        ("who", {"sex": "X"}, "sex"),
        ("who", {"loves": "a" * 2001}, "loves"),
    ],
)
def test_block_that_cannot_be_meant_comes_back(page, missing, block, sent, named):
    answer = page("block", missing.pk, block, **sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [named]


def test_unknown_block_does_not_exist(page, missing):
    assert page("block", missing.pk, "name").status_code == 404


def test_status_is_changed_on_the_page_and_refused_without_its_guard(page, missing):
    move_to = {**STATUS, "to": MissingStatus.EN_IDENTIFICACION}
    without = {**move_to, "accompanied_by": ""}
    answer = page("status", missing.pk, **without)
    assert answer.status_code == 422
    assert "OF-000" in answer.content.decode()  # nothing typed is lost

    assert page("status", missing.pk, **move_to).status_code == 302
    missing.refresh_from_db()
    assert missing.status == MissingStatus.EN_IDENTIFICACION
    never = {**STATUS, "to": MissingStatus.RESTITUCION}
    assert list(page("status", missing.pk, **never).context["form"].errors) == ["to"]


def test_registry_that_told_nobody_warns_in_the_room(page, case, worker, missing):
    sent = {"to": "RNPDNO_RETIRADA", **STATUS, "way": "NADIE_LE_HA_DICHO", "told_by": ""}
    assert page("registry", missing.pk, **sent).status_code == 302
    step = missing.steps.get(of="RNPDNO")
    assert "#changes" in page("").content.decode()

    assert page("told", step.pk, **STATUS).status_code == 302
    assert "#changes" not in page("").content.decode()
    assert Task.objects.get().state == "DONE"


def test_record_shared_later_asks_nothing_about_what_was_before(client, case, worker, missing):
    move(case, missing, worker, MissingStatus.EN_IDENTIFICACION)
    other = make_case(by=worker, name="Otra Familia")
    do(records.link_missing, worker, case=other, missing=missing, at=NOON + dt.timedelta(days=1))
    said = as_other(client, worker, "missing", other.code).content.decode()

    assert "#changes" not in said


def test_record_is_shared_through_the_page_and_only_what_one_may(client, case, worker, missing):
    stranger = make_member(make_team())
    theirs = make_missing(make_case(by=stranger), stranger, name="Ajena Persona")
    other = make_case(by=worker, name="Otra Familia")
    client.force_login(worker)
    url = reverse("cases:missing_link", args=[other.code])
    said = client.get(url).content.decode()
    assert missing.code in said
    assert theirs.code not in said

    assert client.post(url, {"missing": str(theirs.pk)}).status_code == 422
    assert client.post(url, {"missing": str(missing.pk)}).status_code == 302
    assert other.missing_links.get().missing == missing


# --- searches, children, dates ---------------------------------------------------------------


def test_search_sample_authority_and_child_are_kept_through_the_pages(page, case, worker, missing):
    child = make_child(case, worker)
    day = {"searched_on": TODAY, "kind": "INMEDIATA", "in_field": "on", "place": "El Sauz"}
    assert page("search_add", missing.pk, **day).status_code == 302
    search = missing.searches.get()
    assert 'value="El Sauz"' in page("search_edit", search.pk).content.decode()
    late = page("search_edit", search.pk, **day, findings="Nada", seen="")
    assert late.status_code == 409
    assert "El Sauz" in late.content.decode()
    seen = records.fingerprint(search, "facts")
    assert page("search_edit", search.pk, **day, findings="Nada", seen=seen).status_code == 302

    sample = {"donor": "Su mamá", "consent_method": "VERBAL_DOCUMENTADO", "consent_on": TODAY}
    assert page("sample_add", missing.pk, **sample).status_code == 422
    sample |= {"consent_method": "AUTOGRAFA", "consent_kept": "Carpeta azul"}
    assert page("sample_add", missing.pk, **sample).status_code == 302
    given = missing.samples.get()
    assert "Carpeta azul" in page("sample_edit", given.pk).content.decode()
    assert page("sample_edit", given.pk, **sample, in_bank="SI").status_code == 302

    assert page("authority_add", missing.pk, kind="CNB", leads="on").status_code == 302
    authority = missing.authorities.get()
    assert page("authority_edit", authority.pk, kind="CLB", office="Norte").status_code == 302
    said = {"contacted_on": TODAY, "said": "Se pidió el plan."}
    assert page("contact_log", authority.pk, **said).status_code == 302

    told = {"person": child.pk, "missing": missing.pk, "told_by": "Su tía", "words": "Lo buscamos."}
    assert page("child_told", **told).status_code == 302
    assert ChildTold.objects.get().person == child
    room = page("").content.decode()
    assert "Lo buscamos." in room


def test_dates_are_kept_drawn_and_taken_out(page, case, worker, missing):
    assert page("date_add", why="DIA_DE_LAS_MADRES").status_code == 302
    own = {"why": "PROPIA", "day": "29", "month": "2", "year": "2016", "words": "Su boda"}
    assert page("date_add", **own, missing=str(missing.pk)).status_code == 302
    said = page("dates").content.decode()
    assert "Su boda" in said
    assert said.count('class="dot"') == 2

    assert page("date_add", why="PROPIA", day="31", month="4").status_code == 422
    assert page("date_add", why="PROPIA").status_code == 422
    assert page("family_date_retire", FamilyDate.objects.get().pk, x="1").status_code == 302
    assert page("record_date_retire", MissingDate.objects.get().pk, x="1").status_code == 302
    assert page("dates").content.decode().count('class="dot"') == 0


def test_path_of_the_case_tells_of_the_search_to_who_reads(client, case, worker, team):
    furnish(case, worker)
    url = reverse("cases:detail", args=[case.code])
    client.force_login(worker)
    assert "#searches" in client.get(url).content.decode()

    client.force_login(make_member(team, "reception"))
    assert "#searches" not in client.get(url).content.decode()
