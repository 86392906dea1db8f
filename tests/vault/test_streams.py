"""Sealed streams: nothing cut off, moved, doubled or changed comes out of one."""

import io
import os

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from accompaniment.vault import streams
from accompaniment.vault.streams import CHUNK, HEAD, TAG

SECRET, PURPOSE, PLACE = bytes(range(32)), b"file|v1|a", b"place"
WHOLE = CHUNK + TAG


def sealed(data, *, pieces=1, secret=SECRET, purpose=PURPOSE, place=PLACE):
    step = max(1, -(-len(data) // pieces))
    parts = [data[at : at + step] for at in range(0, len(data), step)]
    return b"".join(streams.seal(parts, secret, purpose, place))


def opened(blob, *, secret=SECRET, purpose=PURPOSE, place=PLACE):
    return b"".join(streams.unseal(io.BytesIO(blob), secret, purpose, place))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_is_sealed_opens_again(size):
    data = os.urandom(size)

    blob = sealed(data, pieces=5)

    assert opened(blob) == data
    assert len(blob) == streams.sealed_size(size)
    assert data == b"" or data[:40] not in blob or size < 4


@given(st.lists(st.binary(max_size=300), max_size=12))
@settings(max_examples=50)
def test_it_does_not_matter_how_the_bytes_arrive(pieces):
    blob = b"".join(streams.seal(pieces, SECRET, PURPOSE, PLACE))

    assert opened(blob) == b"".join(pieces)


def test_same_bytes_are_sealed_differently_each_time():
    assert sealed(b"x" * 100) != sealed(b"x" * 100)


BLOB = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * 10)
HEADER, FIRST, SECOND, LAST = (
    BLOB[:HEAD],
    BLOB[HEAD : HEAD + WHOLE],
    BLOB[HEAD + WHOLE : HEAD + 2 * WHOLE],
    BLOB[HEAD + 2 * WHOLE :],
)
TAMPERED = {
    "cut inside a chunk": BLOB[:-1],
    "cut after a chunk": HEADER + FIRST + SECOND,
    "cut after the first": HEADER + FIRST,
    "only the header": HEADER,
    "nothing": b"",
    "in another order": HEADER + SECOND + FIRST + LAST,
    "one taken out": HEADER + FIRST + LAST,
    "one doubled": HEADER + FIRST + FIRST + SECOND + LAST,
    "the end doubled": BLOB + LAST,
    "something behind": BLOB + b"x",
    "another file's end": HEADER + FIRST + SECOND + sealed(b"c" * 10)[HEAD:],
    "another file's header": sealed(b"")[:HEAD] + FIRST + SECOND + LAST,
    "another format": b"\x01" + BLOB[1:],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampered_stream_does_not_open(how):
    with pytest.raises(InvalidTag):
        opened(TAMPERED[how])


@pytest.mark.parametrize("at", [0, 5, HEAD, HEAD + 9, HEAD + WHOLE + 1, len(BLOB) - 1])
def test_flipped_byte_does_not_open(at):
    changed = bytearray(BLOB)
    changed[at] ^= 1

    with pytest.raises(InvalidTag):
        opened(bytes(changed))


@pytest.mark.parametrize(
    "other", [{"secret": bytes(32)}, {"purpose": b"file|v1|b"}, {"place": b"elsewhere"}]
)
def test_stream_opens_only_in_its_place(other):
    with pytest.raises(InvalidTag):
        opened(BLOB, **other)


def test_no_chunk_leaves_before_it_is_proved():
    changed = bytearray(BLOB)
    changed[HEAD + WHOLE] ^= 1  # of the second
    came = []

    with pytest.raises(InvalidTag):
        came.extend(streams.unseal(io.BytesIO(bytes(changed)), SECRET, PURPOSE, PLACE))

    assert came in ([], [b"a" * CHUNK])
