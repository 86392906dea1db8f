"""A few words may stand in one room only."""

from pathlib import Path

import pytest
from django.conf import settings

AT_A_PLACE = ("reports/matrix_table", "reports/pulled_case", "reports/pulled_evaluation")
ROOMS = {
    "import guardian": set(),
    "from guardian": {"staff/roots.py"},
    ".expect(": {"staff/access.py"},  # letting someone in is the door's business
    "gate.entered(": {"staff/acting.py"},
    # goes past the refusals of bulk writes: places in lists, and facts derived from sessions
    "_base_manager": {"staff/access.py", "actions/sessions.py"},
    "INSERT INTO": {"demo/volume.py"},  # invented cases by the ten thousand, and nothing else
    "cursor.copy(": {"demo/volume.py"},
    "Event.objects.bulk_create": {"audit/log.py"},
    "Event.objects.create": set(),
    "|safe": set(),
    "mark_safe": set(),
    "csrf_exempt": set(),
    # a moment has no day of its own: that of a clock, the house's or the one of a place
    "_at.date()": {f"{room}.py" for room in ("actions/scheduling", *AT_A_PLACE)},
    ".at.date()": set(),
    "localStorage": set(),
    "sessionStorage": set(),
    "indexedDB": set(),
}


def sources():
    base = Path(settings.BASE_DIR)
    for room in ("accompaniment", "cases", "groups", "defenders", "expertise", "donations"):
        yield from (base / room).rglob("*.py")
    yield from (base / "templates").rglob("*.html")
    yield from (base / "static" / "js").rglob("*.js")


@pytest.mark.parametrize("word", ROOMS)
def test_word_stands_in_its_rooms_only(word):
    found = {
        f"{path.parent.name}/{path.name}"
        for path in sources()
        if "migrations" not in path.parts and word in path.read_text()
    }

    assert found == ROOMS[word]
