"""The scanner's answer is believed only when it is one."""

import shutil
import subprocess
import time

import pytest

from accompaniment.files import clamd
from accompaniment.files.clamd import Verdict
from tests.files import samples
from tests.files.scanner import scanner


@pytest.mark.parametrize(
    ("pieces", "verdict"),
    [
        ([samples.TEXT], Verdict.CLEAN),
        ([samples.EICAR], Verdict.INFECTED),
        ([samples.EICAR[:20], b"", samples.EICAR[20:]], Verdict.INFECTED),
        ([bytes(3_000_000), samples.EICAR], Verdict.INFECTED),
    ],
)
def test_scanner_decides(settings, pieces, verdict):
    with scanner() as (address, heard):
        settings.CLAMAV = address

        assert clamd.scan(pieces) == verdict
        assert clamd.is_there()
        assert heard == [b"".join(pieces)]


def test_silence_is_not_a_yes(settings):
    with scanner(mute=True) as (address, _heard):
        settings.CLAMAV = address

        assert clamd.scan([samples.TEXT]) == Verdict.UNKNOWN


@pytest.mark.parametrize(
    "address", ["", "tcp://127.0.0.1:9", "unix:///nowhere/clamd.ctl", "tcp://127.0.0.1"]
)
def test_no_scanner_is_not_a_yes(settings, address):
    settings.CLAMAV = address

    assert clamd.scan([samples.TEXT]) == Verdict.UNKNOWN
    assert not clamd.is_there()


def test_risk_is_taken_only_where_the_settings_say_so(settings):
    settings.CLAMAV = "off-accept"

    assert clamd.scan([samples.EICAR]) == Verdict.ACCEPTED
    assert clamd.is_there()


@pytest.fixture
def real(tmp_path):
    """Debian's clamd with one signature written by hand."""
    program = shutil.which("clamd")
    assert program, "clamd is missing: sudo apt-get install clamav-daemon"
    (tmp_path / "db").mkdir()
    eicar = samples.EICAR.hex()
    (tmp_path / "db" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{eicar}\n")
    config = tmp_path / "clamd.conf"
    socket = tmp_path / "clamd.ctl"
    config.write_text(
        f"DatabaseDirectory {tmp_path / 'db'}\nLocalSocket {socket}\nForeground yes\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        if socket.exists():
            break
        time.sleep(0.1)
    yield f"unix://{socket}"
    process.terminate()
    process.wait()


def test_real_scanner_decides(settings, real):
    settings.CLAMAV = real

    assert clamd.is_there()
    assert clamd.scan([samples.TEXT]) == Verdict.CLEAN
    assert clamd.scan([samples.EICAR]) == Verdict.INFECTED
    assert clamd.scan([samples.packed({"inside.txt": samples.EICAR})]) == Verdict.INFECTED
