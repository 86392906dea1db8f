"""The room of a family: what it shows, what its paper leaves out, what its forms say."""

import random
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from cases.actions import family
from cases.actions.custody import tell_child
from cases.actions.people import only_mention
from cases.enums import AgeGroup, ParticipationRole, Pronouns, Visibility
from cases.enums.bond import BondKind
from cases.enums.family import Truth, Whereabouts
from cases.models import Bond, Case, Note
from cases.reports.family_paper import without_private_spaces
from tests.cases.families import bind, join, make_family, make_whole_family, mention, write
from tests.factories import NOON, make_case, make_member
from tests.traces import do

TOKEN = re.compile(r'value="\w{64}"|nonce="[^"]+"')


@pytest.fixture
def whole(worker):
    return make_whole_family(worker)


@pytest.fixture
def reader(worker):
    client = Client()
    client.force_login(worker)
    return client


def page(client, case, name="family", *args, status=200, **get):
    answer = client.get(reverse(f"cases:{name}", args=[case.code, *args]), get)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, case, name, *args, **data):
    return client.post(reverse(f"cases:{name}", args=[case.code, *args]), data)


def test_a_new_family_says_what_comes_next(worker, reader):
    said = page(reader, make_family(by=worker, name="Rosa"))

    assert "Rosa" in said
    assert "There are no bonds yet" in said or "Todavía no hay vínculos" in said


def test_the_genogram_says_in_words_what_it_draws(whole, worker, reader):
    case, people = whole
    missing = mention(
        case, worker, "Toño", whereabouts=Whereabouts.DESAPARECIDA, birth_year=1995,
        pronouns=Pronouns.EL,
    )  # fmt: skip
    died = mention(case, worker, "Adela", whereabouts=Whereabouts.FALLECIDA, birth_year=1980)
    bind(case, worker, people["Rosa"], BondKind.MADRE_PADRE, people["Elena"])
    bind(case, worker, people["Rosa"], BondKind.MADRE_PADRE, missing)
    bind(case, worker, people["Rosa"], BondKind.MADRE_PADRE, died)

    said = page(reader, case)

    assert "<title" in said
    assert "<desc" in said
    for person in (*people.values(), missing, died):
        assert f'href="#person-{person.pk}"' in said
        assert f'id="person-{person.pk}"' in said
    assert 'data-mark="missing"' in said
    (label,) = [part for part in said.split('aria-label="') if part.startswith("Toño")]
    assert any(word in label for word in ("is being looked for", "se le busca"))
    (label,) = [part for part in said.split('aria-label="') if part.startswith("Adela")]
    assert "unos" not in label.split('"')[0]  # who has died has no age today


def test_who_has_not_agreed_is_shown_as_such(whole, worker, reader):
    case, _people = whole
    join(case, worker, "Luis")

    said = page(reader, case)

    assert said.count("no se registra en sesiones") + said.count("is not put down") == 1


def test_sharing_is_off_unless_somebody_says_otherwise(whole, worker, reader):
    case, people = whole
    bond = bind(case, worker, people["Rosa"], BondKind.MADRE_PADRE, people["Elena"])
    assert post(reader, case, "bond_share", bond.pk).status_code == 422
    assert post(reader, case, "bond_share", bond.pk, safe="yes").status_code == 302
    assert Bond.objects.get().safe_to_share


def test_age_at_the_event_is_said_as_well_as_it_is_known(whole, worker, reader):
    case, _people = whole
    sections = {"event_when": "primavera de 2021"}
    do(family.write_sheet, worker, case=case, sections=sections)

    said = page(reader, case)

    assert "4 años" in said or "4 years old" in said


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (BondKind.MADRE_PADRE, "Rosa", "Rosa"),
        (BondKind.MADRE_PADRE, "Luz", "Rosa"),
    ],
)
def test_impossible_kinship_comes_back_with_a_sentence(whole, reader, kind, one, other):
    case, people = whole
    data = {"from_person": people[one].pk, "kind": kind, "to_person": people[other].pk}

    answer = post(reader, case, "bond_add", **data, since="primavera de 2011")

    assert answer.status_code == 422
    assert "primavera de 2011" in answer.content.decode()  # nothing typed is lost
    assert not Bond.objects.exists()


def test_persons_of_other_cases_are_no_choice(whole, reader):
    case, people = whole
    hidden = make_whole_family()[1]["Elena"]
    data = {"from_person": hidden.pk, "kind": BondKind.APOYO, "to_person": people["Rosa"].pk}

    assert post(reader, case, "bond_add", **data).status_code == 422
    assert page(reader, case, "family_space", hidden.pk, status=404)


