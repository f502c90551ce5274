"""What GOV.UK Notify answers, on loopback, and what it was asked to send."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

KEY = "reminders-" + "-".join(["26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"])


class Notify:
    """``sent``: the messages asked for, by reference; ``status``: what it says of each; ``answers``: a code to fail."""

    def __init__(self) -> None:
        self.sent: dict[str, dict] = {}
        self.status = "delivered"
        self.answers = 201

    @property
    def messages(self) -> list[dict]:
        return list(self.sent.values())


@contextmanager
def notify(settings) -> Iterator[Notify]:
    """The service while it is there, with the settings that lead to it."""
    service = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reference = str(uuid4())
            if service.answers == 201:
                service.sent[reference] = asked
            self.answer(service.answers, {"id": reference})

        def do_GET(self):
            self.answer(200, {"id": self.path.rsplit("/", 1)[-1], "status": service.status})

        def answer(self, code, body):
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFY_API_KEY, settings.NOTIFY_URL = KEY, f"http://127.0.0.1:{server.server_port}"
    settings.NOTIFY_TEMPLATES = {kind: str(uuid4()) for kind in ("text", "email", "slip")}
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
