"""The broker of a single machine: messages as files, each whole or not there at all.

Kombu's own writes into the file that the worker is already looking for: a worker that comes a
moment too early reads half a message, loses it, and falls.
"""

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel with another way of putting a message down."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write the message beside its place and move it there in one step."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        place = Path(self.data_folder_out) / name
        part = place.with_name(f"{name}.part")
        try:
            part.write_text(dumps(payload))
            part.rename(place)
        except OSError as trouble:
            raise ChannelError(f"Cannot add {place.name!r} to the broker's folder") from trouble


class Transport(filesystem.Transport):
    """Kombu's transport on our channel."""

    Channel = Channel


def install() -> None:
    """Let ``filesystem://`` mean this one."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
