"""A browser and a load that cost little: on two cores the one who measures must not be what is measured."""

import gzip
import re
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer, with the seconds it took and the bytes that its body had on the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text, unpacked where it came packed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Connection:
    """A kept-alive HTTP/1.1 connection on a bare socket."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._buffer = b""

    def send(self, request: bytes) -> Answer:
        """Send one whole request and read its answer; a connection that the server closed is opened again once."""
        started = time.perf_counter()
        try:
            head, body = self._exchange(request)
        except (ConnectionError, TimeoutError):
            self.close()
            head, body = self._exchange(request)
        lines = head.decode("latin-1").split("\r\n")
        headers = {}
        cookies = []
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookies.append(value)
            headers[name.lower()] = value
        headers["set-cookie"] = "\n".join(cookies)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(lines[0].split(" ", 2)[1]), headers, body, time.perf_counter() - started)

    def close(self) -> None:
        """Close the socket; the next request opens another."""
        if self._socket:
            self._socket.close()
        self._socket, self._buffer = None, b""

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head = self._until(b"\r\n\r\n")
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            return head, self._chunks()
        length = re.search(rb"content-length: (\d+)", lower)
        return head, self._exactly(int(length.group(1))) if length else b""

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._read()
        found, self._buffer = self._buffer.split(mark, 1)
        return found

    def _exactly(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._read()
        found, self._buffer = self._buffer[:count], self._buffer[count:]
        return found

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n"), 16):
            parts.append(self._exactly(size))
            self._until(b"\r\n")
        self._until(b"\r\n")
        return b"".join(parts)

    def _read(self) -> None:
        assert self._socket is not None
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("closed by the server")
        self._buffer += part


@dataclass
class Form:
    """A form on a page: where it goes and what its fields hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""


class Browser:
    """Keeps cookies, follows redirects, fills in forms; asks for gzip as browsers do."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._connection = Connection(self._host, self._port)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Fetch a page, following redirects."""
        return self._follow(self._connection.send(self.request("GET", path)))

    def post(self, path: str, fields: Mapping[str, str], extra: Mapping[str, str] | None = None) -> Answer:
        """Send a form, following redirects."""
        return self.post_body(path, urlencode(fields).encode(), "application/x-www-form-urlencoded", extra)

    def post_body(self, path: str, body: bytes, kind: str, extra: Mapping[str, str] | None = None) -> Answer:
        """Send a body of this kind, following redirects."""
        headers = {**(extra or {}), "Content-Type": kind, "Content-Length": str(len(body))}
        return self._follow(self._connection.send(self.request("POST", path, headers) + body))

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the bytes of a request with this browser's cookies."""
        lines = {"Host": f"{self._host}:{self._port}", "Accept-Encoding": "gzip", "Accept": "text/html,*/*"}
        if self._cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        lines |= {"Sec-Fetch-Site": "same-origin", "Referer": f"http://{self._host}:{self._port}/", **(headers or {})}
        head = "\r\n".join(f"{name}: {value}" for name, value in lines.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n\r\n".encode()

    def connection(self) -> Connection:
        """Return a new connection to the same server."""
        return Connection(self._host, self._port)

    def _follow(self, answer: Answer) -> Answer:
        for cookie in filter(None, answer.headers["set-cookie"].split("\n")):
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        if answer.status in {301, 302, 303}:
            target = urlsplit(answer.headers["location"])
            return self.get(target.path + (f"?{target.query}" if target.query else ""))
        return answer


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page with their hidden and filled fields and all their text."""
    reader = _FormReader()
    reader.feed(page)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.forms.append(Form(known.get("action") or ""))
            self._inside = True
        elif self._inside and tag == "input" and (name := known.get("name")):
            self.forms[-1].fields[name] = known.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.forms[-1].text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def seconds_of(browser: Browser, path: str, times: int) -> list[float]:
    """Fetch a page again and again as one user; return the seconds of each, sorted. Raises when one is not 200."""
    connection, request = browser.connection(), browser.request("GET", path)
    taken = []
    for _ in range(times):
        answer = connection.send(request)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        taken.append(answer.seconds)
    connection.close()
    return sorted(taken)


def requests_per_second(browsers: list[Browser], path: str, seconds: float) -> float:
    """Let every browser fetch the page without a pause for some seconds; return the answers per second together."""
    counts = [0] * len(browsers)
    end = time.perf_counter() + seconds

    def fetch(number: int) -> None:
        connection, request = browsers[number].connection(), browsers[number].request("GET", path)
        while time.perf_counter() < end:
            if connection.send(request).status != 200:
                raise RuntimeError(f"{path} did not answer 200 under load")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=fetch, args=(number,)) for number in range(len(browsers))]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)
