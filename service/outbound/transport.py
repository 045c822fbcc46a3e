"""How httpx connects: to the addresses that the guard let through, and to no other, whatever the resolver says a moment later."""

from __future__ import annotations

import ssl
from typing import Final

import httpcore
import httpx

from service.outbound.errors import CannotFetchError, NotAllowedError
from service.outbound.guard import Guard
from service.outbound.proxy import Tunnel

_SCHEMES: Final = {"http": 80, "https": 443}
_LAST_PORT: Final = 65535
_CONNECTIONS: Final = 20


class Transport(httpx.AsyncBaseTransport):
    """Guards every request that goes through it, each hop of a redirect anew.

    The connection goes to the checked address; Host, SNI and the certificate are those of the name (RFC 9110 section 4.3.4). No
    connection is kept: one made for a name must not serve another name at the same address. A proxy is used where the guard has one, and
    never one of the environment.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        verify: ssl.SSLContext | bool = True,
        connections: int = _CONNECTIONS,
    ) -> None:
        self._guard = guard
        context = verify if isinstance(verify, ssl.SSLContext) else None
        context = context or httpx.create_ssl_context(verify=bool(verify), trust_env=False)
        self._inner = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
        # httpx has no way to say how a connection is made; the pool of httpcore below it has.
        direct = httpcore.AnyIOBackend()
        self._inner._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=0,
            network_backend=Tunnel(guard.proxy, direct) if guard.proxy else direct,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one call. Raises NotAllowedError, CannotFetchError, httpx.HTTPError."""
        url = request.url
        if url.scheme not in _SCHEMES or url.userinfo:
            raise NotAllowedError(
                nb="Bare http og https hentes, uten navn og passord i adressen.",
                en="Only http and https are fetched, with no name and password in the address.",
            )
        host = url.raw_host.decode("ascii")
        port = _SCHEMES[url.scheme] if url.port is None else url.port
        if not 0 < port <= _LAST_PORT:
            raise CannotFetchError(nb=f"Det finnes ingen port {port}.", en=f"There is no port {port}.")
        addresses = await self._guard.admitted(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_pinned(request, host, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, host, addresses[-1]))

    async def aclose(self) -> None:
        """Let go of what is open."""
        await self._inner.aclose()


def _pinned(request: httpx.Request, host: str, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # Host is in them already, as the name
        stream=request.stream,
        # Without the dot of a name that is written in full: SNI and certificates have none (RFC 6066 section 3).
        extensions={**request.extensions, "sni_hostname": host.rstrip(".")},
    )
