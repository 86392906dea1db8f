"""What a page hands to a component is text, and never markup."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from tests.house import source

HOSTILE = "\"'><script>alert(1)</script>"
TAGS = [
    "{% pill x kind=x icon=x %}",
    "{% icon x label=x %}",
    "{% monogram x kind=x %}",
    "{% button x href=x kind=x icon=x title=x %}",
    "{% button x name=x value=x %}",
    "{% fact x x %}",
    "{% stat x x x %}",
    "{% check x x done=True %}",
    "{% scale 2 5 label=x %}",
    "{% stepper steps x %}",
    "{% sealed x x x %}",
    "{% saved x title=x %}",
    "{% held x %}",
    "{% crumbs x x x %}",
    "{% tab x x %}",
    "{% pagination x x newer=x older=x note=x %}",
    "{% when None empty=x %}",
    "{% card title=x id=x kind=x icon=x note=x href=x link=x state=x %}{{ x }}{% endcard %}",
    "{% card %}{{ x }}{% endcard %}",
    "{% alert title=x id=x %}{{ x }}{% endalert %}",
    "{% empty title=x %}{{ x }}{% endempty %}",
    "{% dialog x x %}{{ x }}{% enddialog %}",
    "{% readers x people %}{{ x }}{% endreaders %}",
    "{% row x href=x note=x lead=x %}{{ x }}{% endrow %}",
    "{% knot x icon=x kind=x href=x state=x %}{{ x }}{% endknot %}",
    "{% table x x x show_caption=True %}<tr><td>{{ x }}</td></tr>{% endtable %}",
    "{% filters active=True clear=x %}{{ x }}{% endfilters %}",
]


def render(text, **context):
    request = RequestFactory().get("/", {"state": "open", "after": "old", "q": HOSTILE})
    template = engines["django"].from_string("{% load ui %}" + text)
    return str(template.render({"request": request, **context}))


@pytest.mark.parametrize("tag", TAGS)
def test_hostile_text_stays_text(tag):
    shown = render(tag, x=HOSTILE, steps=[HOSTILE], people=[HOSTILE])

    assert "<script" not in shown
    assert "\"'>" not in shown
    assert HOSTILE not in shown


@pytest.mark.parametrize("tag", ["pill", "fact"])
def test_sealed_box_never_shows_more_than_its_seal(tag):
    class Box:
        def __str__(self):
            return "[sealed]"

    assert "[sealed]" in render(f"{{% {tag} box box %}}", box=Box())


@pytest.mark.parametrize(
    ("level", "said", "off"),
    [(1, "U1 inmediata", 0), (2, "U2 alta", 1), ("U3", "U3 media", 2), (4, "U4 planeada", 3)],
)
def test_urgency_is_said_by_number_word_and_bars(level, said, off):
    with translation.override("es"):
        shown = render("{% urgency level %}", level=level)

    assert said in shown
    assert shown.count('class="off"') == off


@pytest.mark.parametrize("level", [None, "", 0, 9])
def test_unknown_urgency_shows_nothing(level):
    assert render("{% urgency level %}", level=level) == ""


def test_button_becomes_a_link_with_an_address():
    assert render('{% button "Open" href="/x/" kind="primary" %}') == (
        '<a class="btn" href="/x/" data-kind="primary">Open</a>'
    )
    assert render('{% button "Sign" name="do" value="sign" disabled=True data_x=None %}') == (
        '<button class="btn" type="submit" name="do" value="sign" disabled>Sign</button>'
    )


def test_danger_speaks_up_and_the_rest_does_not():
    assert 'role="alert"' in render('{% alert kind="danger" %}x{% endalert %}')
    assert 'role="alert"' not in render('{% alert kind="warn" %}x{% endalert %}')


def test_stepper_marks_what_is_done_and_where_we_are():
    shown = render("{% stepper steps 'b' %}", steps=[("a", "A"), ("b", "B"), ("c", "C")])

    assert re.findall(r"<li[^>]*>", shown) == [
        '<li data-state="done">',
        '<li aria-current="step">',
        "<li>",
    ]


def test_pages_keep_the_other_filters():
    shown = render('{% pagination "p" "n" %}')

    before, after = re.findall(r'href="([^"]+)"', shown)[::1][:1] + re.findall(
        r'href="([^"]+)" rel="next"', shown
    )
    assert "state=open" in before
    assert "before=p" in before
    assert "after=" not in before
    assert "after=n" in after
    assert "before=" not in after


def test_a_single_page_has_no_pagination():
    assert render("{% pagination None None %}").strip() == ""


def test_crumbs_end_here():
    shown = render('{% crumbs "Cases" "/cases/" "K7Q" %}')

    assert '<li><a href="/cases/">Cases</a></li><li aria-current="page">K7Q</li>' in shown


def test_every_icon_that_is_named_is_drawn():
    sprite = (source.ROOT / "static" / "img" / "icons.svg").read_text()
    drawn = set(re.findall(r'id="i-([a-z]+)"', sprite))
    named = re.compile(r"{%\s*icon \"([a-z]+)\"|\bicon=\"([a-z]+)\"")

    found = {
        name: source.name(path)
        for path in source.templates()
        for match in named.findall(path.read_text())
        for name in match
        if name and name not in drawn
    }

    assert found == {}
