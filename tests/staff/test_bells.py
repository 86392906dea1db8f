"""A bell is heard whole, however early the worker listens."""

import threading
from queue import Empty
from types import SimpleNamespace

import pytest
from kombu import Connection

from accompaniment import broker

COUNT = 300


def test_worker_never_reads_half_a_message(tmp_path):
    (tmp_path / "control").mkdir()
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    broker.install()
    said = {"body": "ñ" * 20_000}

    def ring():
        with Connection("filesystem://", transport_options=options) as out:
            for _ in range(COUNT):
                out.default_channel._put("celery", said)

    ringing = threading.Thread(target=ring)
    ringing.start()
    heard = []
    with Connection("filesystem://", transport_options=options) as ear:
        channel = ear.default_channel
        while len(heard) < COUNT and (ringing.is_alive() or any(tmp_path.glob("*.msg"))):
            try:
                heard.append(channel._get("celery"))
            except Empty:
                continue
    ringing.join()

    assert isinstance(channel, broker.Channel)
    assert heard == [said] * COUNT
    assert not any(tmp_path.glob("*.part"))


@pytest.mark.parametrize("left", [None, SimpleNamespace(client=None)])
def test_a_channel_that_lost_its_redis_says_what_a_worker_is_ready_for(left):
    broker.install()
    with Connection("redis://127.0.0.1:1") as line:
        assert line.transport.Channel is broker.RedisChannel
        ready_for = line.connection_errors
    channel = broker.RedisChannel.__new__(broker.RedisChannel)
    channel.connection, channel._pool = left, None

    with pytest.raises(ready_for), channel.conn_or_acquire():
        pytest.fail("there is no line")
