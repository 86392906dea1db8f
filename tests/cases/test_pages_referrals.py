"""The rooms of referrals and of institutions."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event as TraceEvent
from cases.actions.people import accompanied
from cases.models import Disclosure, Institution, Referral
from tests.cases.planned import make_institution, make_referral
from tests.factories import SECRET_TEXT, make_case, make_member

LIST = reverse("cases:institutions")
PHONE = "614 000 0155"


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


def queries(client, url):
    with CaptureQueriesContext(connection) as ran:
        assert client.get(url).status_code == 200
    return len(ran)


def proposed(case, **more):
    return {
        "referral_id": str(uuid.uuid4()),
        "person": str(accompanied(case).pk),
        "other": "Clínica Canaria",
        "kind": "OTRO",
        "tick_EDAD": "on",
        "item_EDAD": "34",
        **more,
    }


# --- a referral --------------------------------------------------------------------------------


def test_referral_goes_its_whole_way_through_the_pages(signed_in, case, worker):
    added = signed_in.post(page("referral_add", case), proposed(case, purpose="atención"))
    referral = Referral.objects.get()
    at = [case, referral.pk]
    agree = signed_in.get(page("referral_agree", *at))
    data = {
        "version": agree.context["form"]["version"].value(),
        "method": "AUTOGRAFA",
        "given_on": timezone.localdate().isoformat(),
    }
    unread = signed_in.post(page("referral_agree", *at), data)
    agreed = signed_in.post(page("referral_agree", *at), data | {"agreed": "on"})
    sent = signed_in.post(page("referral_send", *at))

    assert added.url == page("referral", *at)
    assert [a.status_code for a in (unread, agreed, sent)] == [422, 302, 302]
    for to, words in (("RECIBIDA", ""), ("ATENDIDA", ""), ("CONTRARREFERENCIA", "la atendieron")):
        assert signed_in.get(page("referral_step", *at, to)).status_code == 200
        answer = signed_in.post(page("referral_step", *at, to), {"words": words})
        assert answer.status_code == 302
    text = signed_in.get(page("referral", *at)).content.decode()
    assert "la atendieron" in text
    room = signed_in.get(page("referrals", case)).content.decode()
    assert "Clínica Canaria" in room
    assert Disclosure.objects.get().items.blob


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"item_NOMBRE": "canaria-nombre"}, "tick_NOMBRE"),
        ({"tick_SALUD": "on"}, "item_SALUD"),
        ({"other": " "}, "institution"),
        ({"institution": str(uuid.uuid4())}, "institution"),
        ({"person": str(uuid.uuid4())}, "person"),
    ],
)
def test_half_said_referral_comes_back_whole(signed_in, case, more, field):
    answer = signed_in.post(page("referral_add", case), proposed(case, purpose="canaria-p", **more))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    text = answer.content.decode()
    assert "canaria-p" in text
    assert more.get("item_NOMBRE", "") in text
    assert not Referral.objects.exists()


def test_step_nobody_knows_is_no_page(signed_in, case, worker):
    referral = make_referral(case, worker)
    for to in ("NADA", "ENVIADA", "ACEPTADA_POR_PERSONA"):
        assert signed_in.get(page("referral_step", case, referral.pk, to)).status_code == 404
    answer = signed_in.post(page("referral_step", case, referral.pk, "ATENDIDA"), {"words": "x"})
    assert answer.status_code == 422


def test_referral_changed_meanwhile_is_a_conflict(signed_in, case, worker):
    referral = make_referral(case, worker)
    form = signed_in.get(page("referral_edit", case, referral.pk)).context["form"]
    data = {field.name: field.value() for field in form if field.value() not in (None, False)}

    first = signed_in.post(page("referral_edit", case, referral.pk), data)
    second = signed_in.post(page("referral_edit", case, referral.pk), data)

    assert form["item_NECESIDAD"].value() == SECRET_TEXT
    assert (first.status_code, second.status_code) == (302, 409)


def test_sheet_holds_only_what_she_ticked_and_only_once_she_agreed(signed_in, case, worker):
    proposed_one = make_referral(case, worker)
    agreed = make_referral(case, worker, agreed=True, items={"EDAD": "canaria-34"})

    before = signed_in.get(page("referral_print", case, proposed_one.pk)).content.decode()
    text = signed_in.get(page("referral_print", case, agreed.pk)).content.decode()

    assert SECRET_TEXT not in before
    assert "Clínica Canaria" not in before
    assert "canaria-34" in text
    assert case.code not in text.split("<main", 1)[1]
    (printed,) = TraceEvent.objects.filter(verb="print")
    assert printed.touched == [str(agreed.pk)]


def test_sheet_is_gone_once_she_took_it_back(signed_in, case, worker):
    agreed = make_referral(case, worker, agreed=True)
    signed_in.post(page("consent_revoke", case, agreed.consent_id))

    assert (
        SECRET_TEXT not in signed_in.get(page("referral_print", case, agreed.pk)).content.decode()
    )
    assert signed_in.post(page("referral_send", case, agreed.pk)).status_code == 422


def test_referrals_are_paginated_in_as_many_queries(signed_in, worker):
    few, many = make_case(by=worker), make_case(by=worker)
    make_referral(few, worker, sent=True)
    for _ in range(22):
        make_referral(many, worker, sent=True)
    queries(signed_in, page("referrals", few))

    assert queries(signed_in, page("referrals", few)) == queries(signed_in, page("referrals", many))
    second = signed_in.get(page("referrals", many), {"after": "2"})
    assert len(second.context["page"].rows) == 2


# --- the directory -----------------------------------------------------------------------------


def test_directory_is_read_by_all_who_work_with_records(client, team):
    row = make_institution(phones=PHONE)
    for role, status in (("reception", 200), ("lawyer", 200), ("auditor", 403)):
        client.force_login(make_member(team, role))
        for url in (LIST, reverse("cases:institution", args=[row.pk])):
            answer = client.get(url)
            assert answer.status_code == status
            assert (PHONE in answer.content.decode()) is (status == 200)
    assert client.get(reverse("cases:institution", args=[uuid.uuid4()])).status_code == 403


def test_coordination_adds_and_corrects(client, coordinator):
    client.force_login(coordinator)
    url = reverse("cases:institution_add")
    data = {"name": "Hospital", "kind": "HOSPITAL_URGENCIAS", "municipality": "08019"}

    added = client.post(url, data | {"is_active": "on"})
    row = Institution.objects.get()
    again = client.post(url, data | {"is_active": "on", "notes": "canaria-n"})
    edit = reverse("cases:institution_edit", args=[row.pk])
    retired = client.post(edit, data | {"notes": "cerró"})

    assert [a.status_code for a in (added, again, retired)] == [302, 422, 302]
    assert "canaria-n" in again.content.decode()
    row.refresh_from_db()
    assert (row.state, row.is_active) == ("08", False)
    assert client.get(LIST).context["page"].rows == []
    assert len(client.get(LIST, {"rests": "on"}).context["page"].rows) == 1


def test_address_of_a_shelter_is_refused_on_the_page(client, coordinator):
    client.force_login(coordinator)
    data = {"name": "Refugio", "kind": "REFUGIO", "address": "Sauce 12", "is_active": "on"}

    answer = client.post(reverse("cases:institution_add"), data)

    assert answer.status_code == 422
    assert not Institution.objects.exists()


def test_directory_is_paginated_in_as_many_queries(client, worker):
    client.force_login(worker)
    make_institution(name="A")
    queries(client, LIST)
    few = queries(client, LIST)
    for n in range(29):
        make_institution(name=f"Institución {n:02}")

    assert queries(client, LIST) == few
    second = client.get(LIST, {"after": "2", "q": "institucion"})
    assert second.context["page"].rows[0].institution.name == "Institución 20"
    assert second.context["page"].previous == 1
    for nonsense in ("nada", "-1", "0", "99999999", "²"):
        assert client.get(LIST, {"after": nonsense, "kind": "x"}).status_code == 200
