"""Where persons and lines of a genogram stand: plain geometry, without names or records."""

from cases.genogram.drawing import Drawing, Stroke, draw
from cases.genogram.kin import Kin, Link, Person

__all__ = ["Drawing", "Kin", "Link", "Person", "Stroke", "draw"]
