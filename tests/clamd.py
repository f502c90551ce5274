"""A virus scanner on loopback: it speaks as ClamAV's daemon does, and finds the test file of the antivirus makers."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

# Cut in two, so that no scanner of the machine takes this file for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if self.server.breaks:
            return
        found = b"stream: Eicar-Test-Signature FOUND\n" if EICAR in content else b"stream: OK\n"
        self.wfile.write(found)


@contextmanager
def clamd(*, breaks: bool = False) -> Iterator[None]:
    """Files are scanned; where it ``breaks``, it never answers."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        server.breaks = breaks
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with override_settings(CLAMD=server.server_address):
            yield
        server.shutdown()
        thread.join()
