"""A scanner that speaks clamd's INSTREAM on a real socket and knows one virus: EICAR."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.files import samples


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        word = b""
        while not word.endswith(b"\0"):
            word += self.rfile.read(1)
        if word == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert word == b"zINSTREAM\0"
        heard = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            heard += self.rfile.read(size)
        self.server.heard.append(heard)
        if self.server.mute:
            return
        found = samples.EICAR in heard
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def scanner(*, mute=False):
    """Run one; yield its address and what it hears."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.heard, server.mute = [], mute
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}", server.heard
        finally:
            server.shutdown()
            thread.join()
