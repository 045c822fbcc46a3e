"""A certificate authority of our own, certificates that it gives, a TLS server and a proxy, all on this machine."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.service.outbound.site import Answer, asked, running


def authority(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a client trusts, and what a server shows that is known by these names alone."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(
        "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2"
    )
    openssl("req", *curve, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=own")
    said = ",".join(f"DNS:{name}" for name in names)
    (folder / "own.ext").write_text(f"subjectAltName={said}\n")
    openssl(
        *("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"),
        *("-out", "own.pem", "-days", "2", "-extfile", "own.ext"),
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "own.pem", folder / "own.key")
    return ssl.create_default_context(cafile=folder / "ca.pem"), server


@contextlib.contextmanager
def secured(answer: Answer, context: ssl.SSLContext) -> Iterator[tuple[int, list[bytes]]]:
    """A TLS server's port, and the heads that it was sent; it closes where TLS fails."""
    heads: list[bytes] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = listening.accept()
                plain.settimeout(10)
                with (
                    plain,
                    contextlib.suppress(OSError),
                    context.wrap_socket(plain, server_side=True) as secure,
                ):
                    head = asked(secure)
                    heads.append(head)
                    answer(secure, head.split(b" ")[1].decode())

    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1], heads
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


@contextlib.contextmanager
def proxying(
    leads_to: int, *, says: bytes = b"HTTP/1.1 200 Connected\r\n\r\n"
) -> Iterator[tuple[int, list[bytes]]]:
    """A proxy's port, and what it was asked: wherever it is to connect, it leads to a port of this machine."""

    def answer(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(says)
        if b" 200 " not in says:
            return
        with socket.create_connection(("127.0.0.1", leads_to)) as onward:
            back = threading.Thread(target=_pumped, args=(onward, connection))
            back.start()
            _pumped(connection, onward)
            back.join(10)

    with running(answer) as (port, heads):
        yield port, heads


def _pumped(start: socket.socket, end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while more := start.recv(65536):
            end.sendall(more)
    for each in (start, end):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
