"""Charts say everything twice: drawn, and in words and a table."""

import datetime as dt
import re

import pytest
from django.template import engines
from django.utils import translation

from accompaniment.templatetags.charts import (
    Band,
    Bar,
    BarChart,
    DotChart,
    Level,
    Line,
    LineChart,
    Pair,
    Point,
)
from accompaniment.templatetags.charts import number as said

HOSTILE = "\"'><script>alert(1)</script>"


def render(it):
    template = engines["django"].from_string("{% load charts %}{% chart it %}")
    with translation.override("en"):
        return str(template.render({"it": it}))


def line_chart(*values, days=None, **facts):
    days = days or [dt.date(2026, 1, 1) + dt.timedelta(days=30 * n) for n in range(len(values))]
    points = [
        Point(f"day {n}", value, day)
        for n, (value, day) in enumerate(zip(values, days, strict=True))
    ]
    common = {"key": "k", "title": "How it moved", "about": "From 20 to 10.", "low": 0, "high": 27}
    return LineChart(lines=[Line("Total", points)], **{**common, **facts})


def dots(page):
    return [
        (float(x), float(y))
        for x, y in re.findall(r'<circle class="dot"[^>]* cx="([\d.]+)" cy="([\d.]+)"', page)
    ]


def test_line_chart_says_what_it_draws():
    page = render(line_chart(20, 10))

    assert 'role="img" aria-labelledby="k-title k-about"' in page
    assert '<title id="k-title">How it moved</title>' in page
    assert '<desc id="k-about">From 20 to 10.</desc>' in page
    assert '<th scope="row">day 0</th><td>20</td>' in page
    assert '<th scope="row">day 1</th><td>10</td>' in page


def test_line_chart_puts_high_values_above_low_ones_and_late_days_to_the_right():
    (first_x, first_y), (last_x, last_y) = dots(render(line_chart(20, 10)))

    assert first_x < last_x
    assert first_y < last_y


def test_line_chart_keeps_time_in_proportion():
    days = [dt.date(2026, 1, 1), dt.date(2026, 1, 11), dt.date(2026, 4, 11)]

    (a, _), (b, _), (c, _) = dots(render(line_chart(5, 5, 5, days=days)))

    assert (c - b) / (b - a) == pytest.approx(9, rel=0.02)


def test_line_chart_of_one_value_stands_in_the_middle():
    assert len(dots(render(line_chart(7)))) == 1


def test_line_chart_leaves_out_what_has_no_number_and_says_so_in_the_table():
    page = render(line_chart(20, None, 10))

    assert len(dots(page)) == 2
    assert '<th scope="row">day 1</th><td>—</td>' in page


def test_line_chart_without_points_is_still_a_chart():
    assert '<path class="line" data-series="1" fill="none" d=""/>' in render(line_chart())


def test_line_chart_thins_out_its_days_and_keeps_the_first_and_the_last():
    page = render(line_chart(*range(20)))

    labels = re.findall(r"text-anchor=\"\w+\">day (\d+)<", page)
    assert len(labels) < 7
    assert {"0", "19"} <= set(labels)


def test_bands_and_levels_carry_their_names():
    bands = [Band(0, 4, "little"), Band(5, 27, "much")]

    page = render(line_chart(3, bands=bands, levels=[Level(10, "cut-off")]))

    assert re.findall(r'class="band-name"[^>]*>([^<]+)<', page) == ["little", "much"]
    assert page.count('<rect class="band"') == 2
    assert ">cut-off</text>" in page


def test_bars_are_as_long_as_they_say():
    chart = BarChart("b", "Bars", "Two.", [Bar("one", 5), Bar("two", 10, said="ten")])

    page = render(chart)

    one, two = (float(w) for w in re.findall(r'<rect class="bar"[^>]* width="([\d.]+)"', page))
    assert two == pytest.approx(2 * one)
    assert ">ten</text>" in page


def test_dots_show_before_and_after_and_spare_what_was_not_answered():
    chart = DotChart(
        "d", "Dots", "Two.", [Pair("sleep", 2, 8), Pair("hope", None, 6)], 0, 10, ("x", "a", "b")
    )

    page = render(chart)

    assert re.findall(r'data-state="(\w+)"', page) == ["before", "after", "after"]
    assert '<th scope="row">hope</th><td>—</td><td>6</td>' in page


@pytest.mark.parametrize(
    "it",
    [
        LineChart(
            HOSTILE,
            HOSTILE,
            HOSTILE,
            [Line(HOSTILE, [Point(HOSTILE, 1, said=HOSTILE)])],
            0,
            9,
            bands=[Band(0, 9, HOSTILE)],
            levels=[Level(3, HOSTILE)],
            heads=(HOSTILE, HOSTILE),
        ),
        BarChart(HOSTILE, HOSTILE, HOSTILE, [Bar(HOSTILE, 1, HOSTILE)], heads=(HOSTILE, HOSTILE)),
        DotChart(HOSTILE, HOSTILE, HOSTILE, [Pair(HOSTILE, 1, 2)], 0, 9, (HOSTILE,) * 3),
    ],
)
def test_hostile_text_stays_text(it):
    page = render(it)

    assert "<script" not in page
    assert "\"'>" not in page


@pytest.mark.parametrize(("value", "words"), [(3, "3"), (3.0, "3"), (3.25, "3.2"), (None, "—")])
def test_numbers_are_said_without_a_needless_fraction(value, words):
    assert said(value) == words
