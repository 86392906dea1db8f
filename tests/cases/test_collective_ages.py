"""Age groups: suggested by the age on the day a cycle begins, decided by people."""

import datetime as dt

import pytest

from cases.actions import placing
from cases.actions.cycles import CycleClosed
from cases.actions.placing import place_as_suggested, place_member
from cases.enums.collective import (
    BANDS_OF,
    POSSIBLE,
    Band,
    CommunityGroup,
    CycleState,
    Suggested,
    band_of,
    suggested_for,
)
from cases.models import Cycle, Placement
from cases.reports.members import years
from tests.cases.together import agree, make_collective, make_cycle, make_someone
from tests.traces import changes, do, everything_said

BEGINS = dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("age", "suggestion", "band"),
    [
        (None, Suggested.UNKNOWN, Band.UNKNOWN),
        (0, Suggested.NN, Band.B0),
        (5, Suggested.NN, Band.B0),
        (6, Suggested.NN, Band.B6),
        (11, Suggested.NN, Band.B6),
        (12, Suggested.AJ, Band.B12),
        (14, Suggested.AJ, Band.B12),
        (15, Suggested.AJ, Band.B15),
        (17, Suggested.AJ, Band.B15),
        (18, Suggested.ASK, Band.B18),
        (24, Suggested.ASK, Band.B18),
        (25, Suggested.ASK, Band.B25),
        (29, Suggested.ASK, Band.B25),
        (30, Suggested.AM, Band.B30),
        (44, Suggested.AM, Band.B30),
        (45, Suggested.AM, Band.B45),
        (59, Suggested.AM, Band.B45),
        (60, Suggested.AM, Band.B60),
        (74, Suggested.AM, Band.B60),
        (75, Suggested.AM, Band.B75),
        (101, Suggested.AM, Band.B75),
    ],
)
def test_age_suggests_a_group_and_a_band(age, suggestion, band):
    assert (suggested_for(age), band_of(age)) == (suggestion, band)


def test_bands_never_cross_twelve_or_eighteen():
    minors = [Band.B0, Band.B6, Band.B12, Band.B15]
    assert BANDS_OF[CommunityGroup.NN] == (Band.B0, Band.B6)
    assert set(BANDS_OF[CommunityGroup.AM]).isdisjoint(minors)
    assert [band_of(age) for age in (11, 12, 17, 18)] == [Band.B6, Band.B12, Band.B15, Band.B18]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("", None),
        ("2014", 11),  # of a mere year, the younger of the two possible
        ("2014-09-01", 12),
        ("2014-09-02", 11),
        ("2026", 0),
    ],
)
def test_age_is_counted_on_the_day_the_cycle_begins(born, age):
    assert years(born, BEGINS) == age


@pytest.fixture
def process(worker):
    return make_collective(worker)


@pytest.fixture
def cycle(process, worker):
    return make_cycle(process, worker, begins_on=BEGINS)


def someone(process, worker, born):
    """Put someone on the list; who is a child has agreed, and so has who represents her."""
    member = make_someone(process, worker, born=born, takes_part=False)
    agree(member, worker, "C_ASENT_NNA")
    agree(member, worker, "C_REP_NNA", signed_by="Su abuela")
    type(member)._base_manager.filter(pk=member.pk).update(state="INTEGRANTE")
    member.refresh_from_db()
    return member


BORN = {
    Suggested.NN: "2016",
    Suggested.AJ: "2011",
    Suggested.ASK: "2002",
    Suggested.AM: "1970",
    Suggested.UNKNOWN: "",
}


@pytest.mark.parametrize("suggestion", Suggested.values)
@pytest.mark.parametrize("group", CommunityGroup.values)
def test_every_age_in_every_group(process, cycle, worker, suggestion, group):
    """Minors do not sit with adults; another group than suggested says why."""
    member = someone(process, worker, BORN[suggestion])
    facts = {"cycle": cycle, "member": member, "group": group}
    if group not in POSSIBLE[suggestion]:
        with pytest.raises(placing.NotOfThisAge):
            do(place_member, worker, **facts, why="Lo pide")
        assert not Placement.objects.exists()
        return
    if suggestion in CommunityGroup.values and group != suggestion:
        with pytest.raises(placing.WhyOtherGroup):
            do(place_member, worker, **facts)
    placement = do(place_member, worker, **facts, why="why-canary-88")

    assert (placement.suggested, placement.assigned) == (suggestion, group)
    assert changes(1)[0][:2] == ("create", "cases.placement")
    assert changes(1)[0][4] == ["suggested", "assigned"]
    assert "why-canary" not in everything_said()


def test_decided_anew_it_is_one_placement(process, cycle, worker):
    member = someone(process, worker, "2002")
    for group in ("G_AJ", "G_AM"):
        do(place_member, worker, cycle=cycle, member=member, group=group)

    assert Placement.objects.get().assigned == "G_AM"
    assert Placement.objects.get().history.count() == 2


def test_who_is_eighteen_to_twenty_nine_is_asked(process, cycle, worker):
    for born in ("2016", "2011", "2002", "1970", ""):
        someone(process, worker, born)

    assert do(place_as_suggested, worker, cycle=cycle) == 3
    assert do(place_as_suggested, worker, cycle=cycle) == 0
    assert sorted(Placement.objects.values_list("assigned", flat=True)) == ["G_AJ", "G_AM", "G_NN"]


def test_only_who_takes_part_is_placed(process, cycle, worker):
    invited = make_someone(process, worker, takes_part=False)

    with pytest.raises(placing.MemberNotTakingPart):
        do(place_member, worker, cycle=cycle, member=invited, group="G_AM")


def test_closed_cycle_places_nobody(process, cycle, worker):
    member = make_someone(process, worker)
    Cycle._base_manager.filter(pk=cycle.pk).update(state=CycleState.CERRADO)

    with pytest.raises(CycleClosed):
        do(place_member, worker, cycle=cycle, member=member, group="G_AM")
    with pytest.raises(CycleClosed):
        do(place_as_suggested, worker, cycle=cycle)
