"""The fast list and the plain queryset say the same, whatever has happened to the cases."""

import datetime as dt
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.acting import acting
from accompaniment.staff.pages import Cursor, Page, page
from accompaniment.vault import index
from cases.actions import lifecycle, people
from cases.models import Case
from cases.reports import timeline
from tests.factories import (
    NOON,
    SECRET_NAME,
    make_case,
    make_member,
    make_person_facts,
    make_session,
    make_team,
)
from tests.traces import do

NAMES = ("Ana Ruiz", "Ana Paz", "José Ruiz", "Jose  PAZ")
ASKED = ("ruíz", "ruiz ANA", "jose", "nadie")
DEEDS = ("session", "close", "reopen", "urgent", "name", "view", "identify", "blind", "shut")
small = st.integers(0, 7)
deeds = st.tuples(st.sampled_from(DEEDS), small, small)


def codes(cases):
    return [case.code for case in cases]


def walk(user, **narrow):
    """Read every page of two forwards and then backwards; return the codes in order."""
    pages, after = [], None
    with acting(user, "care"):
        while True:
            part = page(Case.objects.all(), user, after=after, limit=2, **narrow)
            pages.append(codes(part.records))
            if part.next is None:
                break
            after = Cursor.parse(str(part.next))
        back = []
        while part.previous:
            part = page(Case.objects.all(), user, before=part.previous, limit=2, **narrow)
            back.insert(0, codes(part.records))
    assert back == pages[: len(back)]
    assert len(back) == max(len(pages) - 1, 0)
    return [code for each in pages for code in each]


class Story:
    """Six cases in two teams, what has happened to them, and what each is called by now."""

    def __init__(self, minutes):
        teams = [make_team(), make_team()]
        self.owners = [make_member(team) for team in teams]
        self.readers = [
            make_member(teams[0]),
            make_member(teams[0], "coordinator"),
            make_member(teams[1], "reception"),
        ]
        self.readers[1].memberships.create(team=teams[1], role="reception")
        self.cases, self.names = [], {}
        for n, minute in enumerate(minutes):
            at = NOON + dt.timedelta(minutes=minute)
            case = make_case(by=self.owners[n % 2], name=NAMES[n % 4], at=at)
            self.cases.append(case)
            self.names[case.code] = NAMES[n % 4]

    def tell(self, deed, n, who):
        """Let something happen to one case, if it can."""
        case, user = self.cases[n % len(self.cases)], self.readers[who % 3]
        case.refresh_from_db()
        by, at = case.responsible, NOON + dt.timedelta(minutes=n % 3)
        if deed in {"view", "identify"}:
            access.grant(user, deed, case)
        elif deed in {"blind", "shut"}:
            access.revoke(user, "identify" if deed == "blind" else "view", case)
        elif deed == "name":
            facts = make_person_facts(NAMES[who % 4])
            self.names[case.code] = NAMES[who % 4]
            do(people.update_person, by, person=people.accompanied(case), facts=facts)
        elif deed == "reopen" and not case.is_open:
            do(lifecycle.reopen_case, by, case=case, reason="x", at=at)
        elif case.is_open:
            self._in_open(deed, case, who, by, at)

    def _in_open(self, deed, case, who, by, at):
        if deed == "session":
            make_session(case, by, starts_at=case.opened_at, at=at + dt.timedelta(hours=1))
        elif deed == "close":
            facts = {"reason": "DUPLICADO", "safety_checked": True}
            do(lifecycle.close_case, by, case=case, at=at, **facts)
        elif deed == "urgent" and case.urgency != who % 4 + 1:
            facts = {"urgency": who % 4 + 1, "reason": "x"}
            do(lifecycle.set_urgency, by, case=case, at=at, **facts)

    def found_by(self, user, asked):
        """Return the codes the user may find by these words: names need more than seeing."""
        wanted = set(index.normalise(asked))
        may = Case.objects.visible_to(user).permitted(user, "identify").newest_first()
        return [c.code for c in may if wanted <= set(index.normalise(self.names[c.code]))]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    story=st.lists(deeds, max_size=12), minutes=st.lists(st.integers(0, 2), min_size=6, max_size=6)
)
def test_page_equals_queryset(db, story, minutes):
    told = Story(minutes)
    for deed in story:
        told.tell(*deed)

    for user in (*told.readers, *told.owners):
        visible = Case.objects.visible_to(user).newest_first()
        granted = access.permission_id(Case, "view")
        mine = visible.filter(grants__user=user, grants__permission=granted)
        assert walk(user) == codes(visible)
        assert walk(user, is_open=True) == codes(visible.open())
        assert walk(user, is_open=False) == codes(visible.filter(is_open=False))
        assert walk(user, mine=True) == codes(mine)
        for urgency in (1, 4):
            urgent = visible.filter(urgency=urgency)
            assert walk(user, urgency=urgency) == codes(urgent)
            assert walk(user, urgency=urgency, is_open=True) == codes(urgent.open())
        for asked in ASKED:
            assert walk(user, words=index.asked(asked)) == told.found_by(user, asked)
        assert [c.code for c in told.cases if access.allows(user, "view", c)] == [
            c.code for c in told.cases if c in visible
        ]