def test_a_note_goes_where_it_is_put(whole, worker, reader):
    case, people = whole
    session = write(case, worker, "compartido", people=[people["Rosa"]]).session
    data = {
        "note_id": uuid.uuid4(), "version": 0, "template": "EVOLUCION", "visibility": "clinical",
        "about": people["Elena"].pk, "temas": "solo-suyo", "do": "save",
    }  # fmt: skip

    answer = post(reader, case, "note_new", session.pk, **data)

    assert answer.status_code == 302
    note = Note.objects.get(pk=data["note_id"])
    assert (note.about, note.visibility) == (people["Elena"], Visibility.PRIVATE)
    assert "solo-suyo" in page(reader, case, "family_space", people["Elena"].pk)
    assert "solo-suyo" not in page(reader, case, "detail")  # no excerpt in the path
    assert "compartido" in page(reader, case, "detail")


def test_a_note_stays_in_the_space_of_who_has_left(whole, worker, reader):
    case, people = whole
    note = write(case, worker, "suyo", about=people["Elena"], people=[people["Elena"]],
                 signed=False)  # fmt: skip
    do(only_mention, worker, participation=case.participations.get(person=people["Elena"]))
    data = {"note_id": note.pk, "version": 1, "template": "EVOLUCION", "visibility": "clinical",
            "temas": "suyo aún", "do": "save"}  # fmt: skip

    assert f'value="{people["Elena"].pk}"' in page(reader, case, "note", note.pk)
    assert post(reader, case, "note", note.pk, **data, about=people["Elena"].pk).status_code == 302
    note.refresh_from_db()
    assert (note.about, note.visibility, note.version) == (people["Elena"], "private", 2)
    assert post(reader, case, "note", note.pk, **{**data, "version": 2}).status_code == 302
    note.refresh_from_db()
    assert note.visibility == Visibility.PRIVATE  # a form that does not ask moves nothing out


def test_sessions_ask_who_is_there(whole, worker, reader):
    case, people = whole
    join(case, worker, "Luis")

    said = page(reader, case, "session_record")

    assert said.count('name="people"') == 4
    data = {"day": "2026-05-05", "hour": "10:00", "minutes": 60, "kind": "FAMILIAR",
            "modality": "PRESENCIAL_OFICINA", "attendance": "ASISTIO",
            "session_id": uuid.uuid4()}  # fmt: skip
    assert post(reader, case, "session_record", **data).status_code == 422
    data["people"] = [str(people["Rosa"].pk)]
    assert post(reader, case, "session_record", **data).status_code == 302
    assert list(case.sessions.get().people.values_list("person", flat=True)) == [people["Rosa"].pk]


def test_individual_cases_ask_nobody_who_is_there(case, reader):
    assert 'name="people"' not in page(reader, case, "session_record")


def test_two_who_write_the_sheet_see_both_texts(whole, worker, reader):
    case, _people = whole
    do(family.write_sheet, worker, case=case, sections={"roles": "lo-de-ella"})

    answer = post(reader, case, "family_sheet", version=0, roles="lo-mío")

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "lo-de-ella" in said
    assert "lo-mío" in said
    assert 'name="version" value="1"' in said
    joined = post(reader, case, "family_sheet", version=1, roles="lo-de-ella y lo-mío")
    assert joined.status_code == 302


# --- the paper of the family ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_no_paper_of_the_family_holds_a_private_word(whole, worker, reader, seed):
    """Random notes, shared and private, of every level, with addenda: only what is shared."""
    case, people = whole
    dice = random.Random(seed)
    shared, private = [], []
    for n in range(12):
        word = f"palabra{seed}x{n}y{dice.randrange(10**9)}"
        about = dice.choice([None, *people.values()])
        level = dice.choice([Visibility.TEAM, Visibility.SUPERVISION, Visibility.AUTHOR])
        write(case, worker, word, about=about, visibility=level, people=[people["Rosa"]],
              signed=True)  # fmt: skip
        (shared if about is None and level == Visibility.TEAM else private).append(word)
    for n, (name, person) in enumerate(people.items()):
        private.append(f"dicho-a-solas-{n}")
        with acting(worker, "care"):
            if person.age_group == AgeGroup.NINEZ:
                tell_child(case=case, child=person, truth=Truth.OTRA_COSA, told=private[-1],
                           by=worker, at=NOON)  # fmt: skip
            else:
                answers = family.SafetyAnswers(words=private[-1])
                family.interview_member(case=case, person=person, held_on=NOON.date(),
                                        answers=answers, by=worker, at=NOON)  # fmt: skip
        assert name
    do(family.write_sheet, worker, case=case, sections={"rules": "no-se-habla", "roles": "cambio"})
    uncle = mention(case, worker, "Ramiro")
    bind(case, worker, uncle, BondKind.AGRESION, people["Luz"], words="quien-daño")

    said = page(reader, case, "family_print")

    assert [word for word in shared if word not in said] == []
    assert [word for word in (*private, "no-se-habla", "quien-daño") if word in said] == []
    assert "cambio" in said
    assert 'data-kind="harm"' not in said


