"""A stand-in for Rasa on a real port: answers as told, also slowly, or with nonsense."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class FakeRasa(ThreadingHTTPServer):
    """`answer` is sent as JSON, `raw` as it stands; `heard` has the messages and `tokens` what they came with."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Any = [{"text": "Goedendag."}]
        self.raw: bytes | None = None
        self.wait = 0.0
        self.heard: list[dict[str, Any]] = []
        self.tokens: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def said(self) -> list[str]:
        """The words that arrived."""
        return [message["message"] for message in self.heard]


class Handler(BaseHTTPRequestHandler):
    """Rasa's REST channel, as far as the portal uses it."""

    server: FakeRasa

    def do_GET(self) -> None:
        self._send(b'{"status": "ok"}')

    def do_POST(self) -> None:
        rasa = self.server
        rasa.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        rasa.tokens += parse_qs(urlsplit(self.path).query)["token"]
        time.sleep(rasa.wait)
        self._send(json.dumps(rasa.answer).encode() if rasa.raw is None else rasa.raw)

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the console."""


@contextmanager
def listening() -> Iterator[FakeRasa]:
    """A fake Rasa that listens until the end of the block."""
    with FakeRasa() as rasa:
        thread = threading.Thread(target=rasa.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield rasa
        finally:
            rasa.shutdown()
            thread.join()
