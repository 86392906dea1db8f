"""What machines are told to run: nothing as root, nothing open, secrets by file."""

import re
import stat
import subprocess
import sys

import pytest
import yaml

from tests.house import source


@pytest.fixture(scope="module")
def composed():
    return yaml.safe_load((source.ROOT / "docker-compose.yml").read_text())


def test_every_service_is_small(composed):
    for name, service in composed["services"].items():
        assert int(service["user"].split(":")[0]) > 0, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "healthcheck" in service or name == "migrate", name


def test_only_the_proxy_has_a_door(composed):
    assert [name for name, s in composed["services"].items() if "ports" in s] == ["proxy"]
    assert composed["networks"]["inside"] == {"internal": True}


def test_no_secret_stands_in_an_environment(composed):
    for name, service in composed["services"].items():
        for variable, value in service.get("environment", {}).items():
            assert not re.search(r"PASSWORD$|_KEY$|_KEKS$", variable), f"{name}: {variable}"
            assert not re.search(r"://[^/]*:[^/]*@", str(value)), f"{name}: {variable}"


def test_only_the_migration_signs_in_as_the_owner(composed):
    owners = [
        name
        for name, service in composed["services"].items()
        if "cauce_owner" in str(service.get("environment"))
    ]

    assert owners == ["migrate"]


@pytest.mark.parametrize("lock", ["prod", "dev"])
def test_lock_names_no_registry_and_hashes_all(lock):
    text = (source.ROOT / "requirements" / f"{lock}.txt").read_text()

    assert "://" not in text
    assert "--index" not in text
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_development_lock_holds_the_production_lock():
    pins = {
        lock: set(
            re.findall(
                r"^[a-z0-9].*?==\S+",
                (source.ROOT / "requirements" / f"{lock}.txt").read_text(),
                re.MULTILINE,
            )
        )
        for lock in ("prod", "dev")
    }

    assert pins["prod"] - pins["dev"] == set()


def test_key_file_is_private_and_never_overwritten(tmp_path):
    path = tmp_path / "a folder" / "keys.env"
    command = [sys.executable, str(source.ROOT / "deploy" / "make_keys.py"), str(path)]

    subprocess.run(command, check=True)
    first = path.read_text()
    subprocess.run(command, check=True)

    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [line.partition("=")[0] for line in first.splitlines()] == [
        "SECRET_KEY",
        "VAULT_KEKS",
        "VAULT_INDEX_KEY",
        "AUDIT_ROW_KEY",
        "AUDIT_SIGNING_KEY",
        "MFA_KEY",
    ]
    assert len({line.partition("=")[2] for line in first.splitlines()}) == 6
    assert [file.name for file in path.parent.iterdir()] == ["keys.env"]
