"""Every band edge of every instrument, computed by hand or taken from its published manual."""

import pytest

from cases.instruments import score, shipped
from cases.instruments.scoring import AnswerWrong, Result, moved

ALL = shipped()


def answers(code, total):
    """Return answers that sum up to this, as even as can be, from the first item on."""
    it = ALL[code]
    given, rest = {}, total
    for item in it.scored:
        most = it.values(item)[-1]
        given[item.number] = min(most, rest)
        rest -= given[item.number]
    assert rest == 0
    return given


BANDS = {
    "PHQ-9": {0: "minimal", 4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate",
              15: "moderately_severe", 19: "moderately_severe", 20: "severe", 27: "severe"},
    "PHQ-8": {0: "minimal", 4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate",
              15: "moderately_severe", 19: "moderately_severe", 20: "severe", 24: "severe"},
    "GAD-7": {0: "minimal", 4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate",
              15: "severe", 21: "severe"},
    "K6": {0: "low", 4: "low", 5: "moderate", 12: "moderate", 13: "serious", 24: "serious"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "total", "band"),
    [(code, total, band) for code, edges in BANDS.items() for total, band in edges.items()],
)
def test_band_edges(code, total, band):
    result = score(ALL[code], answers(code, total))

    assert (result.total, result.band, result.missing, result.prorated) == (total, band, 0, False)


CUTS = {
    "PHQ-9": {9: [], 10: [10]},
    "PHQ-8": {9: [], 10: [10]},
    "GAD-7": {9: [], 10: [10]},
    "K6": {12: [], 13: [13]},
    "SRQ-20": {7: [], 8: [8], 20: [8]},
    "PCL-5": {32: [], 33: [33], 80: [33]},
}


@pytest.mark.parametrize(
    ("code", "total", "at"),
    [(code, total, at) for code, edges in CUTS.items() for total, at in edges.items()],
)
def test_cut_offs(code, total, at):
    result = score(ALL[code], answers(code, total))

    assert [each.at for each in result.reached] == at


@pytest.mark.parametrize(
    ("raw", "percent", "at"),
    [
        (0, 0, [50, 28]),
        (7, 28, [50, 28]),
        (8, 32, [50]),
        (12, 48, [50]),
        (13, 52, []),
        (25, 100, []),
    ],
)
def test_well_being_is_multiplied_by_four_and_spoken_about_when_low(raw, percent, at):
    result = score(ALL["WHO-5"], answers("WHO-5", raw))

    assert (result.total, [each.at for each in result.reached]) == (percent, at)


def test_an_organisation_sets_its_own_cut_off():
    eleven = {"attention": (11, "Ministerio de Salud de Colombia")}

    at_ten = score(ALL["SRQ-20"], answers("SRQ-20", 10), eleven)
    at_eleven = score(ALL["SRQ-20"], answers("SRQ-20", 11), eleven)

    assert at_ten.reached == []
    assert [(r.at, r.source) for r in at_eleven.reached] == [
        (11, "Ministerio de Salud de Colombia")
    ]


# --- missing answers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "given", "gone", "total"),
    [
        ("PHQ-9", 2, 0, 18),
        ("PHQ-9", 2, 1, 18),  # 16 of 8, times 9
        ("PHQ-9", 2, 2, 18),
        ("PHQ-9", 2, 3, None),
        ("PHQ-8", 3, 2, 24),
        ("PHQ-8", 3, 3, None),
        ("GAD-7", 1, 1, 7),
        ("GAD-7", 1, 2, None),
        ("PCL-5", 1, 2, 20),
        ("PCL-5", 1, 3, None),
        ("WHO-5", 3, 1, None),
        ("SRQ-20", 1, 1, None),
        ("K6", 1, 1, None),
    ],
)
def test_missing_answers(code, given, gone, total):
    it = ALL[code]
    said = {item.number: given for item in it.scored[gone:]}

    result = score(it, said)

    assert (result.total, result.missing) == (total, gone)
    assert result.prorated == bool(gone and total is not None)


