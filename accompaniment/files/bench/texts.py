"""Plain text: in one encoding, with nothing that steers a screen."""

from .faults import Unfit
from .sniff import decoded


def clean(data: bytes) -> bytes:
    """Return the text as UTF-8.

    :raises Unfit: if it is not text.
    """
    text = decoded(data)
    if text is None:
        raise Unfit("unknown")
    return text.replace("\x1b", "").encode()
