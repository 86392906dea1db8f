"""Where the house's own files are, for tests that read them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("accompaniment", "cases", "groups", "defenders", "expertise", "donations")


def python(*folders: str) -> Iterator[Path]:
    """Yield every Python file of these folders, migrations aside."""
    for folder in folders or ROOMS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates() -> Iterator[Path]:
    """Yield every template, the mails and text files too."""
    for folder in (ROOT / "templates", *(ROOT / room for room in ROOMS)):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                yield path


def name(path: Path) -> str:
    """Return the path as people write it."""
    return str(path.relative_to(ROOT))
