"""The paper of one woman never holds a word of another, whatever the group and its notes."""

import re
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from groups.actions import privately, running
from groups.actions.enrolling import accept, move_enrolment
from groups.actions.running import Row
from groups.enums import EnrolmentState, GroupState, Mark, When
from groups.reports import her_file
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do

MARK = re.compile(r"zqmarca[0-9]+[a-z]")  # stands nowhere else, not even in a random token
MOST = 6  # women
marks = st.sampled_from(list(Mark))
# whatever people type: quotes, tags, other scripts, emoji, right-to-left
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


class Told:
    """What is written about each woman, and which words of it are hers alone."""

    def __init__(self, data):
        self.data, self.count = data, 0
        self.hers = defaultdict(lambda: defaultdict(set))

    def write(self, number, kind):
        """Write a few words about her; one of them is a mark."""
        self.count += 1
        mark = f"zqmarca{self.count}{'abcdefghij'[number]}"
        self.hers[number][kind].add(mark)
        return f"{self.data.draw(words)} {mark} {self.data.draw(words)}"

    def of(self, number, *kinds):
        return set().union(*(self.hers[number][kind] for kind in kinds))


def write_group(told, worker):
    """Write a group of some women, everything about each of them, and what is of the group."""
    group = tools.make_group(worker)
    group = tools.move(group, worker, GroupState.CONVOCATORIA, GroupState.ENTREVISTAS)
    inside = []
    for number in range(told.data.draw(st.integers(2, MOST))):
        facts = {"contact": told.write(number, "contact"), "is_another": True}
        asked = tools.ask(group, worker, told.write(number, "name"), **facts)
        heard = tools.hear(asked, worker, words=told.write(number, "interview"))
        inside.append(do(accept, worker, enrolment=heard, at=NOON))
    meetings = tools.plan(group, worker)[: told.data.draw(st.integers(1, 3))]
    tools.move(group, worker, GroupState.ABIERTO)
    for number, each in enumerate(inside):
        for when in told.data.draw(st.sets(st.sampled_from(When))):
            given = {str(n): told.data.draw(st.integers(0, 5)) for n in range(1, 6)}
            facts = {"enrolment": each, "when": when, "given": given, "at": NOON}
            do(privately.measure, worker, words=told.write(number, "measure"), **facts)
    for meeting in meetings:
        rows = {
            each: Row(told.data.draw(marks), told.write(number, "remark"))
            for number, each in enumerate(inside)
            if told.data.draw(st.booleans())
        }
        tools.attend(meeting, worker, rows)
        note = {"note": {"emergent": told.write(9, "group")}, "debrief": told.write(9, "group")}
        facts = {"version": 1, "names_checked": True, "at": meeting.starts_at, **note}
        do(running.write_note, worker, meeting=meeting, **facts)
    gone = told.data.draw(st.integers(0, len(inside) - 1))
    facts = {"to": EnrolmentState.INTERRUMPIO, "reason": told.write(gone, "reason"), "at": NOON}
    do(move_enrolment, worker, enrolment=inside[gone], **facts)
    return group, inside


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_paper_of_one_holds_all_of_hers_and_no_word_of_another(data, team):
    worker, told = factories.make_member(team), Told(data)
    group, inside = write_group(told, worker)
    client = Client()
    client.force_login(worker)

    for number, each in enumerate(inside):
        found = {}
        for name in ("her_file_print", "her_file"):
            url = reverse(f"groups:{name}", args=[group.code, each.pk])
            found[name] = client.get(url).content.decode()
            for other in inside:
                assert (other.pseudonym in found[name]) is (other == each)
        paper, page = (set(MARK.findall(text)) for text in found.values())
        assert paper == told.of(number, "name", "remark", "measure")
        assert page == told.of(number, *told.hers[number])


def test_no_other_key_opens_while_a_paper_is_made(worker):
    _group, (one, other), _meetings = tools.running(worker, "Alma", "Brenda")

    with acting(worker, "test"), her_file.only_hers(one):
        assert one.name.reveal() == "Alma"
        with pytest.raises(NoAccess):
            other.name.reveal()
    with acting(worker, "test"):
        assert other.name.reveal() == "Brenda"
