"""The legal room: what a lawyer reads there, and that nothing clinical comes with it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accompaniment.audit.models import Event
from cases.actions import across, hearings
from cases.enums import Visibility
from cases.enums.protection import OrderState
from cases.models import Hearing, LegalMatter, Session
from tests import factories, legal
from tests.factories import SECRET_NAME, SECRET_TEXT
from tests.legal import DAY, HOUR
from tests.traces import do

READY, AVOID = "canary-ready-18d", "canary-avoid-66e"
REASON, STRESS, PLACE = "canary-reason-0aa", "canary-stress-4bb", "canary-place-9cc"
CLINICAL = (SECRET_TEXT, "canary-author-5d1", "canary-supervision-7a2", REASON, "canary-after-3e1")


@pytest.fixture(autouse=True)
def spoken():
    with translation.override("es"):
        yield


def page(name, case, *args):
    return reverse(f"cases:{name}", args=[case.code, *args])


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def told_case(worker, now):
    """A case in which everything was said that a lawyer must not read."""
    start = now - 40 * DAY
    case = factories.make_case(by=worker, reason=REASON, at=start)
    for number, (wall, words) in enumerate(
        (
            (Visibility.TEAM, SECRET_TEXT),
            (Visibility.AUTHOR, "canary-author-5d1"),
            (Visibility.SUPERVISION, "canary-supervision-7a2"),
        )
    ):
        at = start + number * DAY
        factories.make_note(case, worker, text=words, visibility=wall, at=at)
    return case


@pytest.fixture
def lawyer(told_case, worker, now):
    return legal.make_lawyer(told_case, worker, at=now - 30 * DAY)


@pytest.fixture
def as_lawyer(client, lawyer):
    client.force_login(lawyer)
    return client


def shared(case, worker, now):
    consent = legal.share(case, worker, at=now - 20 * DAY)
    do(across.write_readiness, worker, case=case, level="CON_APOYO", words=READY, at=now)
    facts = {"month": 11, "day": 25, "reason": "ANIVERSARIO", "words": AVOID}
    do(across.add_date_to_avoid, worker, case=case, **facts, at=now)
    return consent


def road(case, by, worker, now):
    """Lay a matter, a held hearing with its contact, and a granted order."""
    early = now - 10 * DAY
    matter = legal.make_matter(case, by, stressors=STRESS, at=early)
    hearing = legal.make_hearing(matter, by, starts_at=now - 2 * DAY, place=PLACE, at=early)
    do(hearings.hold_hearing, by, hearing=hearing, ended_at=now - DAY, at=now)
    after = {"contacted_at": now - HOUR, "words": "canary-after-3e1"}
    do(hearings.record_after_contact, worker, hearing=hearing, **after, at=now)
    coming = legal.make_hearing(matter, by, starts_at=now + 5 * DAY, place=PLACE, at=early)
    order = legal.make_order(case, by, at=early)
    legal.walk(order, by, OrderState.SOLICITADA, OrderState.OTORGADA, at=early)
    return matter, hearing, coming, order


def test_lawyer_reads_exactly_the_list(as_lawyer, told_case, worker, lawyer, now):
    shared(told_case, worker, now)
    road(told_case, lawyer, worker, now)

    body = text(as_lawyer.get(page("legal", told_case)))

    for said in (READY, AVOID, "25 de noviembre", "U4"):
        assert said in body
    for secret in CLINICAL:
        assert secret not in body
    told = as_lawyer.get(page("legal", told_case)).context["legal"].told
    assert [each.item.value for each in told] == [
        "ASISTENCIA",
        "NIVEL_RIESGO",
        "PREPARACION_AUDIENCIA",
        "FECHAS_A_EVITAR",
    ]
    assert len(told[0].lines) == 1 + 3  # yes or no, session by session, and no more of a session


def test_no_page_of_the_legal_road_holds_a_clinical_word(as_lawyer, told_case, worker, lawyer, now):
    shared(told_case, worker, now)
    matter, hearing, coming, order = road(told_case, lawyer, worker, now)
    pages = [
        page("legal", told_case),
        page("detail", told_case),
        page("timeline", told_case),
        page("legal_disclosures", told_case),
        page("matter", told_case, matter.pk),
        page("hearing", told_case, hearing.pk),
        page("hearing", told_case, coming.pk),
        page("order", told_case, order.pk),
        reverse("cases:legal_agenda"),
    ]
    for url in pages:
        answer = as_lawyer.get(url)
        assert answer.status_code == 200, url
        for secret in CLINICAL:
            assert secret not in answer.content.decode(), url
    opened = {
        label
        for fields in Event.objects.filter(actor=f"user:{lawyer.pk}", verb="read").values_list(
            "fields", flat=True
        )
        for label in fields
    }
    assert not {label for label in opened if label.split(".")[0] in {"note", "draft", "case"}}
    assert "hearing.after_words" not in opened


def test_path_of_a_case_shows_a_lawyer_the_legal_road_and_no_session(
    as_lawyer, told_case, worker, lawyer, now
):
    road(told_case, lawyer, worker, now)
    knots = as_lawyer.get(page("detail", told_case)).context["thread"].knots

    assert {knot.kind for knot in knots} <= {"legal", "next", "alert"}
    assert all(knot.session is None for knot in knots)
    assert any("/hearings/" in knot.href for knot in knots)


def test_who_accompanies_sees_sessions_and_the_legal_road(client, told_case, worker, lawyer, now):
    road(told_case, lawyer, worker, now)
    client.force_login(worker)
    knots = client.get(page("detail", told_case)).context["thread"].knots
    assert any(knot.session for knot in knots)
    assert any("/measures/" in knot.href for knot in knots)
    body = text(client.get(page("matter", told_case, LegalMatter.objects.get().pk)))
    assert STRESS in body


def test_supervision_and_coordination_do_not_see_it(client, told_case, worker, lawyer, now):
    matter, *_ = road(told_case, lawyer, worker, now)
    client.force_login(factories.make_member(told_case.team, "coordinator"))
    assert client.get(page("legal", told_case)).status_code == 403
    assert client.get(page("matter", told_case, matter.pk)).status_code == 403
    body = text(client.get(page("detail", told_case)))
    assert "/legal/" not in body
    assert PLACE not in body


@pytest.mark.parametrize("how", ["never", "revoked"])
def test_without_consent_the_page_says_why_and_shows_nothing(
    how, as_lawyer, told_case, worker, lawyer, now
):
    if how == "revoked":
        legal.take_back(shared(told_case, worker, now), worker, at=now)

    answer = as_lawyer.get(page("legal", told_case))

    body = text(answer)
    assert str(answer.context["legal"].sharing.ground.label) in body
    assert answer.context["legal"].sharing.ground.value == (
        "REVOKED" if how == "revoked" else "NEVER_ASKED"
    )
    assert answer.context["legal"].told == []
    for secret in (READY, AVOID, "25 de noviembre", *CLINICAL):
        assert secret not in body


def test_hearing_on_a_date_to_avoid_is_marked(as_lawyer, told_case, worker, lawyer, now):
    legal.share(told_case, worker, at=now - 20 * DAY)
    starts = now + 30 * DAY
    with timezone.override(legal.ZONE):
        day = timezone.localtime(starts).date()
    facts = {"month": day.month, "day": day.day, "reason": "EXAMEN"}
    do(across.add_date_to_avoid, worker, case=told_case, **facts, at=now)
    matter = legal.make_matter(told_case, lawyer, at=now)
    hearing = legal.make_hearing(matter, lawyer, starts_at=starts, at=now)

    held = as_lawyer.get(page("hearing", told_case, hearing.pk)).context["page"].held

    assert held.warns


# --- forms ---------------------------------------------------------------------------------------


def test_lawyer_keeps_the_road_by_forms(as_lawyer, told_case, lawyer, now):
    made = as_lawyer.post(
        page("matter_add", told_case),
        {"kind": "FAMILIAR", "role": "ACTORA", "authority": "Juzgado 3", "family_violence": "on"},
    )
    matter = LegalMatter.objects.get()
    moved = as_lawyer.post(
        page("matter_stage", told_case, matter.pk),
        {"to": "SENTENCIA", "happened_on": timezone.localdate().isoformat(), "note": "nota"},
    )
    planned = as_lawyer.post(
        page("hearing_add", told_case, matter.pk),
        {
            "kind": "JUICIO",
            "day": (timezone.localdate() + 9 * DAY).isoformat(),
            "hour": "10:00",
            "time_zone": "America/Ciudad_Juarez",
        },
    )
    hearing = Hearing.objects.get()
    deferred = as_lawyer.post(
        page("hearing_defer", told_case, hearing.pk),
        {"reason": "sin juez", "day": (timezone.localdate() + 20 * DAY).isoformat()},
    )
    closed = as_lawyer.post(page("matter_close", told_case, matter.pk), {"outcome": "FAVORABLE"})

    assert [a.status_code for a in (made, moved, planned, deferred, closed)] == [
        302, 302, 302, 422, 422,
    ]  # fmt: skip
    assert list(deferred.context["form"].errors) == ["hour"]
    assert "sin juez" in deferred.content.decode()
    assert str(timezone.localtime(hearing.starts_at, dt.UTC).minute) == "0"


def test_hour_that_does_not_exist_is_refused(as_lawyer, told_case, lawyer, now):
    matter = legal.make_matter(told_case, lawyer, at=now)
    data = {"kind": "JUICIO", "day": "2027-03-14", "hour": "02:30", "reason": "x"}
    juarez = as_lawyer.post(
        page("hearing_add", told_case, matter.pk), {**data, "time_zone": "America/Ciudad_Juarez"}
    )
    assert (juarez.status_code, list(juarez.context["form"].errors)) == (422, ["hour"])
    chihuahua = as_lawyer.post(
        page("hearing_add", told_case, matter.pk), {**data, "time_zone": "America/Chihuahua"}
    )
    assert chihuahua.status_code == 302


def test_reparation_agreement_comes_back_with_its_sentence(as_lawyer, told_case, lawyer, now):
    matter = legal.make_matter(
        told_case, lawyer, stage="JUDICIALIZACION", family_violence=True, at=now
    )
    answer = as_lawyer.post(
        page("matter_stage", told_case, matter.pk),
        {"to": "ACUERDO_REPARATORIO", "happened_on": timezone.localdate().isoformat()},
    )
    assert answer.status_code == 422
    assert type(answer.context["form"].refusal).__name__ == "NotAdmissible"


def test_order_page_shows_its_clocks(as_lawyer, told_case, lawyer, now):
    order = legal.make_order(told_case, lawyer, at=now - 6 * HOUR)
    legal.step(order, lawyer, OrderState.SOLICITADA, at=now - 5 * HOUR)

    shown = as_lawyer.get(page("order", told_case, order.pk)).context["page"]

    (clock,) = shown.said.countdowns
    assert (clock.kind, clock.stop) == ("danger", "")
    legal.step(order, lawyer, OrderState.OTORGADA, at=now)
    shown = as_lawyer.get(page("order", told_case, order.pk)).context["page"]
    assert [each.number for each in shown.said.contacts if each.may_record] == [1]
    assert shown.said.ends.kind == "ok"


# --- how much it asks of the database ------------------------------------------------------------


def test_rooms_ask_the_same_of_the_database_whatever_they_hold(
    as_lawyer, told_case, worker, lawyer, now
):
    def count(url):
        with CaptureQueriesContext(connection) as asked:
            assert as_lawyer.get(url).status_code == 200
        return len(asked)

    shared(told_case, worker, now)
    matter, *_ = road(told_case, lawyer, worker, now)
    urls = [
        page("legal", told_case),
        page("matter", told_case, matter.pk),
        page("timeline", told_case),
        reverse("cases:legal_agenda"),
    ]
    few = [[count(url) for url in urls] for _ in range(2)][-1]  # the second time nothing is new
    for number in range(30):
        other = legal.make_matter(told_case, lawyer, at=now)
        legal.make_hearing(matter, lawyer, starts_at=now + (6 + number) * DAY, at=now)
        legal.make_order(told_case, lawyer, at=now)
        assert other.pk
    assert [count(url) for url in urls] == few
    assert Session.objects.filter(case=told_case).count() == 3


def test_agenda_is_bounded_and_only_hers(client, as_lawyer, told_case, worker, lawyer, now):
    road(told_case, lawyer, worker, now)
    other = factories.make_case(by=factories.make_member(factories.make_team()))
    legal.make_hearing(
        legal.make_matter(other, other.responsible), other.responsible, starts_at=now + DAY
    )

    dates = as_lawyer.get(reverse("cases:legal_agenda")).context["dates"]

    assert {each.case for each in dates} == {told_case.pk}
    assert [each.icon for each in dates] == ["scale", "shield"]
    body = text(as_lawyer.get(reverse("cases:legal_agenda")))
    assert SECRET_NAME not in body
    assert PLACE not in body
    client.force_login(factories.make_member(told_case.team, "reception"))
    assert client.get(reverse("cases:legal_agenda")).status_code == 403
