"""What Kombu's ways to a broker lack.

On a single machine messages are files, each whole or not there at all: Kombu's own channel writes
into the file that the worker is already looking for, so that one who comes a moment too early reads
half a message, loses it, and falls.

A worker outlives a Redis that is started anew: Kombu's own channel, closed while the line is down,
wants to put messages back over a connection that is no more, and takes the whole worker along.
"""

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem, redis
from kombu.utils.json import dumps
from redis.exceptions import ConnectionError as LineLost


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


class RedisChannel(redis.Channel):
    """Kombu's channel which, left without a connection, says what every caller is ready for."""

    def _connparams(self, asynchronous: bool = False) -> Any:  # noqa: FBT001, FBT002  # Kombu's
        """Return how to connect.

        :raises LineLost: if it is closed.
        """
        if self.connection is None or self.connection.client is None:  # closed, or being closed
            raise LineLost("this channel has lost its connection")
        return super()._connparams(asynchronous=asynchronous)


class RedisTransport(redis.Transport):
    """Kombu's transport on our channel."""

    Channel = RedisChannel


def install() -> None:
    """Let ``filesystem://`` and ``redis://`` mean these."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
    TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = f"{__name__}:RedisTransport"