def test_pseudonym_is_found_by_whoever_sees_the_case_and_the_name_is_not(case, stranger):
    access.grant(stranger, "view", case)

    assert walk(stranger, words=index.asked(case.pseudonym)) == [case.code]
    assert walk(stranger, words=index.asked(SECRET_NAME)) == []
    access.grant(stranger, "identify", case)
    do(people.update_person, case.responsible, person=people.accompanied(case), facts=facts())
    assert walk(stranger, words=index.asked("zafiro")) == [case.code]
    access.revoke(stranger, "identify", case)
    assert walk(stranger, words=index.asked("zafiro")) == []
    assert walk(stranger) == [case.code]


def facts():
    return make_person_facts(SECRET_NAME)


def test_ties_are_walked_once(worker):
    cases = {make_case(by=worker).code for _ in range(5)}

    assert sorted(walk(worker)) == sorted(cases)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "2026-01-01_", "_", "9999_zz", f"2026-05-04_{UUID(int=1)}"),
        f"0001-01-01T00:00:00+14:00_{UUID(int=1)}",
        f"9999-12-31T23:59:59-14:00_{UUID(int=1)}",
    ],
)
def test_broken_cursor_means_first_page(text):
    assert Cursor.parse(text) is None
    assert timeline.Cursor.parse(text) is None


def test_stale_copy_shows_nothing(case, stranger):
    case.words.update(scope=stranger.pk)

    with acting(stranger, "care"):
        found = page(Case.objects.all(), stranger, words=index.asked("canaria"))
    assert found == Page([])


def test_list_and_search_are_traced_by_ids_and_never_by_words(case, worker):
    walk(worker)
    walk(worker, words=index.asked(SECRET_NAME))
    walk(worker, words=index.asked("nadie"))

    traced = Event.objects.filter(verb__in=("list", "search")).order_by("seq")
    assert [(e.verb, e.kind, e.root, e.touched, e.count, e.fields) for e in traced] == [
        ("list", "cases.case", None, [str(case.pk)], 1, []),
        ("search", "cases.case", None, [str(case.pk)], 1, []),
        ("search", "cases.case", None, [], 0, []),
    ]


def test_page_opens_all_its_records_with_one_query_for_keys(worker, django_assert_num_queries):
    for _ in range(8):
        make_case(by=worker, reason="x")
    with acting(worker, "care"):
        records = page(Case.objects.all(), worker).records
        with django_assert_num_queries(1, using="keys"), django_assert_num_queries(1):
            assert [case.reason.reveal() for case in records] == ["x"] * 8


def test_nobody_at_work_opens_nothing(worker):
    make_case(by=worker, reason="x")
    with pytest.raises(PermissionDenied):
        page(Case.objects.all(), worker).records[0].reason.reveal()
