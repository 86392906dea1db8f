"""Who came under an alias is erased for ever; what was counted stays a count."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accompaniment.staff.acting import acting
from accompaniment.vault import gate, keys
from cases.actions.erasing import finish_shredding
from groups.actions import enrolling, erasing, privately
from groups.actions.enrolling import ErasedMeanwhile, PossibleConflict
from groups.actions.erasing import AlreadyErased, ErasedWithHerProcess
from groups.actions.running import Row
from groups.enums import EnrolmentState, Erases, GroupState, Mark, When
from groups.models import Attendance, Enrolment, EnrolmentWord, Measure
from groups.reports import people, seen
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import changes, do, everything_said, refusals

E = EnrolmentState
CANARY = "Canariorubi"


@pytest.fixture
def group(worker):
    made = tools.make_group(worker)
    return tools.move(made, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)


@pytest.fixture
def erase(coordinator, django_capture_on_commit_callbacks):
    def erase(enrolment, by=coordinator, why=Erases.ASKED):
        with django_capture_on_commit_callbacks(execute=True):
            return do(erasing.erase_participant, by, enrolment=enrolment, why=why, at=NOON)

    return erase


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(enrolment):
    return reverse("groups:enrolment_erase", args=[enrolment.group.code, enrolment.pk])


def lived(worker):
    """Let one woman come under an alias, with something in every field of hers."""
    group, (hers, other), meetings = tools.running(worker, CANARY, "Brenda")
    marks = {hers: Row(Mark.PRESENTE, f"{CANARY} llegó"), other: Row(Mark.PRESENTE)}
    tools.attend(meetings[0], worker, marks)
    tools.attend(meetings[0], worker, marks | {hers: Row(Mark.TARDE, f"{CANARY} tarde")}, version=1)
    facts = {"enrolment": hers, "when": When.PRE, "given": {str(n): 3 for n in range(1, 6)}}
    do(privately.measure, worker, words=f"{CANARY} dijo", at=NOON, **facts)
    rest = {"to": E.AUSENTE, "reason": f"{CANARY} descansa", "at": NOON}
    return group, do(enrolling.move_enrolment, worker, enrolment=hers, **rest), meetings


def boxes(enrolment):
    """Return every sealed value of hers, in every version."""
    found = []
    kinds = ((Enrolment, "pk"), (Attendance, "enrolment_id"), (Measure, "enrolment_id"))
    for model, root in kinds:
        column = "id" if root == "pk" else root
        rows = [
            *model.objects.filter(**{root: enrolment.pk}),
            *model.history.filter(**{column: enrolment.pk}),
        ]
        names = ("name", "contact", "interview", "left_because", "remark", "answers", "words")
        found += [
            box
            for row in rows
            for name in names
            if name in {field.name for field in row._meta.fields} and (box := getattr(row, name))
        ]
    return found


def test_nothing_of_hers_is_read_again_in_any_version(worker, erase):
    _group, hers, _meetings = lived(worker)
    with acting(worker, "care"):
        told = " ".join(str(box.reveal()) for box in boxes(hers))
    assert told.count(CANARY) > 8

    erase(hers)

    assert len(boxes(hers)) > 8
    for box in boxes(hers):
        with acting(worker, "care"), pytest.raises((*gate.LOST, gate.NoAccess)):
            box.reveal()
    assert all(key.wrapped is None for key in keys.fetch({hers.pk}))
    assert not EnrolmentWord.objects.filter(enrolment=hers).exists()
    assert finish_shredding() == 0
    assert CANARY not in everything_said()


def test_what_was_counted_stays_a_count(worker, erase):
    group, hers, meetings = lived(worker)
    erase(hers)

    kept = Enrolment.objects.get(pk=hers.pk)
    assert (kept.state, kept.ended_at, kept.erased_at) == (E.INTERRUMPIO, NOON, NOON)
    assert hers.attendances.get().mark == Mark.TARDE
    with acting(worker, "care"):
        sheet = seen.sheet(group)
        assert [point.value for point in sheet.curve.lines[0].points] == [2]
        assert len(sheet.rows) == 1
        assert hers.pseudonym not in str(people.sheet(group))
    client = signed_in(worker)
    for name, about in (("meeting", meetings[0]), ("meeting_sheet", meetings[0])):
        shown = client.get(reverse(f"groups:{name}", args=[group.code, about.pk]))
        assert shown.status_code == 200
        assert hers.pseudonym not in shown.content.decode()
    assert client.get(reverse("groups:her_file", args=[group.code, hers.pk])).status_code == 404


def test_trace_says_who_and_why(group, worker, erase):
    asked = tools.ask(group, worker, CANARY)
    erase(asked, why=Erases.DANGER)

    assert changes(1) == [
        ("erase", "groups.enrolment", group.pk, [str(asked.pk)], [Erases.DANGER.value])
    ]
    assert asked.steps.count() == 2


def test_who_facilitates_does_not_erase(group, worker, erase):
    asked = tools.ask(group, worker, "Alma")

    with pytest.raises(PermissionDenied):
        erase(asked, by=worker)

    assert Enrolment.objects.get(pk=asked.pk).erased_at is None
    assert keys.fetch({asked.pk})[0].wrapped is not None


def test_refusal_of_the_page_is_traced(group, worker, stranger):
    asked = tools.ask(group, worker, "Alma")

    assert signed_in(worker).post(page(asked), {}).status_code == 403
    assert signed_in(stranger).get(page(asked)).status_code == 404
    assert refusals() == [
        ("erase groups.enrolment", group.pk),
        ("groups.group", group.pk),
    ]


def test_who_is_accompanied_here_is_erased_with_her_accompaniment(group, worker, erase):
    case = factories.make_case(by=worker, name="Alma Zubía")
    asked = tools.ask(group, worker, "Alma", case=case)

    with pytest.raises(ErasedWithHerProcess):
        erase(asked)
    assert keys.fetch({asked.pk})[0].wrapped is not None


def test_nobody_is_erased_twice_or_goes_on(group, worker, erase):
    asked = tools.ask(group, worker, "Alma")
    erase(asked)

    with pytest.raises(AlreadyErased):
        erase(asked)
    with pytest.raises(ErasedMeanwhile):
        tools.hear(asked, worker)


def test_who_left_a_cycle_that_ended_is_erased_where_she_stands(group, worker, erase):
    hers = tools.hear(tools.ask(group, worker, "Alma"), worker)
    do(enrolling.move_enrolment, worker, enrolment=hers, to=E.NO_INDICADA, at=NOON)
    tools.move(group, worker, GroupState.SUSPENDIDO)

    erased = erase(hers, why=Erases.TIME)

    assert (erased.state, erased.erased_at) == (E.NO_INDICADA, NOON)
    assert erased.steps.count() == 3


def test_place_and_names_are_free_again(group, worker, erase):
    first = tools.hear(tools.ask(group, worker, "Alma"), worker, aggressors=["Ramiro Payán"])
    do(enrolling.accept, worker, enrolment=first, at=NOON)
    second = tools.hear(tools.ask(group, worker, "Elvira"), worker, aggressors=["Ramiro Payán"])
    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=second, at=NOON)

    erase(first)

    assert do(enrolling.accept, worker, enrolment=second, at=NOON).state == E.ACEPTADA
    assert tools.ask(group, worker, "Alma").number == 3
    with acting(worker, "care"):
        assert people.sheet(group).free == 14


# --- the page ---------------------------------------------------------------------------------


def test_page_wants_a_reason_and_a_yes(
    group, worker, coordinator, django_capture_on_commit_callbacks
):
    asked = tools.ask(group, worker, CANARY)
    client = signed_in(coordinator)

    for sent in ({}, {"why": Erases.ASKED}, {"is_final": "on"}, {"why": "?", "is_final": "on"}):
        assert client.post(page(asked), sent).status_code == 422
    assert Enrolment.objects.get(pk=asked.pk).erased_at is None

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page(asked), {"why": Erases.ASKED, "is_final": "on"}, follow=True)

    text = answer.content.decode()
    assert asked.pseudonym in text  # for the paper list
    assert CANARY not in text
    assert client.get(page(asked)).status_code == 404


def test_page_tells_what_stays_and_where_else_she_may_be(worker, coordinator, stranger):
    _group, hers, _meetings = lived(worker)
    later = tools.make_group(worker, name="Grupo de después")
    later = tools.move(later, worker, GroupState.CONVOCATORIA)
    again = tools.ask(later, worker, f"{CANARY} Ruiz")
    theirs = tools.move(
        tools.make_group(stranger, name="Grupo ajeno"), stranger, GroupState.CONVOCATORIA
    )
    hidden = tools.ask(theirs, stranger, CANARY)

    text = signed_in(coordinator).get(page(hers)).content.decode()

    assert again.pseudonym in text
    assert later.code in text
    assert hidden.pseudonym not in text
    assert theirs.code not in text


def test_her_file_offers_it_to_who_coordinates_alone(group, worker, coordinator):
    case = factories.make_case(by=worker, name="Alma Zubía")
    alone = tools.ask(group, worker, "Brenda")
    hers = tools.ask(group, worker, "Alma", case=case)

    def offers(user, enrolment):
        url = reverse("groups:her_file", args=[group.code, enrolment.pk])
        return page(enrolment) in signed_in(user).get(url).content.decode()

    assert offers(coordinator, alone)
    assert not offers(coordinator, hers)
    assert not offers(worker, alone)
