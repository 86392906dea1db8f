"""Two families search for the same person: from the first record to a disputed identification."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff import access
from cases.actions.reminders import remind
from cases.enums import FUNCTION_ACTIONS, Function
from cases.models import FamilyTold, MissingPerson, Task
from tests.cases.searching import make_child
from tests.factories import make_case, make_member, make_team

TRUTH = "Está, y yo lo busco."


def at(case, name, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


@pytest.fixture
def people(team):
    """A psychologist of each family, a coordinator, a lawyer, reception, and somebody apart."""
    users = {
        "ofelia": make_member(team),
        "itzel": make_member(team),
        "teresa": make_member(team, "coordinator"),
        "socorro": make_member(team, "reception"),
        "norma": make_member(make_team(), "lawyer"),
        "stranger": make_member(make_team()),
    }
    doors = {}
    for name, user in users.items():
        doors[name] = Client()
        doors[name].force_login(user)
    return users, doors


def sent(today, **facts):
    """Return a document, and how the family came to know."""
    return {
        "source": "OFICIO",
        "dated_on": str(today),
        "reference": "OF-000",
        "way": "EN_PERSONA",
        "told_on": str(today),
        "told_by": "La comisión",
        "accompanied_by": "Ofelia y su hermana",
        **facts,
    }


def test_two_families_search_for_one_person(people):
    users, doors = people
    now, today = timezone.now(), timezone.localdate()
    seen_on = today + dt.timedelta(days=10)
    seen_on = dt.date(seen_on.year - 3, seen_on.month, min(seen_on.day, 28))
    mother = make_case(by=users["ofelia"], name="Doña Rosario", at=now)
    wife = make_case(by=users["itzel"], name="Elena", at=now)
    child = make_child(wife, users["itzel"], now)
    access.grant(users["norma"], FUNCTION_ACTIONS[Function.LEGAL], mother)

    # the mother's psychologist opens the record, and writes what the family wants to keep
    door = doors["ofelia"]
    opened = door.post(
        at(mother, "missing_add"),
        {"name": "Martín", "status": "DESAPARECIDA", "kinship": "MADRE", "holds_true": TRUTH},
    )
    missing = MissingPerson.objects.get()
    assert opened.url == at(mother, "missing_record", missing.pk)
    block = at(mother, "missing_block", missing.pk, "events")
    facts = {"seen_on": str(seen_on), "circumstances": "Avisa que va en camino."}
    assert door.post(block, facts).status_code == 302

    # who does not accompany the family learns no more than the name, or nothing
    for name, status in (("socorro", 403), ("norma", 403), ("teresa", 403), ("stranger", 404)):
        answer = doors[name].get(at(mother, "missing_record", missing.pk))
        assert answer.status_code == status
        assert TRUTH not in answer.content.decode()
    assert "Martín" in doors["socorro"].get(at(mother, "missing")).content.decode()

    # the other family's psychologist cannot know of it; the coordinator of both lets them share it
    assert missing.code not in doors["itzel"].get(at(wife, "missing_link")).content.decode()
    shared = {"missing": str(missing.pk), "holds_true": "Lo que no le toca decir"}
    assert doors["teresa"].post(at(wife, "missing_link"), shared).status_code == 302
    assert (
        wife.missing_links.get().holds_true is None
    )  # what a family holds true is not hers to say
    read = doors["itzel"].get(at(wife, "missing_record", missing.pk)).content.decode()
    assert "Avisa que va en camino." in read
    assert TRUTH not in read

    # a search in the field: family and team are looked after
    search = {"kind": "INDIVIDUALIZADA", "searched_on": str(today), "in_field": "on"}
    assert door.post(at(mother, "missing_search_add", missing.pk), search).status_code == 302
    assert Task.objects.filter(kind="SEARCH_AFTER", case=mother).count() == 2
    assert Task.objects.get(kind="TEAM_DEBRIEF").assignee is None

    # an identification, disputed; each family is told by its own people
    for to, more in (
        ("IDENTIFICACION_EN_PROCESO", {}),
        ("LOCALIZADA_SIN_VIDA_NOTIFICADA", {"source": "DICTAMEN"}),
        ("IDENTIFICACION_IMPUGNADA", {"source": "ESCRITO_FAMILIA", "way": "LO_DIJO_LA_FAMILIA"}),
    ):
        moved = door.post(at(mother, "missing_status", missing.pk), sent(today, to=to, **more))
        assert moved.status_code == 302, to
    missing.refresh_from_db()
    assert missing.status == "IDENTIFICACION_IMPUGNADA"
    asked = Task.objects.filter(kind="STATUS_TO_TELL", case=wife, state="OPEN")
    assert asked.count() == 3
    for task in asked:
        told = doors["itzel"].post(at(wife, "missing_told", task.about), sent(today))
        assert told.status_code == 302
    assert FamilyTold.objects.filter(case=wife).count() == 3
    assert not asked.all().exists()
    assert TRUTH in door.get(at(mother, "missing_record", missing.pk)).content.decode()

    # what the daughter was told, and the dates that hurt
    words = {
        "person": str(child.pk),
        "missing": str(missing.pk),
        "told_by": "Su tía",
        "words": "Lo buscamos todos los días.",
    }
    assert doors["itzel"].post(at(wife, "missing_child_told"), words).status_code == 302
    assert "Lo buscamos" not in door.get(at(mother, "missing")).content.decode()
    remind(now)
    warned = Task.objects.filter(kind="HURTING_DATE").values_list("case", "assignee")
    assert set(warned) == {(mother.pk, users["ofelia"].pk), (wife.pk, users["itzel"].pk)}
    paper = door.get(at(mother, "missing_print", missing.pk)).content.decode()
    assert TRUTH not in paper
    assert Event.objects.filter(verb="print", root=missing.pk).count() == 1