def test_the_mean_stands_in_for_a_missing_answer_and_the_sum_is_rounded():
    """Items 3, 3, 3, 1, 1, 1, 1 and two missing: 13 x 9 / 7 = 16.71, which is 17."""
    result = score(ALL["PHQ-9"], {1: 3, 2: 3, 3: 3, 4: 1, 5: 1, 6: 1, 7: 1})

    assert (result.total, result.band, result.prorated) == (17, "moderately_severe", True)


def test_halves_are_rounded_up():
    """Eight answers with a sum of 4: 4 x 9 / 8 = 4.5, which is 5, and another band."""
    result = score(ALL["PHQ-9"], {1: 3, 2: 1, **dict.fromkeys(range(3, 9), 0)})

    assert (result.total, result.band) == (5, "mild")


def test_nothing_answered_is_no_score():
    result = score(ALL["TERMOMETRO"], {})

    assert (result.total, result.missing) == (None, 8)


def test_the_unscored_question_does_not_count():
    result = score(ALL["PHQ-9"], {**answers("PHQ-9", 4), 10: 3})

    assert (result.total, result.missing) == (4, 0)


@pytest.mark.parametrize("said", [{11: 0}, {1: 4}, {1: -1}, {0: 1}])
def test_answers_the_instrument_does_not_know_are_refused(said):
    with pytest.raises(AnswerWrong):
        score(ALL["PHQ-9"], said)


# --- the pattern of PCL-5 -----------------------------------------------------------------------

MET = {1: 2, 6: 2, 8: 2, 9: 2, 15: 2, 16: 2}


def pcl(**changes):
    said = dict.fromkeys(range(1, 21), 0) | MET
    return score(ALL["PCL-5"], said | {int(n[1:]): value for n, value in changes.items()})


def test_pattern_is_met_with_the_least_there_can_be():
    result = pcl()

    assert (result.total, result.pattern, result.reached) == (12, True, [])


@pytest.mark.parametrize("number", sorted(MET))
def test_pattern_is_not_met_when_one_answer_falls_below_two(number):
    assert pcl(**{f"n{number}": 1}).pattern is False


def test_pattern_cannot_be_told_with_an_answer_missing():
    said = dict.fromkeys(range(1, 20), 2)

    result = score(ALL["PCL-5"], said)

    assert (result.pattern, result.total, result.prorated) == (None, 40, True)


# --- sub-scales of ProQOL ---------------------------------------------------------------------

REVERSED = (1, 4, 15, 17, 29)
SCALES = {
    "CS": (3, 6, 12, 16, 18, 20, 22, 24, 27, 30),
    "BO": (1, 4, 8, 10, 15, 17, 19, 21, 26, 29),
    "STS": (2, 5, 7, 9, 11, 13, 14, 23, 25, 28),
}


def proqol(total, scale):
    """Return answers with this total on one sub-scale, its reverse items turned."""
    said = dict.fromkeys(range(1, 31), 3)
    rest = total - 10
    for number in SCALES[scale]:
        step = min(4, rest)
        rest -= step
        said[number] = 5 - step if scale == "BO" and number in REVERSED else 1 + step
    return said


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("total", "band"),
    [(10, "low"), (22, "low"), (23, "average"), (41, "average"), (42, "high"), (50, "high")],
)
def test_sub_scale_edges(scale, total, band):
    result = score(ALL["ProQOL-5"], proqol(total, scale))

    assert (result.parts[scale].total, result.parts[scale].band) == (total, band)
    assert result.total is None


def test_all_answers_the_same_show_the_reverse_items():
    """All fives: CS 50, STS 50; BO five reverse items at 1 and five at 5, which is 30."""
    result = score(ALL["ProQOL-5"], dict.fromkeys(range(1, 31), 5))

    assert {code: part.total for code, part in result.parts.items()} == {
        "CS": 50,
        "BO": 30,
        "STS": 50,
    }


def test_a_sub_scale_with_an_answer_missing_has_no_score_and_the_others_have():
    said = dict.fromkeys(range(1, 31), 3)
    del said[3]

    result = score(ALL["ProQOL-5"], said)

    assert [result.parts[code].total for code in ("CS", "BO", "STS")] == [None, 30, 30]


# --- GDS and the thermometer ------------------------------------------------------------


