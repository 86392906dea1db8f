"""The expert file is a wall of its own."""

import pytest

from accompaniment.staff import access
from accompaniment.staff.acting import acting
from accompaniment.vault.gate import NoAccess
from expertise.enums.commission import PART_ACTIONS, Part
from expertise.models import Commission
from tests import factories
from tests.expertise import tools


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator)


def may(user, commission):
    with acting(user, "test"):
        return access.allowed_actions(user, commission)


def test_who_accompanies_sees_nothing_of_it(commission, worker, coordinator):
    assert may(worker, commission) == set()
    assert not Commission.objects.visible_to(worker).exists()
    reception = factories.make_member(commission.team, "reception")
    assert may(reception, commission) == set()
    assert may(coordinator, commission) == {"view", "identify", "close", "assign", "erase"}
    assert may(commission.expert, commission) == PART_ACTIONS[Part.EXPERT]
    assert may(commission.reviewer, commission) == PART_ACTIONS[Part.REVIEWER]
    assert may(commission.requested_by, commission) == {"view"}


def test_who_requested_it_does_not_read_it(commission):
    question = commission.questions.get(number=1)

    with acting(commission.requested_by, "test"), pytest.raises(NoAccess):
        question.text.reveal()
    with acting(commission.expert, "test"):
        assert question.text.reveal() == tools.QUESTION