def test_the_paper_opens_no_private_key(whole, worker):
    """Even a note that was wrongly asked for would not open while the paper is made."""
    case, people = whole
    note = write(case, worker, "privada", about=people["Elena"], people=[people["Elena"]])
    shared = write(case, worker, "compartida", people=[people["Rosa"]])
    with acting(worker, "care"):
        with without_private_spaces():
            with pytest.raises(NoAccess):
                Note.objects.get(pk=note.pk).sections.reveal()
            assert "compartida" in Note.objects.get(pk=shared.pk).sections.reveal().values()

        assert "privada" in Note.objects.get(pk=note.pk).sections.reveal().values()


def test_who_may_not_read_sees_no_family(whole, team):
    case, _people = whole
    for role in ("coordinator", "reception"):
        client = Client()
        client.force_login(make_member(team, role))
        page(client, case, status=403)
        page(client, case, "family_print", status=403)


# --- someone of another accompaniment ------------------------------------------------------------


def test_someone_known_joins_as_the_same_person(whole, worker, reader):
    case, _people = whole
    other = make_case(by=worker, name="Sandra")
    person = other.participations.get().person
    address = reverse("cases:family_known", args=[case.code])

    said = reader.get(address, {"from": other.code}).content.decode()
    assert "Sandra" in said
    data = {"person": person.pk, "role": ParticipationRole.FAMILIAR}
    assert reader.post(f"{address}?from={other.code}", data).status_code == 302

    assert case.participations.filter(person=person, ended_at=None).exists()


def test_a_code_that_is_hidden_answers_like_one_that_does_not_exist(whole, reader):
    case, _people = whole
    hidden = make_case(name="Oculta")
    address = reverse("cases:family_known", args=[case.code])

    answers = {
        TOKEN.sub("", reader.get(address, {"from": code}).content.decode().replace(code, ""))
        for code in (hidden.code, "000-000-0")
    }

    (answer,) = answers
    assert "Oculta" not in answer


def test_a_member_gets_an_accompaniment_of_her_own_as_the_same_person(whole, reader, worker):
    case, people = whole
    team = str(worker.memberships.get(role="psychologist").team_id)
    data = {"team": team, "urgency": 3, "reason": "para mí"}

    answer = post(reader, case, "family_individual", people["Elena"].pk, **data)

    assert answer.status_code == 302
    begun = Case.objects.exclude(pk=case.pk).get()
    assert begun.line == "IND"
    assert begun.participations.get().person == people["Elena"]


def test_nobody_accompanies_who_has_harmed_and_who_was_harmed(whole, reader, worker):
    case, people = whole
    uncle = mention(case, worker, "Ramiro")
    bind(case, worker, uncle, BondKind.AGRESION, people["Luz"])
    team = str(worker.memberships.get(role="psychologist").team_id)

    answer = post(reader, case, "family_individual", uncle.pk, team=team, urgency=3)

    assert answer.status_code == 422
    assert Case.objects.count() == 1


# --- size ----------------------------------------------------------------------------------------


def test_thirty_persons_cost_as_many_queries_as_three(
    whole, worker, reader, django_assert_max_num_queries
):
    case, people = whole
    bind(case, worker, people["Rosa"], BondKind.MADRE_PADRE, people["Elena"])
    page(reader, case)
    with django_assert_max_num_queries(60) as few:
        page(reader, case)
    elders = [join(case, worker, f"Tía {n}", birth_year=1960) for n in range(9)]
    for n in range(18):
        child = join(case, worker, f"Prima {n}", birth_year=2000, age_group=AgeGroup.ADULTEZ)
        bind(case, worker, elders[n // 2], BondKind.MADRE_PADRE, child)

    with django_assert_max_num_queries(len(few)):
        page(reader, case)
