"""The wall between an accompaniment and an expert file: words go through it, nobody looks over it.

Who accompanies holds no key of the expert file, and who evaluates holds none of the case. Where
somebody hands a text to the other side, a service seals it there: it closes the box the writer has
just filled, and opens none. What is written down, and by whom, stays the act of the person.
"""

from typing import Any

from accompaniment.staff.acting import Service, acting

WALL = Service("expert_wall", frozenset({"cases.case", "expertise.commission"}))


def seal_across(record: Any, *names: str) -> None:
    """Seal texts of a record under a key its writer may not open; the record is not saved.

    Afterwards the writer herself cannot open them either: a handed-over text is handed over.
    """
    with acting(WALL, "care"):
        for name in names:
            box = getattr(record, name)
            if box is not None and box.value is not None:
                setattr(record, name, box.closed())
