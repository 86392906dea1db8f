"""Subset the installed fonts to Latin woff2 files under static/fonts.

Run once at set-up: `python deploy/fonts.py`. Files that are already there are left
alone, so a second start costs nothing; `--force` makes them anew.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"
# woff2 name -> (package, file); the names are those of static/css/fonts.css
FONTS = {
    "text-400.woff2": ("font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    "text-500.woff2": ("font_hanken_grotesk", "HankenGrotesk-Medium.otf"),
    "text-600.woff2": ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf"),
    "voice-600.woff2": ("font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
    "voice-400-italic.woff2": ("font_source_serif_pro", "SourceSerifPro-It.otf"),
}
# Latin with the letters of Spanish and of Rarámuri, punctuation, arrows and the check mark.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x300, 0x30D),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x203B),
    0x20AC,
    0x2122,
    *range(0x2190, 0x2194),
    0x2212,
    0x2264,
    0x2265,
    0x2713,
]


def source(package: str, name: str) -> Path:
    """Return the path of one font file inside an installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {package.replace('_', '-')} is not installed.")
    return Path(spec.submodule_search_locations[0]) / "files" / name


def make(path: Path, package: str, name: str) -> None:
    """Write one subset, under another name first: a stop in the middle leaves no half file."""
    options = subset.Options(flavor="woff2", notdef_outline=True)
    options.layout_features += ["lnum", "tnum"]
    font = subset.load_font(str(source(package, name)), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(font)
    half = path.with_suffix(".part")
    subset.save_font(font, str(half), options)
    half.replace(path)


def main() -> None:
    """Make every font that is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="make the files anew")
    force = parser.parse_args().force
    TARGET.mkdir(parents=True, exist_ok=True)
    for target, (package, name) in FONTS.items():
        path = TARGET / target
        if force or not path.exists():
            make(path, package, name)


if __name__ == "__main__":
    main()
