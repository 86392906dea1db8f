"""The pages of collectives: who sees counts, who sees members, and what a phone can do."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.staff import access
from cases.actions.commissions import form_commission, join_commission
from cases.actions.headcounts import name_present
from cases.actions.placing import place_as_suggested
from cases.actions.shared_goals import observe_goal
from cases.models import Activity, Case, Collective, Headcount, Member, Presence
from tests.cases.together import (
    CALLED,
    DAY,
    HOUR,
    NAME,
    WORDS,
    agree,
    count,
    let_in,
    make_activity,
    make_collective,
    make_cycle,
    make_part,
    make_someone,
)
from tests.factories import NOON, make_case, make_member, make_team
from tests.traces import do

LIST = reverse("cases:collectives")
TODAY = timezone.localdate(NOON)


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def facilitator(process, worker):
    found = make_member(process.team, "facilitator")
    let_in(process, worker, found)
    return found


def url(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


def said(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- lists ---------------------------------------------------------------------------------------


def test_list_shows_processes_and_no_case_of_a_person(client, worker, process, case, coordinator):
    hidden = make_collective()
    client.force_login(worker)

    text = said(client, LIST)

    assert process.code in text
    assert NAME in text
    assert case.code not in text
    assert hidden.code not in text
    client.force_login(coordinator)
    assert NAME in said(client, LIST)


def test_name_is_for_who_may_identify(client, worker, process):
    viewer = make_member(make_team())
    access.grant(viewer, {"view"}, process)
    client.force_login(viewer)

    for address in (LIST, url("collective", process)):
        text = said(client, address)
        assert process.code in text
        assert NAME not in text


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_list_costs_the_same_with_one_row_and_with_thirty(
    client, worker, process, django_assert_max_num_queries
):
    make_cycle(process, worker)
    client.force_login(worker)
    client.get(LIST)
    one = queries(client, LIST, django_assert_max_num_queries)
    for _ in range(29):
        make_collective(worker)

    assert queries(client, LIST, django_assert_max_num_queries) == one
    first = client.get(LIST)
    assert len(first.context["rows"]) == 25
    rest = client.get(LIST, {"after": str(first.context["next"])})
    assert len(rest.context["rows"]) == 5
    assert rest.context["next"] is None


def test_members_and_room_cost_the_same_with_one_and_with_thirty(
    client, worker, process, django_assert_max_num_queries
):
    cycle = make_cycle(process, worker)
    own = make_case(by=worker)
    member = make_someone(process, worker)
    Member._base_manager.filter(pk=member.pk).update(person=own.participations.get().person)
    make_part(process, worker)
    pages = [
        url("collective", process),
        url("collective_members", process),
        url("cycle_groups", process, cycle.pk),
        url("activities", process),
        url("cycle", process, cycle.pk),
    ]
    client.force_login(worker)
    for address in pages:
        client.get(address)
    one = [queries(client, address, django_assert_max_num_queries) for address in pages]
    for n in range(1, 30):
        make_someone(process, worker, f"Otra {n}")
        if n % 3 == 0:
            make_activity(process, worker, "ASAMBLEA", starts_at=NOON - n * HOUR / 12)

    many = [queries(client, address, django_assert_max_num_queries) for address in pages]
    assert many == one


# --- members, and counts for the others ----------------------------------------------------------


def test_members_stand_on_no_page_of_who_may_not_see_them(
    client, worker, process, facilitator, coordinator
):
    part = make_part(process, worker)
    named = make_someone(process, worker)
    agree(named, worker)
    count(part, worker, 12)
    do(name_present, worker, part=part, members=[named])
    commission = do(form_commission, worker, case=process, name="Memoria")
    do(join_commission, worker, commission=commission, member=named)
    pages = [
        url("collective", process),
        url("activity", process, part.activity_id),
        url("commission", process, commission.pk),
        process.get_absolute_url(),
        LIST,
    ]
    client.force_login(worker)
    assert sum(CALLED in said(client, address) for address in pages) == 2
    for reader in (facilitator, coordinator):
        client.force_login(reader)
        for address in pages:
            assert CALLED not in client.get(address).content.decode()
        assert client.get(url("collective_members", process)).status_code == 403


@pytest.mark.parametrize(("people", "told"), [(0, "0 personas"), (3, "menos de 5"), (12, "12")])
def test_small_counts_identify_nobody(client, worker, process, facilitator, people, told):
    part = make_part(process, worker)
    count(part, worker, people)
    client.force_login(facilitator)
    text = said(client, url("activity", process, part.activity_id))

    assert told in text
    assert "30 a 44" not in text  # no age, no gender: only how many
    client.force_login(worker)
    assert ("30 a 44" in said(client, url("activity", process, part.activity_id))) == (people > 0)


def test_small_group_hides_the_sum_it_would_follow_from(client, worker, process, facilitator):
    activity = make_activity(process, worker, starts_at=NOON - HOUR)
    for part, people in zip(activity.parts.order_by("group"), (3, 40, 20), strict=True):
        count(part, worker, people)
    client.force_login(facilitator)
    room = said(client, url("collective", process))

    assert "63 personas" not in room
    client.force_login(worker)
    assert "63 personas" in said(client, url("collective", process))


def test_small_age_groups_are_told_to_nobody_else(client, worker, process, facilitator):
    cycle = make_cycle(process, worker)
    for n in range(5):
        make_someone(process, worker, f"Otra {n}", born="1970")
    young = make_someone(process, worker, "Joven", born="1999")
    do(place_as_suggested, worker, cycle=cycle)
    address = url("cycle", process, cycle.pk)
    grown, youth = "Personas adultas y mayores", "Adolescentes y jóvenes"
    client.force_login(facilitator)
    assert client.get(address).context["members"].groups == {grown: 5}
    client.force_login(worker)
    sent = {"group": "G_AJ", "why": "Lo prefiere"}
    assert client.post(url("collective_member_group", process, young.pk), sent).status_code == 302
    assert client.get(address).context["members"].groups == {youth: 1, grown: 5}
    client.force_login(facilitator)
    assert client.get(address).context["members"].groups == {}


def test_linked_person_is_shown_only_to_who_may_see_her(client, worker, process, stranger):
    own = make_case(by=worker, name="Rumorosa Nube")
    client.force_login(worker)
    client.post(
        url("collective_invite", process),
        {"called": CALLED, "counted_as": "MUJERES", "born": "1974", "code": own.code},
    )
    member = Member.objects.get()
    assert member.person
    access.grant(stranger, {"view", "identify", "read", "write", "members"}, process)
    pages = [url("collective_members", process), url("collective_member", process, member.pk)]
    for address in pages:
        client.force_login(worker)
        assert "Rumorosa Nube" in said(client, address)
        client.force_login(stranger)
        text = said(client, address)
        assert CALLED in text
        assert "Rumorosa Nube" not in text


def test_what_lies_in_another_process_does_not_exist(client, worker, process):
    part = make_part(process, worker)
    member = make_someone(process, worker)
    other = make_collective(worker)
    client.force_login(worker)

    for name, pk in (
        ("activity", part.activity_id),
        ("headcount", part.pk),
        ("group_session", part.pk),
        ("collective_member", member.pk),
        ("collective_member_step", member.pk),
    ):
        args = [pk, "SALIDA"] if name.endswith("step") else [pk]
        assert client.get(url(name, other, *args)).status_code == 404
        assert client.get(url(name, process, *args)).status_code == 200


# --- counting on a phone -------------------------------------------------------------------------


def test_count_page_works_without_javascript(client, worker, process, facilitator):
    part = make_part(process, worker)
    address = url("headcount", process, part.pk)
    client.force_login(facilitator)
    assert "data-tap" in said(client, address)

    sent = {"version": "0", "MUJERES-30_44": "4", "tap": "MUJERES-30_44:more"}
    tapped = client.post(address, sent)
    assert tapped.status_code == 200
    assert tapped.context["form"].total == 5
    assert re.search(r'name="MUJERES-30_44" value="5"', tapped.content.decode())
    assert not Headcount.objects.exists()  # saved only when someone says so
    less = client.post(address, {**sent, "MUJERES-30_44": "0", "tap": "MUJERES-30_44:less"})
    assert less.context["form"].total == 0

    done = client.post(address, {"version": "0", "MUJERES-30_44": "5", "HOMBRES-60_74": "2"})
    assert done.status_code == 302
    part.refresh_from_db()
    assert (part.people, part.counted_by) == (7, facilitator)


def test_two_people_count_and_nothing_is_lost(client, worker, process, facilitator):
    part = make_part(process, worker)
    count(part, worker, 9)
    client.force_login(facilitator)
    address = url("headcount", process, part.pk)

    answer = client.post(address, {"version": "0", "MUJERES-30_44": "8"})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "9 personas" in text
    assert 'name="MUJERES-30_44" value="8"' in text
    assert 'name="version" value="1"' in text
    wrong = client.post(address, {"version": "1", "MUJERES-30_44": "muchas"})
    assert wrong.status_code == 422
    assert 'value="muchas"' in wrong.content.decode()


def test_two_people_write_one_session_and_nothing_is_lost(client, worker, process, facilitator):
    part = make_part(process, worker)
    address = url("group_session", process, part.pk)
    client.force_login(worker)
    client.post(address, {"version": "1", "theme": "El tema de ella"})
    client.force_login(facilitator)

    answer = client.post(address, {"version": "1", "theme": "Lo que yo escribí"})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "El tema de ella" in text
    assert "Lo que yo escribí" in text
    assert client.post(address, {"version": "2", "theme": "Los dos"}).status_code == 302


# --- the rest of the way -------------------------------------------------------------------------


def test_process_is_opened_from_its_page(client, worker, team):
    client.force_login(worker)
    answer = client.post(
        reverse("cases:collective_open"),
        {"line": "COM_DESAPARICION", "name": NAME, "purpose": WORDS, "team": str(team.pk)},
    )

    case = Case.objects.get()
    assert answer["Location"] == url("collective", case)
    assert Collective.objects.get().case == case
    assert WORDS in said(client, url("collective", case))


def test_activity_is_entered_once_however_often_it_is_sent(client, worker, process):
    client.force_login(worker)
    form = {
        "activity_id": "8a1f9a52-7a0f-4a57-8a94-1b1a6a3f8f7e",
        "kind": "ENCUENTRO",
        "modality": "EN_COMUNIDAD",
        "day": "2026-05-04",
        "hour": "06:30",
        "minutes": "180",
        "groups": ["G_NN", "G_AM"],
        "theme": WORDS,
    }
    for _ in range(2):
        assert client.post(url("activity_new", process), form).status_code == 302
    activity = Activity.objects.get()
    assert sorted(activity.parts.values_list("group", flat=True)) == ["G_AM", "G_NN"]
    none = client.post(
        url("activity_new", process),
        {**form, "activity_id": "9a1f9a52-7a0f-4a57-8a94-1b1a6a3f8f7e", "groups": []},
    )
    assert none.status_code == 422
    assert WORDS in none.content.decode()


def test_consent_taken_back_on_the_page_removes_the_name(client, worker, process):
    part = make_part(process, worker)
    member = make_someone(process, worker)
    answer = agree(member, worker)
    count(part, worker)
    client.force_login(worker)
    client.post(url("presences", process, part.pk), {"members": [str(member.pk)]})
    assert CALLED in said(client, url("activity", process, part.activity_id))

    client.post(url("collective_withdraw", process, answer.pk))

    assert not Presence.objects.exists()
    text = said(client, url("activity", process, part.activity_id))
    assert CALLED not in text
    assert "12 personas" in text


def test_goals_are_drawn_with_a_table_and_words(client, worker, process):
    for days, level in ((0, 1), (30, 3)):
        facts = {"goal": "SENTIDO_COLECTIVIDAD", "appraisal": level, "words": f"{WORDS} {level}"}
        at = NOON + days * DAY
        on = timezone.localdate(at)
        do(observe_goal, worker, case=process, **facts, seen_on=on, at=at)
    client.force_login(worker)
    text = said(client, url("shared_goals", process))

    assert 'points="16,88 624,16"' in text
    assert f"{WORDS} 1" in text
    assert "Se ve con claridad" in text
    assert text.count("<svg viewBox") >= 1


def test_closing_leads_to_the_decision_of_the_collective(client, worker, process):
    client.force_login(worker)
    answer = client.get(url("close", process))

    assert answer["Location"] == url("collective_conclude", process)
    page = client.post(answer["Location"], {"decision": WORDS, "decided_on": f"{TODAY}"})
    assert page.status_code == 302
    process.refresh_from_db()
    assert process.state == "CONCLUIDO"
    assert WORDS in said(client, url("collective", process))


def test_timeline_leads_to_the_activity(client, worker, process):
    part = make_part(process, worker)
    make_cycle(process, worker)
    client.force_login(worker)
    text = said(client, process.get_absolute_url())

    assert url("activity", process, part.activity_id) in text
    assert "Ciclo 1: Planeado" in text
