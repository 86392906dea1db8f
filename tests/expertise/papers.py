"""Files to sign, and an authority that issues what they are signed with."""

import datetime as dt
import random
from functools import cache
from io import BytesIO

import pikepdf

from expertise.signing import authority
from expertise.signing.credentials import opened
from tests.factories import NOON

YEAR = dt.timedelta(days=365)
PASSPHRASE = "canary-passphrase-9d41"
NAME = "Organización de prueba"


AUTHORITY = "Autoridad de prueba"


def make_authority(name=AUTHORITY):
    return _authority(name)


@cache
def _authority(name):
    return authority.found_authority(name, NOON - YEAR, NOON + 20 * YEAR)


@cache
def issued(*usages, since=NOON - YEAR, until=NOON + 20 * YEAR, by=AUTHORITY):
    return authority.issue(make_authority(by), NAME, since, until, *usages)


@cache
def bundle(*usages, passphrase=PASSPHRASE, **facts):
    return issued(*usages, **facts).bundle(passphrase)


@cache
def credentials():
    return opened(bundle(), PASSPHRASE, NOON)


def roots():
    return [make_authority().certificate]


@cache
def make_pdf(text="Dictamen inventado", pages=2, pad=0):
    """A small file; ``pad`` adds so many bytes that nothing compresses."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(612, 792))
        page.contents_add(document.make_stream(b"% " + f"{text} {number}".encode()))
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "Dictamen"
    document.docinfo["/Title"] = "Dictamen"
    if pad:
        document.Root.Pad = document.make_stream(random.Random(7).randbytes(pad))
    out = BytesIO()
    document.save(out, compress_streams=False, deterministic_id=True)
    return out.getvalue()
