"""Small numbers identify: what a count may say to whom."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEW = 5  # fewer people than this are recognised by whoever knows the place


def is_few(number: int | None) -> bool:
    """Test whether a count would point at someone."""
    return number is not None and 0 < number < FEW


def said(number: int | None, *, exactly: bool) -> str:
    """Say how many people, to someone who may know it exactly or not."""
    if number is None:
        return _("not counted yet")
    if is_few(number) and not exactly:
        return _("fewer than %(few)s people") % {"few": FEW}
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def sum_said(numbers: Iterable[int | None], *, exactly: bool) -> str:
    """Say a sum; nothing where it would give away a small part of it."""
    counted = [number for number in numbers if number is not None]
    if not counted:
        return _("not counted yet")
    if not exactly and len(counted) > 1 and any(is_few(number) for number in counted):
        return ""
    return said(sum(counted), exactly=exactly)


def all_or_none(numbers: dict[str, int], *, exactly: bool) -> dict[str, int]:
    """Return the parts of a whole, or none where one is small enough to point at someone."""
    if not exactly and any(is_few(number) for number in numbers.values()):
        return {}
    return numbers
