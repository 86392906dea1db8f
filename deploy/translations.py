"""Compile the translations without gettext.  ``--check``: fail on what is missing or fuzzy."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def faults(catalogue: polib.POFile) -> list[str]:
    """Return the messages that a reader would meet untranslated."""
    return [
        f"{catalogue.fpath}: {'fuzzy' if entry.fuzzy else 'untranslated'}: {entry.msgid!r}"
        for entry in catalogue
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]


def main(arguments: list[str]) -> int:
    """Compile every catalogue, or only check them."""
    found: list[str] = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(str(path))
        if "--check" in arguments:
            found += faults(catalogue)
        else:
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