@pytest.mark.parametrize(
    ("burdened", "band"),
    [(0, "low"), (5, "low"), (6, "moderate"), (10, "moderate"), (11, "severe"), (15, "severe")],
)
def test_gds_counts_no_on_the_glad_items_and_yes_on_the_others(burdened, band):
    glad = {1, 5, 7, 11, 13}
    said = {n: (n in glad) != (n <= burdened) for n in range(1, 16)}

    result = score(ALL["GDS-15"], {n: int(value) for n, value in said.items()})

    assert (result.total, result.band) == (burdened, band)


def test_thermometer_is_a_mean_with_one_decimal():
    assert score(ALL["TERMOMETRO"], {1: 7, 2: 8, 3: 8, 4: 7, 5: 7, 6: 7, 7: 7, 8: 7}).total == 7.3
    assert score(ALL["TERMOMETRO"], {1: 5, 2: 6, 3: 5, 4: 6, 5: 5, 6: 6}).total == 5.5
    assert score(ALL["TERMOMETRO"], {1: 5, 2: 6, 3: 5, 4: 6, 5: 5}).total is None


# --- safety ------------------------------------------------------------


@pytest.mark.parametrize(("code", "number"), [("PHQ-9", 9), ("SRQ-20", 17)])
def test_a_safety_item_above_zero_is_an_alarm_whatever_the_score(code, number):
    it = ALL[code]
    quiet = dict.fromkeys(range(1, len(it.items) + 1), 0)

    assert score(it, quiet).alarms == []
    assert score(it, quiet | {number: 1}).alarms == [number]
    assert score(it, {number: 1}).alarms == [number]  # even where there is no score


def test_a_safety_item_without_an_answer_is_not_a_no():
    said = answers("PHQ-9", 4)
    del said[9]

    result = score(ALL["PHQ-9"], said)

    assert (result.alarms, result.silent) == ([], [9])


@pytest.mark.parametrize(("code", "numbers"), [("PCL-5", [16]), ("GDS-15", [12, 14])])
def test_soft_prompts_raise_no_alarm(code, numbers):
    quiet = dict.fromkeys(range(1, len(ALL[code].items) + 1), 0)

    result = score(ALL[code], quiet | dict.fromkeys(numbers, 1))

    assert (result.prompts, result.alarms) == (numbers, [])


@pytest.mark.parametrize(
    ("said", "outcome", "alarms", "silent"),
    [
        ({1: 0, 2: 0, 3: 0, 4: 0}, "negative", [], []),
        ({1: 0, 2: 1, 3: 0, 4: 0, 5: 0}, "positive", [2], []),
        ({1: 0, 2: 0, 3: 0, 4: 1}, "pending", [4], [5]),
        ({1: 1, 2: 0, 3: 0, 4: 0, 5: 1}, "acute", [1, 5], []),
        ({5: 1}, "acute", [5], [1, 2, 3, 4]),  # said out of turn, it counts all the same
        ({1: 0, 2: 0, 3: 0}, "", [], [4]),
        ({}, "", [], [1, 2, 3, 4]),
    ],
)
def test_screen(said, outcome, alarms, silent):
    result = score(ALL["ASQ"], said)

    assert (result.outcome, result.alarms, result.silent) == (outcome, alarms, silent)


@pytest.mark.parametrize(
    ("code", "first", "last", "better", "reliable"),
    [
        ("PHQ-9", 15, 10, True, True),
        ("PHQ-9", 15, 11, True, False),
        ("PHQ-9", 10, 15, False, True),
        ("GAD-7", 12, 8, True, True),
        ("GAD-7", 12, 9, True, False),
        ("PCL-5", 50, 35, True, True),
        ("PCL-5", 50, 36, True, False),
        ("WHO-5", 40, 52, True, True),
        ("WHO-5", 52, 44, False, False),
        ("K6", 20, 2, True, None),
    ],
)
def test_change_is_for_the_better_and_beyond_chance(code, first, last, better, reliable):
    change = moved(ALL[code], first, last)

    assert (change.by, change.better, change.reliable) == (last - first, better, reliable)


@pytest.mark.parametrize("code", ALL)
def test_a_result_is_read_as_it_was_stored(code):
    it = ALL[code]
    result = score(it, {item.number: it.values(item)[-1] for item in it.items})

    assert Result.read(result.stored()) == result
