"""Whoever is refused again and again might be asking who is there: coordination hears of it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from groups.actions import enrolling, insisting
from groups.actions.enrolling import PossibleConflict
from groups.enums import EnrolmentState, GroupState
from groups.models import Enrolment, Notice
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import changes, do, everything_said

HOUR = dt.timedelta(hours=1)
SECRETS = ("Canariorubi", "Alma")


@pytest.fixture
def group(worker):
    """A group in which one woman has told who harmed her."""
    made = tools.make_group(worker)
    made = tools.move(made, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    inside = tools.hear(tools.ask(made, worker, "Alma"), worker, aggressors=["Canariorubi"])
    do(enrolling.accept, worker, enrolment=inside, at=NOON)
    return made


@pytest.fixture
def probe(group, worker):
    """Try a name: enrol somebody who does not exist and tell it in her interview."""
    guess = tools.hear(tools.ask(group, worker, "Zulema"), worker, aggressors=["Canariorubi"])

    def probe(times, *, by=worker, at=NOON):
        for _time in range(times):
            enrolment = Enrolment.objects.get(pk=guess.pk)
            with pytest.raises(PossibleConflict):
                do(enrolling.accept, by, enrolment=enrolment, at=at)

    return probe


def day_of(user):
    client = Client()
    client.force_login(user)
    return client.get("/").context["day"].notices


def test_third_refusal_in_a_day_tells_coordination(group, worker, coordinator, stranger, probe):
    probe(2)
    assert not Notice.objects.exists()
    assert day_of(coordinator) == []

    probe(1)

    notice = Notice.objects.get()
    assert (notice.group, notice.user, notice.at) == (group, worker, NOON)
    (told,) = day_of(coordinator)
    assert told.kind == "danger"
    assert group.code in told.note
    assert worker.get_short_name() in told.note
    assert not any(secret in str(told) for secret in SECRETS)
    assert day_of(worker) == day_of(stranger) == []


def test_trace_of_it_names_nobody(group, worker, probe):
    probe(3)

    notice = Notice.objects.get()
    assert changes(1) == [("create", "groups.notice", group.pk, [str(notice.pk)], [])]
    assert not any(secret in everything_said() for secret in SECRETS)


def test_once_in_a_window_and_again_in_the_next(probe):
    probe(7)
    assert Notice.objects.count() == 1

    probe(1, at=NOON + 25 * HOUR)

    assert Notice.objects.count() == 2  # the trace keeps the clock of the database


def test_refusals_of_another_day_do_not_count(probe, settings):
    from django.utils import timezone  # noqa: PLC0415

    probe(2)
    probe(1, at=timezone.now() + 25 * HOUR)

    assert not Notice.objects.exists()


def test_how_many_it_takes_is_for_the_house_to_say(probe, settings):
    settings.CONFLICT_REFUSALS = 5
    probe(4)
    assert not Notice.objects.exists()

    probe(1)
    assert Notice.objects.count() == 1


def test_refusals_in_several_groups_count_together(group, worker, probe):
    probe(2)
    other = tools.make_group(worker, name="Otro grupo")
    other = tools.move(other, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    tools.take_in(other, worker, "Canariorubi")
    guess = tools.hear(tools.ask(other, worker, "Zulema"), worker, aggressors=["Canariorubi"])

    with pytest.raises(PossibleConflict):
        do(enrolling.accept, worker, enrolment=guess, at=NOON)

    assert Notice.objects.get().group == other


def test_other_ways_to_a_place_count_too(group, worker, probe):
    probe(2)
    waiting = Enrolment.objects.get(group=group, number=2)
    accepted = {"enrolment": waiting, "to": EnrolmentState.ACEPTADA}

    with pytest.raises(PossibleConflict):
        do(enrolling.move_enrolment, worker, at=NOON, **accepted)

    assert Notice.objects.count() == 1


def test_who_decides_on_conflicts_is_not_reported(group, coordinator, probe):
    probe(4, by=coordinator)

    assert not Notice.objects.exists()


def test_two_colleagues_are_counted_apart(group, worker, coordinator, team, probe):
    colleague = factories.make_member(team)
    tools.helped_by(group, coordinator, colleague)
    probe(2)
    probe(2, by=colleague)

    assert not Notice.objects.exists()


def test_page_of_the_group_shows_it_until_somebody_looked(group, worker, coordinator, probe):
    probe(3)
    notice = Notice.objects.get()
    url = reverse("groups:notice_seen", args=[group.code, notice.pk])
    client = Client()
    client.force_login(worker)
    assert url not in client.get(group.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 403
    client.force_login(coordinator)
    page = client.get(group.get_absolute_url()).content.decode()
    assert url in page
    assert "Canariorubi" not in page

    assert client.post(url).status_code == 302

    notice.refresh_from_db()
    assert notice.seen_by == coordinator
    assert day_of(coordinator) == []
    assert url not in client.get(group.get_absolute_url()).content.decode()


def test_only_who_coordinates_says_that_it_was_looked_into(worker, stranger, probe):
    probe(3)
    for person in (worker, stranger):
        with pytest.raises(PermissionDenied):
            do(insisting.see_notice, person, notice=Notice.objects.get())
