"""What arrives by a form: sealed on its way to disk, under a key that dies with the request.

Nothing of an upload lies open outside of memory: the temporary file has no name and holds
ciphertext. What is too large, and whatever somebody sends who has not signed in, is read to its
end and thrown away, so that the answer reaches the person.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

View = TypeVar("View", bound=Callable[..., Any])
PIECE = 64 * 1024
WASTE = 8  # so many times the limit are read and thrown away before the line is cut


def limit() -> int:
    """Return how many bytes a file may have."""
    return int(settings.DOCUMENT_MAX_MB * 1_000_000)


def from_anybody(megabytes: int) -> Callable[[View], View]:
    """Let a page take one file from somebody who has not signed in; it never touches a disk."""

    def told(view: View) -> View:
        view.takes_from_anybody = megabytes * 1_000_000  # type: ignore[attr-defined]
        return view

    return told


class Arrived(UploadedFile):
    """One uploaded file: opened in memory, once, by who asks for its bytes."""

    def __init__(self, sealed: Any, cipher: AESGCM, lengths: list[int], **facts: Any) -> None:
        super().__init__(**facts)
        self.sealed, self._cipher, self._lengths = sealed, cipher, lengths

    @property
    def is_too_large(self) -> bool:
        """Tell whether it was thrown away for its size."""
        return bool(self.size and self.size > limit())

    def pieces(self) -> Iterator[bytes]:
        """Yield what was sent."""
        self.sealed.seek(0)
        for count, length in enumerate(self._lengths):
            yield self._cipher.decrypt(count.to_bytes(12, "big"), self.sealed.read(length), None)

    def whole(self) -> bytes:
        """Return what was sent, in memory."""
        return b"".join(self.pieces())

    def close(self) -> None:
        """Forget the file and the key."""
        self.sealed.close()
        self._lengths = []


class SealedUploadHandler(FileUploadHandler):
    """Take in one file after the other, each under a key nobody keeps."""

    chunk_size = PIECE

    total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.seen, self.lengths = 0, list[int]()
        self.cipher = AESGCM(AESGCM.generate_key(256))
        self.from_anybody = self._from_anybody()
        self.most = self.from_anybody or limit()
        user = getattr(self.request, "user", None)
        self.keeps = bool(self.from_anybody or (user and user.is_authenticated))
        self.sealed = io.BytesIO() if self.from_anybody else self._passing()

    def _from_anybody(self) -> int:
        """Return how many bytes the page that is asked for takes from anybody; usually none."""
        match = getattr(self.request, "resolver_match", None)
        return int(getattr(match.func, "takes_from_anybody", 0)) if match else 0

    def _passing(self) -> Any:
        folder = Path(settings.UPLOADS_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=folder)  # closed with the upload

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal one piece, or throw it away."""
        self.seen += len(raw_data)
        self.total += len(raw_data)
        if self.total > WASTE * limit() + limit() * settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        seen = self.total if self.from_anybody else self.seen
        if not self.keeps or seen > self.most:
            self._let_go()
            return
        piece = self.cipher.encrypt(len(self.lengths).to_bytes(12, "big"), raw_data, None)
        self.lengths.append(len(piece))
        self.sealed.write(piece)

    def _let_go(self) -> None:
        """Keep nothing of this file, and go on reading."""
        self.keeps, self.lengths = False, []
        self.sealed.seek(0)
        self.sealed.truncate()

    def file_complete(self, file_size: int) -> Arrived:
        """Hand the file on."""
        return Arrived(
            self.sealed,
            self.cipher,
            self.lengths,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that did not arrive."""
        if sealed := getattr(self, "sealed", None):
            sealed.close()
