"""Two records of one call, joined and taken apart again."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.calls import merging
from cases.actions.calls.frame import CallEnded
from cases.actions.calls.merging import merge_calls, unmerge_call
from cases.actions.calls.steps import move_call
from tests.cases.calls.tools import ALIAS, DEMAND, again, make_call
from tests.factories import make_member
from tests.traces import changes, do

WHY = "Llamó dos veces el mismo día"


@pytest.fixture
def both(worker):
    return make_call(worker), make_call(worker, state="EN_ESCUCHA", alias="Golondrina")


def test_joined_record_stands_behind_the_other_and_loses_nothing(worker, both):
    kept, double = both
    do(merge_calls, worker, call=double, into=kept, reason=WHY)

    double = again(double)
    assert (double.state, double.is_open, double.merged_into) == ("DUPLICADO", False, kept)
    assert changes(1) == [("change", "cases.firstcontact", double.pk, [], ["state", "merged_into"])]
    assert do(lambda by, at: again(double).demand.reveal(), worker) == DEMAND


@pytest.mark.parametrize("closed", [False, True])
def test_taken_apart_it_stands_where_it_stood(worker, both, closed):
    kept, double = both
    do(merge_calls, worker, call=double, into=kept, reason=WHY)
    if closed:
        do(move_call, worker, call=double, to="CERRADO")
    with pytest.raises(merging.JoiningNeedsWords):
        do(unmerge_call, worker, call=double, reason="")
    do(unmerge_call, worker, call=double, reason="Eran dos hermanas")

    double = again(double)
    assert (double.state, double.is_open, double.merged_into) == ("EN_ESCUCHA", True, None)
    assert (double.closed_at, double.closed_by) == (None, None)
    assert do(lambda by, at: again(kept).alias.reveal(), worker) == ALIAS
    with pytest.raises(merging.NotJoined):
        do(unmerge_call, worker, call=double, reason=WHY)


def test_joining_is_refused(worker, both, stranger):
    kept, double = both
    third = make_call(worker, alias="Tercera Vez")
    with pytest.raises(merging.SameCall):
        do(merge_calls, worker, call=kept, into=kept, reason=WHY)
    with pytest.raises(merging.JoiningNeedsWords):
        do(merge_calls, worker, call=double, into=kept, reason=" ")
    do(merge_calls, worker, call=double, into=kept, reason=WHY)
    with pytest.raises(merging.KeptIsJoined):
        do(merge_calls, worker, call=third, into=double, reason=WHY)
    with pytest.raises(merging.HoldsOthers):
        do(merge_calls, worker, call=kept, into=third, reason=WHY)
    with pytest.raises(CallEnded):
        do(merge_calls, worker, call=double, into=third, reason=WHY)


def test_only_calls_one_listens_to_are_joined(worker, team, stranger, both):
    kept, double = both
    for by in (stranger, make_member(team, "reception")):
        with pytest.raises(PermissionDenied):
            do(merge_calls, by, call=double, into=kept, reason=WHY)
        with pytest.raises(PermissionDenied):
            do(unmerge_call, by, call=double, reason=WHY)
    theirs = make_call(stranger)
    with pytest.raises(PermissionDenied):
        do(merge_calls, worker, call=double, into=theirs, reason=WHY)
