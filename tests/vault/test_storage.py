"""Sealed files in a folder and in an object store: the same bytes, the same walls."""

import os
import socket
import stat
import subprocess
import sys
import time
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from cryptography.exceptions import InvalidTag
from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from accompaniment.vault import keys, storage
from accompaniment.vault.gate import NoAccess
from accompaniment.vault.storage import FilePlace
from accompaniment.vault.streams import CHUNK
from tests.factories import make_case, make_member, make_team

DATA = b"CANARIO-EN-LA-HOJA " * 40_000  # three chunks


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


@pytest.fixture(scope="session")
def s3():
    """A real S3 server on this machine, with one bucket."""
    port = free_port()
    start = "from moto.server import main; import sys; main(sys.argv[1:])"
    server = subprocess.Popen(
        [sys.executable, "-c", start, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"},
    )
    for _ in range(200):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    facts = {
        "endpoint_url": f"http://127.0.0.1:{port}",
        "region_name": "us-east-1",
        "aws_access_key_id": "k",
        "aws_secret_access_key": "s",
    }
    client = boto3.client("s3", **facts)
    client.create_bucket(Bucket="sellados")
    yield client, facts
    client.close()
    server.terminate()
    server.wait()


@pytest.fixture(params=["folder", "s3"])
def shelf(request, settings, tmp_path):
    """Yield a way to look at and to change the bytes of an object."""
    if request.param == "folder":
        options = {
            "location": str(tmp_path / "sealed"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        backend = "accompaniment.vault.storage.SealedFolder"
    else:
        _client, facts = request.getfixturevalue("s3")
        backend = "storages.backends.s3.S3Storage"
        options = {
            "bucket_name": "sellados",
            "location": uuid.uuid4().hex,
            "endpoint_url": facts["endpoint_url"],
            "region_name": "us-east-1",
            "access_key": "k",
            "secret_key": "s",
            "file_overwrite": False,
            "signature_version": "s3v4",
        }
    settings.STORAGES = {**settings.STORAGES, "sealed": {"BACKEND": backend, "OPTIONS": options}}
    yield storages["sealed"]
    if request.param == "s3":
        storages["sealed"].connection.meta.client.close()


def place_of(case, compartment="clinical", uid=None):
    return FilePlace(case.pk, uid or uuid.uuid4(), "document.file", compartment)


def put(case, by, *, place=None, data=DATA):
    place = place or place_of(case)
    with acting(by, "test"):
        return place, storage.put(place, [data])


def take(place, name, by):
    with acting(by, "care"):
        return b"".join(storage.take(place, name))


def bytes_of(shelf, name):
    with shelf.open(name) as file:
        return file.read()


def test_file_is_sealed_and_opens_for_who_may(shelf, case, worker):
    place, name = put(case, worker)

    blob = bytes_of(shelf, name)
    assert b"CANARIO" not in blob
    assert len(blob) > len(DATA)
    assert str(place.uid) not in name
    assert str(case.pk) not in name
    assert take(place, name, worker) == DATA


def test_reading_is_on_record_before_the_first_byte(shelf, case, worker):
    place, name = put(case, worker)
    with acting(worker, "care"):
        storage.take(place, name).close()  # asked for, and not one byte taken

    event = Event.objects.get(verb="read")
    assert (event.root, event.touched, event.fields) == (
        case.pk,
        [str(place.uid)],
        ["document.file"],
    )


def test_stranger_gets_nothing(shelf, case, worker, stranger):
    place, name = put(case, worker)

    with pytest.raises(NoAccess):
        take(place, name, stranger)
    with pytest.raises(NoAccess):
        put(case, stranger)


def test_each_compartment_opens_for_its_own(shelf, case, worker, coordinator):
    place, name = put(case, worker, place=place_of(case, "identity"))
    clinical, other = put(case, worker)

    assert take(place, name, coordinator) == DATA
    with pytest.raises(NoAccess):
        take(clinical, other, coordinator)


@pytest.mark.parametrize("moved", ["uid", "case", "compartment"])
def test_file_moved_elsewhere_does_not_open(shelf, case, worker, moved):
    place, name = put(case, worker)
    other = make_case(by=worker)
    elsewhere = {
        "uid": place_of(case),
        "case": place_of(other, uid=place.uid),
        "compartment": place_of(case, "identity", uid=place.uid),
    }[moved]

    with pytest.raises(InvalidTag):
        take(elsewhere, name, worker)


def test_changed_bytes_do_not_open(shelf, case, worker, tmp_path):
    place, name = put(case, worker)
    blob = bytearray(bytes_of(shelf, name))
    blob[16 + 17 + CHUNK + 40] ^= 1  # in the second chunk
    shelf.delete(name)
    (tmp_path / "changed").write_bytes(bytes(blob))
    with (tmp_path / "changed").open("rb") as file:
        assert shelf.save(name, File(file)) == name

    with acting(worker, "care"):
        pieces = storage.take(place, name)  # the first chunk is whole
        with pytest.raises(InvalidTag):
            list(pieces)


def test_shredded_case_leaves_noise(shelf, case, worker):
    place, name = put(case, worker)
    keys.shred(case.pk, at=timezone.now())

    with pytest.raises(keys.Shredded):
        take(place, name, worker)


def test_missing_bytes_are_named(shelf, case, worker):
    place, name = put(case, worker)
    storage.destroy(name)
    storage.destroy(name)  # twice harms nobody

    with pytest.raises(storage.FileLost):
        take(place, name, worker)
    assert not storage.there(name)


def test_shelf_tells_what_lies_on_it(shelf, case, worker):
    assert list(storage.lying()) == []
    names = sorted(put(case, worker)[1] for _ in range(3))

    assert sorted(storage.lying()) == names
    assert all(abs((timezone.now() - storage.since(name)).total_seconds()) < 60 for name in names)
    assert all(storage.there(name) for name in names)


def test_object_store_holds_no_word(s3, settings, case, worker, request):
    client, _facts = s3
    for page in client.get_paginator("list_objects_v2").paginate(Bucket="sellados"):
        for each in page.get("Contents", []):
            assert (
                b"CANARIO"
                not in client.get_object(Bucket="sellados", Key=each["Key"])["Body"].read()
            )


def test_folder_is_closed_to_others(case, worker):
    _place, name = put(case, worker)

    path = Path(storages["sealed"].path(name))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    storage.destroy(name)


def test_fingerprint_says_nothing_across_cases(case):
    other = make_case(by=make_member(make_team()))

    assert storage.fingerprint(case.pk, DATA) == storage.fingerprint(case.pk, DATA)
    assert storage.fingerprint(case.pk, DATA) != storage.fingerprint(other.pk, DATA)


def test_silent_store_is_told_from_a_lost_file(settings, case, worker):
    _place, name = put(case, worker)
    place = place_of(case)
    options = {
        "bucket_name": "sellados",
        "endpoint_url": f"http://127.0.0.1:{free_port()}",
        "access_key": "k",
        "secret_key": "s",
        "client_config": Config(connect_timeout=1, retries={"total_max_attempts": 1}),
    }
    silent = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "sealed": silent}

    with pytest.raises(storage.ShelfSilent):
        put(case, worker)
    with pytest.raises(storage.ShelfSilent):
        take(place, name, worker)
