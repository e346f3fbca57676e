"""A browser that only counts: one connection, kept open, one request after the other."""

import gzip
import http.client
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from threading import Thread

TIMEOUT = 120
AS_IT_IS = {"Accept-Language": "nl", "Accept-Encoding": "identity"}


@dataclass
class Answer:
    status: int
    seconds: float
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Client:
    """Speaks with one server as one person. Every language in turn, unless a request says which."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        """``cookies``: those of the browser, shared by its connections; what a server sets is kept there."""
        self.port, self._connection = port, http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookies = cookies
        self._languages = cycle(("nl", "en"))

    def get(self, path: str, **headers: str) -> Answer:
        """One page, read to its end. A server that closed the connection gets one more chance."""
        sent = self._headers() | {"Accept-Language": next(self._languages)} | headers
        try:
            return self._get(path, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()
            return self._get(path, sent)

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})

    def _get(self, path: str, headers: dict[str, str]) -> Answer:
        start = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - start
        for line in response.msg.get_all("Set-Cookie") or ():
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, seconds, body, {k.lower(): v for k, v in response.getheaders()})

    def pieces(self, path: str, patience: float) -> Iterator[bytes]:
        """A download as it comes in; TimeoutError when nothing came for so many seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("GET", path, headers=self._headers() | AS_IT_IS)
            response = connection.getresponse()
            if response.status != 200:
                raise RuntimeError(f"{path}: {response.status}")
            while piece := response.read1(1 << 18):
                yield piece
        finally:
            connection.close()

    def close(self) -> None:
        self._connection.close()


def together(make: Callable[[], Client], paths: list[str], clients: int, seconds: float) -> list[float]:
    """Many people at once for some seconds, each through the paths from a place of their own; the time of each page."""
    times: list[list[float]] = [[] for _ in range(clients)]
    until = time.perf_counter() + seconds

    def browse(number: int) -> None:
        client, place = make(), number * len(paths) // clients
        while time.perf_counter() < until:
            answer = client.get(paths[place % len(paths)])
            if answer.status != 200:
                raise RuntimeError(f"{paths[place % len(paths)]}: {answer.status}")
            times[number].append(answer.seconds)
            place += 1
        client.close()

    threads = [Thread(target=browse, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for some in times for one in some]
