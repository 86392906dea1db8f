"""Several at once, from a list or from another group: nobody is lost, nobody is kept in clear."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.actions.people import accompanied
from groups.actions import conflicts, enrolling
from groups.enums import EnrolmentState, GroupState, Said
from groups.forms.enrolment import SEVERAL
from groups.models import Enrolment
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

E = EnrolmentState


@pytest.fixture
def group(worker):
    made = tools.make_group(worker)
    return tools.move(made, worker, GroupState.CONVOCATORIA)


@pytest.fixture
def before(worker):
    """A group before it: one concluded, one waits, one was taking part, one left."""
    made = tools.make_group(worker, name="Grupo anterior")
    made = tools.move(made, worker, GroupState.CONVOCATORIA)
    case = factories.make_case(by=worker, name="Ofelia Zafiro")
    asked = {"Ofelia Zafiro": case, "Petra Rubí": None, "Rosa Jade": None, "Sara Ópalo": None}
    states = (E.CONCLUYO, E.LISTA_ESPERA, E.INTERESADA, E.INTERRUMPIO)
    for (name, case), state in zip(asked.items(), states, strict=True):
        each = tools.ask(made, worker, name, case=case, contact="por su hermana")
        each.needs_childcare, each.interviewed_at, each.interviewed_by = True, NOON, worker
        each.state = state
        each.save()
    return made


def send(client, by, to, status=302, **sent):
    client.force_login(by)
    answer = client.post(reverse("groups:enrolment_several", args=[to.code]), sent)
    assert answer.status_code == status
    return answer


def names(group, by):
    rows = group.enrolments.order_by("number")
    with acting(by, "test"):
        return [each.name.reveal() for each in rows]


def test_a_pasted_list_is_taken_as_it_is(client, worker, group):
    pasted = "1. Alma Zubía\r\n 2) Brenda Chávez\r\n\r\n- Carmen\n• Dora Luz\n3 Marías\n*  Elvira"

    send(client, worker, group, names=pasted)

    assert names(group, worker) == [
        "Alma Zubía",
        "Brenda Chávez",
        "Carmen",
        "Dora Luz",
        "3 Marías",
        "Elvira",
    ]


def test_bad_lines_come_back_and_the_good_ones_are_taken(client, worker, group):
    tools.ask(group, worker, "Yesenia Gutiérrez")

    back = send(
        client, worker, group, 422, names="Alma Zubía\nJessenia Gutierres\nAlma Zubía\nCarmen"
    )

    assert names(group, worker) == ["Yesenia Gutiérrez", "Alma Zubía", "Carmen"]
    assert back.context["form"]["names"].value() == "Jessenia Gutierres\nAlma Zubía"
    said = back.content.decode()
    assert "Se anotó a 2 personas" in said

    send(client, worker, group, names="Jessenia Gutierres", is_another="on")
    assert names(group, worker)[-1] == "Jessenia Gutierres"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("\n".join(f"Mujer {n}a" for n in range(SEVERAL + 1)), "61"),
        ("Alma\n" + "x" * 500 + "\nCarmen", "2"),
        (" \n- \n", "al menos"),
    ],
)
def test_of_a_list_that_cannot_be_read_nothing_is_taken(client, worker, group, pasted, said):
    back = send(client, worker, group, 422, names=pasted)

    assert not group.enrolments.exists()
    assert said in str(back.context["form"].errors["names"])
    assert back.context["form"]["names"].value() == pasted


def test_no_name_stands_in_clear_between_two_pages(client, worker, group, before):
    tools.ask(group, worker, "Yesenia Canaria")
    send(client, worker, group, 422, names="Jessenia Canaria\nAlma Canaria", group=before.pk)
    send(client, worker, group, names="Nube Canaria")

    for session in Session.objects.all():
        assert "Canaria" not in str(session.get_decoded())
        assert "Zafiro" not in str(session.get_decoded())


def test_who_concluded_or_waited_elsewhere_is_asked_with_what_is_known(
    client, worker, group, before
):
    send(client, worker, group, group=before.pk)

    assert names(group, worker) == ["Ofelia Zafiro", "Petra Rubí"]
    ofelia, petra = group.enrolments.order_by("number")
    assert ofelia.case == before.enrolments.get(number=1).case
    assert ofelia.person == accompanied(ofelia.case)
    assert petra.case is None
    assert ofelia.needs_childcare
    with acting(worker, "test"):
        assert petra.contact.reveal() == "por su hermana"
    assert before.enrolments.count() == 4

    send(client, worker, group, group=before.pk)
    send(client, worker, group, group=before.pk, is_another="on")
    assert group.enrolments.count() == 2


def test_of_another_group_all_are_taken_or_none_and_it_is_said_who_sounds_alike(
    client, worker, group, before
):
    tools.ask(group, worker, "Petra Rubi Bravo")
    told = {"names": "Alma Zubía\nCarmen", "group": str(before.pk)}

    back = send(client, worker, group, 422, **told)

    form = back.context["form"]
    assert names(group, worker) == ["Petra Rubi Bravo"]
    assert "Petra Rubí" in str(form.errors["__all__"])
    assert "Ofelia" not in str(form.errors["__all__"])
    assert "names" not in form.errors
    assert (form["names"].value(), form["group"].value()) == (told["names"], told["group"])

    send(client, worker, group, is_another="on", **told)

    taken = ["Petra Rubi Bravo", "Alma Zubía", "Carmen", "Ofelia Zafiro", "Petra Rubí"]
    assert names(group, worker) == taken
    send(client, worker, group, group=before.pk, is_another="on")
    assert names(group, worker) == taken


def test_who_is_carried_past_a_name_alike_keeps_what_the_house_knows(client, worker, group, before):
    tools.ask(group, worker, "Petra Rubi Bravo")
    tools.ask(group, worker, "Ofelia Safiro")
    for each in before.enrolments.filter(number__in=(1, 2)):
        with acting(worker, "test"):
            conflicts.add_words(each, Said.AGGRESSOR, conflicts.words_of("Raúl Cobre"))

    send(client, worker, group, group=before.pk, is_another="on")

    former = list(before.enrolments.filter(number__in=(1, 2)).order_by("number"))
    copies = list(group.enrolments.order_by("number"))[2:]
    assert [each.person for each in copies] == [each.person for each in former]
    assert [each.case for each in copies] == [each.case for each in former]
    with acting(worker, "test"):
        assert [each.contact.reveal() for each in copies] == ["por su hermana"] * 2
    told = [conflicts.told_before(each) for each in copies]
    assert told == [conflicts.words_of("Raúl Cobre")] * 2


def test_two_of_one_name_are_two_and_one_person_is_one(client, worker, group, before):
    ofelia = before.enrolments.get(number=1)
    ofelia.ended_at = NOON
    ofelia.save()
    for name, person in (("Petra Rubí", None), ("Ofelia", ofelia.person)):
        each = tools.ask(before, worker, name, is_another=True)
        each.state, each.person = E.LISTA_ESPERA, person
        each.save()

    send(client, worker, group, 422, group=before.pk)
    for _time in range(2):
        send(client, worker, group, group=before.pk, is_another="on")

    assert names(group, worker) == ["Ofelia Zafiro", "Petra Rubí", "Petra Rubí"]


def test_who_may_not_identify_her_carries_her_accompaniment_unseen(client, team, worker, before):
    facilitator = factories.make_member(team, "facilitator")
    tools.helped_by(before, factories.make_member(team, "coordinator"), facilitator)
    made = tools.move(tools.make_group(facilitator), facilitator, GroupState.CONVOCATORIA)

    send(client, facilitator, made, group=before.pk)

    ofelia, petra = made.enrolments.order_by("number")
    case = before.enrolments.get(number=1).case
    assert (ofelia.case, petra.case) == (case, None)  # the conflict check knows her still
    page = client.get(reverse("groups:her_file", args=[made.code, ofelia.pk])).content.decode()
    assert case.code not in page
    assert case.pseudonym not in page


def test_a_group_one_may_not_see_is_no_source(client, stranger, team, worker, before):
    hers = tools.move(tools.make_group(stranger), stranger, GroupState.CONVOCATORIA)

    back = send(client, stranger, hers, 422, group=before.pk)

    assert "group" in back.context["form"].errors
    assert not hers.enrolments.exists()


def test_one_that_fails_takes_nothing_else_back(worker, group):
    asking = [enrolling.Asks(name=name) for name in ("Alma", " ", "Brenda", "Alma")]

    taken, left = do(enrolling.enrol_many, worker, group=group, asking=asking)

    assert [each.number for each in taken] == [1, 2]
    assert [type(refusal).__name__ for _asks, refusal in left] == ["NameMissing", "MaybeTwice"]
    assert Enrolment.objects.count() == 2
