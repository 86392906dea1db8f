"""What arrives lies nowhere in the open, and what must not arrive leaves nothing."""

import gc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from accompaniment.files import arriving
from tests.factories import make_user

CANARY = b"CANARIO-QUE-LLEGA " * 20_000


@pytest.fixture
def place(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "arriving"
    return settings.UPLOADS_DIR


def arrived(data=CANARY, *, user=None, name="hoja.txt"):
    request = RequestFactory().post("/", {"a": "1", "file": SimpleUploadedFile(name, data)})
    if user:
        request.user = user
    return request, request.FILES["file"]


def open_files():
    """Return the bytes of every file this process holds open, named or not."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = str(link.readlink())
            if "arriving" in target:
                found.append(link.read_bytes())
        except OSError:
            continue
    return found


def test_file_arrives_sealed_and_opens_once_in_memory(place):
    request, file = arrived(user=make_user())

    on_disk = open_files()
    assert len(on_disk) == 1
    assert len(on_disk[0]) > len(CANARY) // 2
    assert b"CANARIO" not in on_disk[0]
    assert list(place.iterdir()) == []  # the file has no name
    assert file.whole() == CANARY
    assert (file.name, file.size, file.is_too_large) == ("hoja.txt", len(CANARY), False)
    request.close()
    gc.collect()
    assert open_files() == []


def test_nothing_is_kept_of_who_has_not_signed_in(place):
    request, file = arrived()

    assert b"".join(open_files()) == b""
    assert (file.whole(), file.size) == (b"", len(CANARY))
    request.close()


def test_too_large_is_read_to_its_end_and_thrown_away(place, settings):
    settings.DOCUMENT_MAX_MB = 0.1
    request, file = arrived(user=make_user())

    assert file.is_too_large
    assert b"".join(open_files()) == b""
    assert request.POST["a"] == "1"
    request.close()


def test_line_is_cut_to_who_sends_without_end(place, settings):
    settings.DOCUMENT_MAX_MB, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 0.01, 1
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("x", CANARY), "whole": "1"})
    request.user = make_user()

    assert request.POST.get("whole") is None
    assert open_files() == []


def test_folder_is_closed_to_others(place):
    request, _file = arrived(user=make_user())

    assert place.stat().st_mode & 0o777 == 0o700
    assert arriving.limit() == 25_000_000
    request.close()
