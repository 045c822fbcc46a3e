"""Through a proxy, where the network lets nothing out otherwise: by CONNECT to the address that the guard has looked at.

Source: RFC 9110 section 9.3.6. The proxy is told an address and never a name, so that it cannot be led elsewhere by another answer of the
resolver; TLS is spoken through it with whom we call, whose certificate is checked against the name as without it.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, urlsplit

import httpcore
from msgspec import Struct

_MOST: Final = 16 * 1024
"""Bytes that the head of the proxy's answer may have."""
_PATIENCE: Final = 10.0


class Proxy(Struct, frozen=True, kw_only=True):
    """Where it listens, and who we are to it: `user:password`, "" where it does not ask."""

    host: str
    port: int
    credentials: str = ""


def proxy_of(url: str) -> Proxy | None:
    """The proxy of an `http://[user:password@]host:port`; None of "". Raises ValueError where it is neither."""
    if not url:
        return None
    parts = urlsplit(url)
    if (
        parts.scheme != "http"
        or not parts.hostname
        or not parts.port
        or parts.path not in {"", "/"}
        or parts.query
        or parts.fragment
    ):
        message = "a proxy is written as http://host:port"
        raise ValueError(message)
    credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(host=parts.hostname, port=parts.port, credentials=credentials)


class Tunnel(httpcore.AsyncNetworkBackend):
    """Connects to addresses through a proxy."""

    def __init__(self, proxy: Proxy, inner: httpcore.AsyncNetworkBackend) -> None:
        self._proxy = proxy
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to an address and port. Raises httpcore.ConnectError, httpcore.ConnectTimeout, and those of a read or write."""
        seconds = _PATIENCE if timeout is None else timeout
        stream = await self._inner.connect_tcp(
            self._proxy.host,
            self._proxy.port,
            timeout=seconds,
            local_address=local_address,
            socket_options=socket_options,
        )
        try:
            async with asyncio.timeout(seconds):
                await stream.write(self._question(host, port), seconds)
                await _demand(stream, seconds)
        except TimeoutError as error:
            await stream.aclose()
            message = "the proxy does not answer"
            raise httpcore.ConnectTimeout(message) from error
        except BaseException:
            await stream.aclose()
            raise
        return stream

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # the interface of httpcore
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: nothing outside is a socket of this machine."""
        del path, timeout, socket_options
        message = "no socket of this machine is called"
        raise httpcore.ConnectError(message)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    def _question(self, host: str, port: int) -> bytes:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
        if self._proxy.credentials:
            told = base64.b64encode(self._proxy.credentials.encode()).decode()
            lines.append(f"Proxy-Authorization: Basic {told}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


async def _demand(stream: httpcore.AsyncNetworkStream, seconds: float) -> None:
    """Raise httpcore.ConnectError unless the proxy says that it has connected, and nothing more."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = await stream.read(_MOST, seconds)
        head += more
        if not more or len(head) > _MOST:
            message = "the proxy does not answer as one"
            raise httpcore.ConnectError(message)
    line = head.partition(b"\r\n")[0]
    words = line.split(b" ", 2)
    status = words[1] if len(words) > 1 and words[0].startswith(b"HTTP/1.") else b""
    if len(status) != len(b"200") or not status.isdigit():
        message = "the proxy does not answer as one"
        raise httpcore.ConnectError(message)
    if not status.startswith(b"2"):
        message = f"the proxy answers {status.decode()}"
        raise httpcore.ConnectError(message)
    if head.partition(b"\r\n\r\n")[2]:
        # Whom we call speaks only when spoken to: these would be bytes of the proxy, taken for theirs.
        message = "the proxy says more than it may"
        raise httpcore.ConnectError(message)
