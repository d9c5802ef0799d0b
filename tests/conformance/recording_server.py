"""A server that records the requests of programs, and an environment for these programs."""

import email.utils
import os
import socket
import threading
from typing import NamedTuple

# Seconds until a test that hangs fails.
WATCHDOG = 30


class Request(NamedTuple):
    """A request as it was received."""
    method: str
    target: str
    version: str
    headers: list
    body: bytes
    surplus: bytes  # the bytes after the body

    def all_of(self, name):
        return [value for other, value in self.headers if other.lower() == name]


class RecordingServer:
    """Accepts one request per connection, and sends the given responses in order."""

    def __init__(self, responses):
        self._responses = responses
        self._requests = []
        self._failure = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.authority = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def finish(self):
        """Stops the server, and returns all requests."""
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._thread.join(WATCHDOG)
        self._listener.close()
        if self._failure:
            raise self._failure
        return self._requests

    def _serve(self):
        try:
            for status, body in self._responses:
                connection, _ = self._listener.accept()
                connection.settimeout(WATCHDOG)
                with connection, connection.makefile("rb") as stream:
                    self._requests.append(self._exchange(connection, stream, status, body))
        except Exception as error:  # finish() raises it in the thread of the test
            self._failure = AssertionError(
                f"request {len(self._requests) + 1} of {len(self._responses)} cannot be read: {error!r}")

    @staticmethod
    def _exchange(connection, stream, status, response):
        method, target, version = stream.readline().decode("ascii").rstrip("\r\n").split(" ")
        headers = []
        while line := stream.readline().rstrip(b"\r\n"):
            name, _, value = line.decode().partition(":")
            headers.append((name, value))
        request = Request(method, target, version, headers, b"", b"")
        body = stream.read(int((request.all_of("content-length") or ["0"])[0]))
        connection.sendall(
            f"HTTP/1.1 {status} \r\nConnection: close\r\nContent-Type: application/json\r\n"
            f"Date: {email.utils.formatdate(usegmt=True)}\r\nContent-Length: {len(response)}\r\n\r\n{response}".encode())
        return request._replace(body=body, surplus=stream.read())


def environment(**settings):
    """The environment of this process, with these settings instead of the user's."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("AWS_") and not name.lower().endswith("_proxy")}
    return {**kept, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true", **settings}
