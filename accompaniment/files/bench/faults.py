"""Why a file is not taken in: a code the house has a sentence for."""

from typing import Any


class Unfit(Exception):
    """The file may not come in, or cannot be opened."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
