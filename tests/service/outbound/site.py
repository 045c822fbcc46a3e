"""A web server on this machine that answers byte for byte what a test says, as slowly as it says."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket, str], None]


def asked(connection: socket.socket) -> bytes:
    """A request, its body too: who closes with something unread makes the other side lose the answer. b"" where it does not come whole."""
    data = b""
    while True:
        head, end, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if end and len(body) >= (int(length[1]) if length else 0):
            return data
        more = connection.recv(65536)
        if not more:
            return b""
        data += more


@contextlib.contextmanager
def running(answer: Answer) -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and the heads that it was sent. `answer` is given the connection and the path."""
    heads: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                thread = threading.Thread(target=one, args=(connection,))
                threads.append(thread)
                thread.start()

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = asked(connection)
            if not head:
                return
            heads.append(head)
            answer(connection, head.split(b" ")[1].decode())

    threads: list[threading.Thread] = []
    accepting = threading.Thread(target=serve)
    accepting.start()
    try:
        yield listening.getsockname()[1], heads
    finally:
        # Closing alone does not wake who waits in accept().
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join(10)
        for thread in threads:
            thread.join(10)
