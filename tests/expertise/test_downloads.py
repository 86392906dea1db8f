"""A download lasts a minute and one session, and stops at the piece after the door says no."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.models import Membership
from accompaniment.vault.streams import CHUNK
from cases.actions.team import end_assignment
from expertise.actions.tickets import DownloadCut
from expertise.enums.commission import CommissionState
from expertise.models import Ticket
from tests import factories, legal
from tests.expertise import giving
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON
from tests.traces import do

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")
REASON = {"reason": "PREPARAR", "words": "oficio 12 canary-words", "careful": "on"}
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


@pytest.fixture
def signed(case, worker, coordinator, lawyer):
    return giving.signed(giving.approved(worker, case, coordinator, by=lawyer))


@pytest.fixture
def release(signed):
    return giving.released(signed)


@pytest.fixture
def long_release(signed, monkeypatch):
    """One so long that it leaves in several pieces."""

    monkeypatch.setattr(giving, "PAD", 3 * CHUNK)
    return giving.released(signed)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def ask(client, release, **said):
    return client.post(reverse("expertise:release", args=[release.pk]), {**REASON, **said})


def download(client, release, **said):
    """Give a reason and follow to the file."""
    return client.get(ask(client, release, **said).url)


def body(answer):
    return b"".join(answer.streaming_content)


def whole(release, user):
    return giving.bytes_of(release, user)


# --- the page -------------------------------------------------------------------------------


def test_a_lawyer_finds_released_copies_and_nothing_else(signed, lawyer):
    client, url = signed_in(lawyer), reverse("expertise:for_you")
    unsigned = giving.make_copy(signed)
    assert signed.code not in client.get(url).content.decode()

    giving.sign_copy(unsigned)
    assert signed.code not in client.get(url).content.decode()
    giving.release(unsigned)

    page = client.get(url).content.decode()
    assert signed.code in page
    assert reverse("expertise:release", args=[unsigned.release.pk]) in page
    giving.withdraw(unsigned)
    assert signed.code not in client.get(url).content.decode()


def test_what_is_being_made_shows_only_where_it_stands(case, worker, coordinator, lawyer):
    commission = giving.approved(worker, case, coordinator, by=lawyer)

    page = signed_in(lawyer).get(reverse("expertise:for_you")).content.decode()

    assert commission.code in page
    assert str(CommissionState.APROBADO.label) in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("{code}", True), ("{loose}", True), ("dictamen", True), ("otra cosa", False), ("", True)],
)
def test_copies_are_found_by_folio_and_by_words(release, lawyer, asked, found):
    said = asked.format(code=release.code, loose=release.code.replace("-", " ").lower())

    page = signed_in(lawyer).post(reverse("expertise:for_you"), {"q": said})

    assert (reverse("expertise:release", args=[release.pk]) in page.content.decode()) is found
    verb = "search" if asked else "list"
    assert Event.objects.filter(verb=verb, kind="expertise.release").count() == 1
    assert "otra cosa" not in str(Event.objects.values_list("fields", "purpose", "code"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_however_many_there_are(
    signed, lawyer, count, django_assert_max_num_queries
):
    for _ in range(count):
        giving.released(signed)
    client = signed_in(lawyer)

    with django_assert_max_num_queries(22):
        page = client.get(reverse("expertise:for_you")).content.decode()

    assert page.count(f"{signed.code}, ") == min(count, 25)
    assert ("after=" in page) is (count > 25)


# --- the download ----------------------------------------------------------------------------


def test_a_reason_opens_one_download_which_stays_on_record(release, lawyer, case):
    client = signed_in(lawyer)

    answer = download(client, release)

    assert answer.status_code == 200
    assert body(answer) == whole(release, lawyer)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(release.size)
    assert answer["Cache-Control"] == "no-store"
    assert release.code in answer["Content-Disposition"]
    ticket = Ticket.objects.get()
    assert (ticket.user, ticket.reason, ticket.expires_at - ticket.asked_at) == (
        lawyer,
        "PREPARAR",
        dt.timedelta(seconds=60),
    )
    exported = Event.objects.get(verb="export")
    assert (exported.kind, exported.root, exported.touched, exported.actor) == (
        "expertise.release",
        case.pk,
        [str(release.pk)],
        f"user:{lawyer.pk}",
    )
    assert "canary-words" not in str(list(Event.objects.values()))


def test_the_token_is_kept_by_nobody(release, lawyer):
    client = signed_in(lawyer)

    token = ask(client, release).url.rstrip("/").rsplit("/", 1)[1]

    ticket = Ticket.objects.get()
    assert token not in (ticket.token, ticket.session)
    assert client.session.session_key not in (ticket.token, ticket.session)
    assert token not in str(list(Event.objects.values()))


@pytest.mark.parametrize("without", ["reason", "careful"])
def test_without_a_reason_and_a_promise_there_is_no_ticket(release, lawyer, without):
    answer = ask(signed_in(lawyer), release, **{without: ""})

    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def refused(answer):
    """Nothing but a way back to the reason."""
    return answer.status_code == 302 and "/file/" not in answer.url and not answer.content


def test_a_token_works_once(release, lawyer):
    client = signed_in(lawyer)
    url = ask(client, release).url
    body(client.get(url))

    assert refused(client.get(url))
    assert Event.objects.filter(verb="export").count() == 1


def test_a_token_works_in_its_own_session(release, lawyer, worker):
    url = ask(signed_in(lawyer), release).url

    for client in (signed_in(lawyer), signed_in(worker)):
        assert refused(client.get(url))
    assert not Ticket.objects.filter(used_at__isnull=False).exists()


def test_a_token_works_for_its_own_copy(signed, lawyer):
    first, second = giving.released(signed), giving.released(signed)
    client = signed_in(lawyer)
    token = ask(client, first).url.rstrip("/").rsplit("/", 1)[1]

    assert refused(client.get(reverse("expertise:release_file", args=[second.pk, token])))


@pytest.mark.parametrize(("seconds", "works"), [(59, True), (60, False), (3600, False)])
def test_a_token_works_for_a_minute(release, lawyer, seconds, works):
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=False) as clock:
        client = signed_in(lawyer)
        url = ask(client, release).url
        clock.shift(dt.timedelta(seconds=seconds))
        answer = client.get(url)

        assert (answer.status_code == 200) is works
        if works:
            body(answer)


def lose_case(lawyer, release):
    row = release.case.assignments.get(user=lawyer, until=None)
    do(end_assignment, release.case.responsible, assignment=row, at=timezone.now())


def lose_role(lawyer, release):
    Membership.objects.filter(user=lawyer).delete()


def lose_account(lawyer, release):
    type(lawyer).objects.filter(pk=lawyer.pk).update(is_active=False, deactivated_at=NOON)


def lose_copy(lawyer, release):
    giving.withdraw(release.copy)


@pytest.mark.parametrize(
    ("lose", "status"),
    [(lose_case, 404), (lose_role, 404), (lose_account, 302), (lose_copy, 404)],
)
def test_a_token_dies_with_what_it_stood_on(release, lawyer, lose, status):
    client = signed_in(lawyer)
    url = ask(client, release).url

    lose(lawyer, release)

    assert client.get(url).status_code == status
    assert not Event.objects.filter(verb="export").exists()


@pytest.mark.parametrize("method", ["head", "post"])
def test_only_asking_for_the_file_uses_the_ticket(release, lawyer, method):
    client = signed_in(lawyer)
    url = ask(client, release).url

    assert getattr(client, method)(url).status_code == 405
    assert body(client.get(url)) == whole(release, lawyer)


# --- while it goes on --------------------------------------------------------------------------


def revoke_grant(lawyer, release):
    access.revoke(lawyer, "legal", release.case)


def end_session(lawyer, release, client):
    client.session.flush()


@pytest.mark.parametrize("lose", [revoke_grant, lose_role, lose_account, lose_copy, end_session])
def test_a_download_stops_when_access_is_lost(long_release, lawyer, lose):
    client = signed_in(lawyer)
    answer = download(client, long_release)
    pieces = iter(answer.streaming_content)
    came = [next(pieces)]
    facts = [client] if lose is end_session else []

    lose(lawyer, long_release, *facts)

    with pytest.raises(DownloadCut):
        came.append(next(pieces))
    assert sum(len(piece) for piece in came) < long_release.size
    assert list(pieces) == []
    denied = Event.objects.filter(verb="denied", kind="expertise.release")
    assert [event.root for event in denied] == [long_release.case_id]


def test_a_download_of_several_pieces_arrives_whole(long_release, lawyer):
    answer = download(signed_in(lawyer), long_release)

    pieces = list(answer.streaming_content)

    assert len(pieces) == 4
    assert b"".join(pieces) == whole(long_release, lawyer)


def test_who_reads_the_expert_file_downloads_original_and_copies(signed, lawyer, worker):
    copy = giving.make_copy(signed)
    paper = giving.sign_copy(copy)
    addresses = [
        reverse("expertise:signed_file", args=[signed.code]),
        reverse("expertise:copy_file", args=[signed.code, copy.pk]),
    ]

    stranger = factories.make_member(factories.make_team())
    for user, status in ((lawyer, 403), (worker, 404), (stranger, 404)):
        client = signed_in(user)
        assert [client.get(url).status_code for url in addresses] == [status, status]
    for user in (signed.expert, signed.reviewer):
        original, copied = (body(signed_in(user).get(url)) for url in addresses)
        assert copied == giving.bytes_of(paper, signed.expert) != original
